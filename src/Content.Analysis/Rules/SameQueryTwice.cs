using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>
/// Two rules with the same query raise two alerts for one event; of two hunting queries or parsers one is kept up to date. White space, comments and the
/// order of files do not count: queries of one kind of content are compared token by token.
/// </summary>
internal sealed class SameQueryTwice() : AnalysisRule("RULE039", DiagnosticSeverity.Warning, "Two items have the same query.")
{
    /// <inheritdoc/>
    public override void Analyze(RepositoryContext context)
    {
        foreach (var queries in context.QueriesByKind)
        {
            var seen = new Dictionary<string, ShapedQuery>(StringComparer.Ordinal);
            foreach (var query in queries)
            {
                if (query.Shape.TokenCount == 0 || seen.TryAdd(query.Shape.Exact, query))
                    continue;
                context.Findings.AddPart(query.Query, new TextSpan(0, Math.Max(0, query.Query.Value.IndexOf('\n', StringComparison.Ordinal))), $"The query is that of {seen[query.Shape.Exact].Item.Path}.", "Remove one of both, or merge them.");
            }
        }
    }
}
