using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels of figures over series: statistics, outliers, correlation.</summary>
internal static class SeriesStatistics
{
    public static void Register(KernelTable table)
    {
        table.Scalar("series_stats", SeriesOutput.Kernel(static (call, writer) => Stats(call, writer, asBag: false)));
        table.Scalar("series_stats_dynamic", SeriesOutput.Kernel(static (call, writer) => Stats(call, writer, asBag: true)));
        table.Scalar("series_outliers", SeriesOutput.Kernel(Outliers));
        table.Scalar("series_pearson_correlation", SeriesOutput.RealKernel(Pearson));
        table.Scalar("series_cosine_similarity", SeriesOutput.RealKernel(Cosine));
    }

    private static void Stats(RowArguments call, DynamicWriter writer, bool asBag)
    {
        var series = Series.Read(call.Array(0))!;
        var ignore = call.Bool(1) ?? false;
        int minimum = -1, maximum = -1, count = 0;
        double origin = 0, sum = 0, squares = 0;
        for (var i = 0; i < series.Length; i++)
        {
            var value = series.Values[i];
            if (!double.IsFinite(value))
            {
                if (ignore)
                    continue;
                minimum = -1;
                count = 0;
                break;
            }

            if (count++ == 0)
                origin = value;
            if (minimum < 0 || value < series.Values[minimum])
                minimum = i;
            if (maximum < 0 || value > series.Values[maximum])
                maximum = i;
            sum += value - origin;
            squares += (value - origin) * (value - origin);
        }

        var variance = count < 2 ? 0 : Math.Max(0, squares - sum * sum / count) / (count - 1);
        var values = (ReadOnlySpan<(string, double)>)
        [
            ("min", minimum < 0 ? 0 : series.Values[minimum]), ("min_idx", minimum), ("max", maximum < 0 ? 0 : series.Values[maximum]), ("max_idx", maximum),
            ("avg", count == 0 ? 0 : origin + sum / count), ("stdev", Math.Sqrt(variance)), ("variance", variance),
            ("sum", origin * count + sum), ("len", count),
        ];
        // The tuple has seven values; the bag tells sum and length too.
        values = asBag ? values : values[..7];
        var start = asBag ? writer.BeginBag() : writer.BeginArray();
        foreach (var (name, value) in values)
        {
            if (asBag)
                writer.Key(name);
            if (count == 0)
                writer.Null();
            else if (name is "min_idx" or "max_idx" or "len")
                writer.Long((long)value);
            else
                writer.Real(value);
        }

        if (asBag)
            writer.EndBag(start, values.Length);
        else
            writer.EndArray(start, values.Length);
    }

    private static void Outliers(RowArguments call, DynamicWriter writer)
    {
        var kind = call.Text(1) is { Length: > 0 } text ? text : "ctukey";
        var custom = kind.Equals("ctukey", StringComparison.OrdinalIgnoreCase);
        if (!custom && !kind.Equals("tukey", StringComparison.OrdinalIgnoreCase))
            throw new QueryFailedException($"series_outliers(): there is no kind '{kind}'.");
        var low = custom ? call.Real(3) ?? 10 : 25;
        var high = custom ? call.Real(4) ?? 90 : 75;
        if (!(low is >= 2 and <= 98 && high is >= 2 and <= 98 && low < high))
            throw new QueryFailedException("series_outliers(): percentiles must lie between 2 and 98, the lower one first.");
        var series = Series.Read(call.Array(0))!;
        writer.Reals(Scores(series.Values, call.Real(2), low, high, (int)Math.Clamp(call.Long(5) ?? 0, 0, series.Length)));
    }

    /// <summary>How many ranges between the percentiles each element lies outside of them; 0 inside, and for what is ignored.</summary>
    internal static double[] Scores(double[] series, double? ignored, double low, double high, int testPoints)
    {
        var learned = new List<double>(series.Length);
        for (var i = 0; i < series.Length - testPoints; i++)
        {
            if (!double.IsNaN(series[i]) && !(ignored is { } mark && series[i].Equals(mark)))
                learned.Add(series[i]);
        }

        var scores = new double[series.Length];
        if (learned.Count == 0)
            return scores;
        learned.Sort();
        var bottom = Interpolated(learned, low);
        var top = Interpolated(learned, high);
        var range = top - bottom;
        for (var i = 0; i < series.Length; i++)
        {
            var value = series[i];
            if (double.IsNaN(value) || ignored is { } mark && value.Equals(mark))
                continue;
            var distance = value > top ? value - top : value < bottom ? value - bottom : 0;
            scores[i] = distance == 0 ? 0 : distance / range;
        }

        return scores;
    }

    private static double Interpolated(List<double> sorted, double percent)
    {
        var at = percent / 100 * (sorted.Count - 1);
        var below = (int)at;
        return below + 1 >= sorted.Count ? sorted[^1] : sorted[below] + (sorted[below + 1] - sorted[below]) * (at - below);
    }

    private static double? Pearson(RowArguments call)
    {
        if (Series.ReadComplete(call.Array(0)) is not { } a || Series.ReadComplete(call.Array(1)) is not { } b || a.Length != b.Length || a.Length == 0)
            return null;
        var meanA = a.Average();
        var meanB = b.Average();
        double ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }

        return ab / Math.Sqrt(aa * bb);
    }

    private static double? Cosine(RowArguments call)
    {
        if (Series.ReadComplete(call.Array(0)) is not { } a || Series.ReadComplete(call.Array(1)) is not { } b || a.Length != b.Length)
            return null;
        var lengthA = call.Real(2) ?? Math.Sqrt(SeriesArithmetic.Dot(a, a));
        var lengthB = call.Real(3) ?? Math.Sqrt(SeriesArithmetic.Dot(b, b));
        return SeriesArithmetic.Dot(a, b) / (lengthA * lengthB);
    }
}
