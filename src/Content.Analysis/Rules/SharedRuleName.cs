using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Alerts and incidents carry the name of their rule, and the portal refuses a second rule of one name: with two, nobody sees which of them spoke.</summary>
internal sealed class SharedRuleName() : AnalysisRule("RULE100", DiagnosticSeverity.Info, "Two analytics rules have the same name.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        var first = new Dictionary<string, AnalyticsRule>(StringComparer.OrdinalIgnoreCase);
        foreach (var rule in repository.Rules)
        {
            if (!first.TryAdd(rule.Name.Value.Trim(), rule))
                findings.Add(rule.Name, $"The name is also that of {first[rule.Name.Value.Trim()].Path}.", "Say in the name what tells them apart.");
        }
    }
}
