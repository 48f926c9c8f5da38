using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>What the conditions of an automation rule look at.</summary>
/// <param name="Rules">Rules of the alerts.</param>
/// <param name="Alerts">The alert, or the alerts of the incident.</param>
/// <param name="Incident">The incident; null when an alert starts the rule.</param>
/// <param name="Update">What changed; null when it was created.</param>
internal sealed record AutomationSubject(IReadOnlyList<AnalyticsRule> Rules, IReadOnlyList<Alert> Alerts, IncidentState? Incident, IncidentUpdate? Update)
{
    public static AutomationSubject Of(IncidentState incident, IncidentUpdate? update) =>
        new([.. incident.Alerts.Select(alert => alert.Rule).Distinct()], incident.Alerts, incident, update);

    public static AutomationSubject Of(Alert alert) => new([alert.Rule], [alert], null, null);
}
