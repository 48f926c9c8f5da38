using System.Collections.Immutable;
using System.Diagnostics;
using Content.Analysis;
using Content.Diagnostics;
using Content.Kql.Engine;
using Content.Model;
using Content.Testing.Fixtures;
using Content.Testing.Simulation;

namespace Content.Testing.Sweep;

/// <summary>What is swept, and how.</summary>
public sealed record SweepOptions
{
    /// <summary>Says whether a case is swept; null for all.</summary>
    public Func<RuleTests, TestCase, bool>? Includes { get; init; }

    /// <summary>Delays of ingestion beyond queryPeriod - queryFrequency.</summary>
    public ImmutableArray<TimeSpan> FurtherDelays { get; init; } = [];

    /// <summary>Cases that are swept at the same time; results never depend on it.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Told how many cases of how many are done; called from several threads.</summary>
    public Action<int, int>? Progress { get; init; }
}

/// <summary>
/// Shifts the telemetry of test cases against the schedule and lets it come late ("Handle ingestion delay in scheduled analytics rules").
/// Only the rows that the case's own run sees take part. What alerts in the case must alert at each point of the grid, as often as in the
/// case: not missed, not doubled. What alerts is told apart by the entities and details that the rule groups alerts by, row by row, so
/// that one alert whose rows two runs share is no double.
/// </summary>
public static class ScheduleSweep
{
    /// <summary>Sweeps the cases of a validated repository.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static SweepResult Run(ValidationResult validation, SweepOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SweepOptions();
        var repository = validation.Repository;
        var runner = new CaseRunner(repository, validation.QueryOf);
        var work = CaseSelection.Of(repository, options.Includes).Select(item => (item.Suite, item.Case, Rule: repository.RuleOf(item.Suite))).Where(item => item.Rule is not null).ToArray();
        var results = new SweepCase[work.Length];
        var done = 0;
        Parallel.For(0, work.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Parallelism), CancellationToken = cancellationToken }, i =>
        {
            var watch = Stopwatch.StartNew();
            results[i] = new CaseSweep(repository, runner, new SweepCase(work[i].Suite, work[i].Rule!, work[i].Case), options.FurtherDelays, cancellationToken)
                .Run(validation.QueryOf(work[i].Rule!)) with { Elapsed = watch.Elapsed };
            options.Progress?.Invoke(Interlocked.Increment(ref done), work.Length);
        });
        return new SweepResult([.. results]);
    }
}

/// <summary>Sweeps one case.</summary>
internal sealed class CaseSweep(ContentRepository repository, CaseRunner runner, SweepCase subject, ImmutableArray<TimeSpan> further, CancellationToken cancellationToken)
{
    private readonly AnalyticsRule _rule = subject.Rule;
    private readonly TestCase _test = subject.Case;
    private readonly SimulationChoices _choices = SimulationChoices.Of(repository, subject.Case);

    public SweepCase Run(Kql.BoundQuery? query)
    {
        if (_test.Span is not null)
            return subject with { Skipped = "The case runs over a span of its own." };
        if (_test.ExpectedFailure is not null)
            return subject with { Skipped = "The case is expected to fail." };
        if (_rule is { Kind.Value: RuleKind.Scheduled, TriggerOperator.Value: not TriggerOperator.GreaterThan })
            return subject with { Skipped = "The rule alerts for a lack of events, which every run without them shows." };
        var (rules, reason) = runner.RulesOf(_rule, query, _test);
        if (reason is not null)
            return subject with { Skipped = reason };
        var (data, findings) = runner.Load(_test);
        if (findings.Any(finding => finding.Severity == DiagnosticSeverity.Error))
            return subject with { Skipped = "The case's data have errors." };
        var now = _test.Now.Value;
        var own = RunSchedule.RunAt(_rule, now, _choices);
        if (Alerts(rules[0], data, own) is not { } reference)
            return subject with { Skipped = "The case does not run." };
        var wanted = Count(reference.SelectMany(alert => alert.Keys));
        if (wanted.Count == 0)
            return subject with { Skipped = "The case raises no alert.", IsSilent = true };
        var seen = data.SeenIn(own.Window);
        if (seen.Spread is not { } spread)
            return subject with { Skipped = "The case has no telemetry whose time could be shifted.", HasNoTelemetry = true };
        return Sweep(rules[0], seen, spread, now, wanted);
    }

