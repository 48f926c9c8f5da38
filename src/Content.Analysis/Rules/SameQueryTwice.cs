using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Two rules with the same query raise two alerts for one event. White space, comments and the order of files do not count: the queries are compared token by token.</summary>
public sealed class SameQueryTwice() : AnalysisRule("RULE039", DiagnosticSeverity.Warning, "Two items have the same query.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        var seen = new Dictionary<string, Located<string>>(StringComparer.Ordinal);
        foreach (var query in repository.Rules.Select(rule => rule.Query))
        {
            var text = QueryShape.Exact(query.Value);
            if (text.Length == 0 || seen.TryAdd(text, query))
                continue;
            findings.AddPart(query, new TextSpan(0, Math.Max(0, query.Value.IndexOf('\n', StringComparison.Ordinal))), $"The query is that of {seen[text].Source.Path}.", "Remove one of both rules, or merge them.");
        }
    }
}
