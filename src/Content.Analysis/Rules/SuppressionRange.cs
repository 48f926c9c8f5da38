using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>A rule rests 5 minutes to 24 hours after an alert.</summary>
internal sealed class SuppressionRange() : AnalysisRule("RULE020", DiagnosticSeverity.Error, "suppressionDuration lies outside of 5 minutes to 24 hours.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule.SuppressionDuration is { } duration && (duration.Value < TimeSpan.FromMinutes(5) || duration.Value > TimeSpan.FromHours(24)))
            context.Findings.Add(duration, $"'suppressionDuration' is {Texts.Duration(duration.Value)}; Sentinel takes 5 minutes to 24 hours.");
    }
}
