using System.Collections.Immutable;
using Content.Analysis.Rules;

namespace Content.Analysis;

/// <summary>All analysis rules.</summary>
public static class RuleRegistry
{
    /// <summary>The rules, in order of their codes.</summary>
    public static ImmutableArray<AnalysisRule> Rules { get; } =
    [
        new BlindSpotReferences(), new UncoveredRow(), new UnregisteredTelemetry(), new BlindSpotReview(),
        new QueryLength(), new ForbiddenOperators(), new ScheduleRange(), new PeriodCoversFrequency(), new LongPeriodFrequency(), new TriggerThresholdRange(),
        new EntityMappingCount(), new KnownEntityType(), new KnownEntityIdentifier(), new RequiredEntityIdentifiers(), new EntityColumns(), new SentinelEntityColumns(),
        new CustomDetailCount(), new CustomDetailColumns(), new OverridePlaceholders(), new OverrideColumns(), new OverrideProperties(), new NameLengths(),
        new IncidentGrouping(), new SuppressionRange(), new TimeGeneratedInResult(), new KnownTactics(), new KnownTechniques(), new KnownAttackObjects(),
        new RuleVersionFormat(), new WatchlistLimits(), new TableLimits(), new WorkspaceLimits(),
        new LegacyEntityColumns(), new TacticsOfTechniques(), new LookbackBeyondPeriod(), new LatestThreatIntelligence(), new ConstantFilter(), new ContainsWholeTerm(), new JoinKind(),
        new RowsLeftToChance(), new NothingToSee(), new DeclaredDataTypes(), new SameQueryTwice(), new NearlySameQuery(), new Secrets(), new ForeignIdentifiers(), new Lookalikes(),
        new PlainText(), new CaseOfNames(), new OverlappingWindows(), new NotInLogAnalytics(), new TablePlans(), new ConnectorDataTypes(), new UnusedVariable(), new SearchEverything(),
        new LateEvents(), new ListOfEqualities(), new ExpiredRows(),
        new AutomationLimits(), new AutomationConditionProperties(), new AutomationTriggerFit(), new ClosingReasons(), new PlaybookIdentifiers(),
        new ExpiredAutomation(), new SharedOrder(), new ActionOrder(), new SummaryBins(), new SummaryDestination(), new SummaryQuery(), new WatchlistKeys(),
        new WatchlistHeaders(), new TableColumnNames(), new TableRetention(), new ProductOfIncidents(), new ServiceRuleFilters(), new WorkbookTemplateName(),
        new AsimNames(), new AsimHeader(), new AsimSchemaNames(), new AsimSchemaVersions(), new AsimVendorAndProduct(), new AsimUnlisted(), new OverdueReview(),
        new DeprecatedButEnabled(), new ReviewWithoutOwner(), new DependencyCycles(), new LocaleInLinks(), new OldProductName(), new StubWithoutTarget(),
        new StrayFiles(), new ColumnTypes(), new HuntingEntities(), new HuntingTechniques(), new JoinWithoutTime(), new UnusedColumns(), new UnionOfEverything(), new TermForWholeValue(),
        new KnownConnectors(), new SharedRuleName(), new WorkspaceCount(), new DefenderPortalLimits(), new WeakEntities(), new FunctionNames(), new ParameterOrder(), new AsimReferences(),
        new AsimFields(), new AsimParameters(), new AsimSamples(), new AutomationReferences(), new UnguardedUnion(),
        new TunableDiffers(), new TunableUnused(), new TunableOfAnotherType(), new TunableBeyondPeriod(),
    ];
}