    private SweepCase Sweep(SimulatedRule rule, CaseData data, TimeSpan spread, DateTime now, Dictionary<string, int> wanted)
    {
        var points = SweepGrid.Of(_rule, spread, further);
        var faults = new Dictionary<(SweepFault Fault, string Subject), SweepFinding>();
        foreach (var group in points.GroupBy(point => point.Delay))
        {
            var late = data.Delayed(group.Key);
            foreach (var point in group)
            {
                if (AlertsAt(rule, late, now, point) is not { } alerts)
                    return subject with { Skipped = "A run of the sweep does not come to a result." };
                var found = Count(alerts.SelectMany(alert => alert.Keys));
                foreach (var (key, count) in wanted)
                {
                    var made = found.GetValueOrDefault(key);
                    if (made == 0 || made > count)
                        Add(made == 0 ? SweepFault.Missed : SweepFault.Doubled, key, point, [.. alerts.Where(alert => alert.Keys.Contains(key)).Select(alert => alert.Run)]);
                }
            }
        }

        return subject with { Points = points.Length, Findings = [.. faults.Values.OrderBy(finding => finding.Fault).ThenBy(finding => finding.Subject, StringComparer.Ordinal)] };

        void Add(SweepFault fault, string key, SweepPoint point, ImmutableArray<DateTime> runs) => faults[(fault, key)] =
            faults.TryGetValue((fault, key), out var known) ? known with { Points = known.Points + 1 } : new SweepFinding(fault, Describe(key), point, 1, runs);
    }

    // Alerts of all runs at a point; null when one fails.
    private List<SweptAlert>? AlertsAt(SimulatedRule rule, CaseData data, DateTime now, SweepPoint point)
    {
        var suppression = new Simulation.Suppression(_rule);
        var alerts = new List<SweptAlert>();
        foreach (var time in SweepGrid.RunsAt(_rule, now, point))
        {
            var run = RunSchedule.RunAt(_rule, time, _choices);
            // What alerts does so because of rows: a run that sees none is silent.
            if (suppression.Skips(time) || !data.ShowsAnyIn(run.Window))
                continue;
            if (Alerts(rule, data, run) is not { } raised)
                return null;
            if (raised.Count > 0)
                suppression.Alerted(time);
            alerts.AddRange(raised);
        }

        return alerts;
    }

    private sealed record SweptAlert(DateTime Run, HashSet<string> Keys);

    private List<SweptAlert>? Alerts(SimulatedRule rule, CaseData data, PlannedRun run)
    {
        var result = RuleRun.Execute(rule.Rule, rule.Query, data, run, _choices, null, cancellationToken);
        if (!result.Result.Success)
            return null;
        if (result.Alerts.IsEmpty)
            return [];
        var keys = RowKeys(result.Result, run);
        return [.. result.Alerts.Select(alert => new SweptAlert(run.Scheduled, [.. alert.Rows.Select(row => keys[row])]))];
    }

    private string[] RowKeys(QueryResult result, PlannedRun run)
    {
        var builder = new AlertBuilder(_rule, result, run.Window, _choices);
        var grouping = _rule.IncidentConfiguration?.Grouping is { Enabled.Value: true, MatchingMethod.Value: MatchingMethod.Selected } selected ? selected : null;
        return [.. Enumerable.Range(0, (int)result.RowCount).Select(row => builder.Build(new EventGroup(row, 1, false))).Select(alert => GroupingKey.Of(alert, grouping) ?? alert.Title)];
    }

    private static Dictionary<string, int> Count(IEnumerable<string> keys) => keys.GroupBy(key => key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    private static string Describe(string key) => string.Join("; ", key.Split(['\n', '\u001f'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.TrimEnd('=')));
}
