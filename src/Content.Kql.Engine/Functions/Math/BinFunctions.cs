using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary><c>bin</c> and its relatives. Bins are closed below, also under zero; a bin size that is not positive gives null.</summary>
internal static class BinFunctions
{
    public static ScalarKernel Bin(KernelBinding binding)
    {
        switch (binding.ResultType.Kind)
        {
            case TypeKind.Real:
                return Kernel.Binary<double, double, double>(TypeKind.Real, TypeKind.Real, TypeKind.Real,
                    static (value, size) => size > 0 ? Math.Floor(value / size) * size : null)(binding);
            case TypeKind.Decimal:
                return Kernel.Binary<decimal, decimal, decimal>(TypeKind.Decimal, TypeKind.Decimal, TypeKind.Decimal,
                    static (value, size) => size > 0 ? Math.Floor(value / size) * size : null)(binding);
            case TypeKind.Int:
                return Kernel.Binary<int, int, int>(TypeKind.Int, TypeKind.Int, TypeKind.Int,
                    static (value, size) => size > 0 ? (int)Floor(value, size) : null)(binding);
        }

        var kind = binding.ResultType.Kind;
        var sizeKind = kind == TypeKind.Long ? TypeKind.Long : binding.KindOf(1);
        return (arguments, length) =>
        {
            var values = (FixedVector<long>)Conversions.To(arguments[0], kind);
            var sizes = (FixedVector<long>)Conversions.To(arguments[1], sizeKind);
            if (!sizes.IsConstant || values.IsConstant)
                return General(values, sizes, kind, length);
            if (length == 0 || sizes.IsNull(0) || sizes[0] <= 0)
                return Vector.Null(kind, length);
            var size = sizes[0];
            var result = new long[length];
            var span = values.Span;
            for (var i = 0; i < result.Length; i++)
                result[i] = Floor(span[i], size);
            return new FixedVector<long>(kind, result, length, values.Validity);
        };
    }

    /// <summary>The binder adds the values of the query options for size and start as arguments.</summary>
    public static ScalarKernel BinAuto(KernelBinding binding) => binding.Count switch
    {
        1 => throw new QueryFailedException("bin_auto(): the option query_bin_auto_size is not set."),
        2 => Bin(binding),
        _ => BinAt(binding),
    };

    private static Vector General(FixedVector<long> values, FixedVector<long> sizes, TypeKind kind, int length)
    {
        var builder = new FixedBuilder<long>(kind, length);
        for (var i = 0; i < length; i++)
        {
            if (values.IsNull(i) || sizes.IsNull(i) || sizes[i] <= 0)
                builder.AddNull();
            else
                builder.Add(Floor(values[i], sizes[i]));
        }

        return builder.Build();
    }

    public static ScalarKernel BinAt(KernelBinding binding) => binding.ResultType.Kind switch
    {
        TypeKind.Real => Kernel.Ternary<double, double, double, double>(TypeKind.Real, TypeKind.Real, TypeKind.Real, TypeKind.Real,
            static (value, size, origin) => size > 0 ? Math.Floor((value - origin) / size) * size + origin : null)(binding),
        TypeKind.Decimal => Kernel.Ternary<decimal, decimal, decimal, decimal>(TypeKind.Decimal, TypeKind.Decimal, TypeKind.Decimal, TypeKind.Decimal,
            static (value, size, origin) => size > 0 ? Math.Floor((value - origin) / size) * size + origin : null)(binding),
        TypeKind.DateTime => Kernel.Ternary<long, long, long, long>(TypeKind.DateTime, TypeKind.TimeSpan, TypeKind.DateTime, TypeKind.DateTime,
            static (value, size, origin) => Anchored(value, size, origin) is { } ticks && ticks is >= 0 and <= 3155378975999999999 ? ticks : null)(binding),
        TypeKind.TimeSpan => Kernel.Ternary<long, long, long, long>(TypeKind.TimeSpan, TypeKind.TimeSpan, TypeKind.TimeSpan, TypeKind.TimeSpan, Anchored)(binding),
        TypeKind.Int => Kernel.Ternary<int, int, int, int>(TypeKind.Int, TypeKind.Int, TypeKind.Int, TypeKind.Int,
            static (value, size, origin) => (int?)Anchored(value, size, origin))(binding),
        _ => Kernel.Ternary<long, long, long, long>(TypeKind.Long, TypeKind.Long, TypeKind.Long, TypeKind.Long, Anchored)(binding),
    };

    private static long? Anchored(long value, long size, long origin) => size > 0 ? unchecked(Floor(value - origin, size) + origin) : null;

    /// <summary>The multiple of a positive size at or below a value.</summary>
    internal static long Floor(long value, long size)
    {
        var rest = value % size;
        return rest < 0 ? value - rest - size : value - rest;
    }
}
