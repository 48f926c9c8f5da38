using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// An automation rule has a name of at most 500 characters, an order from 1 to 1,000, at most 20 actions and 50 conditions; a list condition
/// at most 10 inner ones, a Boolean condition 2 to 10 (Microsoft Sentinel service limits).
/// </summary>
internal sealed class AutomationLimits() : AnalysisRule("RULE060", DiagnosticSeverity.Error, "An automation rule goes beyond what Sentinel takes: its name, order, actions or conditions.")
{
    /// <inheritdoc/>
    public override void Analyze(AutomationRule rule, FindingList findings)
    {
        if (rule.DisplayName.Value.Length > Limits.AutomationRuleNameLength)
            findings.Add(rule.DisplayName, $"The name has {rule.DisplayName.Value.Length:N0} characters, Sentinel takes {Limits.AutomationRuleNameLength:N0}.");
        if (rule.Order is { } order && order.Value is < 1 or > Limits.AutomationRuleOrder)
            findings.Add(order, $"The order {order.Value:N0} is not one of 1 to {Limits.AutomationRuleOrder:N0}.");
        if (rule.Actions.Length > Limits.AutomationActions)
            findings.Add(rule.Source, rule.Actions[Limits.AutomationActions].Node.Span, $"The rule has {rule.Actions.Length} actions, Sentinel takes {Limits.AutomationActions}.", "Spread them over several rules.");
        if (rule.TriggeringLogic is not { } logic)
            return;
        if (logic.Conditions.Length > Limits.AutomationConditions)
            findings.Add(rule.Source, logic.Conditions[Limits.AutomationConditions].Node.Span, $"The rule has {logic.Conditions.Length} conditions, Sentinel takes {Limits.AutomationConditions}.", "Put several values into one condition.");
        foreach (var condition in AutomationConditions.All(rule))
        {
            var (inner, least) = condition switch
            {
                BooleanCondition boolean => (boolean.InnerConditions.Length, 2),
                PropertyArrayCondition list => (list.ItemConditions.Length, 1),
                _ => (1, 1),
            };
            if (inner < least || inner > Limits.AutomationInnerConditions)
                findings.Add(condition.Kind, $"The {condition.Kind.Text} condition has {inner} inner conditions, Sentinel takes {least} to {Limits.AutomationInnerConditions}.");
        }
    }
}
