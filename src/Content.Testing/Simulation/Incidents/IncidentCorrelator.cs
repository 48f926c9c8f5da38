using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>
/// The correlation of the Defender portal ("Alert correlation and incident merging in the Microsoft Defender portal"), as far as it can
/// be said: where it is chosen, an incident that shares an entity with an older open one is merged into it.
/// </summary>
internal sealed class IncidentCorrelator(SimulationChoices choices)
{
    /// <summary>Who merges, as automation rules name it.</summary>
    public const string Source = "Microsoft 365 Defender";

    private const string Actor = "correlation";

    /// <summary>Merges an incident into the oldest open one that shares an entity with it.</summary>
    /// <returns>That incident and what changed of it; null when there is none.</returns>
    public (IncidentState Into, IncidentUpdate Update)? Merge(IncidentState incident, IReadOnlyList<IncidentState> all, DateTime at)
    {
        if (choices.Correlation != IncidentCorrelation.SharedEntities || !incident.IsOpen)
            return null;
        var into = all.FirstOrDefault(other => other.Number < incident.Number && other.IsOpen && other.Entities.Exists(incident.Entities.Contains));
        if (into is null)
            return null;
        var update = new IncidentUpdate(Source) { Alerts = true };
        var tactics = 0;
        foreach (var alert in incident.Alerts)
            tactics += into.Add(alert).Count;
        if (incident.Severity > into.Severity)
        {
            update = update with { Severity = (into.Severity.ToString(), incident.Severity.ToString()) };
            into.Severity = incident.Severity;
        }

        incident.Status = IncidentState.Merged;
        incident.MergedInto = into;
        incident.Log(at, Actor, $"merged into incident {into.Number}");
        into.Log(at, Actor, $"incident {incident.Number} merged into it");
        return (into, update with { Tactics = tactics > 0 });
    }
}
