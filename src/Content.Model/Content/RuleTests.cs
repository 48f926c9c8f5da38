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

/// <summary>The rows of a table or watchlist in a test: those of a file first, then the inline ones.</summary>
/// <param name="Name">Name of the table, or alias of the watchlist.</param>
/// <param name="File">NDJSON, JSON array or CSV; null when there is none.</param>
/// <param name="Rows">Inline rows.</param>
public sealed record DataSet(Located<string> Name, FileReference? File, ImmutableArray<DataRow> Rows);

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
}

/// <summary>One case: data, a time, and what is expected.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Name">Name for people, unique in the file.</param>
/// <param name="Now">When the rule runs, in UTC.</param>
/// <param name="Expect">What is expected.</param>
public sealed record TestCase(YamlMapping Node, Located<string> Name, Located<DateTime> Now, Expectations Expect)
{
    /// <summary>Description.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Rows of tables.</summary>
    public ImmutableArray<DataSet> Tables { get; init; } = [];
    /// <summary>Rows of watchlists; those not named have the rows they ship with.</summary>
    public ImmutableArray<DataSet> Watchlists { get; init; } = [];
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
