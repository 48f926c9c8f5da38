using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels of element-wise functions of series. An element that is missing on a side is null in the result.</summary>
internal static class SeriesArithmetic
{
    public static void Register(KernelTable table)
    {
        table.Scalar("series_abs", SeriesOutput.Kernel(Abs));
        table.Scalar("series_acos", Unary(Trigonometry.Acos));
        table.Scalar("series_asin", Unary(Trigonometry.Asin));
        table.Scalar("series_atan", Unary(Trigonometry.Atan));
        table.Scalar("series_ceiling", Unary(Math.Ceiling));
        table.Scalar("series_cos", Unary(Trigonometry.Cos));
        table.Scalar("series_exp", Unary(Math.Exp));
        table.Scalar("series_floor", Unary(Math.Floor));
        table.Scalar("series_log", Unary(Math.Log));
        table.Scalar("series_sin", Unary(Trigonometry.Sin));
        table.Scalar("series_tan", Unary(Trigonometry.Tan));
        table.Scalar("series_sign", SeriesOutput.Kernel(Sign));
        table.Scalar("series_add", Binary(static (a, b) => a + b, static (a, b) => unchecked(a + b)));
        table.Scalar("series_subtract", Binary(static (a, b) => a - b, static (a, b) => unchecked(a - b)));
        table.Scalar("series_multiply", Binary(static (a, b) => a * b, static (a, b) => unchecked(a * b)));
        table.Scalar("series_divide", Binary(static (a, b) => a / b, null));
        table.Scalar("series_pow", Binary(Math.Pow, null));
        table.Scalar("series_equals", Compare(static (a, b) => a == b));
        table.Scalar("series_not_equals", Compare(static (a, b) => a != b));
        table.Scalar("series_greater", Compare(static (a, b) => a > b));
        table.Scalar("series_greater_equals", Compare(static (a, b) => a >= b));
        table.Scalar("series_less", Compare(static (a, b) => a < b));
        table.Scalar("series_less_equals", Compare(static (a, b) => a <= b));
        table.Scalar("series_dot_product", SeriesOutput.RealKernel(DotProduct));
        table.Scalar("series_magnitude", SeriesOutput.RealKernel(static call =>
            Series.ReadComplete(call.Array(0)) is { } values ? Math.Sqrt(Dot(values, values)) : null));
        table.Scalar("series_sum", SeriesOutput.RealKernel(static call => Series.Read(call.Array(0)) is { } series ? Fold(series, 0, static (a, b) => a + b) : null));
        table.Scalar("series_product", SeriesOutput.RealKernel(static call => Series.Read(call.Array(0)) is { } series ? Fold(series, 1, static (a, b) => a * b) : null));
    }

    private static ScalarKernelFactory Unary(Func<double, double> function) => SeriesOutput.Kernel((call, writer) =>
    {
        var series = Series.Read(call.Array(0))!;
        var start = writer.BeginArray();
        for (var i = 0; i < series.Length; i++)
        {
            if (series.Missing[i])
                writer.Null();
            else
                writer.Real(function(series.Values[i]));
        }

        writer.EndArray(start, series.Length);
    });

    private static void Abs(RowArguments call, DynamicWriter writer)
    {
        var start = writer.BeginArray();
        var count = 0;
        foreach (var element in call.Array(0).Elements)
        {
            if (element.Tag is DynamicTag.Int or DynamicTag.Long)
                writer.Long(element.AsLong < 0 ? unchecked(-element.AsLong) : element.AsLong);
            else if (element.IsNumber)
                writer.Real(Math.Abs(element.AsReal));
            else
                writer.Null();
            count++;
        }

        writer.EndArray(start, count);
    }

    private static void Sign(RowArguments call, DynamicWriter writer)
    {
        var series = Series.Read(call.Array(0))!;
        var start = writer.BeginArray();
        for (var i = 0; i < series.Length; i++)
        {
            if (series.Missing[i] || double.IsNaN(series.Values[i]))
                writer.Null();
            else
                writer.Long(Math.Sign(series.Values[i]));
        }

        writer.EndArray(start, series.Length);
    }

    /// <summary>Two series, or a series and a number that stands for each element.</summary>
    private static bool Pair(RowArguments call, out DynamicValue left, out DynamicValue right, out int length)
    {
        left = call.Array(0);
        right = call.Array(1);
        length = Math.Max(left.Count, right.Count);
        return (left.Tag == DynamicTag.Array || left.IsNumber) && (right.Tag == DynamicTag.Array || right.IsNumber)
            && (left.Tag == DynamicTag.Array || right.Tag == DynamicTag.Array);
    }

    private delegate void ElementWriter(DynamicValue left, DynamicValue right, DynamicWriter writer);

    private static ScalarKernelFactory ForEachPair(ElementWriter write) => binding => (arguments, length) =>
    {
        var call = new RowArguments(arguments, binding);
        var builder = new DynamicBuilder(length);
        var writer = builder.Writer;
        for (var i = 0; i < length; i++)
        {
            call.Row = i;
            if (Pair(call, out var left, out var right, out var count))
            {
                var start = writer.BeginArray();
                var leftElements = left.Elements;
                var rightElements = right.Elements;
                for (var k = 0; k < count; k++)
                {
                    var a = left.Tag != DynamicTag.Array ? left : leftElements.MoveNext() ? leftElements.Current : default;
                    var b = right.Tag != DynamicTag.Array ? right : rightElements.MoveNext() ? rightElements.Current : default;
                    if (a.IsNumber && b.IsNumber)
                        write(a, b, writer);
                    else
                        writer.Null();
                }

                writer.EndArray(start, count);
            }

            builder.EndRow();
        }

        return builder.Build();
    };

    private static ScalarKernelFactory Binary(Func<double, double, double> reals, Func<long, long, long>? longs) => ForEachPair((a, b, writer) =>
    {
        if (longs is not null && a.Tag is DynamicTag.Int or DynamicTag.Long && b.Tag is DynamicTag.Int or DynamicTag.Long)
            writer.Long(longs(a.AsLong, b.AsLong));
        else
            writer.Real(reals(a.AsReal, b.AsReal));
    });

    private static ScalarKernelFactory Compare(Func<double, double, bool> compare) => ForEachPair((a, b, writer) => writer.Bool(compare(a.AsReal, b.AsReal)));

    private static double? DotProduct(RowArguments call)
    {
        if (!Pair(call, out var left, out var right, out _))
            return null;
        if (left.Tag == DynamicTag.Array && right.Tag == DynamicTag.Array)
        {
            return Series.ReadComplete(left) is { } a && Series.ReadComplete(right) is { } b && a.Length == b.Length ? Dot(a, b) : null;
        }

        var (series, factor) = left.Tag == DynamicTag.Array ? (Series.ReadComplete(left), right.AsReal) : (Series.ReadComplete(right), left.AsReal);
        if (series is null)
            return null;
        var sum = 0d;
        foreach (var value in series)
            sum += value * factor;
        return sum;
    }

    internal static double Dot(double[] a, double[] b)
    {
        var sum = 0d;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static double? Fold(Series series, double seed, Func<double, double, double> step)
    {
        for (var i = 0; i < series.Length; i++)
        {
            if (!series.Missing[i])
                seed = step(seed, series.Values[i]);
        }

        return seed;
    }
}
