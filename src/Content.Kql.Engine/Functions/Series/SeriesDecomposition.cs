using Complex = System.Numerics.Complex;
using BitOperations = System.Numerics.BitOperations;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels that find periods in series and split series into seasonal part, trend and residual.</summary>
internal static class SeriesDecomposition
{
    private const double DefaultSeasonality = 0.6;
    private const double DefaultThreshold = 1.5;

    public static void Register(KernelTable table)
    {
        table.Scalar("series_periods_detect", SeriesOutput.Kernel(Detect));
        table.Scalar("series_periods_validate", SeriesOutput.Kernel(Validate));
        table.Scalar("series_seasonal", SeriesOutput.Kernel(SeasonalPart));
        table.Scalar("series_decompose", SeriesOutput.Kernel(Decompose));
        table.Scalar("series_decompose_anomalies", SeriesOutput.Kernel(Anomalies));
        table.Scalar("series_decompose_forecast", SeriesOutput.Kernel(Forecast));
    }

    private static void Detect(RowArguments call, DynamicWriter writer)
    {
        if (Series.ReadComplete(call.Array(0)) is not { } series)
            return;
        var count = (int)Math.Clamp(call.Long(3) ?? 1, 0, 1024);
        var found = Periods.Detect(series, call.Real(1) ?? 0, call.Real(2) ?? series.Length);
        var periods = new double[count];
        var scores = new double[count];
        for (var i = 0; i < count && i < found.Count; i++)
            (periods[i], scores[i]) = found[i];
        Pair(writer, periods, scores);
    }

    private static void Validate(RowArguments call, DynamicWriter writer)
    {
        if (Series.ReadComplete(call.Array(0)) is not { } series)
            return;
        var periods = new double[call.Count - 1];
        var scores = new double[periods.Length];
        for (var i = 0; i < periods.Length; i++)
        {
            periods[i] = call.Real(i + 1) ?? double.NaN;
            scores[i] = Periods.Score(series, periods[i]);
        }

        Pair(writer, periods, scores);
    }

    private static void Pair(DynamicWriter writer, double[] first, double[] second)
    {
        var start = writer.BeginArray();
        writer.Reals(first);
        writer.Reals(second);
        writer.EndArray(start, 2);
    }

    private static void SeasonalPart(RowArguments call, DynamicWriter writer)
    {
        if (Series.ReadComplete(call.Array(0)) is { } series)
            writer.Reals(Seasonal(series, call.Long(1) ?? -1, (int)Math.Clamp(call.Long(2) ?? 0, 0, series.Length), DefaultSeasonality));
    }

    // The median of the elements of each phase; zeros without a period.
    private static double[] Seasonal(double[] series, long period, int testPoints, double threshold)
    {
        var result = new double[series.Length];
        var learned = series.AsSpan(0, series.Length - testPoints);
        if (period < 0)
        {
            var found = Periods.Detect(learned.ToArray(), 0, learned.Length);
            period = found.Count > 0 && found[0].Score >= threshold ? (long)found[0].Period : 0;
        }

        if (period == 0 || period > learned.Length)
            return result;
        var phase = new List<double>();
        for (var offset = 0; offset < period; offset++)
        {
            phase.Clear();
            for (var i = offset; i < learned.Length; i += (int)period)
                phase.Add(learned[i]);
            phase.Sort();
            var middle = phase.Count / 2;
            var median = (phase.Count & 1) != 0 ? phase[middle] : (phase[middle - 1] + phase[middle]) / 2;
            for (var i = offset; i < result.Length; i += (int)period)
                result[i] = median;
        }

        return result;
    }

    private readonly record struct Parts(double[] Baseline, double[] Seasonal, double[] Trend, double[] Residual);

