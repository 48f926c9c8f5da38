using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Content.Azure.Planning;
using Content.Testing.Backtesting;
using Content.Testing.Simulation;
using static Content.Azure.Planning.ReportText;

namespace Content.Cli.Live;

/// <summary>A backtest as text for a terminal, as JSON and as Markdown. Versions stand side by side.</summary>
internal static class BacktestWriter
{
    private const int Version = 1;
    private const int Noisiest = 10;
    private const int ShownAlerts = 20;

    /// <summary>The lines for a terminal.</summary>
    public static ImmutableArray<PlanLine> Text(BacktestOutcome outcome)
    {
        var lines = ImmutableArray.CreateBuilder<PlanLine>();
        var result = outcome.Now.Result;
        Line($"Backtest of '{result.Rule.Name.Value}' on {outcome.Place}: {(outcome.Days == 1 ? "1 day" : $"{outcome.Days} days")} up to {Instant(result.Span.To)}");
        Table(Figures(outcome));
        Line("");
        Table(DayRows(outcome));
        foreach (var version in outcome.Versions)
        {
            Values($"Noisiest entities{Of(outcome, version)}", version.Result.NoisiestEntities(Noisiest));
            Values($"Noisiest custom details{Of(outcome, version)}", version.Result.NoisiestDetails(Noisiest));
        }

        if (outcome.Comparison is { } comparison)
        {
            Alerts($"Gained: {comparison.Gained.Length} alerts that {outcome.Against!.Name} does not raise", comparison.Gained, PlanLineKind.Added, "+");
            Alerts($"Lost: {comparison.Lost.Length} alerts that only {outcome.Against.Name} raises", comparison.Lost, PlanLineKind.Removed, "-");
        }

        Line("");
        foreach (var note in outcome.Notes)
            lines.Add(new PlanLine(PlanLineKind.Note, "note: " + note));
        lines.Add(new PlanLine(PlanLineKind.Summary, Summary(outcome)));
        return lines.ToImmutable();

        void Line(string text) => lines.Add(new PlanLine(PlanLineKind.Plain, text));

        void Table(IReadOnlyList<string[]> rows)
        {
            var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
            foreach (var row in rows)
                Line(("  " + string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))).TrimEnd());
        }

        void Values(string title, ImmutableArray<NoisyValue> values)
        {
            if (values.IsEmpty)
                return;
            Line("");
            Line(title);
            foreach (var value in values)
                Line($"  {value.Alerts,6}  {value.Kind}: {value.Value}");
        }

        void Alerts(string title, ImmutableArray<Alert> alerts, PlanLineKind kind, string sign)
        {
            if (alerts.IsEmpty)
                return;
            Line("");
            Line(title);
            foreach (var alert in alerts.Take(ShownAlerts))
                lines.Add(new PlanLine(kind, $"  {sign} {Describe(alert)}"));
            if (alerts.Length > ShownAlerts)
                Line($"    and {alerts.Length - ShownAlerts} more; --format json has them all");
        }
    }

    /// <summary>The outcome in a line.</summary>
    public static string Summary(BacktestOutcome outcome)
    {
        if (outcome.Versions.Where(version => version.Stopped is not null).ToList() is { Count: > 0 } stopped)
            return $"No result: {string.Join("; ", stopped.Select(version => $"{version.Name} stopped at its run of {Instant(version.Stopped!.Value)}"))}.";
        var alerts = outcome.Now.Result.Scenario.Alerts.Length;
        var text = $"{alerts} {(alerts == 1 ? "alert" : "alerts")}, {PerDay(outcome.Now.Result)} a day";
        return outcome.Comparison is not { } comparison ? text + "."
            : $"{text}; {outcome.Against!.Name}: {outcome.Against.Result.Scenario.Alerts.Length}, {PerDay(outcome.Against.Result)} a day. {comparison.Kept} on the same, {comparison.Gained.Length} gained, {comparison.Lost.Length} lost.";
    }

    /// <summary>The backtest as JSON. The same outcome gives the same bytes, but for what the service says of its cost.</summary>
    public static string Json(BacktestOutcome outcome) => ReportText.Json(new JsonObject
    {
        ["format"] = "sentinel-content backtest",
        ["version"] = Version,
        ["place"] = outcome.Place,
        ["days"] = outcome.Days,
        ["versions"] = Array(outcome.Versions, version => new JsonObject
        {
            ["name"] = version.Name,
            ["rule"] = new JsonObject { ["path"] = version.Result.Rule.Path, ["id"] = version.Result.Rule.Id?.Value, ["name"] = version.Result.Rule.Name.Value, ["version"] = version.Result.Rule.Version?.Value },
            ["from"] = Instant(version.Result.Span.From),
            ["to"] = Instant(version.Result.Span.To),
            ["runs"] = version.Result.Scenario.Runs.Length,
            ["runsWithAlerts"] = RunsWithAlerts(version.Result),
            ["suppressedRuns"] = version.Result.Scenario.Runs.Count(run => run.IsSuppressed),
            ["alerts"] = Array(version.Result.Scenario.Alerts, Json),
            ["alertsPerDay"] = version.Stopped is null ? Math.Round(version.Result.AlertsPerDay, 3) : null,
            ["incidents"] = version.Result.Scenario.Incidents.Length,
            ["entities"] = version.Result.EntityCount,
            ["perDay"] = Array(version.Result.Days, day => new JsonObject { ["day"] = day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["runs"] = day.Runs, ["alerts"] = day.Alerts, ["incidents"] = day.Incidents }),
            ["noisiestEntities"] = Array(version.Result.NoisiestEntities(Noisiest), Json),
            ["noisiestDetails"] = Array(version.Result.NoisiestDetails(Noisiest), Json),
            ["method"] = version.Method,
            ["cost"] = version.Cost is not { } cost ? null : new JsonObject
            {
                ["queries"] = cost.Queries, ["elapsedSeconds"] = Math.Round(cost.Elapsed.TotalSeconds, 3), ["cpuSeconds"] = Math.Round(cost.Cpu.TotalSeconds, 3), ["rowsScanned"] = cost.RowsScanned, ["peakMemoryBytes"] = cost.PeakMemory, ["queriesWithoutStatistics"] = cost.Untold,
            },
            ["error"] = version.Result.Scenario.Error?.Message,
        }),
        ["comparison"] = outcome.Comparison is not { } comparison ? null : new JsonObject { ["kept"] = comparison.Kept, ["gained"] = Array(comparison.Gained, Json), ["lost"] = Array(comparison.Lost, Json) },
        ["notes"] = Array(outcome.Notes, note => note),
    });

    /// <summary>The backtest as Markdown.</summary>
    public static string Markdown(BacktestOutcome outcome)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## Backtest of {Cell(outcome.Now.Result.Rule.Name.Value)}\n\n{Cell(Summary(outcome))} On {Cell(outcome.Place)}, up to {Instant(outcome.Now.Result.Span.To)}.\n\n");
        Table(Figures(outcome));
        text.Append("\n### Alerts a day\n\n");
        Table(DayRows(outcome));
        foreach (var version in outcome.Versions)
        {
            Values($"Noisiest entities{Of(outcome, version)}", version.Result.NoisiestEntities(Noisiest));
            Values($"Noisiest custom details{Of(outcome, version)}", version.Result.NoisiestDetails(Noisiest));
        }

        if (outcome.Comparison is { } comparison)
        {
            Alerts("Gained", comparison.Gained);
            Alerts("Lost", comparison.Lost);
        }

        foreach (var note in outcome.Notes)
            text.Append("\n- ").Append(Cell(note)).Append('\n');
        return text.ToString();

        void Table(IReadOnlyList<string[]> rows)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                Row(text, rows[i]);
                if (i == 0)
                    text.Append('|').Insert(text.Length, "---|", rows[0].Length).Append('\n');
            }
        }

        void Values(string title, ImmutableArray<NoisyValue> values)
        {
            if (values.IsEmpty)
                return;
            text.Append(CultureInfo.InvariantCulture, $"\n### {Cell(title)}\n\n");
            Table([["Alerts", "Kind", "Value"], .. values.Select(value => new[] { value.Alerts.ToString(CultureInfo.InvariantCulture), value.Kind, value.Value })]);
        }

        void Alerts(string title, ImmutableArray<Alert> alerts)
        {
            if (alerts.IsEmpty)
                return;
            text.Append(CultureInfo.InvariantCulture, $"\n### {title}: {alerts.Length}\n\n");
            Table([["Run", "Title", "Entities"], .. alerts.Take(ShownAlerts).Select(alert => new[] { Instant(alert.Run), alert.Title, Entities(alert) })]);
            if (alerts.Length > ShownAlerts)
                text.Append(CultureInfo.InvariantCulture, $"\nand {alerts.Length - ShownAlerts} more.\n");
        }
    }

    private static List<string[]> Figures(BacktestOutcome outcome)
    {
        var versions = outcome.Versions.ToArray();
        List<string[]> rows =
        [
            ["", .. versions.Select(version => version.Name)],
            ["Runs", .. versions.Select(version => Number(version.Result.Scenario.Runs.Length))],
            ["Runs with alerts", .. versions.Select(version => Number(RunsWithAlerts(version.Result)))],
            ["Alerts", .. versions.Select(version => Number(version.Result.Scenario.Alerts.Length))],
            ["Alerts a day", .. versions.Select(version => version.Stopped is null ? PerDay(version.Result) : "not known")],
            ["Incidents", .. versions.Select(version => Number(version.Result.Scenario.Incidents.Length))],
            ["Different entities", .. versions.Select(version => Number(version.Result.EntityCount))],
        ];
        if (versions.Any(version => version.Result.Scenario.Runs.Any(run => run.IsSuppressed)))
            rows.Add(["Runs skipped after an alert", .. versions.Select(version => Number(version.Result.Scenario.Runs.Count(run => run.IsSuppressed)))]);
        if (versions.Any(version => version.Cost is not null))
        {
            rows.Add(["Queries", .. versions.Select(version => Number(version.Cost?.Queries ?? 0))]);
            rows.Add(["CPU of the service, s", .. versions.Select(version => Told(version, cost => cost.Cpu.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)))]);
            rows.Add(["Rows scanned", .. versions.Select(version => Told(version, cost => Number(cost.RowsScanned)))]);
        }

        return rows;
    }

    private static string Told(BacktestVersion version, Func<Azure.Query.QueryCost, string> select) => version.Cost is { } cost && cost.Untold < cost.Queries ? select(cost) : "not told";

    private static List<string[]> DayRows(BacktestOutcome outcome)
    {
        List<string[]> rows = [outcome.Against is null ? ["Day (UTC)", "Runs", "Alerts", "Incidents"] : ["Day (UTC)", $"Alerts, {outcome.Now.Name}", $"Alerts, {outcome.Against.Name}"]];
        var other = outcome.Against?.Result.Days.ToDictionary(day => day.Day);
        var days = outcome.Now.Result.Days.Select(day => day.Day).Concat(other?.Keys ?? Enumerable.Empty<DateOnly>()).Distinct().Order();
        var own = outcome.Now.Result.Days.ToDictionary(day => day.Day);
        foreach (var day in days)
        {
            var title = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var now = own.GetValueOrDefault(day);
            rows.Add(other is null ? [title, Number(now!.Runs), Number(now.Alerts), Number(now.Incidents)] : [title, Number(now?.Alerts ?? 0), Number(other.GetValueOrDefault(day)?.Alerts ?? 0)]);
        }

        return rows;
    }

    private static JsonObject Json(NoisyValue value) => new() { ["kind"] = value.Kind, ["value"] = value.Value, ["alerts"] = value.Alerts };

    private static JsonObject Json(Alert alert) => new()
    {
        ["run"] = Instant(alert.Run),
        ["title"] = alert.Title,
        ["severity"] = alert.Severity.ToString(),
        ["entities"] = Array(alert.Entities, entity => new JsonObject(entity.Identifiers.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)).Prepend(KeyValuePair.Create("type", (JsonNode?)entity.Type)).DistinctBy(pair => pair.Key))),
        ["customDetails"] = new JsonObject(alert.CustomDetails.Select(detail => KeyValuePair.Create(detail.Key, (JsonNode?)Array(detail.Values, value => value)))),
        ["events"] = alert.Rows.Length,
    };

    private static string Describe(Alert alert) => $"{Instant(alert.Run)}  {alert.Title}{(Entities(alert) is { Length: > 0 } entities ? $"  {entities}" : "")}";

    private static string Entities(Alert alert) => string.Join(" ", alert.Entities);

    private static string Of(BacktestOutcome outcome, BacktestVersion version) => outcome.Against is null ? "" : $", {version.Name}";

    private static int RunsWithAlerts(BacktestResult result) => result.Scenario.Runs.Count(run => run.Result is { Alerts.IsEmpty: false });

    private static string PerDay(BacktestResult result) => result.AlertsPerDay.ToString("0.##", CultureInfo.InvariantCulture);
}
