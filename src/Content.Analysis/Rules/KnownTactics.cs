using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>A rule names tactics as Sentinel spells them: without blanks, from its own list.</summary>
public sealed class KnownTactics() : AnalysisRule("RULE022", DiagnosticSeverity.Error, "A tactic is not one that Sentinel knows.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        foreach (var tactic in context.Rule.Tactics)
        {
            if (!Tactics.Names.Contains(tactic.Value, StringComparer.Ordinal))
                context.Findings.Add(tactic, $"There is no tactic '{tactic.Value}'.{(Tactics.Find(tactic.Value) is { } spelling ? $" Did you mean '{spelling}'?" : Texts.DidYouMean(tactic.Value, Tactics.Names))}", "One of: " + string.Join(", ", Tactics.Names) + ".");
        }
    }
}
