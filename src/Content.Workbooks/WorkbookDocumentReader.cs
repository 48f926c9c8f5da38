using System.Collections.Immutable;
using System.Text.Json;
using Content.Diagnostics;
using Content.Model.Json;

namespace Content.Workbooks;

/// <summary>Reads the gallery JSON of a workbook and says what the service or the viewer could not use.</summary>
internal sealed class WorkbookDocumentReader(SourceText source, JsonElementNode? given, Diagnostic? error)
{
    private const string FormatVersion = "Notebook/1.0";

    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly ImmutableArray<WorkbookParameter>.Builder _parameters = ImmutableArray.CreateBuilder<WorkbookParameter>();
    private readonly ImmutableArray<WorkbookQuery>.Builder _queries = ImmutableArray.CreateBuilder<WorkbookQuery>();
    private readonly List<JsonElementNode> _timeReferences = [];
    private readonly HashSet<string> _exported = new(StringComparer.Ordinal);

    public WorkbookDocument Read()
    {
        var items = ImmutableArray<WorkbookItem>.Empty;
        if (given is null)
            _diagnostics.Add(error! with { Code = WorkbookCodes.NotJson });
        else if (given.Kind != JsonValueKind.Object)
            Error(WorkbookCodes.NotJson, given, "A workbook is a JSON object.", "Export it from the portal's advanced editor as a gallery template.");
        else
            items = ReadRoot(given);
        return new WorkbookDocument(source, given, items, _parameters.ToImmutable(), _queries.ToImmutable(), [.. _diagnostics.OrderBy(diagnostic => diagnostic.Path, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Span.Start)]);
    }

    private ImmutableArray<WorkbookItem> ReadRoot(JsonElementNode root)
    {
        if (root.TextOf("version") != FormatVersion)
            Error(WorkbookCodes.NotAWorkbook, root["version"] ?? Head(root), $"A workbook has \"version\": \"{FormatVersion}\".", $"Set version to {FormatVersion}.");
        else if (root["items"] is not { Kind: JsonValueKind.Array })
            Error(WorkbookCodes.NotAWorkbook, root["items"] ?? Head(root), "A workbook has a list of 'items'.", "Add \"items\": [].");
        var items = ReadItems(root["items"]);
        var known = _parameters.Select(parameter => parameter.Name).Concat(_exported).ToHashSet(StringComparer.Ordinal);
        foreach (var reference in _timeReferences.Where(reference => !known.Contains(reference.Text!)))
        {
            var meant = NameSuggestion.Find(reference.Text!, known);
            Error(WorkbookCodes.UnknownParameter, reference, $"No parameter '{reference.Text}' is declared." + (meant is null ? "" : $" Did you mean '{meant}'?"), "Declare it, or refer to one that is.");
        }

        return items;
    }

    private ImmutableArray<WorkbookItem> ReadItems(JsonElementNode? list)
    {
        var items = ImmutableArray.CreateBuilder<WorkbookItem>();
        foreach (var node in list is { Kind: JsonValueKind.Array } ? list.Items : [])
        {
            if (node.Kind != JsonValueKind.Object || node.NumberOf("type") is not { } number)
                Error(WorkbookCodes.IncompleteItem, node, "An item is an object with a 'type'.", "Give it a type: 1 text, 3 query, 9 parameters, 11 links, 12 group.");
            else if (!Enum.IsDefined((WorkbookItemType)number))
                Error(WorkbookCodes.UnknownItemType, node["type"]!, $"Workbooks have no items of type {number}.", "Use 1 text, 3 query, 9 parameters, 10 metrics, 11 links or 12 group.");
            else
                items.Add(ReadItem((WorkbookItemType)number, node));
        }

        return items.ToImmutable();
    }

