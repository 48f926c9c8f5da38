using System.Buffers.Binary;
using System.IO.Compression;

namespace Content.Kql.Engine.Functions;

/// <summary>Writes gzip and zlib containers. Data that deflate does not make smaller is stored as it is, as the service does.</summary>
internal static class Compression
{
    private const int StoredBlock = 65_535;

    /// <summary>A gzip member (RFC 1952) without name or time.</summary>
    public static byte[] Gzip(ReadOnlySpan<byte> data)
    {
        using var output = new MemoryStream();
        output.Write([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
        output.Write(Deflate(data));
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32(data));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)data.Length);
        output.Write(trailer);
        return output.ToArray();
    }

    /// <summary>A zlib stream (RFC 1950).</summary>
    public static byte[] Zlib(ReadOnlySpan<byte> data)
    {
        using var output = new MemoryStream();
        output.Write([0x78, 0x01]);
        output.Write(Deflate(data));
        Span<byte> trailer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(trailer, Adler32(data));
        output.Write(trailer);
        return output.ToArray();
    }

    private static byte[] Deflate(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(data);
        return packed.Length > 0 && packed.Length < data.Length ? packed.ToArray() : Store(data);
    }

    private static byte[] Store(ReadOnlySpan<byte> data)
    {
        using var output = new MemoryStream();
        Span<byte> header = stackalloc byte[5];
        do
        {
            var size = Math.Min(data.Length, StoredBlock);
            header[0] = (byte)(size == data.Length ? 1 : 0);
            BinaryPrimitives.WriteUInt16LittleEndian(header[1..], (ushort)size);
            BinaryPrimitives.WriteUInt16LittleEndian(header[3..], (ushort)~size);
            output.Write(header);
            output.Write(data[..size]);
            data = data[size..];
        }
        while (!data.IsEmpty);
        return output.ToArray();
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        uint low = 1;
        uint high = 0;
        foreach (var b in data)
        {
            low = (low + b) % 65_521;
            high = (high + low) % 65_521;
        }

        return high << 16 | low;
    }

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
