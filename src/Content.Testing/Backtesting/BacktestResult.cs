using System.Collections.Immutable;
using Content.Model;
using Content.Testing.Simulation;

namespace Content.Testing.Backtesting;

/// <summary>A day of a backtest.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Runs">Runs that are scheduled on it.</param>
/// <param name="Alerts">Alerts of those runs.</param>
/// <param name="Incidents">Incidents that were created on it.</param>
public sealed record BacktestDay(DateOnly Day, int Runs, int Alerts, int Incidents);

/// <summary>A value that alerts carry.</summary>
/// <param name="Kind">Type of an entity, or key of a custom detail.</param>
/// <param name="Value">The value; of an entity its identifiers.</param>
/// <param name="Alerts">Alerts that carry it.</param>
public sealed record NoisyValue(string Kind, string Value, int Alerts);

/// <summary>What a rule made of past days.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Span">The time of its runs.</param>
/// <param name="Scenario">Runs, alerts and incidents.</param>
public sealed record BacktestResult(AnalyticsRule Rule, TestSpan Span, Scenario Scenario)
{
    /// <summary>The runs of so many days up to a time: at the intervals of the rule, the last one at the time itself.</summary>
    public static TestSpan SpanOf(AnalyticsRule rule, DateTime until, int days)
    {
        var interval = RunSchedule.IntervalOf(rule);
        var runs = Math.Max(1, TimeSpan.FromDays(days).Ticks / interval.Ticks);
        return new TestSpan(until - interval * (runs - 1), until);
    }

    /// <summary>The days, each of them, in order.</summary>
    public ImmutableArray<BacktestDay> Days
    {
        get
        {
            var runs = Scenario.Runs.ToLookup(run => DateOnly.FromDateTime(run.Plan.Scheduled));
            var incidents = Scenario.Incidents.ToLookup(incident => DateOnly.FromDateTime(incident.Created));
            var (first, last) = (DateOnly.FromDateTime(Span.From), DateOnly.FromDateTime(Span.To));
            return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Select(day => new BacktestDay(day, runs[day].Count(), runs[day].Sum(run => run.Result?.Alerts.Length ?? 0), incidents[day].Count()))];
        }
    }

    /// <summary>Alerts a day, over the time that the runs stand for.</summary>
    public double AlertsPerDay => Scenario.Alerts.Length / Math.Max((Span.To - Span.From + RunSchedule.IntervalOf(Rule)).TotalDays, double.Epsilon);

    /// <summary>Different entities of all alerts.</summary>
    public int EntityCount => Scenario.Alerts.SelectMany(alert => alert.Entities).Distinct().Count();

    /// <summary>The entities that most alerts carry.</summary>
    /// <param name="count">How many.</param>
    public ImmutableArray<NoisyValue> NoisiestEntities(int count) =>
        Noisiest(Scenario.Alerts.SelectMany(alert => alert.Entities.Distinct().Select(entity => (entity.Type, string.Join(", ", entity.Identifiers.Select(pair => $"{pair.Key}={pair.Value}"))))), count);

    /// <summary>The values of custom details that most alerts carry.</summary>
    /// <param name="count">How many.</param>
    public ImmutableArray<NoisyValue> NoisiestDetails(int count) =>
        Noisiest(Scenario.Alerts.SelectMany(alert => alert.CustomDetails.SelectMany(detail => detail.Values.Distinct().Select(value => (detail.Key, value)))), count);

    // A value of a single alert is no noise.
    private static ImmutableArray<NoisyValue> Noisiest(IEnumerable<(string Kind, string Value)> values, int count) =>
    [
        .. values.GroupBy(value => value).Select(group => new NoisyValue(group.Key.Kind, group.Key.Value, group.Count())).Where(value => value.Alerts > 1)
            .OrderByDescending(value => value.Alerts).ThenBy(value => value.Kind, StringComparer.Ordinal).ThenBy(value => value.Value, StringComparer.Ordinal).Take(count),
    ];
}

/// <summary>What a version of a rule alerts on that another one does not.</summary>
/// <param name="Kept">Pairs of alerts on the same.</param>
/// <param name="Gained">Alerts of the new version without a counterpart.</param>
/// <param name="Lost">Alerts of the old version without one.</param>
public sealed record AlertComparison(int Kept, ImmutableArray<Alert> Gained, ImmutableArray<Alert> Lost)
{
    /// <summary>
    /// Compares two versions over the same days. Two alerts are on the same when they have the same entities (the same title, where they have none) and
    /// their runs are no further apart than the longer of the two intervals: versions may run at other times.
    /// </summary>
    public static AlertComparison Of(BacktestResult old, BacktestResult now)
    {
        var apart = Max(RunSchedule.IntervalOf(old.Rule), RunSchedule.IntervalOf(now.Rule));
        var left = old.Scenario.Alerts.GroupBy(KeyOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new LinkedList<Alert>(group), StringComparer.Ordinal);
        var gained = ImmutableArray.CreateBuilder<Alert>();
        var kept = 0;
        foreach (var alert in now.Scenario.Alerts)
        {
            var candidates = left.GetValueOrDefault(KeyOf(alert));
            // The nearest one, so that an early alert does not take the counterpart of a later one.
            var nearest = candidates?.Where(other => (other.Run - alert.Run).Duration() <= apart).MinBy(other => (other.Run - alert.Run).Duration());
            if (nearest is null)
                gained.Add(alert);
            else
            {
                candidates!.Remove(nearest);
                kept++;
            }
        }

        return new AlertComparison(kept, gained.ToImmutable(), [.. left.Values.SelectMany(alerts => alerts).OrderBy(alert => alert.Number)]);
    }

    private static string KeyOf(Alert alert) => alert.Entities.IsEmpty ? "title " + alert.Title : "entities " + string.Join("; ", alert.Entities.Select(entity => entity.ToString()).Order(StringComparer.Ordinal));

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