    private static Parts Split(double[] series, long period, string trendKind, int testPoints, double threshold)
    {
        testPoints = Math.Clamp(testPoints, 0, series.Length);
        var seasonal = Seasonal(series, period, testPoints, threshold);
        var rest = new double[series.Length - testPoints];
        for (var i = 0; i < rest.Length; i++)
            rest[i] = series[i] - seasonal[i];
        double[] trend;
        switch (trendKind.ToLowerInvariant())
        {
            case "none":
                trend = new double[series.Length];
                break;
            case "linefit":
                trend = rest.Length == 0 ? new double[series.Length] : LineFit.Of(rest).Values(series.Length);
                break;
            case "avg":
                trend = new double[series.Length];
                Array.Fill(trend, rest.Length == 0 ? 0 : rest.Average());
                break;
            default:
                throw new QueryFailedException($"series_decompose(): there is no trend '{trendKind}'.");
        }

        var baseline = new double[series.Length];
        var residual = new double[series.Length];
        for (var i = 0; i < series.Length; i++)
        {
            baseline[i] = seasonal[i] + trend[i];
            residual[i] = series[i] - baseline[i];
        }

        return new Parts(baseline, seasonal, trend, residual);
    }

    private static string Trend(string? text) => string.IsNullOrEmpty(text) ? "avg" : text;

    private static void Decompose(RowArguments call, DynamicWriter writer)
    {
        if (Series.ReadComplete(call.Array(0)) is not { } series)
            return;
        var parts = Split(series, call.Long(1) ?? -1, Trend(call.Text(2)), (int)(call.Long(3) ?? 0), call.Real(4) ?? DefaultSeasonality);
        Write(writer, parts);
    }

    private static void Forecast(RowArguments call, DynamicWriter writer)
    {
        if (Series.ReadComplete(call.Array(0)) is not { } series)
            return;
        var parts = Split(series, call.Long(2) ?? -1, Trend(call.Text(3)), (int)(call.Long(1) ?? 0), call.Real(4) ?? DefaultSeasonality);
        Write(writer, parts);
    }

    private static void Write(DynamicWriter writer, Parts parts)
    {
        var start = writer.BeginArray();
        writer.Reals(parts.Baseline);
        writer.Reals(parts.Seasonal);
        writer.Reals(parts.Trend);
        writer.Reals(parts.Residual);
        writer.EndArray(start, 4);
    }

    private static void Anomalies(RowArguments call, DynamicWriter writer)
    {
        if (Series.ReadComplete(call.Array(0)) is not { } series)
            return;
        var threshold = call.Real(1) ?? DefaultThreshold;
        var testPoints = (int)Math.Clamp(call.Long(4) ?? 0, 0, series.Length);
        var method = call.Text(5) is { Length: > 0 } text ? text.ToLowerInvariant() : "ctukey";
        var parts = Split(series, call.Long(2) ?? -1, Trend(call.Text(3)), testPoints, call.Real(6) ?? DefaultSeasonality);
        var scores = method switch
        {
            "ctukey" => SeriesStatistics.Scores(parts.Residual, null, 10, 90, testPoints),
            "tukey" => SeriesStatistics.Scores(parts.Residual, null, 25, 75, testPoints),
            _ => throw new QueryFailedException($"series_decompose_anomalies(): there is no method '{method}'."),
        };
        var start = writer.BeginArray();
        var flags = writer.BeginArray();
        foreach (var score in scores)
            writer.Long(score > threshold ? 1 : score < -threshold ? -1 : 0);
        writer.EndArray(flags, scores.Length);
        writer.Reals(scores);
        writer.Reals(parts.Baseline);
        writer.EndArray(start, 3);
    }
}

/// <summary>
/// Periods by spectrum and autocorrelation: frequencies that stand out of the spectrum say where to look, a peak of the autocorrelation there
/// says which period it is and how well it repeats. Kusto's own figures are not published; these agree with its examples.
/// </summary>
internal static class Periods
{
    private const int Shortest = 4;

