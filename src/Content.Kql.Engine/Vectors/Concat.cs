using System.Text;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Vectors;

/// <summary>Puts vectors one after another.</summary>
internal static class Concat
{
    public static Vector Of(TypeKind kind, IReadOnlyList<Vector> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var total = 0L;
        foreach (var part in parts)
            total += part.Length;
        if (total > Array.MaxLength)
            throw new LimitExceededException("rows", "An operator would hold more than two thousand million rows.");
        return kind switch
        {
            TypeKind.Bool => Fixed<bool>(kind, parts, (int)total),
            TypeKind.Int => Fixed<int>(kind, parts, (int)total),
            TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => Fixed<long>(kind, parts, (int)total),
            TypeKind.Real => Fixed<double>(kind, parts, (int)total),
            TypeKind.Decimal => Fixed<decimal>(kind, parts, (int)total),
            TypeKind.Guid => Fixed<Guid>(kind, parts, (int)total),
            TypeKind.String => Strings(parts, (int)total),
            _ => Dynamics(parts, (int)total),
        };
    }

    private static FixedVector<T> Fixed<T>(TypeKind kind, IReadOnlyList<Vector> parts, int total) where T : unmanaged
    {
        var values = new T[total];
        ulong[]? validity = null;
        var at = 0;
        foreach (var part in parts)
        {
            var vector = (FixedVector<T>)part;
            if (vector.IsConstant)
                values.AsSpan(at, vector.Length).Fill(vector.Length == 0 ? default : vector[0]);
            else
                vector.Span.CopyTo(values.AsSpan(at));
            if (vector.MayBeNull)
            {
                validity ??= Bits.AllSet(total);
                for (var i = 0; i < vector.Length; i++)
                {
                    if (vector.IsNull(i))
                        Bits.Clear(validity, at + i);
                }
            }

            at += vector.Length;
        }

        return new FixedVector<T>(kind, values, total, validity);
    }

    private static StringVector Strings(IReadOnlyList<Vector> parts, int total)
    {
        var refs = new BytesRef[total];
        var at = 0;
        var first = (StringVector)parts[0];
        var shared = true;
        var ascii = true;
        foreach (var part in parts)
        {
            var vector = (StringVector)part;
            shared &= ReferenceEquals(vector.Arena, first.Arena);
            ascii &= vector.IsAscii;
        }

        if (Codes(parts, first, total) is { } all)
            return new StringVector(first.Arena, first.Refs, all, 0, total, ascii);
        if (shared)
        {
            foreach (var part in parts)
            {
                var vector = (StringVector)part;
                for (var i = 0; i < vector.Length; i++)
                    refs[at++] = vector.Ref(i);
            }

            return new StringVector(first.Arena, refs, null, 0, total, ascii);
        }

        var output = new ByteArena();
        BytesRef[]? dictionary = null;
        BytesRef[] mapped = [];
        foreach (var part in parts)
        {
            var vector = (StringVector)part;
            if (vector.Codes is { } codes)
            {
                if (!ReferenceEquals(dictionary, vector.Refs))
                {
                    dictionary = vector.Refs;
                    mapped = new BytesRef[dictionary.Length];
                    Array.Fill(mapped, new BytesRef(-1, 0));
                }

                for (var i = 0; i < vector.Length; i++)
                {
                    var code = codes[vector.Start + (vector.IsConstant ? 0 : i)];
                    if (mapped[code].Offset < 0)
                        mapped[code] = output.Add(vector[i]);
                    refs[at++] = mapped[code];
                }
            }
            else if (vector.IsConstant)
            {
                var place = output.Add(vector.Length == 0 ? default : vector[0]);
                refs.AsSpan(at, vector.Length).Fill(place);
                at += vector.Length;
            }
            else
            {
                for (var i = 0; i < vector.Length; i++)
                    refs[at++] = output.Add(vector[i]);
            }
        }

        return new StringVector(output.Buffer, refs, null, 0, total, ascii);
    }

    // The codes of parts that share a dictionary: pieces of one chunk stay dictionary-coded.
    private static int[]? Codes(IReadOnlyList<Vector> parts, StringVector first, int total)
    {
        foreach (var part in parts)
        {
            if (part is not StringVector { Codes: not null } vector || !ReferenceEquals(vector.Refs, first.Refs))
                return null;
        }

        var codes = new int[total];
        var at = 0;
        foreach (var part in parts)
        {
            var vector = (StringVector)part;
            if (vector.IsConstant)
                codes.AsSpan(at, vector.Length).Fill(vector.Codes![vector.Start]);
            else
                vector.Codes.AsSpan(vector.Start, vector.Length).CopyTo(codes.AsSpan(at));
            at += vector.Length;
        }

        return codes;
    }

    private static DynamicVector Dynamics(IReadOnlyList<Vector> parts, int total)
    {
        var refs = new BytesRef[total];
        var at = 0;
        var output = new ByteArena();
        foreach (var part in parts)
        {
            var vector = (DynamicVector)part;
            for (var i = 0; i < vector.Length; i++)
            {
                var place = vector.Ref(i);
                refs[at++] = place.Length == 0 ? default : output.Add(vector.Tape.AsSpan(place.Offset, place.Length));
            }
        }

        return new DynamicVector(output.Buffer, refs, 0, total);
    }
}

/// <summary>A growing run of bytes.</summary>
internal sealed class ByteArena
{
    public byte[] Buffer { get; private set; } = new byte[256];
    public int Used { get; private set; }

    public BytesRef Add(ReadOnlySpan<byte> bytes)
    {
        if (Buffer.Length - Used < bytes.Length)
        {
            var length = Math.Min(Math.Max((long)Buffer.Length * 2, (long)Used + bytes.Length), Array.MaxLength);
            if (length < (long)Used + bytes.Length)
                throw new LimitExceededException("bytes", "A column passes 2 GB.");
            var grown = new byte[length];
            System.Buffer.BlockCopy(Buffer, 0, grown, 0, Used);
            Buffer = grown;
        }

        bytes.CopyTo(Buffer.AsSpan(Used));
        var place = new BytesRef(Used, bytes.Length);
        Used += bytes.Length;
        return place;
    }
}
