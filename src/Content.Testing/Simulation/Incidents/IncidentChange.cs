using System.Collections.Immutable;
using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>New values of an incident's properties; what is null stays as it is. Closing clears nothing, opening again clears the classification.</summary>
internal sealed record IncidentChange
{
    public AlertSeverity? Severity { get; init; }
    public string? Status { get; init; }
    public string? Owner { get; init; }
    public string? Classification { get; init; }
    public ImmutableArray<string> Labels { get; init; } = [];
    public string? Comment { get; init; }

    /// <summary>Makes the change; what it changed.</summary>
    public IncidentUpdate Apply(IncidentState incident, string source, string actor, DateTime at)
    {
        var update = new IncidentUpdate(source);
        var said = new List<string>();
        if (Severity is { } severity && severity != incident.Severity)
        {
            update = update with { Severity = (incident.Severity.ToString(), severity.ToString()) };
            said.Add($"severity {incident.Severity} -> {severity}");
            incident.Severity = severity;
        }

        if (Status is { } status && status != incident.Status)
        {
            update = update with { Status = (incident.Status, status) };
            said.Add($"status {incident.Status} -> {status}");
            incident.Status = status;
            if (status != IncidentState.Closed)
                incident.Classification = "";
        }

        if (Owner is { } owner && owner != incident.Owner)
        {
            update = update with { Owner = (incident.Owner, owner) };
            said.Add($"owner {(owner.Length == 0 ? "taken away" : owner)}");
            incident.Owner = owner;
        }

        if (Classification is { } classification && incident.Status == IncidentState.Closed && classification != incident.Classification)
        {
            said.Add($"classification {classification}");
            incident.Classification = classification;
        }

        var labels = Labels.Where(label => !incident.Labels.Contains(label)).Distinct(StringComparer.Ordinal).ToList();
        if (labels.Count > 0)
        {
            update = update with { Labels = true };
            said.Add($"tags {string.Join(", ", labels)}");
            incident.Labels.AddRange(labels);
        }

        if (Comment is not null)
        {
            update = update with { Comments = true };
            said.Add($"comment '{Comment}'");
        }

        if (said.Count > 0)
            incident.Log(at, actor, string.Join(", ", said));
        return update;
    }
}
