using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The text of a query has 1 to 10,000 characters (Microsoft Sentinel service limits); a longer one is refused at deployment.</summary>
public sealed class QueryLength() : AnalysisRule("RULE001", DiagnosticSeverity.Error, "The query text is empty or longer than 10,000 characters.")
{

    private const int Limit = 10_000;

    /// <inheritdoc/>
    public override void Analyze(RuleContext context) => Check(context.Rule.Query, context.Findings);

    /// <inheritdoc/>
    public override void Analyze(SummaryRule rule, FindingList findings) => Check(rule.Query, findings);

    private static void Check(Located<string> query, FindingList findings)
    {
        if (query.Value.Length > Limit)
            findings.Add(query.Source, new TextSpan(query.Map.MapOffset(Limit), 0), $"The query has {query.Value.Length:N0} characters, Sentinel takes {Limit:N0} at most. The limit is here.", "Move parts of it into a parser function.");
        else if (string.IsNullOrWhiteSpace(query.Value))
            findings.Add(query, "The query is empty.");
    }
}
