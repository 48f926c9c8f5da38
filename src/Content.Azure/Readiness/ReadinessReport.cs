using System.Collections.Immutable;
using Content.Azure.Planning;
using Content.Catalog.Attack;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Azure.Readiness;

/// <summary>How a table, function or watchlist stands.</summary>
public enum SourceState : byte
{
    /// <summary>It has rows.</summary>
    Live,
    /// <summary>It is there, and nothing came in during the days that were looked at.</summary>
    Silent,
    /// <summary>It is on a plan that analytics rules do not read.</summary>
    OtherPlan,
    /// <summary>The workspace does not have it.</summary>
    Missing,
    /// <summary>The service did not say; <see cref="SourceReadiness.Problem"/> says why.</summary>
    Unknown,
}

/// <summary>Rows of one platform in a table.</summary>
/// <param name="Platform">Name of the platform; <see cref="Other"/> for rows of none that a rule is about, empty for rows that do not tell.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="LastSeen">Time of the last one, in UTC; null when the table has no times.</param>
public sealed record PlatformRows(string Platform, long Rows, DateTime? LastSeen)
{
    /// <summary>Rows of another platform.</summary>
    public const string Other = "other";

    /// <summary>Rows in which each column has no value, in order of the table's columns.</summary>
    public ImmutableArray<long> Empty { get; init; } = [];
}

/// <summary>A column that rules need.</summary>
/// <param name="Column">The column.</param>
/// <param name="Exists">Whether the workspace's table has it.</param>
/// <param name="Empty">Rows without a value.</param>
/// <param name="Rows">Rows that were looked at.</param>
/// <param name="Rules">Rules that need it.</param>
public sealed record ColumnReadiness(ColumnSymbol Column, bool Exists, long Empty, long Rows, ImmutableArray<AnalyticsRule> Rules)
{
    /// <summary>Share of rows without a value, from 0 to 1; null without rows.</summary>
    public double? EmptyShare => Rows == 0 || !Exists ? null : (double)Empty / Rows;

    /// <summary>True when not one row has a value.</summary>
    public bool IsEmpty => Exists && Rows > 0 && Empty == Rows;
}

/// <summary>A table or function that rules need.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFunction">True for a function, such as an ASIM parser.</param>
/// <param name="State">How it stands.</param>
/// <param name="Rules">Rules that read it.</param>
public sealed record SourceReadiness(string Name, bool IsFunction, SourceState State, ImmutableArray<AnalyticsRule> Rules)
{
    /// <summary>Table plan; null for a function or a table that is missing.</summary>
    public string? Plan { get; init; }
    /// <summary>Rows during the days.</summary>
    public long Rows { get; init; }
    /// <summary>Megabytes that were ingested during the days, as the table Usage has them; null when that is not known.</summary>
    public double? Megabytes { get; init; }
    /// <summary>Time of the last row, in UTC; null when none is known.</summary>
    public DateTime? LastSeen { get; init; }
    /// <summary>The column that says the platform; null when none of the needed ones does.</summary>
    public string? PlatformColumn { get; init; }
    /// <summary>Rows by platform, by name; one of an empty name when there is no such column.</summary>
    public ImmutableArray<PlatformRows> Platforms { get; init; } = [];
    /// <summary>The columns that are needed, in order of the table.</summary>
    public ImmutableArray<ColumnReadiness> Columns { get; init; } = [];
    /// <summary>Why its state is not known; null when it is.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether there are rows for a detection on some platforms. A table that does not tell platforms counts for each.</summary>
    /// <param name="platforms">The platforms; empty for any.</param>
    public bool HasRowsFor(ImmutableArray<string> platforms) => State == SourceState.Live
        && (platforms.IsEmpty || PlatformColumn is null || Platforms.Any(rows => rows.Rows > 0 && platforms.Contains(rows.Platform)));

    /// <summary>The same where rows that do not say their platform may be of each.</summary>
    /// <param name="platforms">The platforms; empty for any.</param>
    public bool MayHaveRowsFor(ImmutableArray<string> platforms) => HasRowsFor(platforms) || State == SourceState.Live && Unsaid > 0;

    /// <summary>Rows that do not say their platform.</summary>
    public long Unsaid => PlatformColumn is null ? 0 : Platforms.Where(rows => rows.Platform.Length == 0).Sum(rows => rows.Rows);
}

/// <summary>A watchlist that rules read.</summary>
/// <param name="Alias">Its alias.</param>
/// <param name="State">How it stands.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Rules">Rules that read it.</param>
public sealed record WatchlistReadiness(string Alias, SourceState State, long Rows, ImmutableArray<AnalyticsRule> Rules)
{
    /// <summary>Why its state is not known; null when it is.</summary>
    public string? Problem { get; init; }
}

/// <summary>How a rule stands.</summary>
public enum RuleReadinessState : byte
{
    /// <summary>All that it reads has rows, and all columns are there.</summary>
    Ready,
    /// <summary>It can find something, and some of what it reads is missing, silent or empty.</summary>
    Partial,
    /// <summary>It can give no row, whatever happens: what its query needs has no rows.</summary>
    Blind,
    /// <summary>Its query fails: a table, column or watchlist that it names does not exist.</summary>
    Fails,
    /// <summary>The service did not say enough.</summary>
    Unknown,
}

/// <summary>A rule against the workspace.</summary>
/// <param name="Needs">The rule and what it needs.</param>
/// <param name="State">How it stands.</param>
/// <param name="Reasons">Why it is no better, a sentence each.</param>
public sealed record RuleReadiness(DetectionNeeds Needs, RuleReadinessState State, ImmutableArray<string> Reasons)
{
    /// <summary>The rule.</summary>
    public AnalyticsRule Rule => Needs.Rule;
}

/// <summary>A row of an analytic against the workspace.</summary>
/// <param name="Analytic">The analytic.</param>
/// <param name="Source">Data component and log source.</param>
/// <param name="Component">Name of the data component; empty when the catalogue has none.</param>
/// <param name="Rules">Rules about the row.</param>
/// <param name="BlindSpots">Entries of the registers that name the row or one of its rules.</param>
public sealed record AnalyticRowReadiness(AttackAnalytic Analytic, AttackLogSource Source, string Component, ImmutableArray<RuleReadiness> Rules, ImmutableArray<BlindSpot> BlindSpots)
{
    /// <summary>Whether some rule about the row can find something in this workspace; null when there is no rule.</summary>
    public RuleReadinessState? State => Rules.IsEmpty ? null : Rules.Min(rule => rule.State);
}

/// <summary>What the detections see in a workspace.</summary>
/// <param name="Target">The workspace.</param>
/// <param name="Days">The days that were looked at.</param>
/// <param name="Rules">The rules, by path.</param>
/// <param name="Sources">Tables and functions that they need, by name.</param>
/// <param name="Watchlists">Watchlists that they read, by alias.</param>
/// <param name="Rows">Rows of the analytics that the rules are about, in order of the catalogue.</param>
public sealed record ReadinessReport(
    PlanTarget Target, int Days, ImmutableArray<RuleReadiness> Rules, ImmutableArray<SourceReadiness> Sources, ImmutableArray<WatchlistReadiness> Watchlists, ImmutableArray<AnalyticRowReadiness> Rows)
{
    /// <summary>What is not known beside that, a sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>True when every rule can find something.</summary>
    public bool IsReady => Rules.All(rule => rule.State is RuleReadinessState.Ready or RuleReadinessState.Partial);
}
