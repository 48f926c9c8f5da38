using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Content.Azure.Planning;
using static Content.Azure.Planning.ReportText;

namespace Content.Azure.Health;

/// <summary>Health as text for a terminal, as JSON and as Markdown.</summary>
public static class HealthWriter
{
    private const int Version = 1;
    private const int ShownTables = 20;

    /// <summary>The lines for a terminal. Rules without any runs, alerts and incidents that somebody switched off are only counted.</summary>
    public static ImmutableArray<PlanLine> Text(HealthReport report)
    {
        var lines = ImmutableArray.CreateBuilder<PlanLine>();
        lines.Add(new PlanLine(PlanLineKind.Plain, $"Health of {report.Target.Environment}: {report.Target.WorkspaceId}, {Days(report.Days)}"));
        lines.Add(new PlanLine(PlanLineKind.Plain, ""));
        foreach (var rule in report.Rules.Where(rule => rule.State != RuleHealthState.Disabled || rule.Alerts > 0))
        {
            lines.Add(new PlanLine(KindOf(rule.State), $"{Word(rule.State),-13} {rule.DisplayName} ({rule.Id}){(rule.Path is null ? "" : "  " + rule.Path)}"));
            if (RunFacts(rule) is { Length: > 0 } facts)
                lines.Add(new PlanLine(PlanLineKind.Plain, $"              {facts}"));
            if (rule.DisabledReason is { } reason)
                lines.Add(new PlanLine(PlanLineKind.Removed, $"              {reason}"));
            foreach (var problem in rule.Problems.Take(3))
                lines.Add(new PlanLine(PlanLineKind.Changed, $"              {problem.Runs} × {problem.Description}{(problem.Last is { } last ? $" (last {Instant(last)})" : "")}"));
            if (rule.Alerts > 0 || rule.Closings.Incidents > 0)
                lines.Add(new PlanLine(PlanLineKind.Plain, $"              {AlertFacts(rule, report.Days)}"));
            if (rule.NeedsAttention && rule.LastChange is { } change)
                lines.Add(new PlanLine(PlanLineKind.Plain, $"              last change {Change(change)}"));
        }

        lines.Add(new PlanLine(PlanLineKind.Plain, ""));
        if (!report.OtherPlans.IsEmpty)
            lines.Add(new PlanLine(PlanLineKind.Note, $"note: analytics rules do not read {Tables(report)}"));
        foreach (var note in report.Notes)
            lines.Add(new PlanLine(PlanLineKind.Note, "note: " + note));
        lines.Add(new PlanLine(PlanLineKind.Summary, Summary(report)));
        return lines.ToImmutable();
    }

