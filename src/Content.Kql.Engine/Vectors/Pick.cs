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
        var ascii = true;
        var arenas = new byte[sources.Count][];
        for (var i = 0; i < arenas.Length; i++)
        {
            var source = (StringVector)sources[i];
            arenas[i] = source.Arena;
            ascii &= source.IsAscii;
        }

        var refs = new BytesRef[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0)
                refs[i] = ((StringVector)sources[(int)(places[i] >> 32)]).Ref((int)places[i]);
        }

        return new StringVector(Copy(arenas, refs, places), refs, null, 0, places.Length, ascii);
    }

    private static DynamicVector Dynamics(IReadOnlyList<Vector> sources, long[] places)
    {
        var tapes = new byte[sources.Count][];
        for (var i = 0; i < tapes.Length; i++)
            tapes[i] = ((DynamicVector)sources[i]).Tape;
        var refs = new BytesRef[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0)
                refs[i] = ((DynamicVector)sources[(int)(places[i] >> 32)]).Ref((int)places[i]);
        }

        return new DynamicVector(Copy(tapes, refs, places), refs, 0, places.Length);
    }

    // The bytes that refs name, one behind the other; refs name their new places then.
    private static byte[] Copy(byte[][] arenas, BytesRef[] refs, long[] places)
    {
        var total = 0L;
        foreach (var (_, length) in refs)
            total += length;
        var copy = Arena(total);
        var at = 0;
        for (var i = 0; i < refs.Length; i++)
        {
            var (offset, length) = refs[i];
            if (length > 0)
                arenas[places[i] >> 32].AsSpan(offset, length).CopyTo(copy.AsSpan(at));
            refs[i] = new BytesRef(at, length);
            at += length;
        }

        return copy;
    }

    private static byte[] Arena(long bytes) =>
        bytes <= Array.MaxLength ? new byte[bytes] : throw new LimitExceededException("bytes", "A column passes 2 GB.");
}
