using System.Collections.Immutable;
using Content.Azure.Planning;
using Content.Azure.Query;

namespace Content.Azure.Health;

/// <summary>How a rule of a workspace does.</summary>
public enum RuleHealthState : byte
{
    /// <summary>The service switched it off: its query fails for good.</summary>
    AutoDisabled,
    /// <summary>Its last run failed, or none succeeded.</summary>
    Failing,
    /// <summary>Some runs failed, or fewer windows were looked at than its schedule has.</summary>
    Degraded,
    /// <summary>All runs succeeded.</summary>
    Healthy,
    /// <summary>Nothing is known of its runs.</summary>
    Unknown,
    /// <summary>Somebody switched it off.</summary>
    Disabled,
}

/// <summary>What went wrong in runs of a rule.</summary>
/// <param name="Description">What the service says.</param>
/// <param name="Runs">How often.</param>
/// <param name="Last">When last, in UTC.</param>
public sealed record RunProblem(string Description, long Runs, DateTime? Last);

/// <summary>How incidents of a rule were closed.</summary>
/// <param name="Incidents">Incidents that changed during the days.</param>
/// <param name="Open">Those that are not closed.</param>
/// <param name="TruePositive">Closed as true positive.</param>
/// <param name="BenignPositive">Closed as benign positive.</param>
/// <param name="FalsePositive">Closed as false positive.</param>
/// <param name="Undetermined">Closed without a verdict.</param>
public sealed record IncidentClosings(long Incidents, long Open, long TruePositive, long BenignPositive, long FalsePositive, long Undetermined)
{
    /// <summary>No incidents.</summary>
    public static IncidentClosings None { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>Share of closed incidents with a verdict that were false positives, from 0 to 1; null without a verdict.</summary>
    public double? FalseShare => TruePositive + BenignPositive + FalsePositive is var judged and > 0 ? (double)FalsePositive / judged : null;
}

/// <summary>A change of a rule.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="By">Who; empty when the service does not say.</param>
/// <param name="What">What was done.</param>
public sealed record RuleChange(DateTime? At, string By, string What);

/// <summary>A rule of a workspace and how it does.</summary>
/// <param name="Id">Name of the resource.</param>
/// <param name="DisplayName">Its display name.</param>
/// <param name="Kind">Such as <c>Scheduled</c>.</param>
/// <param name="State">How it does.</param>
public sealed record RuleHealth(string Id, string DisplayName, string Kind, RuleHealthState State)
{
    /// <summary>Its file in the repository; null for one that is not there.</summary>
    public string? Path { get; init; }
    /// <summary>Runs that the service tells of, each try of a window included.</summary>
    public long Runs { get; init; }
    /// <summary>Those that failed.</summary>
    public long Failures { get; init; }
    /// <summary>Windows that its schedule has and no run looked at with success; null when that cannot be told.</summary>
    public long? Missed { get; init; }
    /// <summary>Last run with success, in UTC; null for none.</summary>
    public DateTime? LastSuccess { get; init; }
    /// <summary>Last run, in UTC; null for none.</summary>
    public DateTime? LastRun { get; init; }
    /// <summary>What went wrong, most often first.</summary>
    public ImmutableArray<RunProblem> Problems { get; init; } = [];
    /// <summary>Why the service switched it off; null when it did not, or does not say.</summary>
    public string? DisabledReason { get; init; }
    /// <summary>Alerts.</summary>
    public long Alerts { get; init; }
    /// <summary>Last alert, in UTC; null for none.</summary>
    public DateTime? LastAlert { get; init; }
    /// <summary>How its incidents were closed.</summary>
    public IncidentClosings Closings { get; init; } = IncidentClosings.None;
    /// <summary>Its last change; null when none is on record.</summary>
    public RuleChange? LastChange { get; init; }

    /// <summary>Whether somebody has to look at it.</summary>
    public bool NeedsAttention => State is RuleHealthState.AutoDisabled or RuleHealthState.Failing;
}

/// <summary>How the rules of a workspace do.</summary>
/// <param name="Target">The workspace.</param>
/// <param name="Days">The days that were looked at.</param>
/// <param name="Rules">The rules, the worst first, then by display name.</param>
/// <param name="OtherPlans">Tables that analytics rules do not read, by name.</param>
public sealed record HealthReport(PlanTarget Target, int Days, ImmutableArray<RuleHealth> Rules, ImmutableArray<WorkspaceTable> OtherPlans)
{
    /// <summary>What could not be read, or is not recorded, a sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>True when no rule needs attention and everything could be read.</summary>
    public bool IsHealthy => IsComplete && !Rules.Any(rule => rule.NeedsAttention);

    /// <summary>False when a table could not be read, so that a rule may do worse than it seems.</summary>
    public bool IsComplete { get; init; } = true;
}
