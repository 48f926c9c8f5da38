using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Content.Azure.Planning;
using Content.Model;
using static Content.Azure.Planning.ReportText;

namespace Content.Azure.Readiness;

/// <summary>Readiness as text for a terminal, as JSON and as Markdown.</summary>
public static class ReadinessWriter
{
    private const int Version = 1;

    /// <summary>The lines for a terminal.</summary>
    public static ImmutableArray<PlanLine> Text(ReadinessReport report)
    {
        var lines = ImmutableArray.CreateBuilder<PlanLine>();
        lines.Add(new PlanLine(PlanLineKind.Plain, $"Readiness in {report.Target.Environment}: {report.Target.WorkspaceId}, {Days(report.Days)}"));
        Header("Rules");
        foreach (var rule in report.Rules)
        {
            lines.Add(new PlanLine(KindOf(rule.State), $"  {Word(rule.State),-8} {rule.Rule.Name.Value}{(rule.Needs.Platforms.IsEmpty ? "" : $" ({string.Join(", ", rule.Needs.Platforms)})")}"));
            foreach (var reason in rule.Reasons)
                lines.Add(new PlanLine(PlanLineKind.Plain, $"             {reason}"));
        }

        if (!report.Sources.IsEmpty)
            Header("Tables");
        foreach (var source in report.Sources)
            Source(source, report.Days, lines);
        if (!report.Watchlists.IsEmpty)
            Header("Watchlists");
        foreach (var list in report.Watchlists)
            lines.Add(new PlanLine(KindOf(list.State), $"  {Word(list.State),-8} {list.Alias}{(list.State == SourceState.Live ? $": {Count(list.Rows, "row")}" : list.State == SourceState.Unknown ? $": {list.Problem}" : "")}"));
        if (!report.Rows.IsEmpty)
            Header("Rows of the analytics");
        foreach (var row in report.Rows)
            lines.Add(new PlanLine(row.State is { } state ? KindOf(state) : PlanLineKind.Removed, $"  {(row.State is { } known ? Word(known) : "no rule"),-8} {Title(row)}{Why(row)}"));
        lines.Add(new PlanLine(PlanLineKind.Plain, ""));
        foreach (var note in report.Notes)
            lines.Add(new PlanLine(PlanLineKind.Note, "note: " + note));
        lines.Add(new PlanLine(PlanLineKind.Summary, Summary(report)));
        return lines.ToImmutable();

        void Header(string text)
        {
            lines.Add(new PlanLine(PlanLineKind.Plain, ""));
            lines.Add(new PlanLine(PlanLineKind.Plain, text));
        }
    }

