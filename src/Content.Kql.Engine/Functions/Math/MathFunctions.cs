using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels of the elementary math functions. Outside of its domain a function gives null, as in Kusto.</summary>
internal static class MathFunctions
{
    public static void Register(KernelTable table)
    {
        table.Scalar("abs", Abs);
        table.Scalar("acos", Partial(static x => x is < -1 or > 1 ? null : Trigonometry.Acos(x)));
        table.Scalar("around", Around);
        table.Scalar("asin", Partial(static x => x is < -1 or > 1 ? null : Trigonometry.Asin(x)));
        table.Scalar("atan", Real(Trigonometry.Atan));
        table.Scalar("atan2", Kernel.Binary<double, double, double>(TypeKind.Real, TypeKind.Real, TypeKind.Real, static (y, x) => Trigonometry.Atan2(y, x)));
        table.Scalar("ceiling", Ceiling);
        table.Scalar("cos", Real(Trigonometry.Cos));
        table.Scalar("cot", Real(static x => 1 / Trigonometry.Tan(x)));
        table.Scalar("degrees", Real(static x => x * (180 / Math.PI)));
        table.Scalar("exp", Real(Math.Exp));
        table.Scalar("exp10", Real(static x => Math.Pow(10, x)));
        table.Scalar("exp2", Real(static x => Math.Pow(2, x)));
        table.Scalar("isfinite", Kernel.Unary<double, bool>(TypeKind.Real, TypeKind.Bool, double.IsFinite));
        table.Scalar("isinf", Kernel.Unary<double, bool>(TypeKind.Real, TypeKind.Bool, double.IsInfinity));
        table.Scalar("isnan", Kernel.Unary<double, bool>(TypeKind.Real, TypeKind.Bool, double.IsNaN));
        table.Scalar("log", Partial(static x => x < 0 ? null : Math.Log(x)));
        table.Scalar("log10", Partial(static x => x < 0 ? null : Math.Log10(x)));
        table.Scalar("log2", Partial(static x => x < 0 ? null : Math.Log2(x)));
        table.Scalar("max_of", binding => Extreme(binding, max: true));
        table.Scalar("min_of", binding => Extreme(binding, max: false));
        table.Scalar("not", Kernel.Unary<bool, bool>(TypeKind.Bool, TypeKind.Bool, static x => !x));
        table.Scalar("pi", Kernel.Constant(static _ => Math.PI));
        table.Scalar("pow", Kernel.Binary<double, double, double>(TypeKind.Real, TypeKind.Real, TypeKind.Real, static (x, y) => Math.Pow(x, y)));
        table.Scalar("radians", Real(static x => x * (Math.PI / 180)));
        table.Scalar("rand", Rand);
        table.Scalar("round", Round);
        table.Scalar("sign", Real(static x => double.IsNaN(x) ? x : Math.Sign(x)));
        table.Scalar("sin", Real(Trigonometry.Sin));
        table.Scalar("sqrt", Partial(static x => x < 0 ? null : Math.Sqrt(x)));
        table.Scalar("tan", Real(Trigonometry.Tan));
        table.Scalar("bin", BinFunctions.Bin);
        table.Scalar("floor", BinFunctions.Bin);
        table.Scalar("bin_at", BinFunctions.BinAt);
        table.Scalar("bin_auto", BinFunctions.BinAuto);
        Statistics.Register(table);
    }

    private static ScalarKernelFactory Real(Func<double, double> function) => Kernel.Unary(TypeKind.Real, TypeKind.Real, function);

    private static ScalarKernelFactory Partial(Func<double, double?> function) => Kernel.UnaryOrNull(TypeKind.Real, TypeKind.Real, function);

