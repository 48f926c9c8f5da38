using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;
using Content.Testing.Fixtures;
using Content.Testing.Simulation;

namespace Content.Testing.Assertions;

/// <summary>Judges what is expected of alerts.</summary>
internal sealed class AlertAssertions(ImmutableArray<Alert> alerts, ValueComparer comparer, List<ExpectationFailure> failures)
{
    public void CheckAlerts(ExpectedItems<ExpectedAlert> expected)
    {
        if (expected.Items is not { } items)
        {
            if (expected.Count != alerts.Length)
                Fail("alerts", expected.Node, $"{Count(expected.Count)} expected, {Count(alerts.Length)} raised.", alerts.IsEmpty ? null : ShowAll());
            return;
        }

        var partners = Matching.Pair(items.Length, alerts.Length, (e, a) => Array.TrueForAll(Facets(items[e]), facet => facet.Matches(alerts[a])));
        var missing = items.Where((_, e) => partners[e] < 0).ToList();
        var surplus = alerts.Where((_, a) => !partners.Contains(a)).ToList();
        if (missing.Count == 0 && surplus.Count == 0)
            return;
        var facets = missing.ToDictionary(item => item, Facets);
        var columns = items.SelectMany(item => Facets(item).Select(facet => facet.Name)).Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (columns.IsEmpty)
            columns = ["Title"];
        var table = TableBuilder.Build(columns, missing, surplus,
            (item, c) => Find(facets[item], columns[c])?.Expected, (item, c) => Show(item, columns[c]), (item, alert, c) => Find(facets[item], columns[c])?.Matches(alert) ?? true);
        Fail("alerts", missing.Count > 0 ? missing[0].Node : expected.Node,
            $"{Count(expected.Count)} expected, {Count(alerts.Length)} raised: " + (missing.Count == 0 ? $"{surplus.Count} more than expected." : $"{Count(missing.Count)} missing."), table);
    }

    public void CheckTimes(Expectations expect)
    {
        CheckTime("firstRun", expect.FirstAlert, alerts.IsEmpty ? null : alerts[0].Run);
        CheckTime("lastRun", expect.LastAlert, alerts.IsEmpty ? null : alerts[^1].Run);
    }

    private void CheckTime(string expectation, Located<DateTime>? expected, DateTime? actual)
    {
        if (expected is null || expected.Value == actual)
            return;
        failures.Add(new ExpectationFailure(expectation,
            actual is { } time ? $"{ValueFormat.Cell(expected.Value)} expected; it was the run of {ValueFormat.Cell(time)}." : $"{ValueFormat.Cell(expected.Value)} expected, and no run raised an alert.",
            expected.Report("", DiagnosticSeverity.Error, ""), null));
    }

    public void CheckEntities(ImmutableArray<ExpectedEntity> entities)
    {
        foreach (var expected in entities)
        {
            if (alerts.Any(alert => alert.Entities.Any(entity => Matches(expected, entity))))
                continue;
            var same = alerts.SelectMany(alert => alert.Entities).Distinct().ToList();
            var near = same.Where(entity => entity.Type == expected.Type.Value).ToList();
            var message = alerts.IsEmpty ? $"No alert was raised, so {Describe(expected)} is on none." : $"No alert carries {Describe(expected)}.";
            if (same.Count > 0)
                message += near.Count > 0 ? $" Entities of that type: {string.Join(", ", near.Take(5))}." : $" Entities: {string.Join(", ", same.Take(5))}.";
            Fail("entities", expected.Node, message, null);
        }
    }

    private sealed record Facet(string Name, string Expected, Func<Alert, bool> Matches);

    private static Facet? Find(Facet[] facets, string name) => Array.Find(facets, facet => facet.Name == name);

