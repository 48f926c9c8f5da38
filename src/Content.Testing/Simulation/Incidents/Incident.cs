using System.Collections.Immutable;
using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>Something that happened to an incident.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Actor">Who did it: alert grouping, an automation rule, an analyst.</param>
/// <param name="What">What, as a sentence without a full stop.</param>
public sealed record IncidentEvent(DateTime At, string Actor, string What);

/// <summary>A task of an incident.</summary>
/// <param name="Title">Title.</param>
/// <param name="Description">What to do; empty when nothing is said.</param>
public sealed record IncidentTask(string Title, string Description);

/// <summary>An incident at the end of a scenario.</summary>
public sealed record Incident
{
    /// <summary>Its number, from 1 in the order of creation.</summary>
    public required int Number { get; init; }
    /// <summary>The rule whose alert made it.</summary>
    public required AnalyticsRule Rule { get; init; }
    /// <summary>Title: that of its first alert.</summary>
    public required string Title { get; init; }
    /// <summary>Description: that of its first alert.</summary>
    public required string Description { get; init; }
    /// <summary>Severity.</summary>
    public required AlertSeverity Severity { get; init; }
    /// <summary>Status: New, Active, Closed; Merged for one that correlation moved into another.</summary>
    public required string Status { get; init; }
    /// <summary>When it was created, in UTC.</summary>
    public required DateTime Created { get; init; }
    /// <summary>When it changed last, in UTC.</summary>
    public required DateTime Updated { get; init; }
    /// <summary>Its alerts in order.</summary>
    public ImmutableArray<Alert> Alerts { get; init; } = [];
    /// <summary>Different entities of its alerts.</summary>
    public ImmutableArray<Entity> Entities { get; init; } = [];
    /// <summary>Different tactics of its alerts.</summary>
    public ImmutableArray<string> Tactics { get; init; } = [];
    /// <summary>Tags.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];
    /// <summary>Owner; empty for none.</summary>
    public string Owner { get; init; } = "";
    /// <summary>Why it was closed, with the reason; empty when it was not.</summary>
    public string Classification { get; init; } = "";
    /// <summary>Tasks in order.</summary>
    public ImmutableArray<IncidentTask> Tasks { get; init; } = [];
    /// <summary>Names of playbooks that would have run.</summary>
    public ImmutableArray<string> Playbooks { get; init; } = [];
    /// <summary>How often it was opened again.</summary>
    public int Reopened { get; init; }
    /// <summary>Number of the incident that it was merged into; null when it was not.</summary>
    public int? MergedInto { get; init; }
    /// <summary>What happened to it, in order.</summary>
    public ImmutableArray<IncidentEvent> History { get; init; } = [];
    /// <summary>What cannot be told for certain.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
