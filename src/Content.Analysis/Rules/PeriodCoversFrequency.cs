using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A rule must look back at least as far as the time between its runs, or events between two windows are never seen; Sentinel refuses it.</summary>
internal sealed class PeriodCoversFrequency() : AnalysisRule("RULE004", DiagnosticSeverity.Error, "queryPeriod is shorter than queryFrequency.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule is { QueryPeriod: { } period, QueryFrequency: { } frequency, Kind.Value: RuleKind.Scheduled } && period.Value < frequency.Value)
            context.Findings.Add(period, $"The rule looks back {Texts.Duration(period.Value)} but runs every {Texts.Duration(frequency.Value)}: events in between are never seen.", $"Set queryPeriod to {frequency.Text} or more.");
    }
}
