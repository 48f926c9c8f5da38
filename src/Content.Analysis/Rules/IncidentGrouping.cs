using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Alerts are grouped over 5 minutes to 7 days; what they are grouped by must be something that the rule's alerts have.</summary>
internal sealed class IncidentGrouping() : AnalysisRule("RULE019", DiagnosticSeverity.Error, "The grouping of alerts into incidents refers to something that the rule does not have, or its lookback is out of range.")
{

    private static readonly string[] Details = ["DisplayName", "Severity"];

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule.IncidentConfiguration?.Grouping is not { } grouping || grouping.Enabled is { Value: false })
            return;
        if (grouping.LookbackDuration is { } lookback && (lookback.Value < TimeSpan.FromMinutes(5) || lookback.Value > TimeSpan.FromDays(7)))
            context.Findings.Add(lookback, $"'lookbackDuration' is {Texts.Duration(lookback.Value)}; Sentinel takes 5 minutes to 7 days.");
        var mapped = context.Rule.EntityMappings.Select(mapping => mapping.EntityType.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var entity in grouping.GroupByEntities)
        {
            if (!mapped.Contains(entity.Value) && context.Rule.SentinelEntitiesMappings.IsEmpty)
                context.Findings.Add(entity, $"Alerts are grouped by {entity.Value}, which the rule does not map.{Texts.DidYouMean(entity.Value, mapped)}", "Map the entity, or take it out of groupByEntities.");
        }

        foreach (var detail in grouping.GroupByAlertDetails)
        {
            if (!Details.Contains(detail.Value, StringComparer.Ordinal))
                context.Findings.Add(detail, $"Alerts cannot be grouped by '{detail.Value}'.{Texts.DidYouMean(detail.Value, Details)}", "One of: DisplayName, Severity.");
        }

        var keys = context.Rule.CustomDetails.Select(detail => detail.Key.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var key in grouping.GroupByCustomDetails)
        {
            if (!keys.Contains(key.Value))
                context.Findings.Add(key, $"Alerts are grouped by the custom detail '{key.Value}', which the rule does not have.{Texts.DidYouMean(key.Value, keys)}", "Add it to customDetails, or take it out of groupByCustomDetails.");
        }

        if (grouping.MatchingMethod is { Value: MatchingMethod.Selected } method && grouping.GroupByEntities.IsEmpty && grouping.GroupByAlertDetails.IsEmpty && grouping.GroupByCustomDetails.IsEmpty)
            context.Findings.Add(method, "'Selected' needs something that is selected.", "Name entities, alert details or custom details, or use AllEntities.");
    }
}
