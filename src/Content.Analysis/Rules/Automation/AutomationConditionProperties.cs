using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A condition looks at a property of the incident, its alerts or their entities, by the name that the API gives it; one that does not exist never fits, or the rule is refused.</summary>
internal sealed class AutomationConditionProperties() : AnalysisRule("RULE061", DiagnosticSeverity.Warning, "A condition of an automation rule looks at a property that does not exist, or compares it with nothing.")
{
    /// <inheritdoc/>
    public override void Analyze(AutomationRule rule, FindingList findings)
    {
        foreach (var condition in AutomationConditions.All(rule).OfType<PropertyCondition>())
        {
            if (condition.PropertyName is not { } name)
                continue;
            if (!AutomationProperties.Names.Contains(name.Value, StringComparer.Ordinal))
                findings.Add(name, $"There is no property '{name.Value}'.{Texts.DidYouMean(name.Value, AutomationProperties.Names)}", "Take one of those that the schema of automation rules lists.");
            else if (condition.Values.IsEmpty)
                findings.Add(name, $"'{name.Value}' is compared with no value.", "Give propertyValues.");
        }
    }
}
