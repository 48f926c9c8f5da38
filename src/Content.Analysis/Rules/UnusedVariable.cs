using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>A let that nothing refers to is a left-over, or the query forgot its condition.</summary>
internal sealed class UnusedVariable() : AnalysisRule("RULE050", DiagnosticSeverity.Info, "A variable is declared and never used.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        var uses = context.NodesOf<NameSyntax>().GroupBy(name => name.Text, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        foreach (var let in context.NodesOf<LetSyntax>())
        {
            if (!let.Name.IsMissing && uses[let.Name.Text] == 1)
                context.Add(let.Name.Span, $"'{let.Name.Text}' is never used.", "Remove it, or use it.");
        }
    }
}
