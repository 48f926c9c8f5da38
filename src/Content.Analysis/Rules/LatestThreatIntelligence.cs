using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>ThreatIntelligenceIndicator holds every version of an indicator, withdrawn and expired ones too. The Azure-Sentinel repository wants the latest by IndicatorId that is active and has not expired.</summary>
internal sealed class LatestThreatIntelligence() : AnalysisRule("RULE032", DiagnosticSeverity.Warning, "The query reads threat intelligence without taking the latest state of each indicator.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Use == QueryUse.Function)
            return;
        if (context.NodesOf<PipeSyntax>().Select(pipe => pipe.Left).OfType<NameSyntax>().FirstOrDefault(name => name.Text == "ThreatIntelligenceIndicator") is not { } table)
            return;
        var compact = string.Concat(context.Text.Value.Where(c => !char.IsWhiteSpace(c)));
        if (!compact.Contains("arg_max(TimeGenerated,*)byIndicatorId", StringComparison.Ordinal) || !compact.Contains("Active==true", StringComparison.Ordinal)
            || !compact.Contains("ExpirationDateTime>now()", StringComparison.Ordinal))
        {
            context.Add(table.Span, "Every version of an indicator is read, withdrawn and expired ones too.",
                "Begin with: where TimeGenerated >= ago(14d) | summarize LatestIndicatorTime = arg_max(TimeGenerated, *) by IndicatorId | where Active == true and ExpirationDateTime > now()");
        }
    }
}
