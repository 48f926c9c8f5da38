using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>
/// Hashes. XXH64 is taken of the stored bytes of a value (UTF-8 of a text, ticks of a datetime); the cryptographic ones of its text.
/// </summary>
internal static class HashFunctions
{
    private delegate int HashBytes(ReadOnlySpan<byte> source, Span<byte> destination);

    public static void Register(KernelTable table)
    {
        foreach (var name in (ReadOnlySpan<string>)["hash", "hash_xxhash64"])
            table.Scalar(name, _ => (arguments, length) => Hash(arguments, length, seeded: false));
        table.Scalar("__hash_xxh64", _ => (arguments, length) => Hash(arguments, length, seeded: true));
#pragma warning disable CA5350, CA5351 // The functions of the language that compute weak hashes; nothing is secured with them.
        table.Scalar("hash_md5", _ => (arguments, length) => Hexadecimal(arguments[0], length, MD5.HashData));
        table.Scalar("hash_sha1", _ => (arguments, length) => Hexadecimal(arguments[0], length, SHA1.HashData));
#pragma warning restore CA5350, CA5351
        table.Scalar("hash_sha256", _ => (arguments, length) => Hexadecimal(arguments[0], length, SHA256.HashData));
    }

    /// <summary>What <c>hash</c> gives of each value.</summary>
    public static Vector XxHash(Vector values) => Hash([values], values.Length, seeded: false);

    private static Vector Hash(ReadOnlySpan<Vector> arguments, int length, bool seeded)
    {
        var modulus = arguments.Length > 1 ? arguments[1].AsLong() : null;
        var seed = seeded ? arguments[2].AsLong() : null;
        var output = new FixedBuilder<long>(TypeKind.Long, length);
        for (var i = 0; i < length; i++)
        {
            if (arguments[0].IsNull(i))
            {
                output.AddNull();
                continue;
            }

            var hash = Hash(arguments[0], i, seed is null || seed.IsNull(i) ? 0 : (ulong)seed[i]);
            if (modulus is null || modulus.IsNull(i) || modulus[i] <= 0)
                output.Add((long)hash);
            else
                output.Add((long)(hash % (ulong)modulus[i]));
        }

        return output.Build();
    }

    private static ulong Hash(Vector vector, int row, ulong seed)
    {
        Span<byte> bytes = stackalloc byte[16];
        switch (vector)
        {
            case StringVector text:
                return XxHash64.Hash(text[row], seed);
            case DynamicVector dynamics:
                var json = new StringBuilderVector(1);
                ValueText.AppendDynamic(json, dynamics[row]);
                return XxHash64.Hash(json.OpenRow, seed);
            case FixedVector<bool> bools:
                bytes[0] = bools[row] ? (byte)1 : (byte)0;
                return XxHash64.Hash(bytes[..1], seed);
            case FixedVector<int> ints:
                BinaryPrimitives.WriteInt32LittleEndian(bytes, ints[row]);
                return XxHash64.Hash(bytes[..4], seed);
            case FixedVector<long> longs:
                BinaryPrimitives.WriteInt64LittleEndian(bytes, longs[row]);
                return XxHash64.Hash(bytes[..8], seed);
            case FixedVector<double> reals:
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, reals[row]);
                return XxHash64.Hash(bytes[..8], seed);
            case FixedVector<decimal> decimals:
                var value = decimals[row];
                MemoryMarshal.Write(bytes, in value);
                return XxHash64.Hash(bytes, seed);
            default:
                ((FixedVector<Guid>)vector)[row].TryWriteBytes(bytes);
                return XxHash64.Hash(bytes, seed);
        }
    }

    private static Vector Hexadecimal(Vector argument, int length, HashBytes hash)
    {
        var text = argument.AsString();
        var output = new StringBuilderVector(length);
        Span<byte> bytes = stackalloc byte[64];
        for (var i = 0; i < length; i++)
        {
            // An empty text has no hash.
            if (!text[i].IsEmpty)
            {
                var written = hash(text[i], bytes);
                foreach (var b in bytes[..written])
                {
                    output.Append((byte)"0123456789abcdef"[b >> 4]);
                    output.Append((byte)"0123456789abcdef"[b & 15]);
                }
            }

            output.EndRow();
        }

        return output.Build();
    }
}
