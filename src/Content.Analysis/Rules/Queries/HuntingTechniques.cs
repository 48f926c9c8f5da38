using Content.Diagnostics;
using Content.Catalog.Attack;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The tactics and techniques of a hunting query become tags by which people find it: those that do not exist, or are withdrawn, are found by nobody.</summary>
internal sealed class HuntingTechniques() : AnalysisRule("RULE094", DiagnosticSeverity.Info, "A tactic or technique of a hunting query does not exist or is withdrawn.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Item is not HuntingQuery hunting)
            return;
        foreach (var tactic in hunting.Tactics)
        {
            if (!Tactics.Names.Contains(tactic.Value, StringComparer.Ordinal))
                context.Findings.Add(tactic, $"There is no tactic '{tactic.Value}'.{(Tactics.Find(tactic.Value) is { } spelling ? $" Did you mean '{spelling}'?" : Texts.DidYouMean(tactic.Value, Tactics.Names))}");
        }

        var catalog = AttackCatalog.Instance;
        foreach (var id in hunting.RelevantTechniques)
        {
            if (catalog.FindTechnique(id.Value) is not { } technique)
                context.Findings.Add(id, $"There is no ATT&CK technique '{id.Value}'.", $"The facts are those of ATT&CK {catalog.Version}.");
            else if (technique.Status is AttackStatus.Revoked or AttackStatus.Deprecated)
                context.Findings.Add(id, $"The technique {id.Value} ({technique.Name}) is {(technique.Status == AttackStatus.Revoked ? "revoked" : "deprecated")}.", "Look up what replaced it at attack.mitre.org.");
        }
    }
}
