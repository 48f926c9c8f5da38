using System.Runtime.InteropServices;

namespace Content.Kql.Engine.Vectors;

/// <summary>Hashes that are the same in every process: results never depend on a seed.</summary>
internal static class Hashing
{
    /// <summary>Spreads the bits of a number.</summary>
    public static int Mix(int value)
    {
        var x = (uint)value;
        x = (x ^ (x >> 16)) * 0x7feb352d;
        x = (x ^ (x >> 15)) * 0x846ca68b;
        return (int)(x ^ (x >> 16));
    }

    /// <summary>Hash of a 64-bit number.</summary>
    public static int Long(long value)
    {
        var x = (ulong)value * 0x9E3779B97F4A7C15;
        return (int)((x ^ (x >> 32)) >> 3);
    }

    /// <summary>Hash of a real; whole numbers hash like a real of that number, -0 like 0, every NaN alike.</summary>
    public static int Real(double value) => Long(value == 0 ? 0 : double.IsNaN(value) ? 1 : BitConverter.DoubleToInt64Bits(value));

    /// <summary>Hash of bytes.</summary>
    public static int Bytes(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * 0x9E3779B97F4A7C15;
        while (bytes.Length >= 8)
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(bytes)) * 0xff51afd7ed558ccd;
            hash ^= hash >> 32;
            bytes = bytes[8..];
        }

        if (bytes.Length > 0)
        {
            ulong tail = 0;
            for (var i = bytes.Length - 1; i >= 0; i--)
                tail = tail << 8 | bytes[i];
            hash = (hash ^ tail) * 0xff51afd7ed558ccd;
            hash ^= hash >> 32;
        }

        hash *= 0xc4ceb9fe1a85ec53;
        return (int)(hash >> 33);
    }
}
