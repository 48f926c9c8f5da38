using System.Security.Cryptography;
using System.Text;

namespace Content.Azure.Resources;

/// <summary>GUIDs that follow from a name (RFC 9562, version 5), so that the same file is the same resource on every machine.</summary>
internal static class NameGuid
{
    private static readonly Guid Namespace = new("6f2a4a0e-3a0b-5c53-9f0c-0d2f6c4b7e11");

    /// <summary>The GUID of a name.</summary>
    public static Guid Create(string name)
    {
        Span<byte> id = stackalloc byte[16];
        Namespace.TryWriteBytes(id, bigEndian: true, out _);
#pragma warning disable CA5350 // The version of the identifier asks for SHA-1; nothing is protected by it.
        var hash = SHA1.HashData([.. id, .. Encoding.UTF8.GetBytes(name)]).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
