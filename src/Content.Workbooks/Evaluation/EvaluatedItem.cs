using System.Collections.Immutable;
using Content.Model.Json;

namespace Content.Workbooks.Evaluation;

/// <summary>An item of a workbook with everything in place that a drawing needs. Texts have the values of parameters in them.</summary>
/// <param name="Id">Names the item within its workbook: its path of positions, such as <c>2.0.1</c>; the same over evaluations.</param>
/// <param name="Item">The item as it is written.</param>
/// <param name="IsVisible">False when a condition hides it; it was not evaluated then.</param>
/// <param name="Width">Share of the row it takes, percent, 1 to 100; null when it takes what is left.</param>
public abstract record EvaluatedItem(string Id, WorkbookItem Item, bool IsVisible, int? Width);

/// <summary>Markdown.</summary>
/// <param name="Id">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Item">See <see cref="EvaluatedItem"/>.</param>
/// <param name="IsVisible">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Width">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Markdown">The text; not to be trusted: it may hold HTML.</param>
/// <param name="Style">plain, info, warning, upsell, success or error.</param>
public sealed record EvaluatedText(string Id, WorkbookItem Item, bool IsVisible, int? Width, string Markdown, string Style) : EvaluatedItem(Id, Item, IsVisible, Width);

/// <summary>Parameters that a person may set.</summary>
/// <param name="Id">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Item">See <see cref="EvaluatedItem"/>.</param>
/// <param name="IsVisible">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Width">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Style">pills, above, formHorizontal or formVertical.</param>
/// <param name="Parameters">The parameters in order, hidden ones with them.</param>
public sealed record EvaluatedParameters(string Id, WorkbookItem Item, bool IsVisible, int? Width, string Style, ImmutableArray<EvaluatedParameter> Parameters) : EvaluatedItem(Id, Item, IsVisible, Width);

/// <summary>A query with its rows, or what kept it from having any.</summary>
/// <param name="Id">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Item">See <see cref="EvaluatedItem"/>.</param>
/// <param name="IsVisible">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Width">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Title">Title above it; empty when it has none.</param>
/// <param name="Visualization">The name of the format (table, piechart, timechart, tiles, card, map, graph…); a <c>render</c> at the query's end has been looked at, <c>table</c> when nothing says otherwise.</param>
/// <param name="Table">The rows; empty with a message.</param>
/// <param name="Message">Why there are no rows: <c>noDataMessage</c>, an error, what is not supported offline; null with rows.</param>
/// <param name="MessageKind">What sort of message.</param>
/// <param name="Settings">The item's content, for its settings (<c>gridSettings</c>, <c>tileSettings</c>…). Texts in it still hold references: <paramref name="Text"/> puts values in.</param>
/// <param name="Text">Puts the values of the parameters into a text of the settings.</param>
/// <param name="Selected">Rows that are selected, by position in <paramref name="Table"/>.</param>
/// <param name="CanSelect">True when a selection sets parameters.</param>
/// <param name="CanSelectMany">True when several rows may be selected.</param>
/// <param name="TimeBrush">Name of the parameter that brushing over time sets; null when it sets none.</param>
public sealed record EvaluatedQuery(
    string Id, WorkbookItem Item, bool IsVisible, int? Width, string Title, string Visualization, WorkbookTable Table, string? Message, MessageKind MessageKind, JsonElementNode Settings,
    Func<string, string> Text, ImmutableArray<int> Selected, bool CanSelect, bool CanSelectMany, string? TimeBrush) : EvaluatedItem(Id, Item, IsVisible, Width);

/// <summary>Links, buttons or tabs.</summary>
/// <param name="Id">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Item">See <see cref="EvaluatedItem"/>.</param>
/// <param name="IsVisible">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Width">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Style">bullets, list, paragraph, nav, tabs or toolbar.</param>
/// <param name="Links">The links in order.</param>
public sealed record EvaluatedLinks(string Id, WorkbookItem Item, bool IsVisible, int? Width, string Style, ImmutableArray<EvaluatedLink> Links) : EvaluatedItem(Id, Item, IsVisible, Width);

/// <summary>A link of <see cref="EvaluatedLinks"/>.</summary>
/// <param name="Position">Position within the links of the item as written; <see cref="IWorkbookSession.FollowLink"/> takes it.</param>
/// <param name="Label">What is shown.</param>
/// <param name="PreText">Text before it.</param>
/// <param name="PostText">Text behind it.</param>
/// <param name="Style">link, primary or secondary.</param>
/// <param name="Target">The target of the format: parameter, Url, OpenBlade, scrollToStep and so on.</param>
/// <param name="Url">Address of a Url; not to be trusted.</param>
/// <param name="IsChosen">True when it sets a parameter that has just this value: the tab that is open.</param>
public sealed record EvaluatedLink(int Position, string Label, string PreText, string PostText, string Style, string Target, string? Url, bool IsChosen);

/// <summary>A group with its items.</summary>
/// <param name="Id">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Item">See <see cref="EvaluatedItem"/>.</param>
/// <param name="IsVisible">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Width">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Title">Title; empty when it has none.</param>
/// <param name="IsExpandable">True when it can be folded.</param>
/// <param name="IsExpanded">False when it is folded; its items are evaluated all the same.</param>
/// <param name="LoadButton">Text of the button that loads it; null when it is loaded.</param>
/// <param name="Items">The items in order; empty while not loaded.</param>
public sealed record EvaluatedGroup(
    string Id, WorkbookItem Item, bool IsVisible, int? Width, string Title, bool IsExpandable, bool IsExpanded, string? LoadButton, ImmutableArray<EvaluatedItem> Items) : EvaluatedItem(Id, Item, IsVisible, Width);

/// <summary>An item that cannot be had offline, or that is of an unknown type.</summary>
/// <param name="Id">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Item">See <see cref="EvaluatedItem"/>.</param>
/// <param name="IsVisible">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Width">See <see cref="EvaluatedItem"/>.</param>
/// <param name="Title">Title; empty when it has none.</param>
/// <param name="Thing">What is not supported, by name.</param>
public sealed record UnsupportedItem(string Id, WorkbookItem Item, bool IsVisible, int? Width, string Title, string Thing) : EvaluatedItem(Id, Item, IsVisible, Width);

/// <summary>What sort of message stands in the place of rows.</summary>
public enum MessageKind : byte
{
    /// <summary>There are rows.</summary>
    None,
    /// <summary>The query gave no rows.</summary>
    NoData,
    /// <summary>The query gave no rows, which is good.</summary>
    Success,
    /// <summary>The query gave no rows, which is worth knowing.</summary>
    Information,
    /// <summary>The query gave no rows, which is worth a look.</summary>
    Warning,
    /// <summary>The query failed.</summary>
    Error,
    /// <summary>It waits for a parameter that is required and has no value.</summary>
    Waiting,
    /// <summary>It cannot be had offline.</summary>
    Unsupported,
}
