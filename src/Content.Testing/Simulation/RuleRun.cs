using System.Collections.Immutable;
using Content.Kql;
using Content.Kql.Engine;
using Content.Model;
using Content.Testing.Fixtures;

namespace Content.Testing.Simulation;

/// <summary>What a run of a rule gave.</summary>
/// <param name="Window">The events it saw.</param>
/// <param name="Result">The rows of the query, or why there are none.</param>
/// <param name="Triggered">Whether the number of rows met the trigger.</param>
/// <param name="Alerts">The alerts, in order of their rows.</param>
public sealed record RuleRunResult(TimeWindow Window, QueryResult Result, bool Triggered, ImmutableArray<Alert> Alerts);

/// <summary>
/// Runs an analytics rule once, as Microsoft Sentinel does ("Scheduled analytics rules", "Near-real-time rules"): the events of the
/// window go into the query, the number of result rows against the trigger, and the rows become alerts.
/// </summary>
public static class RuleRun
{
    /// <summary>Alerts that one run of a scheduled rule raises at most.</summary>
    public const int ScheduledAlertLimit = 150;

    /// <summary>Alerts that one run of an NRT rule raises at most.</summary>
    public const int NrtAlertLimit = 30;

    /// <summary>The events that a run sees. Sentinel bounds every table by TimeGenerated itself, whatever the query says; NRT rules see what was ingested in the last minute.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="now">The scheduled time of the run, in UTC.</param>
    public static TimeWindow WindowOf(AnalyticsRule rule, DateTime now)
    {
        var nrt = rule.Kind.Value == RuleKind.Nrt;
        var period = nrt ? TimeSpan.FromMinutes(1) : rule.QueryPeriod?.Value ?? TimeSpan.FromHours(5);
        return new TimeWindow(now.Ticks > period.Ticks ? now - period : DateTime.MinValue, now, nrt);
    }

    /// <summary>Runs a rule once.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="query">Its bound query; must be free of errors.</param>
    /// <param name="data">The telemetry.</param>
    /// <param name="now">The scheduled time of the run, in UTC.</param>
    /// <param name="runner">Who runs the query; null for the local engine.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static RuleRunResult Execute(AnalyticsRule rule, BoundQuery query, CaseData data, DateTime now, IQueryRunner? runner, CancellationToken cancellationToken)
    {
        var window = WindowOf(rule, now);
        var options = new ExecutionOptions { Now = new DateTimeOffset(now, TimeSpan.Zero), Threads = 1 };
        var tables = data.Within(window);
        var result = runner is null
            ? QueryEngine.Execute(query.Body, tables, options, cancellationToken)
            : runner.RunAsync(new QueryRequest(query.Source.Content, options) { Bound = query.Body, Tables = tables }, cancellationToken).GetAwaiter().GetResult();
        cancellationToken.ThrowIfCancellationRequested();
        return result.Success ? Judge(rule, result, window) : new RuleRunResult(window, result, false, []);
    }

    /// <summary>Makes alerts of the rows that a query gave.</summary>
    public static RuleRunResult Judge(AnalyticsRule rule, QueryResult result, TimeWindow window)
    {
        if (!IsTriggered(rule, result.RowCount))
            return new RuleRunResult(window, result, false, []);
        var builder = new AlertBuilder(rule, result, window);
        var count = (int)Math.Min(result.RowCount, int.MaxValue);
        if (rule.EventGrouping?.Value != EventGrouping.AlertPerResult || count == 0)
            return new RuleRunResult(window, result, true, [builder.Build(0, count, isSummary: false)]);
        var limit = rule.Kind.Value == RuleKind.Nrt ? NrtAlertLimit : ScheduledAlertLimit;
        var single = count > limit ? limit - 1 : count;
        var alerts = ImmutableArray.CreateBuilder<Alert>(Math.Min(count, limit));
        for (var row = 0; row < single; row++)
            alerts.Add(builder.Build(row, 1, isSummary: false));
        if (single < count)
            alerts.Add(builder.Build(single, count - single, isSummary: true));
        return new RuleRunResult(window, result, true, alerts.ToImmutable());
    }

    private static bool IsTriggered(AnalyticsRule rule, long rows)
    {
        if (rule.Kind.Value == RuleKind.Nrt)
            return rows > 0;
        var threshold = rule.TriggerThreshold?.Value ?? 0;
        return rule.TriggerOperator?.Value switch
        {
            TriggerOperator.LessThan => rows < threshold,
            TriggerOperator.Equal => rows == threshold,
            TriggerOperator.NotEqual => rows != threshold,
            _ => rows > threshold,
        };
    }
}
