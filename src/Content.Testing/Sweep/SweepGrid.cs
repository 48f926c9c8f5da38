using System.Collections.Immutable;
using Content.Model;
using Content.Testing.Simulation;

namespace Content.Testing.Sweep;

/// <summary>A point of the grid: how the schedule lies to the telemetry, and how late the telemetry comes.</summary>
/// <param name="Offset">How much later than the case's own time the schedule runs.</param>
/// <param name="Delay">What is added to the time of ingestion of every row.</param>
public readonly record struct SweepPoint(TimeSpan Offset, TimeSpan Delay);

/// <summary>
/// The grid that a sweep looks at: offsets spread evenly over one frequency, none of them on a round time, so that no event lies on the
/// bound of a window by chance; and delays of ingestion of nothing and of queryPeriod - queryFrequency, less what lies between the first
/// and the last event: with more, no run sees both. The first is where doubles show, the other one where misses do.
/// </summary>
internal static class SweepGrid
{
    /// <summary>Offsets within a frequency.</summary>
    public const int Offsets = 4;

    // The frequency divided by this is added to each offset; prime, so that no sensible time hits a bound.
    private const int Divisor = 61;

    private static TimeSpan ShiftOf(TimeSpan frequency)
    {
        var shift = frequency / Divisor;
        var unit = shift >= TimeSpan.FromSeconds(1) ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond;
        return new TimeSpan(shift.Ticks / unit * unit);
    }

    /// <summary>The points for a rule, offsets first.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="spread">How far apart the first and the last event are.</param>
    /// <param name="further">Delays beyond those that the schedule has to take up.</param>
    public static ImmutableArray<SweepPoint> Of(AnalyticsRule rule, TimeSpan spread, IReadOnlyList<TimeSpan> further)
    {
        var frequency = RunSchedule.IntervalOf(rule);
        var slack = RunSchedule.PeriodOf(rule) - frequency - spread;
        var delays = new List<TimeSpan> { TimeSpan.Zero };
        if (slack > TimeSpan.Zero)
            delays.Add(slack);
        delays.AddRange(further);
        return
        [
            .. delays.Distinct().Order().SelectMany(delay => Enumerable.Range(0, Offsets).Select(i => new SweepPoint(frequency / Offsets * i + ShiftOf(frequency), delay))),
        ];
    }

    /// <summary>
    /// The runs that are made at a point, as times: the one before the case's own time, the three after it, and, where the data stay visible
    /// for long, once for each delay the ones about the end of a suppression, in the middle and at the end of the period. All move with the
    /// delay.
    /// </summary>
    public static IEnumerable<DateTime> RunsAt(AnalyticsRule rule, DateTime now, SweepPoint point)
    {
        const int After = 2;
        var frequency = RunSchedule.IntervalOf(rule);
        var last = (int)Math.Min(RunSchedule.PeriodOf(rule).Ticks / frequency.Ticks, int.MaxValue / 2);
        var numbers = new SortedSet<int>(Enumerable.Range(-1, After + 2));
        var isFirst = point.Offset == ShiftOf(frequency);
        if (isFirst && last > After)
            numbers.UnionWith([last / 2, last]);
        if (isFirst && rule is { SuppressionEnabled.Value: true, SuppressionDuration.Value: var rest } && (int)(rest.Ticks / frequency.Ticks) is var end && end <= last)
            numbers.UnionWith([end, end + 1]);
        var first = now + point.Offset + frequency * Math.Floor(point.Delay / frequency);
        return numbers.Select(number => first + frequency * number);
    }
}
