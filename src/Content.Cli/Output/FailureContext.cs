using Content.Model;
using Content.Testing;
using Content.Testing.Simulation;

namespace Content.Cli.Output;

/// <summary>What a reader of a failure asks next: what did the run see, what did the query return, would that trigger?</summary>
internal static class FailureContext
{
    public static IEnumerable<string> Describe(CaseResult result, RuleRunResult run)
    {
        if (result.Scenario is { Runs.Length: > 1 } scenario)
        {
            yield return $"{scenario.Runs.Length} runs from {ValueOf(scenario.Runs[0].Plan.Scheduled)} to {ValueOf(scenario.Runs[^1].Plan.Scheduled)}"
                + (scenario.Runs.Count(item => item.IsSuppressed) is var skipped and > 0 ? $", {skipped} of them skipped by suppression" : "")
                + $"; alerts from the runs of {(scenario.Alerts.IsEmpty ? "none" : string.Join(", ", scenario.Alerts.Select(alert => ValueOf(alert.Run)).Distinct().Take(10)))}.";
        }

        var seen = string.Join(", ", result.Seen.Select(rows => $"{rows.Table} {rows.Seen} of {rows.Total}"));
        yield return $"The {(result.Scenario is { Runs.Length: > 1 } ? "last run" : "run")} at {ValueOf(run.Window.End)} saw {(run.Window.ByIngestion ? "what was ingested since" : "events from")} {ValueOf(run.Window.Start)}"
            + (seen.Length == 0 ? "; the case gives no rows." : $": {seen} rows.");
        if (run.Result.Success && result.Rule is { } rule)
        {
            yield return $"The query returned {run.Result.RowCount} {(run.Result.RowCount == 1 ? "row" : "rows")}; an alert needs {TriggerCondition.Describe(rule)}"
                + $"{(run.Triggered ? "" : ", so there is none")}.";
        }

        foreach (var note in run.Alerts.SelectMany(alert => alert.Notes).Distinct().Take(5))
            yield return note;
    }

    private static string ValueOf(DateTime time) => ValueFormat.Cell(time);
}
