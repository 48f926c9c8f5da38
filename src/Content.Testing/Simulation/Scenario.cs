using System.Collections.Immutable;
using Content.Kql;
using Content.Kql.Engine;
using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>A rule with the query that runs for it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Query">Its bound query; must be free of errors.</param>
public sealed record SimulatedRule(AnalyticsRule Rule, BoundQuery Query);

/// <summary>What is simulated.</summary>
public sealed record ScenarioPlan
{
    /// <summary>The rules; their order decides between runs at the same time.</summary>
    public required ImmutableArray<SimulatedRule> Rules { get; init; }
    /// <summary>The time over which they run; one run each where it begins and ends at the same time.</summary>
    public required TestSpan Span { get; init; }
    /// <summary>What is taken for granted.</summary>
    public SimulationChoices Choices { get; init; } = SimulationChoices.Default;
    /// <summary>Automation rules that act on alerts and incidents.</summary>
    public ImmutableArray<AutomationRule> AutomationRules { get; init; } = [];
    /// <summary>What analysts do.</summary>
    public ImmutableArray<AnalystChange> Analyst { get; init; } = [];
    /// <summary>Who runs queries; null for the local engine.</summary>
    public IQueryRunner? Runner { get; init; }
}

/// <summary>A run of a rule in a scenario.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Plan">When, over what.</param>
/// <param name="Result">What it gave; null when it was skipped because the rule rests after an alert.</param>
public sealed record SimulatedRun(AnalyticsRule Rule, PlannedRun Plan, RuleRunResult? Result)
{
    /// <summary>True when the run was skipped because the rule rests after an alert.</summary>
    public bool IsSuppressed => Result is null;
}

/// <summary>What a simulation gave.</summary>
/// <param name="Runs">Runs in order of their execution; up to the first that failed.</param>
/// <param name="Alerts">Alerts in the order in which they were raised.</param>
/// <param name="Incidents">Incidents at the end, in order of their creation.</param>
public sealed record Scenario(ImmutableArray<SimulatedRun> Runs, ImmutableArray<Alert> Alerts, ImmutableArray<Incident> Incidents)
{
    /// <summary>What automation rules did apart from changing incidents.</summary>
    public ImmutableArray<AutomationEvent> Automation { get; init; } = [];

    /// <summary>Changes by analysts to incidents that were not there at the time.</summary>
    public ImmutableArray<AnalystChange> MissedChanges { get; init; } = [];

    /// <summary>Why a run gave no result; null when all did.</summary>
    public QueryError? Error { get; init; }
}
