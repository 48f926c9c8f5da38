using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Rules that differ only in literals are often better one rule with a list or a watchlist: one place to tune, one to fix.</summary>
public sealed class NearlySameQuery() : AnalysisRule("RULE040", DiagnosticSeverity.Info, "Two rules have the same query but for names and values.")
{
    private const int ShortestTelling = 40;

    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        var seen = new Dictionary<string, Located<string>>(StringComparer.Ordinal);
        foreach (var query in repository.Rules.Select(rule => rule.Query))
        {
            var (shape, tokens) = QueryShape.WithoutLiterals(query.Value);
            if (tokens < ShortestTelling || seen.TryAdd(shape, query) || QueryShape.Exact(seen[shape].Value) == QueryShape.Exact(query.Value))
                continue;
            findings.AddPart(query, new TextSpan(0, Math.Max(0, query.Value.IndexOf('\n', StringComparison.Ordinal))), $"The query differs from that of {seen[shape].Source.Path} only in its values.", "Consider one rule with a list or a watchlist.");
        }
    }
}
