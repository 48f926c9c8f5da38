using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// A rule that alerts start can only run playbooks, only when an alert is created, and only be bound to analytics rules; a condition about a change
/// needs a rule that an update starts.
/// </summary>
internal sealed class AutomationTriggerFit() : AnalysisRule("RULE062", DiagnosticSeverity.Error, "An action or condition of an automation rule does not go with what starts the rule.")
{
    /// <inheritdoc/>
    public override void Analyze(AutomationRule rule, FindingList findings)
    {
        if (rule.TriggeringLogic is not { } logic)
            return;
        if (logic.TriggersOn?.Value == AutomationTrigger.Alerts)
        {
            foreach (var action in rule.Actions.Where(action => action is not RunPlaybookAction))
                findings.Add(action.Kind, $"'{action.Kind.Text}' changes an incident, and the rule is started by alerts.", "Let it start with Incidents, or run a playbook.");
            if (logic.TriggersWhen is { Value: AutomationTriggerTime.Updated } when)
                findings.Add(when, "Alerts start a rule only when they are created.", "Write Created.");
            foreach (var condition in AutomationConditions.All(rule))
            {
                if (condition is PropertyCondition { PropertyName: { } name } && name.Value.StartsWith("Incident", StringComparison.Ordinal))
                    findings.Add(name, $"'{name.Value}' is a property of incidents, and the rule is started by alerts.", "Use AlertAnalyticRuleIds.");
            }
        }

        if (logic.TriggersWhen is not { Value: AutomationTriggerTime.Created })
            return;
        foreach (var condition in AutomationConditions.All(rule).Where(condition => condition is PropertyChangedCondition or PropertyArrayChangedCondition))
            findings.Add(condition.Kind, $"'{condition.Kind.Text}' asks for a change, and the rule is started by what is created.", "Write triggersWhen: Updated.");
    }
}
