using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>search without in (…) reads every column of every table: slow, costly, and an analytics rule may run into its limits.</summary>
internal sealed class SearchEverything() : AnalysisRule("RULE051", DiagnosticSeverity.Warning, "search without tables looks through the whole workspace.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        // After a pipe it searches just its input; a star alone is refused (RULE002).
        var piped = context.NodesOf<PipeSyntax>().Select(pipe => pipe.Operator).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var search in context.NodesOf<SearchSyntax>())
        {
            if (!piped.Contains(search) && search.Condition is not StarSyntax && search.Tables is not { Length: > 0 })
                context.Add(search.Keyword.Span, "'search' looks through every table of the workspace.", "Name the tables: search in (SigninLogs, AuditLogs) …");
        }
    }
}
