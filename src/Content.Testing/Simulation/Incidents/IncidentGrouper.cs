using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>
/// Makes incidents of alerts ("Create a scheduled analytics rule from scratch", incident settings; "Microsoft Sentinel service limits"):
/// none, one an alert, or one for alerts of the rule that belong together and come within lookbackDuration. A full incident (150 alerts)
/// is followed by a new one with the same details. An alert for a closed incident opens it again or makes a new one. On the Defender
/// portal no incident is opened again ("Microsoft Sentinel in the Microsoft Defender portal").
/// </summary>
internal sealed class IncidentGrouper(SimulationChoices choices)
{
    /// <summary>Alerts that an incident holds at most.</summary>
    public const int AlertLimit = 150;

    /// <summary>Who groups, as automation rules name it.</summary>
    public const string Source = "Microsoft Sentinel - Alert grouping";

    private const string Actor = "alert grouping";
    private static readonly TimeSpan DefaultLookback = TimeSpan.FromHours(5);

    // The newest incident of each rule and key is the only one that can take an alert.
    private readonly Dictionary<(AnalyticsRule Rule, string Key), IncidentState> _current = [];
    private readonly List<IncidentState> _incidents = [];

    /// <summary>All incidents in order of their creation.</summary>
    public IReadOnlyList<IncidentState> Incidents => _incidents;

    /// <summary>Puts an alert into an incident.</summary>
    /// <returns>The incident, and what changed of one that was there; null when the rule makes no incidents.</returns>
    public (IncidentState Incident, IncidentUpdate? Update)? Add(Alert alert)
    {
        var configuration = alert.Rule.IncidentConfiguration;
        if (!(configuration?.CreateIncident?.Value ?? choices.IncidentsByDefault))
            return null;
        if (configuration?.Grouping is not { Enabled.Value: true } grouping)
            return (Create(alert), null);
        var key = GroupingKey.Of(alert, grouping) ?? (choices.AlertsWithoutEntities == EmptyGrouping.Together ? "" : null);
        if (key is null)
            return (Create(alert), null);
        var found = _current.GetValueOrDefault((alert.Rule, key));
        while (found?.MergedInto is { } other)
            found = other;
        if (found is not null && IsWithin(found, alert, grouping.LookbackDuration?.Value ?? DefaultLookback) && found.Alerts.Count < AlertLimit)
        {
            if (found.IsOpen)
                return (found, Join(found, alert, reopens: false));
            if (grouping.ReopenClosedIncident is { Value: true } && !choices.DefenderPortal)
                return (found, Join(found, alert, reopens: true));
        }

        var created = Create(alert);
        if (grouping.ReopenClosedIncident is { Value: true } && choices.DefenderPortal && found is { IsOpen: false })
            created.Note($"Incident {found.Number} is not opened again: the Defender portal has no reopening.");
        return (_current[(alert.Rule, key)] = created, null);
    }

    private bool IsWithin(IncidentState incident, Alert alert, TimeSpan lookback) =>
        alert.Raised - incident.Alerts[choices.GroupingWindow == GroupingStart.FirstAlert ? 0 : ^1].Raised <= lookback;

    private IncidentState Create(Alert alert)
    {
        var incident = new IncidentState(_incidents.Count + 1, alert, alert.Rule, alert.Raised);
        incident.Add(alert);
        incident.Log(alert.Raised, Actor, $"created with alert {alert.Number}");
        if (choices.DefenderPortal)
            incident.Note("The Defender portal names incidents itself, and its correlation may merge them: title and grouping are advisory.");
        _incidents.Add(incident);
        return incident;
    }

    private IncidentUpdate Join(IncidentState incident, Alert alert, bool reopens)
    {
        var update = new IncidentUpdate(Source) { Alerts = true };
        if (reopens)
        {
            update = update with { Status = (incident.Status, IncidentState.New) };
            incident.Status = IncidentState.New;
            incident.Classification = "";
            incident.Reopened++;
        }

        if (choices.IncidentSeverity == SeveritySource.Highest && alert.Severity > incident.Severity)
        {
            update = update with { Severity = (incident.Severity.ToString(), alert.Severity.ToString()) };
            incident.Severity = alert.Severity;
        }

        var tactics = incident.Add(alert);
        incident.Log(alert.Raised, Actor, $"{(reopens ? "opened again" : "joined")} by alert {alert.Number}");
        return update with { Tactics = tactics.Count > 0 };
    }
}
