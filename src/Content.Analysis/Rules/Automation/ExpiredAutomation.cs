using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>An automation rule past its expirationTimeUtc stays in the workspace and does nothing: what it suppressed or handled comes back unhandled.</summary>
internal sealed class ExpiredAutomation() : AnalysisRule("RULE065", DiagnosticSeverity.Warning, "An automation rule has expired.")
{
    /// <inheritdoc/>
    public override void Analyze(AutomationRule rule, FindingList findings)
    {
        if (findings.Today is { } today && rule.TriggeringLogic is { IsEnabled: not { Value: false }, ExpirationTimeUtc: { } end } && DateOnly.FromDateTime(end.Value) < today)
            findings.Add(end, $"The rule expired on {end.Value:yyyy-MM-dd}.", "Remove it, disable it, or decide again and give a later time.");
    }
}
