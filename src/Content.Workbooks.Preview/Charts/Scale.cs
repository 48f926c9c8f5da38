namespace Content.Workbooks.Preview.Charts;

/// <summary>From values to places on an axis, with round numbers for ticks.</summary>
/// <param name="Minimum">Value at the start.</param>
/// <param name="Maximum">Value at the end; larger than the minimum.</param>
/// <param name="Start">Place of the minimum.</param>
/// <param name="End">Place of the maximum; may lie before the start.</param>
internal sealed record Scale(double Minimum, double Maximum, double Start, double End)
{
    private static readonly TimeSpan[] TimeSteps =
    [
        TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7),
        TimeSpan.FromDays(14), TimeSpan.FromDays(30), TimeSpan.FromDays(91), TimeSpan.FromDays(182), TimeSpan.FromDays(365),
    ];

    /// <summary>Place of a value.</summary>
    public double At(double value) => Start + ((value - Minimum) / (Maximum - Minimum) * (End - Start));

    /// <summary>A scale that ends at round numbers and has zero in it unless limits are set.</summary>
    /// <param name="low">Smallest value.</param>
    /// <param name="high">Largest value.</param>
    /// <param name="count">About how many ticks.</param>
    /// <param name="start">Place of the minimum.</param>
    /// <param name="end">Place of the maximum.</param>
    /// <param name="minimum">A limit that is set; null for none.</param>
    /// <param name="maximum">A limit that is set; null for none.</param>
    public static Scale Round(double low, double high, int count, double start, double end, double? minimum = null, double? maximum = null)
    {
        low = minimum ?? Math.Min(low, 0);
        high = maximum ?? Math.Max(high, 0);
        if (high <= low)
            high = low + Math.Max(1, Math.Abs(low) * 0.1);
        var step = Step(high - low, count);
        return new Scale(minimum ?? Math.Floor(low / step) * step, maximum ?? Math.Ceiling(high / step) * step, start, end);
    }

    /// <summary>Round numbers from minimum to maximum.</summary>
    public ImmutableArray<double> Ticks(int count)
    {
        var step = Step(Maximum - Minimum, count);
        var ticks = ImmutableArray.CreateBuilder<double>();
        // Counted, not added up: 0.1 ten times is not 1.
        var first = Math.Ceiling(Minimum / step - 1e-9);
        for (var i = 0; i <= 2 * count + 2 && (first + i) * step <= Maximum + (step * 1e-9); i++)
            ticks.Add((first + i) * step);
        return ticks.ToImmutable();
    }

    /// <summary>Round times, and how they are written; the scale is one of ticks of 100 ns.</summary>
    public (ImmutableArray<DateTime> Times, string Pattern) TimeTicks(int count)
    {
        var span = Maximum - Minimum;
        var step = Array.Find(TimeSteps, candidate => span / candidate.Ticks <= count);
        if (step == default)
            step = TimeSpan.FromDays(365 * Math.Ceiling(span / TimeSpan.FromDays(365).Ticks / count));
        var ticks = ImmutableArray.CreateBuilder<DateTime>();
        var first = (long)Math.Ceiling(Minimum / step.Ticks) * step.Ticks;
        for (var at = Math.Max(0, first); at <= Maximum && at < DateTime.MaxValue.Ticks; at += step.Ticks)
            ticks.Add(new DateTime(at, DateTimeKind.Utc));
        return (ticks.ToImmutable(), step < TimeSpan.FromMinutes(1) ? "HH:mm:ss" : step < TimeSpan.FromDays(1) ? (span > TimeSpan.TicksPerDay ? "MM-dd HH:mm" : "HH:mm") : step < TimeSpan.FromDays(28) ? "MM-dd" : "yyyy-MM");
    }

    // 1, 2 or 5 times a power of ten.
    private static double Step(double span, int count)
    {
        var rough = span / Math.Max(1, count);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        // Spans are sums of steps and as exact as those.
        var digit = (rough / power) - 1e-9;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }
}