    private static ScalarKernel Abs(KernelBinding binding) => binding.ResultType.Kind switch
    {
        TypeKind.Real => Kernel.Unary<double, double>(TypeKind.Real, TypeKind.Real, Math.Abs)(binding),
        TypeKind.Decimal => Kernel.Unary<decimal, decimal>(TypeKind.Decimal, TypeKind.Decimal, Math.Abs)(binding),
        // The least long has no positive counterpart and stays what it is.
        TypeKind.TimeSpan => Kernel.Unary<long, long>(TypeKind.TimeSpan, TypeKind.TimeSpan, static x => x < 0 ? unchecked(-x) : x)(binding),
        TypeKind.Int => Kernel.Unary<int, int>(TypeKind.Int, TypeKind.Int, static x => x < 0 ? unchecked(-x) : x)(binding),
        _ => Kernel.Unary<long, long>(TypeKind.Long, TypeKind.Long, static x => x < 0 ? unchecked(-x) : x)(binding),
    };

    private static ScalarKernel Around(KernelBinding binding) => binding.KindOf(0) switch
    {
        TypeKind.DateTime => Kernel.Ternary<long, long, long, bool>(TypeKind.DateTime, TypeKind.DateTime, TypeKind.TimeSpan, TypeKind.Bool, Near)(binding),
        TypeKind.TimeSpan => Kernel.Ternary<long, long, long, bool>(TypeKind.TimeSpan, TypeKind.TimeSpan, TypeKind.TimeSpan, TypeKind.Bool, Near)(binding),
        TypeKind.Decimal => Kernel.Ternary<decimal, decimal, decimal, bool>(TypeKind.Decimal, TypeKind.Decimal, TypeKind.Decimal, TypeKind.Bool,
            static (value, center, delta) => value >= center - delta && value <= center + delta)(binding),
        _ => Kernel.Ternary<double, double, double, bool>(TypeKind.Real, TypeKind.Real, TypeKind.Real, TypeKind.Bool,
            static (value, center, delta) => value >= center - delta && value <= center + delta)(binding),
    };

    private static bool? Near(long value, long center, long delta) => (Int128)value >= (Int128)center - delta && (Int128)value <= (Int128)center + delta;

    private static ScalarKernel Ceiling(KernelBinding binding) => binding.ResultType.Kind switch
    {
        TypeKind.Real => Kernel.Unary<double, double>(TypeKind.Real, TypeKind.Real, Math.Ceiling)(binding),
        TypeKind.Decimal => Kernel.Unary<decimal, decimal>(TypeKind.Decimal, TypeKind.Decimal, Math.Ceiling)(binding),
        var kind => (arguments, _) => Conversions.To(arguments[0], kind),
    };

    private static ScalarKernel Rand(KernelBinding binding)
    {
        var context = binding.Context;
        return (arguments, length) =>
        {
            var limits = arguments.Length > 0 ? arguments[0].AsLong() : null;
            var builder = new FixedBuilder<double>(TypeKind.Real, length);
            for (var i = 0; i < length; i++)
            {
                var unit = (context.NextRandom() >> 11) * (1.0 / (1UL << 53));
                if (limits is null)
                    builder.Add(unit);
                else if (limits.IsNull(i))
                    builder.AddNull();
                else
                    builder.Add(limits[i] <= 1 ? unit : Math.Floor(unit * limits[i]));
            }

            return builder.Build();
        };
    }

    private static ScalarKernel Round(KernelBinding binding)
    {
        var precision = binding.ConstantLong(1);
        var digits = (int)Math.Clamp(precision ?? 0, -308, 308);
        var isNull = binding.Count > 1 && precision is null;
        if (isNull)
            return (_, length) => Vector.Null(binding.ResultType.Kind, length);
        switch (binding.ResultType.Kind)
        {
            case TypeKind.Real:
                return Kernel.Unary<double, double>(TypeKind.Real, TypeKind.Real, x => RoundReal(x, digits))(binding);
            case TypeKind.Decimal:
                return Kernel.Unary<decimal, decimal>(TypeKind.Decimal, TypeKind.Decimal, x => digits >= 0
                    ? Math.Round(x, Math.Min(digits, 28), MidpointRounding.AwayFromZero)
                    : digits < -28 ? 0 : Math.Round(x / Power(-digits), MidpointRounding.AwayFromZero) * Power(-digits))(binding);
            case var kind when digits >= 0:
                return (arguments, _) => Conversions.To(arguments[0], kind);
            default:
            {
                var round = Kernel.Unary<long, long>(TypeKind.Long, TypeKind.Long, x => digits < -18 ? 0
                    : (long)(Math.Round(x / Power(-digits), MidpointRounding.AwayFromZero) * Power(-digits)))(binding);
                return (arguments, length) => Conversions.To(round(arguments, length), binding.ResultType.Kind);
            }
        }
    }