    /// <summary>The counts in a line.</summary>
    public static string Summary(HealthReport report)
    {
        var counts = report.Rules.GroupBy(rule => rule.State).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Word(group.Key)}").ToList();
        return $"{report.Rules.Length} {(report.Rules.Length == 1 ? "rule" : "rules")}{(counts.Count > 0 ? ": " + string.Join(", ", counts) : "")}.";
    }

    /// <summary>The report as JSON. The same report gives the same bytes.</summary>
    public static string Json(HealthReport report) => ReportText.Json(new JsonObject
    {
        ["format"] = "sentinel-content health",
        ["version"] = Version,
        ["target"] = Target(report.Target),
        ["days"] = report.Days,
        ["isHealthy"] = report.IsHealthy,
        ["rules"] = Array(report.Rules, rule => new JsonObject
        {
            ["id"] = rule.Id, ["displayName"] = rule.DisplayName, ["kind"] = rule.Kind, ["path"] = rule.Path, ["state"] = JsonWord(rule.State),
            ["runs"] = rule.Runs, ["failures"] = rule.Failures, ["missedWindows"] = rule.Missed, ["lastRun"] = Instant(rule.LastRun), ["lastSuccess"] = Instant(rule.LastSuccess), ["disabledReason"] = rule.DisabledReason,
            ["problems"] = Array(rule.Problems, problem => new JsonObject { ["description"] = problem.Description, ["runs"] = problem.Runs, ["last"] = Instant(problem.Last) }),
            ["alerts"] = rule.Alerts, ["alertsPerDay"] = Math.Round((double)rule.Alerts / report.Days, 2), ["lastAlert"] = Instant(rule.LastAlert),
            ["incidents"] = new JsonObject
            {
                ["count"] = rule.Closings.Incidents, ["open"] = rule.Closings.Open, ["truePositive"] = rule.Closings.TruePositive, ["benignPositive"] = rule.Closings.BenignPositive,
                ["falsePositive"] = rule.Closings.FalsePositive, ["undetermined"] = rule.Closings.Undetermined, ["falseShare"] = rule.Closings.FalseShare is { } share ? Math.Round(share, 4) : null,
            },
            ["lastChange"] = rule.LastChange is { } change ? new JsonObject { ["at"] = Instant(change.At), ["by"] = change.By, ["what"] = change.What } : null,
        }),
        ["tablesOnOtherPlans"] = Array(report.OtherPlans, table => new JsonObject { ["name"] = table.Name, ["plan"] = table.Plan, ["retentionInDays"] = table.RetentionInDays, ["totalRetentionInDays"] = table.TotalRetentionInDays }),
        ["notes"] = Array(report.Notes, note => note),
    });

    /// <summary>The report as Markdown.</summary>
    public static string Markdown(HealthReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## Health of {Markup.Cell(report.Target.Environment)}\n\n{Summary(report)} Looked at: {Days(report.Days)}.\n\n");
        text.Append("| State | Rule | Runs | Failed | Missed | Last success | Alerts a day | Incidents | True | Benign | False | Open | What is wrong |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var rule in report.Rules)
        {
            Row(text, Word(rule.State), rule.DisplayName, Number(rule.Runs), Number(rule.Failures), rule.Missed is { } missed ? Number(missed) : "", Instant(rule.LastSuccess) ?? "", PerDay(rule.Alerts, report.Days), Number(rule.Closings.Incidents),
                Number(rule.Closings.TruePositive), Number(rule.Closings.BenignPositive), Number(rule.Closings.FalsePositive), Number(rule.Closings.Open),
                rule.DisabledReason ?? string.Join("; ", rule.Problems.Take(3).Select(problem => $"{problem.Runs} × {problem.Description}")));
        }

        if (!report.OtherPlans.IsEmpty)
            text.Append("\n- Analytics rules do not read ").Append(Markup.Html(Tables(report))).Append('\n');
        foreach (var note in report.Notes)
            text.Append("\n- ").Append(Markup.Html(note)).Append('\n');
        return text.ToString();
    }

    private static string RunFacts(RuleHealth rule)
    {
        if (rule.Runs == 0)
            return rule.State is RuleHealthState.Unknown ? "no run is on record" : "";
        var facts = new List<string> { $"{rule.Runs} {(rule.Runs == 1 ? "run" : "runs")}, {rule.Failures} failed" };
        if (rule.Missed is > 0)
            facts.Add($"{rule.Missed} windows of its schedule without success");
        facts.Add(rule.LastSuccess is { } last ? $"last success {Instant(last)}" : "no success");
        return string.Join(", ", facts);
    }

    private static string AlertFacts(RuleHealth rule, int days)
    {
        var closings = rule.Closings;
        var facts = new List<string> { $"{rule.Alerts} {(rule.Alerts == 1 ? "alert" : "alerts")} ({PerDay(rule.Alerts, days)} a day)" };
        if (closings.Incidents > 0)
            facts.Add($"{closings.Incidents} {(closings.Incidents == 1 ? "incident" : "incidents")}: {closings.TruePositive} true, {closings.BenignPositive} benign, {closings.FalsePositive} false, {closings.Undetermined} undetermined, {closings.Open} open");
        return string.Join(", ", facts);
    }

    private static string Tables(HealthReport report) =>
        string.Join(", ", report.OtherPlans.Take(ShownTables).Select(table => $"{table.Name} ({table.Plan})")) + (report.OtherPlans.Length > ShownTables ? $" and {report.OtherPlans.Length - ShownTables} more" : "") + ".";

    private static string Change(RuleChange change) => $"{Instant(change.At) ?? "at an unknown time"}{(change.By.Length > 0 ? " by " + change.By : "")}: {change.What}";

    private static PlanLineKind KindOf(RuleHealthState state) => state switch
    {
        RuleHealthState.Healthy => PlanLineKind.Added,
        RuleHealthState.Degraded => PlanLineKind.Changed,
        RuleHealthState.AutoDisabled or RuleHealthState.Failing => PlanLineKind.Removed,
        _ => PlanLineKind.Plain,
    };

    private static string Word(RuleHealthState state) => state switch
    {
        RuleHealthState.AutoDisabled => "AUTO DISABLED",
        RuleHealthState.Failing => "failing",
        RuleHealthState.Degraded => "degraded",
        RuleHealthState.Healthy => "healthy",
        RuleHealthState.Disabled => "disabled",
        _ => "unknown",
    };

    private static string JsonWord(RuleHealthState state) => state == RuleHealthState.AutoDisabled ? "autoDisabled" : Word(state);

    private static string PerDay(long count, int days) => ((double)count / days).ToString("0.##", CultureInfo.InvariantCulture);
}
