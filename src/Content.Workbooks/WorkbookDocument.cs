using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Workbooks.Json;

namespace Content.Workbooks;

/// <summary>Types of workbook items that are used; the numbers are those of the format.</summary>
public enum WorkbookItemType
{
    /// <summary>Markdown.</summary>
    Text = 1,
    /// <summary>A query with its visualisation.</summary>
    Query = 3,
    /// <summary>Parameters.</summary>
    Parameters = 9,
    /// <summary>Metrics of resources.</summary>
    Metrics = 10,
    /// <summary>Links and tabs.</summary>
    Links = 11,
    /// <summary>A group of items.</summary>
    Group = 12,
    /// <summary>Items repeated for each value.</summary>
    ViewRepeater = 13,
    /// <summary>Data repeated for each value.</summary>
    DataRepeater = 14,
    /// <summary>A source of data.</summary>
    DataSource = 15,
    /// <summary>A visualisation of a source.</summary>
    Visualization = 16,
}

/// <summary>An item of a workbook.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name; empty when it has none.</param>
/// <param name="Node">Its JSON.</param>
/// <param name="Items">Items of a group.</param>
public sealed record WorkbookItem(WorkbookItemType Type, string Name, JsonElementNode Node, ImmutableArray<WorkbookItem> Items)
{
    /// <summary>What it holds; null when it lacks any.</summary>
    public JsonElementNode? Content => Node["content"];
}

/// <summary>A parameter of a workbook.</summary>
/// <param name="Name">The name it is referred to by.</param>
/// <param name="Type">Its type, the number of the format: 1 text, 2 drop-down, 4 time range, 5 resource and so on.</param>
/// <param name="Node">Its JSON.</param>
public sealed record WorkbookParameter(string Name, int Type, JsonElementNode Node);

/// <summary>A query of a workbook, of a visual item or of a parameter.</summary>
/// <param name="Text">The text with parameters in braces.</param>
/// <param name="QueryType">Where it runs, the number of the format; 0 is Log Analytics.</param>
/// <param name="Place">Where its text stands.</param>
/// <param name="Owner">Name of the item or parameter.</param>
public sealed record WorkbookQuery(string Text, int QueryType, TextSpan Place, string Owner);

/// <summary>A workbook as its gallery JSON has it.</summary>
/// <param name="Source">The file.</param>
/// <param name="Items">The items; groups hold theirs.</param>
/// <param name="Parameters">All parameters in order of the file.</param>
/// <param name="Queries">All queries in order of the file.</param>
/// <param name="Diagnostics">What is wrong.</param>
public sealed record WorkbookDocument(
    SourceText Source, ImmutableArray<WorkbookItem> Items, ImmutableArray<WorkbookParameter> Parameters, ImmutableArray<WorkbookQuery> Queries, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Reads a workbook. Whatever the file holds, the outcome is diagnostics, never an exception.</summary>
    public static WorkbookDocument Read(SourceText source) => new WorkbookDocumentReader(source).Read();
}
