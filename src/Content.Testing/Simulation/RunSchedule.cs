using Content.Model;
using Content.Testing.Fixtures;

namespace Content.Testing.Simulation;

/// <summary>A point of a rule's schedule.</summary>
/// <param name="Scheduled">The time that the schedule says; the window ends there. UTC.</param>
/// <param name="Executed">When the query runs. UTC.</param>
/// <param name="Window">The events that it sees.</param>
public readonly record struct PlannedRun(DateTime Scheduled, DateTime Executed, TimeWindow Window);

/// <summary>
/// When a rule runs and what each run sees ("Scheduled analytics rules in Microsoft Sentinel", "Quick threat detection with
/// near-real-time (NRT) analytics rules", "Handle ingestion delay in scheduled analytics rules"). A scheduled rule runs first when it is
/// created, then every queryFrequency, each run five minutes late over [t - queryPeriod, t] by TimeGenerated. An NRT rule runs every
/// minute, two minutes late, over what was ingested in that minute.
/// </summary>
public static class RunSchedule
{
    private static readonly TimeSpan NrtMinute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromHours(5);

    /// <summary>What lies between two runs. A rule without a frequency has the portal's 5 hours.</summary>
    public static TimeSpan IntervalOf(AnalyticsRule rule) =>
        rule.Kind.Value == RuleKind.Nrt ? NrtMinute : rule.QueryFrequency is { Value: var frequency } && frequency > TimeSpan.Zero ? frequency : DefaultInterval;

    /// <summary>How far back a run sees.</summary>
    public static TimeSpan PeriodOf(AnalyticsRule rule) => rule.Kind.Value == RuleKind.Nrt ? NrtMinute : rule.QueryPeriod?.Value ?? DefaultInterval;

    /// <summary>The run of a time.</summary>
    public static PlannedRun RunAt(AnalyticsRule rule, DateTime scheduled, SimulationChoices choices)
    {
        var nrt = rule.Kind.Value == RuleKind.Nrt;
        var period = PeriodOf(rule);
        var delay = nrt ? choices.NrtDelay : choices.ScheduleDelay;
        var executed = DateTime.MaxValue - scheduled > delay ? scheduled + delay : DateTime.MaxValue;
        return new PlannedRun(scheduled, executed, new TimeWindow(scheduled.Ticks > period.Ticks ? scheduled - period : DateTime.MinValue, scheduled, nrt) { Executed = executed });
    }

    /// <summary>Number of runs in a span.</summary>
    public static long Count(AnalyticsRule rule, TestSpan span) => (span.To - span.From).Ticks / IntervalOf(rule).Ticks + 1;

    /// <summary>The runs of a span: the first at its start, the others at intervals, none after its end.</summary>
    public static IEnumerable<PlannedRun> Over(AnalyticsRule rule, TestSpan span, SimulationChoices choices)
    {
        var interval = IntervalOf(rule);
        var count = Count(rule, span);
        for (var i = 0L; i < count; i++)
            yield return RunAt(rule, span.From + interval * i, choices);
    }
}
