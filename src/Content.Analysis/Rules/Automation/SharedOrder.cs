using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Automation rules of one trigger run in the order of their numbers; with equal numbers nobody knows which runs first, which matters as soon as one changes what the other looks at.</summary>
internal sealed class SharedOrder() : AnalysisRule("RULE066", DiagnosticSeverity.Info, "Two automation rules of one trigger have the same order.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        var seen = new Dictionary<(AutomationTrigger, AutomationTriggerTime, long), AutomationRule>();
        foreach (var rule in repository.AutomationRules)
        {
            if (rule is { Order: { } order, TriggeringLogic: { IsEnabled: not { Value: false }, TriggersOn: { } on, TriggersWhen: { } when } } && !seen.TryAdd((on.Value, when.Value, order.Value), rule))
            {
                var first = seen[(on.Value, when.Value, order.Value)];
                findings.Add(order, $"The order {order.Value} is also that of '{first.DisplayName.Value}' in {first.Path}.", "Give each rule a number of its own.");
            }
        }
    }
}
