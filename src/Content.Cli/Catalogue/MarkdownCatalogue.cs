using Content.Model;

namespace Content.Cli.Catalogue;

/// <summary>The catalogue in GitHub's Markdown. The HTML page is made of the same blocks.</summary>
internal static class MarkdownCatalogue
{
    /// <summary>Writes the catalogue of all detections.</summary>
    public static void Write(DetectionCatalogue catalogue, TextWriter output) => WriteBlocks(CatalogueBlocks.Detections(catalogue), output);

    /// <summary>Writes the page of a detection strategy: its analytics, row by row.</summary>
    public static void Write(StrategyFacts strategy, TextWriter output) => WriteBlocks(CatalogueBlocks.Strategy(strategy), output);

    private static void WriteBlocks(IEnumerable<Block> blocks, TextWriter output)
    {
        var first = true;
        foreach (var block in blocks)
        {
            if (!first)
                output.Write('\n');
            first = false;
            switch (block)
            {
                case HeadingBlock heading:
                    output.Write($"{new string('#', heading.Level)} {heading.Text}\n");
                    break;
                case ParagraphBlock paragraph:
                    output.Write($"{Escape(paragraph.Text)}\n");
                    break;
                case ListBlock list:
                    foreach (var item in list.Items)
                        output.Write($"- {Escape(item)}\n");
                    break;
                case TableBlock table:
                    output.Write($"| {string.Join(" | ", table.Columns)} |\n|{string.Concat(table.Columns.Select(_ => "---|"))}\n");
                    foreach (var row in table.Rows)
                        output.Write($"| {string.Join(" | ", row.Select(cell => Escape(cell).Replace("|", "\\|", StringComparison.Ordinal)))} |\n");
                    break;
            }
        }
    }

    // Outside of code, a sign that would open a tag is none.
    private static string Escape(string text) => string.Concat(text.Split('`').Select((part, i) => i % 2 == 1 ? $"`{part}`" : part.Replace("<", "&lt;", StringComparison.Ordinal)));
}

/// <summary>A piece of a document. Texts may hold <c>`code`</c> and <c>**bold**</c>.</summary>
internal abstract record Block;

/// <summary>A heading.</summary>
internal sealed record HeadingBlock(int Level, string Text) : Block;

/// <summary>A paragraph.</summary>
internal sealed record ParagraphBlock(string Text) : Block;

/// <summary>A list.</summary>
internal sealed record ListBlock(IReadOnlyList<string> Items) : Block;

/// <summary>A table.</summary>
internal sealed record TableBlock(string[] Columns, IReadOnlyList<string[]> Rows) : Block;

/// <summary>Makes documents of facts.</summary>
internal static class CatalogueBlocks
{
    public static IEnumerable<Block> Detections(DetectionCatalogue catalogue)
    {
        yield return new HeadingBlock(1, "Detections");
        yield return new ParagraphBlock($"{catalogue.Detections.Length} analytics rules, of which {catalogue.Detections.Count(detection => detection.Tests.IsProved)} are proved: all their tests pass, and findings and silence are both among them.");
        yield return new TableBlock(["Detection", "Severity", "Techniques", "Tests", "Proved"],
            [.. catalogue.Detections.Select(detection => (string[])[detection.Rule.Name.Value, detection.Rule.Severity?.Value.ToString() ?? "", Techniques(detection), TestsOf(detection), detection.Tests.IsProved ? "yes" : "no"])]);
        foreach (var detection in catalogue.Detections)
        {
            foreach (var block in Detection(detection))
                yield return block;
        }
    }

    private static IEnumerable<Block> Detection(DetectionFacts detection)
    {
        var rule = detection.Rule;
        yield return new HeadingBlock(2, rule.Name.Value);
        yield return new ParagraphBlock($"`{rule.Path}`{(rule.Version is { } version ? $", version {version.Value}" : "")}");
        if (detection.Summary.Length > 0)
            yield return new ParagraphBlock(detection.Summary);
        var facts = new List<string[]>
        {
            new[] { "Severity", rule.Severity?.Value.ToString() ?? "" },
            new[] { "Runs", Schedule(rule) },
            new[] { "Tactics", string.Join(", ", rule.Tactics.Select(tactic => tactic.Value)) },
            new[] { "Techniques", Techniques(detection) },
            new[] { "Strategy", string.Join(", ", new[] { rule.Attack?.Strategy?.Value, rule.Attack?.Analytic?.Value }.OfType<string>()) },
            new[] { "Data components", string.Join(", ", rule.Attack?.DataComponents.Select(component => component.Value) ?? []) },
            new[] { "Log sources", string.Join(", ", rule.Attack?.LogSources.Select(source => source.Value) ?? []) },
            new[] { "Tables", Names(detection.Tables.Except(detection.CustomTables)) },
            new[] { "Custom tables", Names(detection.CustomTables) },
            new[] { "Watchlists", Names(detection.Watchlists) },
            new[] { "Functions", Names(detection.Functions) },
            new[] { "Connectors", string.Join(", ", rule.RequiredDataConnectors.Select(connector => connector.ConnectorId?.Value).OfType<string>()) },
            new[] { "Entities", string.Join(", ", rule.EntityMappings.Select(mapping => mapping.EntityType.Value)) },
            new[] { "Custom details", string.Join(", ", rule.CustomDetails.Select(detail => detail.Key.Value)) },
            new[] { "Tests", TestsOf(detection) },
        };
        yield return new TableBlock(["", ""], [.. facts.Where(fact => fact[1].Length > 0)]);
        if (!detection.Logic.IsEmpty)
        {
            yield return new HeadingBlock(3, "Logic");
            yield return new ListBlock(detection.Logic);
        }

        if (!detection.Tunables.IsEmpty)
        {
            yield return new HeadingBlock(3, "Tunables");
            yield return new TableBlock(["Name", "Value", "Meaning"], [.. detection.Tunables.Select(tunable => (string[])[$"`{tunable.Name}`", $"`{tunable.Value}`", tunable.Meaning])]);
        }

        foreach (var (label, text) in detection.Paragraphs)
        {
            yield return new HeadingBlock(3, label);
            yield return new ParagraphBlock(text);
        }

        if (!detection.BlindSpots.IsEmpty)
        {
            yield return new HeadingBlock(3, "Blind spots");
            yield return new ListBlock([.. detection.BlindSpots.Select(Sentence)]);
        }
    }

