using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The threshold is a number of rows from 0 to 10,000. "Fewer than 0" can never be.</summary>
internal sealed class TriggerThresholdRange() : AnalysisRule("RULE006", DiagnosticSeverity.Error, "triggerThreshold lies outside of 0 to 10,000, or can never be met.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule is not { TriggerThreshold: { } threshold, Kind.Value: RuleKind.Scheduled } rule)
            return;
        if (threshold.Value is < 0 or > 10_000)
            context.Findings.Add(threshold, $"'triggerThreshold' is {threshold.Value}; Sentinel takes 0 to 10,000.");
        else if (threshold.Value == 0 && rule.TriggerOperator?.Value == TriggerOperator.LessThan)
            context.Findings.Add(threshold, "The rule can never trigger: no result has fewer than 0 rows.", "Raise the threshold, or use another operator.");
    }
}
