using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>A file that content refers to.</summary>
/// <param name="Reference">The path as written, relative to the referring file.</param>
/// <param name="Path">Path in the repository, with forward slashes.</param>
public sealed record FileReference(Located<string> Reference, string Path);

/// <summary>A value in a column.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Value">The value.</param>
public sealed record DataCell(Located<string> Column, YamlValue Value);

/// <summary>A row: only the columns that matter.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Cells">Its values in order of the file.</param>
public sealed record DataRow(YamlNode Node, ImmutableArray<DataCell> Cells)
{
    /// <summary>The cell of a column (case matters); null when it is not given.</summary>
    public DataCell? Find(string column)
    {
        foreach (var cell in Cells)
        {
            if (cell.Column.Value == column)
                return cell;
        }

        return null;
    }
}

/// <summary>The rows of a table, watchlist or function in a test: inherited ones first, then those of a file, the inline ones and those that are generated.</summary>
/// <param name="Name">Name of the table or function, or alias of the watchlist.</param>
/// <param name="File">NDJSON, JSON array or CSV; null when there is none.</param>
/// <param name="Rows">Inline rows.</param>
public sealed record DataSet(Located<string> Name, FileReference? File, ImmutableArray<DataRow> Rows)
{
    /// <summary>The rows of the case that this one extends; null when they are not taken over.</summary>
    public DataSet? Inherited { get; init; }
    /// <summary>Rows that are made from templates.</summary>
    public ImmutableArray<RowGenerator> Generated { get; init; } = [];
    /// <summary>Values that all rows get in place of their own.</summary>
    public ImmutableArray<DataCell> Set { get; init; } = [];
}

/// <summary>An entity that is expected on an alert.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Type">Entity type.</param>
/// <param name="Properties">Identifiers with values.</param>
public sealed record ExpectedEntity(YamlNode Node, Located<string> Type, ImmutableArray<DataCell> Properties);

/// <summary>An expected alert: only what is given is compared.</summary>
/// <param name="Node">Where it stands.</param>
public sealed record ExpectedAlert(YamlNode Node)
{
    /// <summary>Title.</summary>
    public Located<string>? Title { get; init; }
    /// <summary>Description.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Severity.</summary>
    public Located<AlertSeverity>? Severity { get; init; }
    /// <summary>Tactics; null when not given.</summary>
    public ImmutableArray<Located<string>>? Tactics { get; init; }
    /// <summary>Entities; null when not given.</summary>
    public ImmutableArray<ExpectedEntity>? Entities { get; init; }
    /// <summary>Custom details; null when not given.</summary>
    public ImmutableArray<DataCell>? CustomDetails { get; init; }
    /// <summary>Techniques; null when not given.</summary>
    public ImmutableArray<Located<string>>? Techniques { get; init; }
    /// <summary>Other properties that the rule overrides, with their values; null when not given.</summary>
    public ImmutableArray<DataCell>? Properties { get; init; }
    /// <summary>Display name or file of the rule that raised it.</summary>
    public Located<string>? Rule { get; init; }
    /// <summary>Scheduled time of the run that raised it, in UTC.</summary>
    public Located<DateTime>? Run { get; init; }
    /// <summary>When it was raised, in UTC.</summary>
    public Located<DateTime>? Raised { get; init; }
    /// <summary>Time of its first event, in UTC.</summary>
    public Located<DateTime>? StartTime { get; init; }
    /// <summary>Time of its last event, in UTC.</summary>
    public Located<DateTime>? EndTime { get; init; }
    /// <summary>Number of its entities.</summary>
    public Located<long>? EntityCount { get; init; }
    /// <summary>Number of result rows it is made of.</summary>
    public Located<long>? Events { get; init; }
    /// <summary>Texts that are each in one of its notes; null when not given.</summary>
    public ImmutableArray<Located<string>>? Notes { get; init; }
}

/// <summary>Expected items: a number, or a list with one entry an item.</summary>
/// <typeparam name="T">What an entry says of an item.</typeparam>
/// <param name="Node">Where the expectation stands.</param>
/// <param name="Count">The expected number: that given, or the length of the list.</param>
/// <param name="Items">The list; null when only the number is given.</param>
public sealed record ExpectedItems<T>(YamlNode Node, long Count, ImmutableArray<T>? Items);

