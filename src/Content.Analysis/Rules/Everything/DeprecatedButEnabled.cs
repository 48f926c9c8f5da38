using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Content with the status deprecated is to be used no longer, and still runs once it is deployed.</summary>
internal sealed class DeprecatedButEnabled() : AnalysisRule("RULE085", DiagnosticSeverity.Warning, "A rule is deprecated and still enabled.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentItem item, FindingList findings)
    {
        var enabled = item switch
        {
            AnalyticsRule rule => rule.Enabled is not { Value: false },
            ServiceRule rule => rule.Enabled is not { Value: false },
            AutomationRule rule => rule.TriggeringLogic?.IsEnabled is not { Value: false },
            SummaryRule => true,
            _ => false,
        };
        if (enabled && item.Ownership?.Status is { } status && status.Value.Trim().Equals("deprecated", StringComparison.OrdinalIgnoreCase))
            findings.Add(status, "The status is deprecated, and the rule runs.", item is SummaryRule ? "Remove it." : "Disable it, or remove it.");
    }
}
