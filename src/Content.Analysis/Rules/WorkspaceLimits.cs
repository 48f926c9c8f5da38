using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A workspace holds 512 enabled scheduled rules (1,024 in all) and 50 enabled NRT rules (100 in all).</summary>
public sealed class WorkspaceLimits() : AnalysisRule("RULE028", DiagnosticSeverity.Error, "There are more rules than a workspace holds.")
{

    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        Check(RuleKind.Scheduled, "scheduled", 512, 1_024);
        Check(RuleKind.Nrt, "NRT", 50, 100);

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
