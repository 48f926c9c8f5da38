using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>A rule names tactics as Sentinel spells them: without blanks, from its own list.</summary>
internal sealed class KnownTactics() : AnalysisRule("RULE022", DiagnosticSeverity.Error, "A tactic is not one that Sentinel knows.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        foreach (var tactic in context.Rule.Tactics)
        {
            if (Tactics.Names.Contains(tactic.Value, StringComparer.Ordinal))
                continue;

            // Only blanks and case differ: no other can be meant.
            var spelling = Tactics.Find(tactic.Value);
            var whole = new TextSpan(0, tactic.Text.Length);
            context.Findings.AddPart(tactic, whole, $"There is no tactic '{tactic.Value}'.{(spelling is not null ? $" Did you mean '{spelling}'?" : Texts.DidYouMean(tactic.Value, Tactics.Names))}", "One of: " + string.Join(", ", Tactics.Names) + ".",
                spelling is null ? null : new CodeFix($"Change to '{spelling}'", [new TextEdit(whole, spelling)]) { IsCertain = true });
        }
    }
}
