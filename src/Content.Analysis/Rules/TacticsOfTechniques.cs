using Content.Catalog.Attack;
using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>The Azure-Sentinel repository refuses a technique when none of its tactics is listed, and the coverage page of Sentinel places a rule by both.</summary>
internal sealed class TacticsOfTechniques() : AnalysisRule("RULE030", DiagnosticSeverity.Warning, "A technique is listed without any of its tactics.")
{
    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        var catalog = AttackCatalog.Instance;
        var listed = context.Rule.Tactics.Select(tactic => Tactics.Find(tactic.Value)).OfType<string>().ToHashSet(StringComparer.Ordinal);

        // A tactic that is missing or misspelt is reported as such.
        if (listed.Count == 0 || listed.Count < context.Rule.Tactics.Length)
            return;
        foreach (var id in context.Rule.RelevantTechniques)
        {
            if (catalog.FindTechnique(id.Value) is not { Status: AttackStatus.Active, Domain: not AttackDomain.Mobile } technique)
                continue;
            var names = technique.Tactics.Select(catalog.FindTactic).OfType<AttackTactic>().Select(tactic => tactic.SentinelName).Where(name => Tactics.Find(name) is not null).ToList();
            if (names.Count > 0 && !names.Any(listed.Contains))
                context.Findings.Add(id, $"{id.Value} ({technique.Name}) is a technique of {Texts.List(names, 4)}, and the rule lists none of these tactics.", $"Add '{names[0]}' to tactics, or choose another technique.");
        }
    }
}
