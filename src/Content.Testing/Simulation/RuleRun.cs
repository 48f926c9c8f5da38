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

/// <summary>Runs an analytics rule once: the events of the window go into the query, the number of its rows against the trigger, and the rows become alerts.</summary>
public static class RuleRun
{
    /// <summary>Runs a rule once.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="query">Its bound query; must be free of errors.</param>
    /// <param name="data">The telemetry.</param>
    /// <param name="run">When, over what.</param>
    /// <param name="choices">What is taken for granted.</param>
    /// <param name="runner">Who runs the query; null for the local engine.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static RuleRunResult Execute(
        AnalyticsRule rule, BoundQuery query, CaseData data, PlannedRun run, SimulationChoices choices, IQueryRunner? runner, CancellationToken cancellationToken)
    {
        var options = choices.Execution(run);
        var tables = data.Within(run.Window);
        var result = runner is null
            ? QueryEngine.Execute(query.Body, tables, options, cancellationToken)
            : runner.RunAsync(new QueryRequest(query.Source.Content, options) { Bound = query.Body, Tables = tables, Query = query, Time = QueryTime.In(new QueryWindow(run.Window.Start, run.Window.End)) }, cancellationToken).GetAwaiter().GetResult();
        cancellationToken.ThrowIfCancellationRequested();
        return Judge(rule, result, run.Window, choices);
    }

    /// <summary>Makes alerts of the rows that a query gave.</summary>
    public static RuleRunResult Judge(AnalyticsRule rule, QueryResult result, TimeWindow window, SimulationChoices? choices = null)
    {
        if (!result.Success || !TriggerCondition.IsMet(rule, result.RowCount))
            return new RuleRunResult(window, result, false, []);
        var builder = new AlertBuilder(rule, result, window, choices ?? SimulationChoices.Default);
        return new RuleRunResult(window, result, true, [.. EventGrouper.Group(rule, (int)Math.Min(result.RowCount, int.MaxValue)).Select(builder.Build)]);
    }
}
