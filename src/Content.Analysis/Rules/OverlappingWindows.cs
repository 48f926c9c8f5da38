using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>With a queryPeriod longer than queryFrequency an event lies in several windows. A rule that looks for single events alerts for each; a filter on ingestion_time() or suppression avoids it. Rules that compare with the past need the overlap.</summary>
internal sealed class OverlappingWindows() : AnalysisRule("RULE046", DiagnosticSeverity.Info, "The windows of two runs overlap, so that one event can alert twice.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Item is not AnalyticsRule { Kind.Value: RuleKind.Scheduled, QueryPeriod: { } period, QueryFrequency: { } frequency } rule || period.Value <= frequency.Value
            || rule.SuppressionEnabled is { Value: true })
            return;

        // Any bound of its own in the query is taken for the author's answer.
        var bounded = context.NodesOf<CallSyntax>().Any(call => call.Name.Text is "ago" or "ingestion_time" or "now") || context.NodesOf<SummarizeSyntax>().Any() || context.NodesOf<JoinSyntax>().Any()
            || context.NodesOf<MakeSeriesSyntax>().Any();
        if (!bounded)
        {
            context.Findings.Add(period, $"The rule runs every {Texts.Duration(frequency.Value)} and looks back {Texts.Duration(period.Value)}: an event can alert up to {Math.Ceiling(period.Value / frequency.Value):0} times.",
                $"Set queryPeriod to {frequency.Text}, or keep only what came in since the last run: where ingestion_time() > ago({frequency.Text}).");
        }
    }
}