    /// <summary>The counts in a line.</summary>
    public static string Summary(ReadinessReport report)
    {
        var counts = report.Rules.GroupBy(rule => rule.State).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Word(group.Key)}");
        return $"{Count(report.Rules.Length, "rule")}: {string.Join(", ", counts)}.";
    }

    /// <summary>The report as JSON. The same report gives the same bytes.</summary>
    public static string Json(ReadinessReport report) => ReportText.Json(new JsonObject
    {
        ["format"] = "sentinel-content readiness",
        ["version"] = Version,
        ["target"] = Target(report.Target),
        ["days"] = report.Days,
        ["isReady"] = report.IsReady,
        ["rules"] = Array(report.Rules, rule => new JsonObject
        {
            ["path"] = rule.Rule.Path, ["id"] = rule.Rule.Id?.Value, ["name"] = rule.Rule.Name.Value, ["state"] = Word(rule.State),
            ["platforms"] = Array(rule.Needs.Platforms, name => name), ["analytic"] = rule.Rule.Attack?.Analytic?.Value, ["reasons"] = Array(rule.Reasons, reason => reason),
        }),
        ["tables"] = Array(report.Sources, source => new JsonObject
        {
            ["name"] = source.Name, ["isFunction"] = source.IsFunction, ["state"] = Word(source.State), ["plan"] = source.Plan, ["rows"] = source.Rows,
            ["rowsPerDay"] = Math.Round((double)source.Rows / report.Days, 2), ["megabytes"] = source.Megabytes is { } megabytes ? Math.Round(megabytes, 3) : null,
            ["lastSeen"] = Instant(source.LastSeen), ["problem"] = source.Problem, ["platformColumn"] = source.PlatformColumn,
            ["platforms"] = Array(source.PlatformColumn is null ? [] : source.Platforms, rows => new JsonObject
            {
                ["platform"] = rows.Platform, ["rows"] = rows.Rows, ["rowsPerDay"] = Math.Round((double)rows.Rows / report.Days, 2), ["lastSeen"] = Instant(rows.LastSeen),
            }),
            ["columns"] = Array(source.Columns, column => new JsonObject
            {
                ["name"] = column.Column.Name, ["type"] = column.Column.Type.Name, ["exists"] = column.Exists, ["emptyShare"] = column.EmptyShare is { } share ? Math.Round(share, 4) : null,
                ["emptyShareByPlatform"] = ByPlatform(source, column), ["rules"] = Paths(column.Rules),
            }),
            ["rules"] = Paths(source.Rules),
        }),
        ["watchlists"] = Array(report.Watchlists, list => new JsonObject
        {
            ["alias"] = list.Alias, ["state"] = Word(list.State), ["rows"] = list.Rows, ["problem"] = list.State == SourceState.Unknown ? list.Problem : null, ["rules"] = Paths(list.Rules),
        }),
        ["analytics"] = Array(report.Rows, row => new JsonObject
        {
            ["strategy"] = row.Analytic.Strategy, ["analytic"] = row.Analytic.Id, ["platforms"] = Array(row.Analytic.Platforms, name => name), ["dataComponent"] = row.Source.DataComponent,
            ["dataComponentName"] = row.Component, ["logSource"] = row.Source.Name, ["state"] = row.State is { } state ? Word(state) : "noRule",
            ["rules"] = Array(row.Rules, rule => rule.Rule.Path), ["blindSpots"] = Array(row.BlindSpots, spot => spot.Id.Value),
        }),
        ["notes"] = Array(report.Notes, note => note),
    });

    /// <summary>The report as Markdown: first the rows of the analytics, then what is behind them.</summary>
    public static string Markdown(ReadinessReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## Readiness in {Markup.Cell(report.Target.Environment)}\n\n{Summary(report)} Looked at: {Days(report.Days)}.\n");
        if (!report.Rows.IsEmpty)
            text.Append("\n### Rows of the analytics\n\n| Analytic | Platform | Data component | Log source | State | Why | Known blind spots |\n|---|---|---|---|---|---|---|\n");
        foreach (var row in report.Rows)
        {
            Row(text, row.Analytic.Id, string.Join(", ", row.Analytic.Platforms), $"{row.Source.DataComponent} {row.Component}".Trim(), row.Source.Name, row.State is { } state ? Word(state) : "no rule",
                row.State is RuleReadinessState.Ready or null ? "" : string.Join(" ", Best(row).Reasons), string.Join("; ", row.BlindSpots.Select(spot => spot.Title?.Value ?? spot.Id.Value)));
        }

        text.Append("\n### Rules\n\n| State | Rule | Platform | Why |\n|---|---|---|---|\n");
        foreach (var rule in report.Rules)
            Row(text, Word(rule.State), rule.Rule.Name.Value, string.Join(", ", rule.Needs.Platforms), string.Join(" ", rule.Reasons));
        text.Append("\n### Tables\n\n| State | Table | Rows a day | MB a day | Last row | Platforms | Columns with gaps |\n|---|---|---|---|---|---|---|\n");
        foreach (var source in report.Sources)
            Row(text, Word(source.State), source.Name, source.State == SourceState.Live ? PerDay(source.Rows, report.Days) : "", source.Megabytes is { } megabytes ? Number(megabytes / report.Days) : "", Instant(source.LastSeen) ?? "", Platforms(source, report.Days), string.Join(", ", Gaps(source)));
        if (!report.Watchlists.IsEmpty)
            text.Append("\n### Watchlists\n\n| State | Watchlist | Rows |\n|---|---|---|\n");
        foreach (var list in report.Watchlists)
            Row(text, Word(list.State), list.Alias, list.Rows.ToString(CultureInfo.InvariantCulture));
        foreach (var note in report.Notes)
            text.Append("\n- ").Append(Markup.Html(note)).Append('\n');
        return text.ToString();
    }

    private static void Source(SourceReadiness source, int days, ImmutableArray<PlanLine>.Builder lines)
    {
        var facts = new List<string>();
        if (source.State == SourceState.Live)
            facts.Add($"{PerDay(source.Rows, days)} rows a day");
        if (source.Megabytes is > 0)
            facts.Add($"{Number(source.Megabytes.Value / days)} MB a day");
        if (source.State is SourceState.Live or SourceState.Silent)
            facts.Add(source.LastSeen is { } last ? $"last row {Instant(last)}" : "no row known");
        if (source.State == SourceState.OtherPlan)
            facts.Add($"plan {source.Plan}");
        if (source.Problem is not null)
            facts.Add(source.Problem);
        lines.Add(new PlanLine(KindOf(source.State), $"  {Word(source.State),-8} {source.Name}{(source.IsFunction ? "()" : "")}{(facts.Count > 0 ? ": " + string.Join(", ", facts) : "")}"));
        if (Platforms(source, days) is { Length: > 0 } platforms)
            lines.Add(new PlanLine(PlanLineKind.Plain, $"             by {source.PlatformColumn}: {platforms}"));
        if (source.State != SourceState.Missing && Gaps(source) is { Count: > 0 } gaps)
            lines.Add(new PlanLine(PlanLineKind.Changed, $"             columns: {string.Join(", ", gaps)}"));
    }

    private static string Platforms(SourceReadiness source, int days) =>
        source.PlatformColumn is null ? "" : string.Join(", ", source.Platforms.Select(rows => $"{(rows.Platform.Length == 0 ? "not said" : rows.Platform)} {PerDay(rows.Rows, days)} a day"));

    // Columns that are not there, or have no value in some rows; by platform where that differs.
    private static List<string> Gaps(SourceReadiness source)
    {
        var gaps = new List<string>();
        foreach (var column in source.Columns)
        {
            if (!column.Exists && source.State != SourceState.Missing)
                gaps.Add($"{column.Column.Name} missing");
            else if (column.EmptyShare is > 0 and var share)
            {
                var parts = SharesByPlatform(source, column).Where(part => part.Platform.Length > 0 && Percent(part.Share) != Percent(share)).Select(part => $"{part.Platform} {Percent(part.Share)}").ToList();
                gaps.Add($"{column.Column.Name} {Percent(share)} empty{(parts.Count > 0 ? $" ({string.Join(", ", parts)})" : "")}");
            }
        }

        return gaps;
    }

    private static JsonObject? ByPlatform(SourceReadiness source, ColumnReadiness column) => source.PlatformColumn is null || !column.Exists ? null
        : new JsonObject(SharesByPlatform(source, column).Select(part => KeyValuePair.Create(part.Platform, (JsonNode?)Math.Round(part.Share, 4))));

    private static IEnumerable<(string Platform, double Share)> SharesByPlatform(SourceReadiness source, ColumnReadiness column)
    {
        if (source.PlatformColumn is null || !column.Exists)
            return [];
        var at = source.Columns.Where(other => other.Exists).ToList().IndexOf(column);
        return source.Platforms.Where(rows => rows.Rows > 0 && at < rows.Empty.Length).Select(rows => (rows.Platform, (double)rows.Empty[at] / rows.Rows));
    }

    // Why a row is no better than it is: the reasons of the best of its rules.
    private static string Why(AnalyticRowReadiness row)
    {
        if (row.State is null or RuleReadinessState.Ready)
            return row.BlindSpots.IsEmpty || row.State is not null ? "" : $": known as {string.Join(", ", row.BlindSpots.Select(spot => spot.Id.Value))}";
        return ": " + string.Join(" ", Best(row).Reasons) + (row.BlindSpots.IsEmpty ? "" : $" Known as {string.Join(", ", row.BlindSpots.Select(spot => spot.Id.Value))}.");
    }

    private static RuleReadiness Best(AnalyticRowReadiness row) => row.Rules.OrderBy(rule => rule.State).First();

    private static string Title(AnalyticRowReadiness row) => $"{row.Analytic.Id} {string.Join(", ", row.Analytic.Platforms)}, {row.Source.DataComponent} {row.Component}, {row.Source.Name}";

    private static PlanLineKind KindOf(RuleReadinessState state) => state switch
    {
        RuleReadinessState.Ready => PlanLineKind.Added,
        RuleReadinessState.Partial => PlanLineKind.Changed,
        _ => PlanLineKind.Removed,
    };

    private static PlanLineKind KindOf(SourceState state) => state switch
    {
        SourceState.Live => PlanLineKind.Added,
        SourceState.Silent => PlanLineKind.Changed,
        _ => PlanLineKind.Removed,
    };

    private static string Word(RuleReadinessState state) => state switch
    {
        RuleReadinessState.Ready => "ready",
        RuleReadinessState.Partial => "partial",
        RuleReadinessState.Blind => "blind",
        RuleReadinessState.Fails => "fails",
        _ => "unknown",
    };

    private static string Word(SourceState state) => state switch
    {
        SourceState.Live => "live",
        SourceState.Silent => "silent",
        SourceState.OtherPlan => "plan",
        SourceState.Missing => "missing",
        _ => "unknown",
    };

    private static JsonArray Paths(ImmutableArray<AnalyticsRule> rules) => Array(rules, rule => rule.Path);

    private static string Count(long count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string PerDay(long rows, int days) => Number((double)rows / days);

    private static string Number(double value) => value.ToString(value is > 0 and < 10 ? "0.##" : "0", CultureInfo.InvariantCulture);
}