    public static IEnumerable<Block> Strategy(StrategyFacts facts)
    {
        var strategy = facts.Strategy;
        yield return new HeadingBlock(1, $"{strategy.Id}: {strategy.Name}");
        yield return new ParagraphBlock($"ATT&CK {strategy.Domain} {strategy.Version}; techniques {string.Join(", ", strategy.Techniques)}. *Covered*: a proved rule over tables that connectors fill. "
            + "*Custom telemetry*: a proved rule that needs a table which you must fill. *Missing*: no proved rule. Proved means that all tests pass, findings and silence among them.");
        foreach (var analytic in facts.Analytics)
        {
            yield return new HeadingBlock(2, $"{analytic.Analytic.Id}: {string.Join(", ", analytic.Analytic.Platforms)}");
            yield return new TableBlock(["Data component", "Log source", "State", "Rule", "Tables", "Tests", "Tunables", "Blind spots"], [.. analytic.Rows.Select(Row)]);
            if (!analytic.Analytic.MutableElements.IsEmpty)
                yield return new ParagraphBlock("What the analytic leaves to the organisation: " + string.Join(", ", analytic.Analytic.MutableElements) + ".");
        }

        if (!facts.Others.IsEmpty)
        {
            yield return new HeadingBlock(2, "Across the analytics");
            yield return new TableBlock(["Rule", "Tables", "Tests", "Tunables", "Blind spots"],
                [.. facts.Others.Select(detection => (string[])[detection.Rule.Name.Value, TablesOf(detection), TestsOf(detection), TunablesOf(detection), string.Join(", ", detection.BlindSpots.Select(spot => spot.Title?.Value ?? spot.Id.Value))])]);
        }

        if (!facts.BlindSpots.IsEmpty)
        {
            yield return new HeadingBlock(2, "Blind spots");
            yield return new TableBlock(["What", "Effect", "What narrows it", "Owner", "Review"],
            [
                .. facts.BlindSpots.Select(spot => (string[])[spot.Title?.Value ?? spot.Id.Value, Flat(spot.Effect?.Value), Flat(spot.Mitigation?.Value), spot.Owner?.Value ?? "",
                    spot.ReviewDate?.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? ""]),
            ]);
        }
    }

    private static string[] Row(AnalyticRowFacts row) =>
    [
        $"{row.Component} {row.ComponentName}".Trim(), row.LogSource, row.State switch { RowState.Covered => "covered", RowState.CustomTelemetry => "custom telemetry", _ => "**missing**" },
        Each(row, detection => detection.Rule.Name.Value), Each(row, TablesOf), Each(row, TestsOf), Each(row, TunablesOf),
        string.Join(", ", row.BlindSpots.Select(spot => spot.Title?.Value ?? spot.Id.Value)),
    ];

    private static string Each(AnalyticRowFacts row, Func<DetectionFacts, string> text) => string.Join("; ", row.Rules.Select(text).Where(part => part.Length > 0));

    private static string TablesOf(DetectionFacts detection) => string.Join(", ", detection.Tables.Select(table => detection.CustomTables.Contains(table) ? $"`{table}` (custom)" : $"`{table}`"));

    private static string TunablesOf(DetectionFacts detection) => Names(detection.Tunables.Select(tunable => tunable.Name));

    private static string TestsOf(DetectionFacts detection) => detection.Tests is { Cases: 0 } ? "none"
        : $"{detection.Tests.Passed} of {detection.Tests.Cases} pass: {detection.Tests.Positive} find, {detection.Tests.Negative} stay silent";

    private static string Techniques(DetectionFacts detection) => string.Join(", ", detection.Techniques.Select(technique => $"{technique.Id} {technique.Name}"));

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));

    private static string Sentence(BlindSpot spot) => $"**{spot.Title?.Value ?? spot.Id.Value}**: {Flat(spot.Effect?.Value)}{(spot.Mitigation is { } mitigation ? " " + Flat(mitigation.Value) : "")}";

    private static string Flat(string? text) => text is null ? "" : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Schedule(AnalyticsRule rule) => rule.Kind.Value == RuleKind.Nrt ? "near real time, each minute"
        : $"every {rule.QueryFrequency?.Text} over the last {rule.QueryPeriod?.Text}; alerts when rows are {rule.TriggerOperator?.Value switch { TriggerOperator.LessThan => "fewer than", TriggerOperator.Equal => "exactly", TriggerOperator.NotEqual => "other than", _ => "more than" }} {rule.TriggerThreshold?.Text}"
            + (rule.EventGrouping?.Value == EventGrouping.AlertPerResult ? ", one alert a row" : ", one alert for all rows");
}
