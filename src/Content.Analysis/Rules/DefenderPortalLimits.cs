using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// In a workspace that is onboarded to the Defender portal, alerts keep their provider and component, an overridden product can drop them, and closed incidents are not
/// opened again (Microsoft: "Customize alert details", "Create scheduled analytics rules"): what a rule says of those has no effect, or a bad one.
/// </summary>
internal sealed class DefenderPortalLimits() : AnalysisRule("RULE102", DiagnosticSeverity.Warning, "A rule uses what the Defender portal, which an environment is onboarded to, does not do.")
{
    private static readonly string[] Ignored = ["ProviderName", "ProductComponentName"];

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        var environments = context.Repository.Environment is { } one ? [one] : context.Repository.Configuration.Environments;
        var onboarded = environments.Where(environment => environment.DefenderPortal is { Value: true }).Select(environment => environment.Name.Value).ToList();
        if (onboarded.Count == 0)
            return;
        var where = $"in '{string.Join("', '", onboarded)}'";
        foreach (var property in context.Rule.AlertDetailsOverride?.AlertDynamicProperties ?? [])
        {
            if (Ignored.Contains(property.AlertProperty.Value, StringComparer.Ordinal))
                context.Findings.Add(property.AlertProperty, $"The Defender portal, {where}, does not take '{property.AlertProperty.Value}' from a rule.", "Remove it, or put the value into a custom detail.");
            else if (property.AlertProperty.Value == "ProductName")
                context.Findings.Add(property.AlertProperty, $"The Defender portal, {where}, drops alerts of Microsoft sources whose product is overridden.", "Remove it, or put the value into a custom detail.");
        }

        if (context.Rule.IncidentConfiguration?.Grouping is { Enabled: not { Value: false }, ReopenClosedIncident: { Value: true } reopen })
            context.Findings.Add(reopen, $"The Defender portal, {where}, opens no closed incident again.", "Set it to false, so that all environments do the same.");
    }
}