    private Facet[] Facets(ExpectedAlert expected)
    {
        var facets = new List<Facet>();
        if (expected.Title is { } title)
            facets.Add(new Facet("Title", title.Value, alert => alert.Title == title.Value.Trim()));
        if (expected.Description is { } description)
            facets.Add(new Facet("Description", description.Value, alert => alert.Description.Trim() == description.Value.Trim()));
        if (expected.Severity is { } severity)
            facets.Add(new Facet("Severity", severity.Value.ToString(), alert => alert.Severity == severity.Value));
        if (expected.Tactics is { } tactics)
        {
            var names = tactics.Select(tactic => tactic.Value).ToList();
            facets.Add(new Facet("Tactics", string.Join(", ", names), alert => alert.Tactics.Length == names.Count && names.All(name => alert.Tactics.Contains(name, StringComparer.Ordinal))));
        }

        if (expected.Techniques is { } techniques)
        {
            var names = techniques.Select(technique => technique.Value).ToList();
            facets.Add(new Facet("Techniques", string.Join(", ", names), alert => alert.Techniques.Length == names.Count && names.All(name => alert.Techniques.Contains(name, StringComparer.Ordinal))));
        }

        Time("Run", expected.Run, alert => alert.Run);
        Time("Raised", expected.Raised, alert => alert.Raised);
        Time("StartTime", expected.StartTime, alert => alert.StartTime);
        Time("EndTime", expected.EndTime, alert => alert.EndTime);
        if (expected.EntityCount is { } entityCount)
            facets.Add(new Facet("EntityCount", entityCount.Text, alert => alert.Entities.Length == entityCount.Value));
        if (expected.Events is { } events)
            facets.Add(new Facet("Events", events.Text, alert => alert.Rows.Length == events.Value));
        if (expected.Rule is { } rule)
            facets.Add(new Facet("Rule", rule.Value, alert => alert.Rule.Name.Value == rule.Value || alert.Rule.Path == rule.Value || alert.Rule.Path.EndsWith("/" + rule.Value, StringComparison.Ordinal)));
        foreach (var note in expected.Notes ?? [])
            facets.Add(new Facet("Notes", note.Value, alert => alert.Notes.Any(text => text.Contains(note.Value, StringComparison.Ordinal))));
        foreach (var property in expected.Properties ?? [])
        {
            var value = FixtureValue.Of(property.Value, new TextOrigin(property.Value.Source));
            facets.Add(new Facet("properties." + property.Column.Value, comparer.Show(value, null), alert => MatchesIdentifier(value, Property(alert, property.Column.Value))));
        }

        if (expected.Entities is { } entities)
        {
            facets.Add(new Facet("Entities", string.Join(", ", entities.Select(Describe)),
                alert => entities.All(entity => alert.Entities.Any(candidate => Matches(entity, candidate)))));
        }

        foreach (var detail in expected.CustomDetails ?? [])
        {
            var value = FixtureValue.Of(detail.Value, new TextOrigin(detail.Value.Source));
            facets.Add(new Facet("customDetails." + detail.Column.Value, comparer.Show(value, null), alert => MatchesDetail(value, alert, detail.Column.Value)));
        }

        return [.. facets];

        void Time(string name, Located<DateTime>? time, Func<Alert, DateTime> of)
        {
            if (time is not null)
                facets.Add(new Facet(name, ValueFormat.Cell(time.Value), alert => of(alert) == time.Value));
        }
    }

    private static string? Property(Alert alert, string name) => alert.Properties.FirstOrDefault(property => property.Key == name).Value;

    private bool MatchesDetail(FixtureValue expected, Alert alert, string key)
    {
        var values = alert.CustomDetails.FirstOrDefault(detail => detail.Key == key)?.Values ?? [];
        return expected.Kind switch
        {
            YamlValueKind.Null => values.IsEmpty,
            YamlValueKind.List when values.Length == expected.Items.Length => Matching.Pair(expected.Items.Length, values.Length, (e, a) => comparer.MatchesText(expected.Items[e], values[a])).All(partner => partner >= 0),
            YamlValueKind.List or YamlValueKind.Map => values is [var only] && only == expected.ToJson(),
            _ => values is [var only] && comparer.MatchesText(expected, only),
        };
    }

    internal bool Matches(ExpectedEntity expected, Entity actual) => expected.Type.Value == actual.Type
        && expected.Properties.All(property => MatchesIdentifier(FixtureValue.Of(property.Value, new TextOrigin(property.Value.Source)), actual.Find(property.Column.Value)));

    private bool MatchesIdentifier(FixtureValue expected, string? actual) => actual is null ? expected.Kind == YamlValueKind.Null : comparer.MatchesText(expected, actual);

    internal static string Describe(ExpectedEntity entity) =>
        $"{entity.Type.Value}({string.Join(", ", entity.Properties.Select(property => $"{property.Column.Value}={property.Value}"))})";

    private ComparisonTable ShowAll()
    {
        ImmutableArray<string> columns = ["Title", "Severity", "Entities"];
        return TableBuilder.Build<ExpectedAlert, Alert>(columns, [], alerts, (_, _) => null, (alert, c) => Show(alert, columns[c]), (_, _, _) => true);
    }

    private static string Show(Alert alert, string column) => column switch
    {
        "Title" => alert.Title,
        "Description" => alert.Description,
        "Severity" => alert.Severity.ToString(),
        "Tactics" => string.Join(", ", alert.Tactics),
        "Entities" => string.Join(", ", alert.Entities),
        "Techniques" => string.Join(", ", alert.Techniques),
        "Run" => ValueFormat.Cell(alert.Run),
        "Raised" => ValueFormat.Cell(alert.Raised),
        "StartTime" => ValueFormat.Cell(alert.StartTime),
        "EndTime" => ValueFormat.Cell(alert.EndTime),
        "EntityCount" => ValueFormat.Text(alert.Entities.Length),
        "Events" => ValueFormat.Text(alert.Rows.Length),
        "Rule" => alert.Rule.Name.Value,
        "Notes" => string.Join(" ", alert.Notes),
        _ when column.StartsWith("properties.", StringComparison.Ordinal) => Property(alert, column["properties.".Length..]) ?? "null",
        _ => alert.CustomDetails.FirstOrDefault(detail => "customDetails." + detail.Key == column) is not { } detail ? "null"
            : detail.Values is [var only] ? only : "[" + string.Join(", ", detail.Values) + "]",
    };

    private void Fail(string expectation, Model.Yaml.YamlNode node, string message, ComparisonTable? table) =>
        failures.Add(new ExpectationFailure(expectation, message, node.Report("", DiagnosticSeverity.Error, ""), table));

    private static string Count(long count) => count == 1 ? "1 alert" : $"{count} alerts";
}