/// <summary>What a test case expects; what is null is not looked at.</summary>
/// <param name="Node">Where it stands.</param>
public sealed record Expectations(YamlNode Node)
{
    /// <summary>Alerts.</summary>
    public ExpectedItems<ExpectedAlert>? Alerts { get; init; }
    /// <summary>Result rows, in any order.</summary>
    public ExpectedItems<DataRow>? Rows { get; init; }
    /// <summary>Rows that are in the result.</summary>
    public ImmutableArray<DataRow>? RowsInclude { get; init; }
    /// <summary>Rows that are not in the result.</summary>
    public ImmutableArray<DataRow>? RowsExclude { get; init; }
    /// <summary>Columns of the result.</summary>
    public ImmutableArray<Located<string>>? Columns { get; init; }
    /// <summary>Entities that are each on some alert.</summary>
    public ImmutableArray<ExpectedEntity>? Entities { get; init; }
    /// <summary>Exactly these result rows in this order.</summary>
    public ImmutableArray<DataRow>? RowsInOrder { get; init; }
    /// <summary>Scheduled time of the first run with an alert, in UTC.</summary>
    public Located<DateTime>? FirstAlert { get; init; }
    /// <summary>Scheduled time of the last run with an alert, in UTC.</summary>
    public Located<DateTime>? LastAlert { get; init; }
    /// <summary>Runs, in order of their time.</summary>
    public ExpectedItems<ExpectedRun>? Runs { get; init; }
    /// <summary>Incidents, in any order.</summary>
    public ExpectedItems<ExpectedIncident>? Incidents { get; init; }
    /// <summary>When nothing is raised.</summary>
    public ExpectedSilence? Silence { get; init; }
    /// <summary>The outcome as text.</summary>
    public ExpectedSnapshot? Snapshot { get; init; }
}

/// <summary>One case: data, a time, and what is expected.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Name">Name for people, unique in the file.</param>
/// <param name="Now">When the rule runs, or the span begins; what <c>t</c> means. In UTC.</param>
/// <param name="Expect">What is expected.</param>
public sealed record TestCase(YamlMapping Node, Located<string> Name, Located<DateTime> Now, Expectations Expect)
{
    /// <summary>Description.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Rows of tables.</summary>
    public ImmutableArray<DataSet> Tables { get; init; } = [];
    /// <summary>Rows of watchlists; those not named have the rows they ship with.</summary>
    public ImmutableArray<DataSet> Watchlists { get; init; } = [];
    /// <summary>The time over which rules run; null when the rule runs once, at <see cref="Now"/>.</summary>
    public TestSpan? Span { get; init; }
    /// <summary>Functions that are replaced.</summary>
    public ImmutableArray<FunctionStub> Functions { get; init; } = [];
    /// <summary>Files of further rules that run beside the one that the tests are about.</summary>
    public ImmutableArray<FileReference> Rules { get; init; } = [];
    /// <summary>Files of the automation rules that act on incidents; null for all of the repository.</summary>
    public ImmutableArray<FileReference>? AutomationRules { get; init; }
    /// <summary>What analysts do, in order of the file.</summary>
    public ImmutableArray<AnalystChange> Analyst { get; init; } = [];
    /// <summary>Settings of the simulation; null when the case says nothing.</summary>
    public SimulationSettings? Simulation { get; init; }
    /// <summary>Why the case fails for now; null when it is to pass.</summary>
    public Located<string>? ExpectedFailure { get; init; }
    /// <summary>Values of the matrix that this case is one cell of.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Matrix { get; init; } = [];
}

/// <summary>Why a mutant that no test notices is accepted. Blanks count as one, and a line may be given up to any place.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Operator">Id of the mutation operator.</param>
/// <param name="Was">What the rule says.</param>
/// <param name="Becomes">What the mutant says; null when it leaves out all of it.</param>
/// <param name="Reason">Why that is accepted.</param>
public sealed record SurvivorNote(YamlMapping Node, Located<string> Operator, Located<string> Was, Located<string>? Becomes, Located<string> Reason);

/// <summary>The tests of a rule.</summary>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
/// <param name="RulePath">Path of the rule's file in the repository.</param>
/// <param name="Cases">The cases that can run; broken ones are left out and reported.</param>
public sealed record RuleTests(SourceText Source, YamlMapping Node, string RulePath, ImmutableArray<TestCase> Cases) : ContentItem(Source, Node)
{
    /// <summary>The <c>rule</c> key; null when the file's own name says it.</summary>
    public Located<string>? RuleReference { get; init; }
    /// <summary>Mutants that may survive, each with its reason.</summary>
    public ImmutableArray<SurvivorNote> Survivors { get; init; } = [];
}
