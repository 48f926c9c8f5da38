using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The actions of an automation rule run in the order of their numbers, from 1; two with one number have no order.</summary>
public sealed class ActionOrder() : AnalysisRule("RULE067", DiagnosticSeverity.Warning, "Two actions of an automation rule have the same order, or one is below 1.")
{
    /// <inheritdoc/>
    public override void Analyze(AutomationRule rule, FindingList findings)
    {
        var seen = new HashSet<long>();
        foreach (var action in rule.Actions)
        {
            if (action.Order is not { } order)
                continue;
            if (order.Value < 1)
                findings.Add(order, $"The order {order.Value} is below 1.");
            else if (!seen.Add(order.Value))
                findings.Add(order, $"Another action has the order {order.Value} too.", "Number the actions 1, 2, 3.");
        }
    }
}
