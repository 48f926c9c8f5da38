using System.Collections.Immutable;
using Content.Analysis.Rules;

namespace Content.Analysis;

/// <summary>All analysis rules.</summary>
public static class RuleRegistry
{
    /// <summary>The rules, in order of their codes.</summary>
    public static ImmutableArray<AnalysisRule> Rules { get; } =
    [
        new QueryLength(), new ForbiddenOperators(), new ScheduleRange(), new PeriodCoversFrequency(), new LongPeriodFrequency(), new TriggerThresholdRange(),
        new EntityMappingCount(), new KnownEntityType(), new KnownEntityIdentifier(), new RequiredEntityIdentifiers(), new EntityColumns(), new SentinelEntityColumns(),
        new CustomDetailCount(), new CustomDetailColumns(), new OverridePlaceholders(), new OverrideColumns(), new OverrideProperties(), new NameLengths(),
        new IncidentGrouping(), new SuppressionRange(), new TimeGeneratedInResult(), new KnownTactics(), new KnownTechniques(), new KnownAttackObjects(),
        new RuleVersionFormat(), new WatchlistLimits(), new TableLimits(), new WorkspaceLimits(),
    ];
}
