using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;
using Content.Model.Json;

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

/// <summary>Types of parameters; the numbers are those of the format.</summary>
public enum WorkbookParameterType
{
    /// <summary>Text, also one that a query or criteria give.</summary>
    Text = 1,
    /// <summary>One or some of a list.</summary>
    DropDown = 2,
    /// <summary>A time range.</summary>
    Time = 4,
    /// <summary>Resources.</summary>
    Resource = 5,
    /// <summary>Subscriptions.</summary>
    Subscription = 6,
    /// <summary>Types of resources.</summary>
    ResourceType = 7,
    /// <summary>Locations.</summary>
    Location = 8,
    /// <summary>Several values that are typed.</summary>
    MultiValue = 9,
    /// <summary>One of a list, all of them shown.</summary>
    Options = 10,
    /// <summary>Tabs.</summary>
    Tabs = 11,
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
/// <param name="Node">Its text, which knows where it stands.</param>
/// <param name="Owner">Name of the item or parameter.</param>
public sealed record WorkbookQuery(string Text, int QueryType, JsonElementNode Node, string Owner);

/// <summary>A workbook as its gallery JSON has it.</summary>
/// <param name="Source">The file.</param>
/// <param name="Root">Its JSON; null when there is none.</param>
/// <param name="Items">The items; groups hold theirs.</param>
/// <param name="Parameters">All parameters in order of the file.</param>
/// <param name="Queries">All queries in order of the file.</param>
/// <param name="Diagnostics">What is wrong.</param>
public sealed record WorkbookDocument(
    SourceText Source, JsonElementNode? Root, ImmutableArray<WorkbookItem> Items, ImmutableArray<WorkbookParameter> Parameters, ImmutableArray<WorkbookQuery> Queries, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Reads gallery JSON, or the workbook in an ARM resource or template. Whatever the file holds, the outcome is diagnostics, never an exception.</summary>
    public static WorkbookDocument Read(SourceText source)
    {
        var root = GalleryJson.Read(source, out var error);
        return new WorkbookDocumentReader(source, root, error).Read();
    }

    /// <summary>Reads a workbook of a repository; null when it has no JSON, which reading the repository has reported.</summary>
    public static WorkbookDocument? Read(Workbook workbook) => workbook.Root is null ? null : new WorkbookDocumentReader(workbook.Source, workbook.Root, null).Read();
}
