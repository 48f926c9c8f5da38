using System.Collections.Immutable;
using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>Something that an automation rule did apart from changing an incident.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Rule">Its display name.</param>
/// <param name="What">What, as a sentence without a full stop.</param>
public sealed record AutomationEvent(DateTime At, string Rule, string What);

/// <summary>
/// Runs automation rules ("Automate threat response in Microsoft Sentinel with automation rules"): those for created incidents before
/// those for updates, each queue by order, every rule on what the ones before it left. A change by a rule is an update too; for one
/// event, each rule runs once at most. A rule with an expiration time does not run after it. Playbooks are named and not run.
/// </summary>
internal sealed class AutomationEngine
{
    /// <summary>Who changes an incident, as automation rules name it.</summary>
    public const string Source = "Automation rule";

    private readonly ImmutableArray<AutomationRule> _rules;
    private readonly SimulationChoices _choices;
    private readonly List<AutomationEvent> _events = [];

    public AutomationEngine(IEnumerable<AutomationRule> rules, SimulationChoices choices)
    {
        _rules = [.. rules.Where(rule => rule.TriggeringLogic?.IsEnabled is { Value: true }).OrderBy(rule => rule.Order?.Value ?? long.MaxValue).ThenBy(rule => rule.Path, StringComparer.Ordinal)];
        _choices = choices;
    }

    /// <summary>What rules did apart from changing incidents.</summary>
    public IReadOnlyList<AutomationEvent> Events => _events;

    /// <summary>An alert was raised. Such rules can only run playbooks.</summary>
    public void AlertCreated(Alert alert)
    {
        foreach (var rule in RulesFor(AutomationTrigger.Alerts, AutomationTriggerTime.Created, alert.Raised))
        {
            if (!Holds(rule, AutomationSubject.Of(alert), alert.Raised))
                continue;
            foreach (var action in InOrder(rule))
            {
                _events.Add(new AutomationEvent(alert.Raised, rule.DisplayName.Value, action is RunPlaybookAction playbook
                    ? $"would run playbook {NameOf(playbook)} on alert {alert.Number}" : $"does not act on alerts with {action.Kind.Value}"));
            }
        }
    }

    /// <summary>An incident was created.</summary>
    public void IncidentCreated(IncidentState incident, DateTime at)
    {
        var done = new HashSet<AutomationRule>();
        var updates = new Queue<IncidentUpdate>();
        foreach (var rule in RulesFor(AutomationTrigger.Incidents, AutomationTriggerTime.Created, at))
            Apply(rule, AutomationSubject.Of(incident, null), at, done, updates);
        Follow(incident, at, done, updates);
    }

    /// <summary>An incident was updated.</summary>
    public void IncidentUpdated(IncidentState incident, IncidentUpdate update, DateTime at)
    {
        if (!update.IsEmpty)
            Follow(incident, at, [], new Queue<IncidentUpdate>([update]));
    }

    private void Follow(IncidentState incident, DateTime at, HashSet<AutomationRule> done, Queue<IncidentUpdate> updates)
    {
        while (updates.TryDequeue(out var update))
        {
            foreach (var rule in RulesFor(AutomationTrigger.Incidents, AutomationTriggerTime.Updated, at))
                Apply(rule, AutomationSubject.Of(incident, update), at, done, updates);
        }
    }

    private void Apply(AutomationRule rule, AutomationSubject subject, DateTime at, HashSet<AutomationRule> done, Queue<IncidentUpdate> updates)
    {
        if (done.Contains(rule) || !Holds(rule, subject, at))
            return;
        done.Add(rule);
        foreach (var action in InOrder(rule))
        {
            var update = Act(rule, action, subject.Incident!, at);
            if (!update.IsEmpty)
                updates.Enqueue(update);
        }
    }

    private IEnumerable<AutomationRule> RulesFor(AutomationTrigger trigger, AutomationTriggerTime time, DateTime at) => _rules.Where(rule =>
        rule.TriggeringLogic!.TriggersOn?.Value == trigger && rule.TriggeringLogic.TriggersWhen?.Value == time && !(rule.TriggeringLogic.ExpirationTimeUtc?.Value <= at));

    private bool Holds(AutomationRule rule, AutomationSubject subject, DateTime at)
    {
        var evaluator = new ConditionEvaluator(subject, _choices);
        var holds = rule.TriggeringLogic!.Conditions.All(evaluator.Holds);
        foreach (var note in evaluator.Notes)
        {
            if (subject.Incident is { } incident)
                incident.Note($"{rule.DisplayName.Value}: {note}");
            else
                _events.Add(new AutomationEvent(at, rule.DisplayName.Value, note.TrimEnd('.')));
        }

        return holds;
    }

    private static IEnumerable<AutomationAction> InOrder(AutomationRule rule) => rule.Actions.OrderBy(action => action.Order?.Value ?? long.MaxValue);

    private static IncidentUpdate Act(AutomationRule rule, AutomationAction action, IncidentState incident, DateTime at)
    {
        var actor = rule.DisplayName.Value;
        switch (action)
        {
            case ModifyPropertiesAction modify:
                var change = new IncidentChange
                {
                    Severity = modify.Severity?.Value,
                    Status = modify.Status?.Value,
                    Owner = modify.Owner is null ? null : OwnerOf(modify.Owner),
                    Classification = modify.Classification is null ? null : modify.ClassificationReason is null ? modify.Classification.Value : $"{modify.Classification.Value} - {modify.ClassificationReason.Value}",
                    Labels = [.. modify.Labels.Select(label => label.Value)],
                };
                return change.Apply(incident, Source, actor, at);
            case AddIncidentTaskAction task:
                incident.Tasks.Add(new IncidentTask(task.Title?.Value ?? "", task.Description?.Value ?? ""));
                incident.Log(at, actor, $"task '{task.Title?.Value}' added");
                return new IncidentUpdate(Source);
            case RunPlaybookAction playbook:
                incident.Playbooks.Add(NameOf(playbook));
                incident.Log(at, actor, $"would run playbook {NameOf(playbook)}, which is not simulated");
                return new IncidentUpdate(Source);
            default:
                return new IncidentUpdate(Source);
        }
    }

    private static string OwnerOf(IncidentOwner owner) =>
        owner.UserPrincipalName?.Value ?? owner.Email?.Value ?? owner.AssignedTo?.Value ?? owner.ObjectId?.Value ?? "";

    private static string NameOf(RunPlaybookAction playbook) => playbook.LogicAppResourceId?.Value is { } id ? id[(id.LastIndexOf('/') + 1)..] : "?";
}
