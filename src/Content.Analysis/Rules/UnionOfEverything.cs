using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>union * that nothing filters at once reads every column of every table of the workspace. In analytics rules it is refused altogether (RULE002).</summary>
internal sealed class UnionOfEverything() : AnalysisRule("RULE097", DiagnosticSeverity.Warning, "union * without a filter reads the whole workspace.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Use == QueryUse.AnalyticsRule)
            return;
        var next = new Dictionary<SyntaxNode, OperatorSyntax>(ReferenceEqualityComparer.Instance);
        foreach (var pipe in context.NodesOf<PipeSyntax>())
            next[pipe.Left is PipeSyntax before ? before.Operator : pipe.Left] = pipe.Operator;
        foreach (var union in context.NodesOf<ListOperatorSyntax>())
        {
            if (union.Keyword.Kind != SyntaxKind.UnionKeyword || !Array.Exists(union.Expressions, expression => context.TextOf(expression) is "*"))
                continue;
            if (next.GetValueOrDefault(union)?.Keyword.Kind is not (SyntaxKind.WhereKeyword or SyntaxKind.FilterKeyword))
                context.Add(union.Keyword.Span, "'union *' reads every table of the workspace.", "Name the tables, or filter right behind it: union * | where TimeGenerated > ago(1h) and …");
        }
    }
}
