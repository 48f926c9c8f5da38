using System.Buffers.Binary;
using System.Numerics;

namespace Content.Kql.Engine.Functions;

/// <summary>The XXH64 hash of bytes.</summary>
internal static class XxHash64
{
    private const ulong Prime1 = 11400714785074694791;
    private const ulong Prime2 = 14029467366897019727;
    private const ulong Prime3 = 1609587929392839161;
    private const ulong Prime4 = 9650029242287828579;
    private const ulong Prime5 = 2870177450012600261;

    public static ulong Hash(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        var total = (ulong)bytes.Length;
        ulong hash;
        if (bytes.Length >= 32)
        {
            var a = unchecked(seed + Prime1 + Prime2);
            var b = unchecked(seed + Prime2);
            var c = seed;
            var d = unchecked(seed - Prime1);
            while (bytes.Length >= 32)
            {
                a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
                c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
                d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
                bytes = bytes[32..];
            }

            hash = unchecked(BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18));
            hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }
        else
        {
            hash = unchecked(seed + Prime5);
        }

        unchecked
        {
            hash += total;
            for (; bytes.Length >= 8; bytes = bytes[8..])
                hash = BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(bytes)), 27) * Prime1 + Prime4;
            if (bytes.Length >= 4)
            {
                hash = BitOperations.RotateLeft(hash ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime1, 23) * Prime2 + Prime3;
                bytes = bytes[4..];
            }

            foreach (var b in bytes)
                hash = BitOperations.RotateLeft(hash ^ b * Prime5, 11) * Prime1;
            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }

    private static ulong Round(ulong state, ulong input) => unchecked(BitOperations.RotateLeft(state + input * Prime2, 31) * Prime1);

    private static ulong Merge(ulong hash, ulong state) => unchecked((hash ^ Round(0, state)) * Prime1 + Prime4);
}
