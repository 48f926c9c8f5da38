using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>What makes no incident: an alert name that is both wanted and not wanted. And a workspace has one Fusion rule; a second one is refused.</summary>
internal sealed class ServiceRuleFilters() : AnalysisRule("RULE076", DiagnosticSeverity.Warning, "A rule of the service contradicts itself or another one.")
{
    /// <inheritdoc/>
    public override void Analyze(ServiceRule rule, FindingList findings)
    {
        foreach (var name in rule.DisplayNamesExcludeFilter)
        {
            if (rule.DisplayNamesFilter.Any(other => other.Value.Equals(name.Value, StringComparison.OrdinalIgnoreCase)))
                findings.Add(name, $"'{name.Value}' stands in displayNamesFilter too.", "Remove it from one of both.");
        }
    }

    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        foreach (var second in repository.ServiceRules.Where(rule => rule.Kind.Value == ServiceRuleKind.Fusion).Skip(1))
            findings.Add(second.Kind, "A workspace has one Fusion rule, and this is a further one.", "Keep one.");
    }
}
