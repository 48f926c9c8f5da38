using System.Collections.Immutable;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>The time over which a test case runs its rules; both ends belong to it.</summary>
/// <param name="From">Scheduled time of the first run, in UTC.</param>
/// <param name="To">No run is scheduled after it, in UTC.</param>
public sealed record TestSpan(DateTime From, DateTime To);

/// <summary>What stands in for a function in a test case: rows, or a query.</summary>
/// <param name="Name">The function.</param>
/// <param name="Rows">The rows that it gives; null when a query says it.</param>
/// <param name="Query">The body that it has; null when rows say it.</param>
public sealed record FunctionStub(Located<string> Name, DataSet? Rows, Located<string>? Query);

/// <summary>How a column of generated rows changes from row to row.</summary>
/// <param name="Column">The column.</param>
/// <param name="Values">Values taken in turn; empty for a range.</param>
/// <param name="From">First number of a range.</param>
/// <param name="Step">What is added from row to row.</param>
public sealed record ColumnVariation(Located<string> Column, ImmutableArray<YamlValue> Values, long From, long Step);

/// <summary>Rows that are made from a template.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Template">The row; <c>{n}</c> in a text is the number of the row, from 1.</param>
/// <param name="Count">Number of rows.</param>
/// <param name="Every">What lies between the times of two rows; null when all are at the same time.</param>
/// <param name="Variations">Columns that change.</param>
public sealed record RowGenerator(YamlMapping Node, DataRow Template, int Count, TimeSpan? Every, ImmutableArray<ColumnVariation> Variations);

/// <summary>What an analyst does to an incident while a scenario runs; what is null stays as it is.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="At">When, in UTC.</param>
public sealed record AnalystChange(YamlMapping Node, DateTime At)
{
    /// <summary>Number of the incident, from 1 in the order in which they were created; null means all that are open.</summary>
    public Located<long>? Incident { get; init; }
    /// <summary>Status.</summary>
    public Located<string>? Status { get; init; }
    /// <summary>Why it is closed.</summary>
    public Located<string>? Classification { get; init; }
    /// <summary>Severity.</summary>
    public Located<AlertSeverity>? Severity { get; init; }
    /// <summary>Owner.</summary>
    public Located<string>? Owner { get; init; }
    /// <summary>Tags that are added.</summary>
    public ImmutableArray<Located<string>> Labels { get; init; } = [];
    /// <summary>A comment that is added.</summary>
    public Located<string>? Comment { get; init; }
}

/// <summary>An expected incident: only what is given is compared.</summary>
/// <param name="Node">Where it stands.</param>
public sealed record ExpectedIncident(YamlNode Node)
{
    /// <summary>Title.</summary>
    public Located<string>? Title { get; init; }
    /// <summary>Severity.</summary>
    public Located<AlertSeverity>? Severity { get; init; }
    /// <summary>Status.</summary>
    public Located<string>? Status { get; init; }
    /// <summary>Number of its alerts.</summary>
    public Located<long>? Alerts { get; init; }
    /// <summary>When it was created, in UTC.</summary>
    public Located<DateTime>? Created { get; init; }
    /// <summary>Owner.</summary>
    public Located<string>? Owner { get; init; }
    /// <summary>Classification.</summary>
    public Located<string>? Classification { get; init; }
    /// <summary>Tactics; null when not given.</summary>
    public ImmutableArray<Located<string>>? Tactics { get; init; }
    /// <summary>Tags; null when not given.</summary>
    public ImmutableArray<Located<string>>? Labels { get; init; }
    /// <summary>Titles of its tasks, in order; null when not given.</summary>
    public ImmutableArray<Located<string>>? Tasks { get; init; }
    /// <summary>Playbooks that would have run, by name; null when not given.</summary>
    public ImmutableArray<Located<string>>? Playbooks { get; init; }
    /// <summary>Entities that it has among others; null when not given.</summary>
    public ImmutableArray<ExpectedEntity>? Entities { get; init; }
    /// <summary>How often it was opened again.</summary>
    public Located<long>? Reopened { get; init; }
}

/// <summary>An expected run: only what is given is compared.</summary>
/// <param name="Node">Where it stands.</param>
public sealed record ExpectedRun(YamlNode Node)
{
    /// <summary>Scheduled time, in UTC.</summary>
    public Located<DateTime>? At { get; init; }
    /// <summary>Time of execution, in UTC.</summary>
    public Located<DateTime>? Executed { get; init; }
    /// <summary>Start of the window, in UTC.</summary>
    public Located<DateTime>? WindowStart { get; init; }
    /// <summary>Rows of the result.</summary>
    public Located<long>? Rows { get; init; }
    /// <summary>Alerts that it raised.</summary>
    public Located<long>? Alerts { get; init; }
    /// <summary>Whether it was skipped because the rule rests.</summary>
    public Located<bool>? Suppressed { get; init; }
}

/// <summary>Spans of time in which no alert is raised and no incident is created.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Spans">The spans; empty for all of the time.</param>
public sealed record ExpectedSilence(YamlNode Node, ImmutableArray<TestSpan> Spans);

/// <summary>An outcome kept as text.</summary>
/// <param name="Key">The key that it stands behind.</param>
/// <param name="Node">The text; a null scalar while there is none.</param>
public sealed record ExpectedSnapshot(YamlScalar Key, YamlScalar Node);
