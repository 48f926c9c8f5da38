using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;
using Content.Testing.Simulation;

namespace Content.Testing.Assertions;

/// <summary>Judges what is expected of incidents.</summary>
internal sealed class IncidentAssertions(ImmutableArray<Incident> incidents, ValueComparer comparer, List<ExpectationFailure> failures)
{
    private static readonly ImmutableArray<string> Summary = ["Number", "Title", "Severity", "Status", "Alerts"];

    private readonly AlertAssertions _entities = new([], comparer, []);

    public void Check(ExpectedItems<ExpectedIncident> expected)
    {
        if (expected.Items is not { } items)
        {
            if (expected.Count != incidents.Length)
                Fail(expected.Node, $"{Count(expected.Count)} expected, {Count(incidents.Length)} created.", incidents.IsEmpty ? null : Show(Summary, [], [], incidents));
            return;
        }

        var facets = items.Select(Facets).ToList();
        var partners = Matching.Pair(items.Length, incidents.Length, (e, a) => Array.TrueForAll(facets[e], facet => facet.Matches(incidents[a])));
        var missing = Enumerable.Range(0, items.Length).Where(e => partners[e] < 0).ToList();
        var surplus = incidents.Where((_, a) => !partners.Contains(a)).ToList();
        if (missing.Count == 0 && surplus.Count == 0)
            return;
        var columns = facets.SelectMany(item => item).Select(facet => facet.Name).Distinct(StringComparer.Ordinal).ToImmutableArray();
        Fail(missing.Count > 0 ? items[missing[0]].Node : expected.Node,
            $"{Count(expected.Count)} expected, {Count(incidents.Length)} created: " + (missing.Count == 0 ? $"{surplus.Count} more than expected." : $"{Count(missing.Count)} missing."),
            Show(columns.IsEmpty ? Summary : columns, facets, missing, surplus));
    }

    private sealed record Facet(string Name, string Expected, Func<Incident, bool> Matches);

    private Facet[] Facets(ExpectedIncident expected)
    {
        var facets = new List<Facet>();
        Text("Title", expected.Title?.Value.Trim());
        Text("Severity", expected.Severity?.Value.ToString());
        Text("Status", expected.Status?.Value);
        Text("Alerts", expected.Alerts is { } alerts ? ValueFormat.Text(alerts.Value) : null);
        Text("Created", expected.Created is { } created ? ValueFormat.Cell(created.Value) : null);
        Text("Owner", expected.Owner?.Value);
        Text("Classification", expected.Classification?.Value);
        Text("Reopened", expected.Reopened is { } reopened ? ValueFormat.Text(reopened.Value) : null);
        Text("Tasks", expected.Tasks is { } tasks ? List(tasks) : null);
        Text("Playbooks", expected.Playbooks is { } playbooks ? List(playbooks) : null);
        Set("Tactics", expected.Tactics, incident => incident.Tactics);
        Set("Labels", expected.Labels, incident => incident.Labels);
        if (expected.Entities is { } entities)
        {
            facets.Add(new Facet("Entities", string.Join(", ", entities.Select(AlertAssertions.Describe)),
                incident => entities.All(entity => incident.Entities.Any(candidate => _entities.Matches(entity, candidate)))));
        }

        return [.. facets];

        void Text(string name, string? value)
        {
            if (value is not null)
                facets.Add(new Facet(name, value, incident => Show(incident, name) == value));
        }

        void Set(string name, ImmutableArray<Located<string>>? values, Func<Incident, ImmutableArray<string>> of)
        {
            if (values is { } wanted)
                facets.Add(new Facet(name, List(wanted), incident => of(incident).ToHashSet(StringComparer.Ordinal).SetEquals(wanted.Select(value => value.Value))));
        }
    }

    private static string List(IEnumerable<Located<string>> texts) => string.Join(", ", texts.Select(text => text.Value));

    private static string Show(Incident incident, string column) => column switch
    {
        "Number" => ValueFormat.Text(incident.Number),
        "Title" => incident.Title,
        "Severity" => incident.Severity.ToString(),
        "Status" => incident.Status,
        "Alerts" => ValueFormat.Text(incident.Alerts.Length),
        "Created" => ValueFormat.Cell(incident.Created),
        "Owner" => incident.Owner,
        "Classification" => incident.Classification,
        "Reopened" => ValueFormat.Text(incident.Reopened),
        "Tasks" => string.Join(", ", incident.Tasks.Select(task => task.Title)),
        "Playbooks" => string.Join(", ", incident.Playbooks),
        "Tactics" => string.Join(", ", incident.Tactics),
        "Labels" => string.Join(", ", incident.Labels),
        _ => string.Join(", ", incident.Entities),
    };

    private static ComparisonTable Show(ImmutableArray<string> columns, List<Facet[]> facets, List<int> missing, IReadOnlyList<Incident> surplus) => TableBuilder.Build(columns, missing, surplus,
        (item, c) => Find(facets[item], columns[c])?.Expected, (incident, c) => Show(incident, columns[c]), (item, incident, c) => Find(facets[item], columns[c])?.Matches(incident) ?? true);

    private static Facet? Find(Facet[] facets, string name) => Array.Find(facets, facet => facet.Name == name);

    private void Fail(Model.Yaml.YamlNode node, string message, ComparisonTable? table) =>
        failures.Add(new ExpectationFailure("incidents", message, node.Report("", DiagnosticSeverity.Error, ""), table));

    private static string Count(long count) => count == 1 ? "1 incident" : $"{count} incidents";
}
