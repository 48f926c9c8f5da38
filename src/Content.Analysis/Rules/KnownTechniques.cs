using Content.Catalog.Attack;
using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>A rule names techniques of ATT&amp;CK that are in force, of the matrices that Sentinel takes.</summary>
internal sealed class KnownTechniques() : AnalysisRule("RULE023", DiagnosticSeverity.Error, "A technique does not exist, is withdrawn, or belongs to the mobile matrix, which Sentinel does not take.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        var catalog = AttackCatalog.Instance;
        foreach (var id in context.Rule.RelevantTechniques)
        {
            switch (catalog.FindTechnique(id.Value))
            {
                case null:
                    context.Findings.Add(id, $"There is no ATT&CK technique '{id.Value}'.{Texts.DidYouMean(id.Value, catalog.TechniqueIds)}", $"The facts are those of ATT&CK {catalog.Version}.");
                    break;
                case { Status: AttackStatus.Revoked or AttackStatus.Deprecated } technique:
                    context.Findings.Add(id, $"The technique {id.Value} ({technique.Name}) is {(technique.Status == AttackStatus.Revoked ? "revoked" : "deprecated")}.", "Look up what replaced it at attack.mitre.org.");
                    break;
                case { Domain: AttackDomain.Mobile } technique:
                    context.Findings.Add(id, $"{id.Value} ({technique.Name}) is a technique of the mobile matrix, which Sentinel does not take.", "Give it under 'attack: {technique: ...}', which stays in the file.");
                    break;
            }
        }
    }
}
