using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>render says how a person sees a result; a rule has no viewer.</summary>
internal sealed class NothingToSee() : AnalysisRule("RULE037", DiagnosticSeverity.Info, "An operator has no effect in a rule.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Use != QueryUse.AnalyticsRule)
            return;
        foreach (var render in context.NodesOf<RenderSyntax>())
            context.Add(render.Keyword.Span, "'render' has no effect in a rule.", "Remove it.");
    }
}
