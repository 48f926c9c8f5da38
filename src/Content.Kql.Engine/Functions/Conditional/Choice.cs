using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Takes each row from one of several vectors.</summary>
internal static class Choice
{
    /// <summary>A value as the common type of a choice: a text in a dynamic stays a text, it is not read as JSON.</summary>
    public static Vector Convert(Vector vector, TypeKind kind) => Conversions.To(vector, kind);

    /// <summary>Row <c>i</c> of <c>sources[choice[i]]</c>, all of one kind.</summary>
    public static Vector Select(TypeKind kind, Vector[] sources, int[] choice) => kind switch
    {
        TypeKind.Bool => Fixed<bool>(kind, sources, choice),
        TypeKind.Int => Fixed<int>(kind, sources, choice),
        TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => Fixed<long>(kind, sources, choice),
        TypeKind.Real => Fixed<double>(kind, sources, choice),
        TypeKind.Decimal => Fixed<decimal>(kind, sources, choice),
        TypeKind.Guid => Fixed<Guid>(kind, sources, choice),
        _ => Any(kind, sources, choice),
    };

    private static FixedVector<T> Fixed<T>(TypeKind kind, Vector[] sources, int[] choice) where T : unmanaged
    {
        var typed = new FixedVector<T>[sources.Length];
        for (var i = 0; i < typed.Length; i++)
            typed[i] = (FixedVector<T>)sources[i];
        var values = new T[choice.Length];
        ulong[]? validity = null;
        for (var i = 0; i < values.Length; i++)
        {
            var source = typed[choice[i]];
            if (source.IsNull(i))
                Bits.Clear(validity ??= Bits.AllSet(values.Length), i);
            else
                values[i] = source[i];
        }

        return new FixedVector<T>(kind, values, values.Length, validity);
    }

    private static Vector Any(TypeKind kind, Vector[] sources, int[] choice)
    {
        var builder = VectorBuilder.Create(kind, choice.Length);
        for (var i = 0; i < choice.Length; i++)
            builder.AddFrom(sources[choice[i]], i);
        return builder.Build();
    }
}
