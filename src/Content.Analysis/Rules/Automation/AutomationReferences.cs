using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// An automation rule that names an analytics rule or custom detail that the workspace does not have is imported disabled, or never fits. What the repository does not
/// have may still be in the workspace: then the automation rule depends on something that nobody keeps in files.
/// </summary>
internal sealed class AutomationReferences() : AnalysisRule("RULE110", DiagnosticSeverity.Info, "An automation rule names an analytics rule or custom detail that the repository does not have.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        if (repository.AutomationRules.IsEmpty || repository.Rules.IsEmpty)
            return;
        var ids = repository.Rules.Select(rule => rule.ServiceId?.Value.Trim()).Concat(repository.ServiceRules.Select(rule => rule.ServiceId?.Value.Trim())).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var details = repository.Rules.SelectMany(rule => rule.CustomDetails).Select(detail => detail.Key.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var condition in repository.AutomationRules.SelectMany(AutomationConditions.All).OfType<PropertyCondition>())
        {
            foreach (var value in condition.Values)
            {
                if (condition.PropertyName?.Value is "IncidentRelatedAnalyticRuleIds" or "AlertAnalyticRuleIds")
                {
                    var id = value.Value.Trim()[(value.Value.Trim().LastIndexOf('/') + 1)..];
                    if (condition.Operator?.Value is "Contains" or "Equals" && !ids.Contains(id))
                        findings.Add(value, $"The repository has no analytics rule with the id '{id}'.{Texts.DidYouMean(id, ids)}", "Name a rule of the repository, or import the one of the workspace.");
                }
                else if (condition.PropertyName?.Value == "IncidentCustomDetailsKey" && condition.Operator?.Value == "Equals" && !details.Contains(value.Value))
                {
                    findings.Add(value, $"No analytics rule of the repository has a custom detail '{value.Value}'.{Texts.DidYouMean(value.Value, details)}", "Name a custom detail as a rule spells it.");
                }
            }
        }
    }
}
