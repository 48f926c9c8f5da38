using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>The text of a query has 1 to 10,000 characters (Microsoft Sentinel service limits); a longer one is refused at deployment.</summary>
public sealed class QueryLength() : AnalysisRule("RULE001", DiagnosticSeverity.Error, "The query text is empty or longer than 10,000 characters.")
{

    private const int Limit = 10_000;

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        var query = context.Rule.Query;
        if (query.Value.Length > Limit)
            context.Findings.Add(query.Source, new TextSpan(query.Map.MapOffset(Limit), 0), $"The query has {query.Value.Length:N0} characters, Sentinel takes {Limit:N0} at most. The limit is here.", "Move parts of it into a parser function.");
        else if (string.IsNullOrWhiteSpace(query.Value))
            context.Findings.Add(query, "The query is empty.");
    }
}