    /// <summary>Periods between bounds, best first, with scores from 0 to 1.</summary>
    public static List<(double Period, double Score)> Detect(double[] series, double minimum, double maximum)
    {
        var found = new List<(double Period, double Score)>();
        var n = series.Length;
        // A peak needs a neighbour on either side, so the longest period is below half of the length.
        var shortest = Math.Max(Shortest, (int)Math.Ceiling(minimum));
        var longest = (int)Math.Min((n - 1) / 2, Math.Floor(maximum));
        if (n < 2 * Shortest || shortest > longest)
            return found;
        var correlation = Correlation(series);
        if (correlation is null)
            return found;
        var spectrum = Spectrum(series);
        var bins = spectrum.Length - 1;
        var total = 0d;
        for (var k = 1; k <= bins; k++)
            total += spectrum[k];
        // What the strongest of so many bins of noise seldom passes.
        var notable = Math.Log(bins / 0.4) * total / bins;
        var seen = new HashSet<int>();
        for (var k = 1; k <= bins; k++)
        {
            if (spectrum[k] < notable)
                continue;
            var from = Math.Max(shortest, (int)Math.Ceiling((double)n / (k + 1)));
            var to = Math.Min(longest, k == 1 ? longest : (int)Math.Floor((double)n / (k - 1)));
            var best = 0;
            for (var lag = from; lag <= to; lag++)
            {
                if (correlation[lag] > 0 && correlation[lag] >= correlation[lag - 1] && correlation[lag] >= correlation[lag + 1]
                    && (best == 0 || correlation[lag] > correlation[best]))
                {
                    best = lag;
                }
            }

            if (best > 0 && seen.Add(best))
                found.Add((best, Math.Min(1, correlation[best])));
        }

        found.Sort(static (a, b) => b.Score.CompareTo(a.Score) is var order && order != 0 ? order : a.Period.CompareTo(b.Period));
        return found;
    }

    /// <summary>Score of one period: 0 outside of 4 … half the length, without a peak there, or with one that noise could make.</summary>
    public static double Score(double[] series, double period)
    {
        var lag = (int)Math.Round(period);
        if (double.IsNaN(period) || period < Shortest || period > series.Length / 2d || Correlation(series) is not { } correlation || lag + 1 >= correlation.Length)
            return 0;
        // The correlation of noise stays below twice its standard deviation 19 times of 20.
        return correlation[lag] > 2 / Math.Sqrt(series.Length) && correlation[lag] >= correlation[lag - 1] && correlation[lag] >= correlation[lag + 1] ? Math.Min(1, correlation[lag]) : 0;
    }

    // Autocorrelation by lag; a longer lag has fewer products, for which it is compensated by half.
    private static double[]? Correlation(double[] series)
    {
        var n = series.Length;
        var mean = series.Average();
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * n));
        var values = new Complex[size];
        var power = 0d;
        for (var i = 0; i < n; i++)
        {
            values[i] = series[i] - mean;
            power += (series[i] - mean) * (series[i] - mean);
        }

        if (!(power > 0) || !double.IsFinite(power))
            return null;
        values = Fourier.Transform(values, inverse: false);
        for (var i = 0; i < size; i++)
            values[i] *= Complex.Conjugate(values[i]);
        values = Fourier.Transform(values, inverse: true);
        var result = new double[n / 2 + 2];
        for (var lag = 0; lag < result.Length && lag < n; lag++)
            result[lag] = values[lag].Real / power * Math.Sqrt((double)n / (n - lag));
        return result;
    }

    private static double[] Spectrum(double[] series)
    {
        var mean = series.Average();
        var transformed = Fourier.Transform(Array.ConvertAll(series, x => new Complex(x - mean, 0)), inverse: false);
        var result = new double[series.Length / 2 + 1];
        for (var k = 1; k < result.Length; k++)
            result[k] = transformed[k].Magnitude * transformed[k].Magnitude;
        return result;
    }
}
