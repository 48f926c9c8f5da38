using Content.Model;
using Content.Testing;
using Content.Testing.Simulation;

namespace Content.Cli.Output;

/// <summary>What a reader of a failure asks next: what did the run see, what did the query return, would that trigger?</summary>
internal static class FailureContext
{
    public static IEnumerable<string> Describe(CaseResult result, RuleRunResult run)
    {
        var seen = string.Join(", ", result.Seen.Select(rows => $"{rows.Table} {rows.Seen} of {rows.Total}"));
        yield return $"The run at {ValueOf(run.Window.End)} saw {(run.Window.ByIngestion ? "what was ingested since" : "events from")} {ValueOf(run.Window.Start)}"
            + (seen.Length == 0 ? "; the case gives no rows." : $": {seen} rows.");
        if (run.Result.Success && result.Rule is { } rule)
        {
            yield return $"The query returned {run.Result.RowCount} {(run.Result.RowCount == 1 ? "row" : "rows")}; an alert needs {TriggerOf(rule)}"
                + $"{(run.Triggered ? "" : ", so there is none")}.";
        }

        foreach (var note in run.Alerts.SelectMany(alert => alert.Notes).Distinct().Take(5))
            yield return note;
    }

    private static string TriggerOf(AnalyticsRule rule)
    {
        if (rule.Kind.Value == RuleKind.Nrt)
            return "any row";
        var threshold = rule.TriggerThreshold?.Value ?? 0;
        return rule.TriggerOperator?.Value switch
        {
            TriggerOperator.LessThan => $"fewer than {threshold}",
            TriggerOperator.Equal => $"exactly {threshold}",
            TriggerOperator.NotEqual => $"other than {threshold}",
            _ => $"more than {threshold}",
        };
    }

    private static string ValueOf(DateTime time) => ValueFormat.Cell(time);
}