    private WorkbookItem ReadItem(WorkbookItemType type, JsonElementNode node)
    {
        var name = node.TextOf("name") ?? "";
        var nested = ImmutableArray<WorkbookItem>.Empty;
        // Old workbooks have the content as a text of JSON.
        if (node["content"] is { Kind: JsonValueKind.String } text && JsonElementNode.ParseText(text, out _) is { Kind: JsonValueKind.Object } parsed)
            node = node with { Properties = [.. node.Properties.Where(property => property.Key != "content"), KeyValuePair.Create("content", parsed)] };
        if (node["content"] is not { Kind: JsonValueKind.Object } content)
        {
            Error(WorkbookCodes.IncompleteItem, Head(node), $"The item {Named(name)}has no 'content'.", "Add it, or remove the item.");
            return new WorkbookItem(type, name, node, nested);
        }

        Exports(content);
        switch (type)
        {
            case WorkbookItemType.Text when content.TextOf("json") is null:
                Error(WorkbookCodes.IncompleteItem, content, $"The text {Named(name)}has no 'json', its Markdown.", "Add it, or remove the item.");
                break;
            case WorkbookItemType.Query:
                ReadQuery(content, name, isRequired: true);
                break;
            case WorkbookItemType.Parameters:
                ReadParameters(content);
                break;
            case WorkbookItemType.Group when content["items"] is { Kind: JsonValueKind.Array }:
                nested = ReadItems(content["items"]);
                break;
            // A group can also load its items from a template of the service.
            case WorkbookItemType.Group when content["loadFromTemplateId"] is null && content.TextOf("groupType") != "template":
                Error(WorkbookCodes.IncompleteItem, content, $"The group {Named(name)}has no list of 'items'.", "Add it, or remove the group.");
                break;
        }

        return new WorkbookItem(type, name, node, nested);
    }

    private void ReadParameters(JsonElementNode content)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in content["parameters"] is { Kind: JsonValueKind.Array } list ? list.Items : [])
        {
            var name = node.TextOf("name") ?? "";
            if (name.Length == 0 || char.IsDigit(name[0]) || name.Any(c => !char.IsLetterOrDigit(c) && c is not ('_' or '-')))
                Error(WorkbookCodes.BadParameterName, node["name"] ?? Head(node), name.Length == 0 ? "A parameter has no name." : $"'{name}' cannot be a parameter's name.", "Use letters, digits and underscores, and no digit first.");
            else if (!known.Add(name))
                Error(WorkbookCodes.DuplicateParameter, node["name"]!, $"The parameter '{name}' is declared twice here.", "Remove one of the two.");
            else
                _parameters.Add(new WorkbookParameter(name, node.NumberOf("type") ?? 1, node));
            ReadQuery(node, name, isRequired: false);
            if (node["jsonData"] is { Kind: JsonValueKind.String, Text.Length: > 0 } data && data.Text[0] is '[' or '{' && !data.Text.Contains('{' + name, StringComparison.Ordinal) && !IsJson(data.Text))
                Error(WorkbookCodes.BadEmbeddedJson, data, $"The values of the parameter '{name}' are no valid JSON.", "Correct the text under jsonData.");
        }
    }

    private void ReadQuery(JsonElementNode content, string owner, bool isRequired)
    {
        if (content["timeContextFromParameter"] is { Kind: JsonValueKind.String, Text.Length: > 0 } reference)
            _timeReferences.Add(reference);
        if (content["query"] is { Kind: JsonValueKind.String, Text: { } text } query && !string.IsNullOrWhiteSpace(text))
            _queries.Add(new WorkbookQuery(text, content.NumberOf("queryType") ?? 0, query, owner));
        else if (isRequired)
            Error(WorkbookCodes.IncompleteItem, content["query"] ?? content, $"The item {Named(owner)}has no 'query'.", "Add it, or remove the item.");
    }

    private void Exports(JsonElementNode content)
    {
        if (content.TextOf("exportParameterName") is { } name)
            _exported.Add(name);
        if (content.TextOf("timeBrushParameterName") is { } brush)
            _exported.Add(brush);
        foreach (var export in content["exportedParameters"] is { Kind: JsonValueKind.Array } list ? list.Items : [])
        {
            if (export.TextOf("parameterName") is { } each)
                _exported.Add(each);
        }

        foreach (var link in content["links"] is { Kind: JsonValueKind.Array } links ? links.Items : [])
        {
            if (link.TextOf("linkTarget") == "parameter" && link.TextOf("cellValue") is { } set)
                _exported.Add(set);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The start of an object rather than all of its lines.
    internal static JsonElementNode Head(JsonElementNode node) => node with { Span = new TextSpan(node.Span.Start, 1) };

    private static string Named(string name) => name.Length == 0 ? "" : $"'{name}' ";

    private void Error(string code, JsonElementNode node, string message, string help) =>
        _diagnostics.Add(node.Report(code, DiagnosticSeverity.Error, message, help));
}
