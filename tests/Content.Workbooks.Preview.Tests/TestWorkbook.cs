using System.Collections.Immutable;
using System.Text.Json;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model.Json;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Preview.Rendering;

namespace Content.Workbooks.Preview.Tests;

/// <summary>Makes evaluated items for tests.</summary>
internal static class TestWorkbook
{
    public static JsonElementNode Node(string json) => JsonElementNode.Parse(new SourceText(json, "workbook.json"), out var error) ?? throw new ArgumentException(error!.Message);

    public static WorkbookItem Item(WorkbookItemType type, string name = "item", string content = "{}") =>
        new(type, name, Node($$"""{"type": {{(int)type}}, "name": {{JsonSerializer.Serialize(name)}}, "content": {{content}}}"""), []);

    public static WorkbookTable Table(string columns, params object?[][] rows) => new([.. columns.Split(',').Select(name => new ColumnSymbol(name, KqlType.Unknown))], rows);

    public static EvaluatedQuery Query(string visualization, WorkbookTable table, string content = "{}", string id = "0", string title = "", Func<string, string>? text = null, bool canSelect = false, bool canSelectMany = false, string? brush = null)
    {
        var item = Item(WorkbookItemType.Query, content: content);
        return new EvaluatedQuery(id, item, true, null, title, visualization, table, null, MessageKind.None, item.Content!, text ?? (given => given), [], canSelect, canSelectMany, brush);
    }

    public static EvaluatedText Text(string markdown, string style = "plain", string id = "0") => new(id, Item(WorkbookItemType.Text), true, null, markdown, style);

    public static EvaluatedParameter Parameter(string name, string json, ParameterValue? value, params (string Value, string Label)[] choices)
    {
        var node = Node(json);
        return new EvaluatedParameter(new WorkbookParameter(name, node.NumberOf("type") ?? 1, node), name, false, value, [.. choices.Select(choice => new ParameterChoice(choice.Value, choice.Label, null))], null);
    }

    public static EvaluatedParameters ParameterBar(params EvaluatedParameter[] parameters) => new("p", Item(WorkbookItemType.Parameters), true, null, "pills", [.. parameters]);

    public static EvaluatedLinks Links(string style, params EvaluatedLink[] links) => new("l", Item(WorkbookItemType.Links), true, null, style, [.. links]);

    /// <summary>The part of a page that is drawn for items, as a browser reads it.</summary>
    public static async Task<AngleSharp.Html.Dom.IHtmlDocument> DrawAsync(params EvaluatedItem[] items) =>
        await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await StaticPage.RenderAsync("Sample", [.. items], isDark: false), CancellationToken.None);
}
