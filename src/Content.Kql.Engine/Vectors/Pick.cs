using Content.Kql.Symbols;

namespace Content.Kql.Engine.Vectors;

/// <summary>Takes single rows out of several vectors. A place has the number of the vector in its upper half and the row in its lower; -1 gives null.</summary>
internal static class Pick
{
    public static Vector Of(TypeKind kind, IReadOnlyList<Vector> sources, long[] places) => kind switch
    {
        TypeKind.Bool => Fixed<bool>(kind, sources, places),
        TypeKind.Int => Fixed<int>(kind, sources, places),
        TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => Fixed<long>(kind, sources, places),
        TypeKind.Real => Fixed<double>(kind, sources, places),
        TypeKind.Decimal => Fixed<decimal>(kind, sources, places),
        TypeKind.Guid => Fixed<Guid>(kind, sources, places),
        TypeKind.String => Texts(sources, places),
        _ => Dynamics(sources, places),
    };

    private static FixedVector<T> Fixed<T>(TypeKind kind, IReadOnlyList<Vector> sources, long[] places) where T : unmanaged
    {
        var typed = new FixedVector<T>[sources.Count];
        for (var i = 0; i < typed.Length; i++)
            typed[i] = (FixedVector<T>)sources[i];
        var values = new T[places.Length];
        ulong[]? validity = null;
        for (var i = 0; i < places.Length; i++)
        {
            var place = places[i];
            if (place >= 0 && typed[place >> 32] is var source && !source.IsNull((int)place))
                values[i] = source[(int)place];
            else
                Bits.Clear(validity ??= Bits.AllSet(places.Length), i);
        }

        return new FixedVector<T>(kind, values, places.Length, validity);
    }

    private static StringVector Texts(IReadOnlyList<Vector> sources, long[] places)
    {
        var typed = new StringVector[sources.Count];
        var ascii = true;
        for (var i = 0; i < typed.Length; i++)
        {
            typed[i] = (StringVector)sources[i];
            ascii &= typed[i].IsAscii;
        }

        var refs = new BytesRef[places.Length];
        var total = 0L;
        for (var i = 0; i < places.Length; i++)
        {
            var place = places[i];
            if (place >= 0)
                total += (refs[i] = typed[place >> 32].Ref((int)place)).Length;
        }

        var arena = Arena(total);
        var at = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var (offset, length) = refs[i];
            if (length > 0)
                typed[places[i] >> 32].Arena.AsSpan(offset, length).CopyTo(arena.AsSpan(at));
            refs[i] = new BytesRef(at, length);
            at += length;
        }

        return new StringVector(arena, refs, null, 0, places.Length, ascii);
    }

    private static DynamicVector Dynamics(IReadOnlyList<Vector> sources, long[] places)
    {
        var typed = new DynamicVector[sources.Count];
        for (var i = 0; i < typed.Length; i++)
            typed[i] = (DynamicVector)sources[i];
        var refs = new BytesRef[places.Length];
        var total = 0L;
        for (var i = 0; i < places.Length; i++)
        {
            var place = places[i];
            if (place >= 0)
                total += (refs[i] = typed[place >> 32].Ref((int)place)).Length;
        }

        var tape = Arena(total);
        var at = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var (offset, length) = refs[i];
            if (length > 0)
                typed[places[i] >> 32].Tape.AsSpan(offset, length).CopyTo(tape.AsSpan(at));
            refs[i] = new BytesRef(at, length);
            at += length;
        }

        return new DynamicVector(tape, refs, 0, places.Length);
    }

    private static byte[] Arena(long bytes) =>
        bytes <= Array.MaxLength ? new byte[bytes] : throw new LimitExceededException("bytes", "A column passes 2 GB.");
}
