using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>Rules, hunting queries or parsers that differ only in literals are often better one, with a list, a watchlist or a parameter: one place to tune, one to fix.</summary>
internal sealed class NearlySameQuery() : AnalysisRule("RULE040", DiagnosticSeverity.Info, "Two items have the same query but for names and values.")
{
    private const int ShortestTelling = 40;

    /// <inheritdoc/>
    public override void Analyze(RepositoryContext context)
    {
        foreach (var queries in context.QueriesByKind)
        {
            var seen = new Dictionary<string, ShapedQuery>(StringComparer.Ordinal);
            foreach (var query in queries)
            {
                if (query.Shape.TokenCount < ShortestTelling || seen.TryAdd(query.Shape.WithoutLiterals, query) || seen[query.Shape.WithoutLiterals].Shape.Exact == query.Shape.Exact)
                    continue;
                context.Findings.AddPart(query.Query, new TextSpan(0, Math.Max(0, query.Query.Value.IndexOf('\n', StringComparison.Ordinal))),
                    $"The query differs from that of {seen[query.Shape.WithoutLiterals].Item.Path} only in its values.", "Consider one query with a list, a watchlist or a parameter.");
            }
        }
    }
}
