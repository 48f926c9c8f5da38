using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>take, limit and sample give whatever rows come first: the same events may alert in one run and not in the next. top, or a sort before them, says which.</summary>
internal sealed class RowsLeftToChance() : AnalysisRule("RULE036", DiagnosticSeverity.Warning, "A rule takes some rows without saying which.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Use != QueryUse.AnalyticsRule)
            return;
        foreach (var pipe in context.NodesOf<PipeSyntax>())
        {
            if (context.TextOf(pipe.Operator.Keyword) is ("take" or "limit" or "sample") and var word && pipe.Left is not PipeSyntax { Operator: SortSyntax or TopSyntax })
                context.Add(pipe.Operator.Keyword.Span, $"'{word}' keeps rows by chance: what alerts may change from run to run.", "Use 'top … by …', sort before, or drop it: Sentinel itself limits alerts.");
        }
    }
}
