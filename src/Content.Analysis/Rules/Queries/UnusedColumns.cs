using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A column that is computed or carried along and then dropped without being read costs time, or the query forgot what it was for.</summary>
internal sealed class UnusedColumns() : AnalysisRule("RULE096", DiagnosticSeverity.Info, "A column is fetched or computed and never used.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        var inner = new HashSet<SyntaxNode>(ReferenceEqualityComparer.Instance);
        if (context.Query.HasErrors)
            return;
        foreach (var pipe in context.NodesOf<PipeSyntax>())
        {
            // Outer pipes come before the pipes on their left.
            if (inner.Contains(pipe))
                continue;
            var chain = new List<OperatorSyntax>();
            ExpressionSyntax left = pipe;
            while (left is PipeSyntax next)
            {
                inner.Add(next);
                chain.Add(next.Operator);
                left = next.Left;
            }

            chain.Reverse();
            LookAt(context, chain);
        }
    }

    // Backwards through the operators: what the later ones read, back to one that drops all else. Null while everything may be read.
    private static void LookAt(QueryContext context, List<OperatorSyntax> chain)
    {
        HashSet<string>? read = null;
        for (var i = chain.Count - 1; i >= 0; i--)
        {
            var step = chain[i];
            var keyword = context.TextOf(step.Keyword);
            if (read is not null && keyword is "extend" or "project")
            {
                foreach (var name in Columns(step, keyword is "project"))
                {
                    if (!read.Contains(name.Text))
                        context.Add(name.Span, $"'{name.Text}' is never used: a later operator drops it.", "Drop it, or use it.");
                }
            }

            var names = keyword is "union" or "getschema" or "find" ? null : Names(step);
            if (names is null)
                read = null;
            else if (keyword is "summarize" or "project" or "distinct" or "project-keep")
                read = names;
            else
                read?.UnionWith(names);
        }
    }

    private static IEnumerable<NameSyntax> Columns(OperatorSyntax step, bool isProject)
    {
        var children = new List<SyntaxNode>();
        SyntaxWalk.AddChildren(step, children);
        foreach (var child in children)
        {
            if (child is NamedExpressionSyntax { IsList: false } named)
                yield return named.Names[0];
            else if (isProject && child is NameSyntax { IsWildcard: false } name)
                yield return name;
        }
    }

    // All names in an operator; null when it may read columns without naming them.
    private static HashSet<string>? Names(OperatorSyntax step)
    {
        if (step is EvaluateSyntax or InvokeSyntax or SearchSyntax or AsSyntax or ForkSyntax or PartitionSyntax or ScanSyntax or MakeGraphSyntax or FacetSyntax or MacroExpandSyntax or BadOperatorSyntax)
            return null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in SyntaxWalk.DescendantsAndSelf(step))
        {
            switch (node)
            {
                case StarSyntax or PackAllSyntax or NameSyntax { IsWildcard: true }:
                    return null;
                case CallSyntax { Name.Text: "pack_all" or "bag_pack_columns" or "column_ifexists" or "columnifexists" }:
                    return null;
                case NameSyntax name:
                    names.Add(name.Text);
                    break;
            }
        }

        return names;
    }
}
