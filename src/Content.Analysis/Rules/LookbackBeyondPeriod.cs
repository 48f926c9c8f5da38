using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Sentinel gives a rule only the events of its queryPeriod, whatever the query asks for: a filter such as ago(14d) under a period of one day sees one day.</summary>
internal sealed class LookbackBeyondPeriod() : AnalysisRule("RULE031", DiagnosticSeverity.Warning, "The query looks back further than queryPeriod.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Item is not AnalyticsRule { QueryPeriod: { } period, Kind.Value: RuleKind.Scheduled })
            return;
        foreach (var call in context.NodesOf<CallSyntax>())
        {
            if (call is { Name.Text: "ago", Arguments: [var argument] } && context.ConstantOf(argument) is TimeSpan span && span > period.Value)
            {
                context.Add(call.Span, $"The query asks for the last {Texts.Duration(span)}, but the rule gets only {Texts.Duration(period.Value)}: older events are never seen.",
                    $"Raise queryPeriod (at most 14 days), or ask for {period.Text}.");
            }
        }
    }
}
