using System.Collections.Immutable;
using Content.Analysis;
using Content.Catalog.Attack;
using Content.Model;
using Content.Testing;

namespace Content.Cli.Catalogue;

/// <summary>Whether a row of an analytic is detected.</summary>
internal enum RowState : byte
{
    /// <summary>By a proved rule over tables that connectors fill.</summary>
    Covered,
    /// <summary>By a proved rule that needs a table of the repository's own.</summary>
    CustomTelemetry,
    /// <summary>Not by a proved rule.</summary>
    Missing,
}

/// <summary>A data component and log source of an analytic, and what detects it.</summary>
/// <param name="Component">Identifier of the data component.</param>
/// <param name="ComponentName">Its name; empty when the catalogue has none.</param>
/// <param name="LogSource">Name of the log source.</param>
/// <param name="State">Whether it is detected.</param>
/// <param name="Rules">Rules that say they are about it, proved or not.</param>
/// <param name="BlindSpots">Entries of the registers that name the row or one of the rules.</param>
internal sealed record AnalyticRowFacts(string Component, string ComponentName, string LogSource, RowState State, ImmutableArray<DetectionFacts> Rules, ImmutableArray<BlindSpot> BlindSpots);

/// <summary>An analytic with its rows.</summary>
internal sealed record AnalyticFacts(AttackAnalytic Analytic, ImmutableArray<AnalyticRowFacts> Rows);

/// <summary>A detection strategy with its analytics.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Analytics">Its analytics.</param>
/// <param name="Others">Rules of the strategy that belong to no row.</param>
/// <param name="BlindSpots">What its detections cannot see.</param>
internal sealed record StrategyFacts(DetectionStrategy Strategy, ImmutableArray<AnalyticFacts> Analytics, ImmutableArray<DetectionFacts> Others, ImmutableArray<BlindSpot> BlindSpots);

/// <summary>All that the documents are made of.</summary>
/// <param name="Detections">The rules, in order of their paths.</param>
/// <param name="Strategies">Detection strategies that some rule names, in order of their identifiers.</param>
internal sealed record DetectionCatalogue(ImmutableArray<DetectionFacts> Detections, ImmutableArray<StrategyFacts> Strategies)
{
    /// <summary>Gathers the facts of the rules of a repository.</summary>
    /// <param name="validation">The content.</param>
    /// <param name="tests">What its tests gave.</param>
    /// <param name="includes">Says which rules; null for all.</param>
    public static DetectionCatalogue Read(ValidationResult validation, TestRunResult tests, Func<AnalyticsRule, bool>? includes = null)
    {
        var repository = validation.Repository;
        var cases = tests.Suites.Where(suite => suite.Rule is not null).ToLookup(suite => suite.Rule!.Path, StringComparer.Ordinal);
        var detections = repository.Rules.Where(rule => includes?.Invoke(rule) ?? true).OrderBy(rule => rule.Path, StringComparer.Ordinal)
            .Select(rule => DetectionFactsReader.Read(rule, validation.QueryOf(rule), repository, cases[rule.Path].SelectMany(suite => suite.Cases))).ToImmutableArray();
        var strategies = detections.Select(detection => detection.Rule.Attack?.Strategy?.Value).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(id => AttackCatalog.Instance.FindStrategy(id)).OfType<DetectionStrategy>().Select(strategy => ReadStrategy(strategy, detections, repository)).ToImmutableArray();
        return new DetectionCatalogue(detections, strategies);
    }

    private static StrategyFacts ReadStrategy(DetectionStrategy strategy, ImmutableArray<DetectionFacts> detections, ContentRepository repository)
    {
        var own = detections.Where(detection => detection.Rule.Attack?.Strategy?.Value == strategy.Id).ToList();
        var spots = repository.BlindSpotRegisters.Where(register => register.Strategy.Value == strategy.Id).SelectMany(register => register.Entries).ToImmutableArray();
        var analytics = strategy.Analytics.Select(id => AttackCatalog.Instance.FindAnalytic(id)).OfType<AttackAnalytic>()
            .Select(analytic => new AnalyticFacts(analytic, [.. analytic.LogSources.Select(source => ReadRow(analytic, source, own, spots))])).ToImmutableArray();
        var used = analytics.SelectMany(analytic => analytic.Rows).SelectMany(row => row.Rules).ToHashSet();
        return new StrategyFacts(strategy, analytics, [.. own.Where(detection => !used.Contains(detection))], spots);
    }

    private static AnalyticRowFacts ReadRow(AttackAnalytic analytic, AttackLogSource source, List<DetectionFacts> detections, ImmutableArray<BlindSpot> spots)
    {
        var rules = detections.Where(detection => detection.Rule.Attack is { } attack && attack.Analytic?.Value == analytic.Id
            && attack.DataComponents.Any(component => component.Value == source.DataComponent) && attack.LogSources.Any(name => name.Value == source.Name)).ToImmutableArray();
        var named = spots.Where(spot => spot.Rows.Any(row => row.Analytic.Value == analytic.Id && row.DataComponent?.Value == source.DataComponent && row.LogSource?.Value == source.Name)).ToImmutableArray();
        var proved = rules.Where(rule => rule.Tests.IsProved).ToList();
        var state = proved.Count == 0 ? RowState.Missing
            : named.Length > 0 || proved.TrueForAll(rule => !rule.CustomTables.IsEmpty) ? RowState.CustomTelemetry : RowState.Covered;
        return new AnalyticRowFacts(source.DataComponent, AttackCatalog.Instance.FindDataComponent(source.DataComponent)?.Name ?? "", source.Name, state, rules,
            [.. named.Concat(rules.SelectMany(rule => rule.BlindSpots)).Distinct()]);
    }
}
