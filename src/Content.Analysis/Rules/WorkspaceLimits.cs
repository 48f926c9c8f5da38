using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A workspace holds 512 enabled scheduled rules (1,024 in all) and 50 enabled NRT rules (100 in all).</summary>
internal sealed class WorkspaceLimits() : AnalysisRule("RULE028", DiagnosticSeverity.Error, "There are more rules than a workspace holds.")
{
    private const int AutomationRules = 512;
    private const int SummaryRules = 30;

    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        Check(RuleKind.Scheduled, "scheduled", 512, 1_024);
        Check(RuleKind.Nrt, "NRT", 50, 100);
        if (repository.AutomationRules.Length > AutomationRules)
            findings.Add(repository.AutomationRules[AutomationRules].DisplayName, $"The repository has {repository.AutomationRules.Length} automation rules; a workspace holds {AutomationRules}.", "Spread them over workspaces, or do several things in one.");
        if (repository.SummaryRules.Length > SummaryRules)
            findings.Add(repository.SummaryRules[SummaryRules].DisplayName, $"The repository has {repository.SummaryRules.Length} summary rules; a workspace runs {SummaryRules}.", "Spread them over workspaces.");

        void Check(RuleKind kind, string name, int enabledLimit, int limit)
        {
            var rules = repository.Rules.Where(rule => rule.Kind.Value == kind).ToList();
            var enabled = rules.Where(rule => rule.Enabled is not { Value: false }).ToList();
            if (rules.Count > limit)
                findings.Add(rules[limit].Name, $"The repository has {rules.Count} {name} rules; a workspace holds {limit}.");
            if (enabled.Count > enabledLimit)
                findings.Add(enabled[enabledLimit].Name, $"The repository has {enabled.Count} enabled {name} rules; a workspace runs {enabledLimit}.", "Disable some, or spread them over workspaces.");
        }
    }
}