    /// <summary>Rounds to decimal places (to tens, hundreds… when negative); halves go away from zero.</summary>
    internal static double RoundReal(double value, int digits)
    {
        if (!double.IsFinite(value))
            return value;
        if (digits is >= 0 and <= 15)
            return Math.Abs(value) < 1e15 ? Math.Round(value, digits, MidpointRounding.AwayFromZero) : value;
        if (digits > 15)
            return value;
        var scale = Math.Pow(10, -digits);
        return Math.Round(value / scale, MidpointRounding.AwayFromZero) * scale;
    }

    private static decimal Power(int exponent)
    {
        var result = 1m;
        for (; exponent > 0; exponent--)
            result *= 10;
        return result;
    }

    private static ScalarKernel Extreme(KernelBinding binding, bool max) => binding.ResultType.Kind switch
    {
        TypeKind.Int => Extreme<int>(TypeKind.Int, max),
        TypeKind.Real => Extreme<double>(TypeKind.Real, max),
        TypeKind.Decimal => Extreme<decimal>(TypeKind.Decimal, max),
        TypeKind.Bool => Extreme<bool>(TypeKind.Bool, max),
        TypeKind.Guid => Extreme<Guid>(TypeKind.Guid, max),
        TypeKind.String => ExtremeText(max),
        TypeKind.Dynamic => ExtremeDynamic(max),
        var kind => Extreme<long>(kind, max),
    };

    // Values go before nulls.
    private static ScalarKernel Extreme<T>(TypeKind kind, bool max) where T : unmanaged, IComparable<T> => (arguments, length) =>
    {
        var vectors = new FixedVector<T>[arguments.Length];
        for (var k = 0; k < vectors.Length; k++)
            vectors[k] = (FixedVector<T>)Conversions.To(arguments[k], kind);
        var builder = new FixedBuilder<T>(kind, length);
        for (var i = 0; i < length; i++)
        {
            T? best = null;
            foreach (var vector in vectors)
            {
                if (vector.IsNull(i))
                    continue;
                var value = vector[i];
                if (best is not { } known || (max ? value.CompareTo(known) > 0 : value.CompareTo(known) < 0))
                    best = value;
            }

            builder.Add(best);
        }

        return builder.Build();
    };

    private static ScalarKernel ExtremeText(bool max) => (arguments, length) =>
    {
        var vectors = new StringVector[arguments.Length];
        for (var k = 0; k < vectors.Length; k++)
            vectors[k] = arguments[k].AsString();
        var builder = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            var best = vectors[0][i];
            for (var k = 1; k < vectors.Length; k++)
            {
                var order = vectors[k][i].SequenceCompareTo(best);
                if (max ? order > 0 : order < 0)
                    best = vectors[k][i];
            }

            builder.Add(best);
        }

        return builder.Build();
    };

    private static ScalarKernel ExtremeDynamic(bool max) => (arguments, length) =>
    {
        var vectors = new DynamicVector[arguments.Length];
        for (var k = 0; k < vectors.Length; k++)
            vectors[k] = arguments[k].AsDynamic();
        var builder = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            DynamicValue best = default;
            foreach (var vector in vectors)
            {
                if (vector.IsNull(i))
                    continue;
                if (best.IsNull || (max ? DynamicCompare.TotalOrder(vector[i], best) > 0 : DynamicCompare.TotalOrder(vector[i], best) < 0))
                    best = vector[i];
            }

            builder.Add(best);
        }

        return builder.Build();
    };
}
