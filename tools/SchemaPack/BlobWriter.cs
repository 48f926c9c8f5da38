using System.Text;

namespace SchemaPack;

/// <summary>A growing piece of a binary file: little-endian numbers and variable-length counts.</summary>
internal sealed class BlobWriter
{
    private readonly List<byte> _bytes = [];

    public int Position => _bytes.Count;

    public void U16(int value) => _bytes.AddRange(BitConverter.GetBytes(checked((ushort)value)));

    public void U32(int value) => _bytes.AddRange(BitConverter.GetBytes(checked((uint)value)));

    public void Byte(int value) => _bytes.Add(checked((byte)value));

    public void Count(int value)
    {
        var rest = (uint)value;
        while (rest >= 0x80)
        {
            _bytes.Add((byte)(rest | 0x80));
            rest >>= 7;
        }

        _bytes.Add((byte)rest);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    public byte[] ToArray() => [.. _bytes];
}

/// <summary>Each distinct text once: a count of bytes, then UTF-8.</summary>
internal sealed class StringPool
{
    private readonly BlobWriter _writer = new();
    private readonly Dictionary<string, int> _offsets = new(StringComparer.Ordinal);

    public int Add(string text)
    {
        if (!_offsets.TryGetValue(text, out var offset))
        {
            offset = _writer.Position;
            _offsets.Add(text, offset);
            var bytes = Encoding.UTF8.GetBytes(text);
            _writer.Count(bytes.Length);
            _writer.Bytes(bytes);
        }

        return offset;
    }

    public byte[] ToArray() => _writer.ToArray();
}

/// <summary>Puts sections behind a header of a magic number and (offset, count) pairs.</summary>
internal static class BlobFile
{
    public static byte[] Join(ReadOnlySpan<byte> magic, params (byte[] Bytes, int Count)[] sections)
    {
        var file = new BlobWriter();
        file.Bytes(magic);
        var offset = magic.Length + (sections.Length * 8);
        foreach (var (bytes, count) in sections)
        {
            file.U32(offset);
            file.U32(count);
            offset += bytes.Length;
        }

        foreach (var (bytes, _) in sections)
            file.Bytes(bytes);
        return file.ToArray();
    }
}
