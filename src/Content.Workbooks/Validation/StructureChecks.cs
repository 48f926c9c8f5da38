using System.Text.Json;
using Content.Diagnostics;
using Content.Model.Json;

namespace Content.Workbooks.Validation;

/// <summary>Looks at names and numbers that the viewer knows, and at references between steps.</summary>
internal static class StructureChecks
{
    private static readonly string[] Visualizations =
    [
        "table", "tiles", "card", "text", "linechart", "timechart", "barchart", "categoricalbar", "unstackedbar", "areachart", "scatterchart", "piechart", "map", "graph", "stat", "stats", "columnchart", "grid",
    ];

    private static readonly HashSet<int> QueryTypes = [-1, 0, 1, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17];
    private const int LastFormatter = 22;
    private const int LastParameterType = 11;
    private const int MergeQuery = 7;
    private const int MaximumRows = 10_000;

    public static void Look(WorkbookDocument document, WorkbookFindings findings)
    {
        var steps = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in All(document.Items))
            steps.Add(item.Name);
        foreach (var item in All(document.Items))
        {
            if (item.Content is not { } content)
                continue;
            if (item.Type == WorkbookItemType.Query)
                Query(content, steps, findings);
            foreach (var parameter in item.Type == WorkbookItemType.Parameters ? content["parameters"]?.Items ?? [] : [])
            {
                if (parameter.NumberOf("type") is { } type && type is < 1 or > LastParameterType)
                    findings.Warning(WorkbookCodes.UnknownValue, parameter["type"]!, $"There are no parameters of type {type}.", "Use 1 text, 2 drop-down, 4 time range, 5 resource, 6 subscription, 7 resource type, 8 location, 9 multi-value, 10 options group or 11 tabs.");
            }
        }
    }

    /// <summary>All items, each before what is in it.</summary>
    public static IEnumerable<WorkbookItem> All(IEnumerable<WorkbookItem> items)
    {
        foreach (var item in items)
        {
            yield return item;
            foreach (var inner in All(item.Items))
                yield return inner;
        }
    }

    private static void Query(JsonElementNode content, HashSet<string> steps, WorkbookFindings findings)
    {
        if (content["visualization"] is { Kind: JsonValueKind.String, Text: { Length: > 0 } name } visualization && name[0] != '{' && !Visualizations.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            var meant = NameSuggestion.Find(name, Visualizations);
            findings.Warning(WorkbookCodes.UnknownValue, visualization, $"There is no visualization '{name}'." + (meant is null ? "" : $" Did you mean '{meant}'?"), $"Use one of {string.Join(", ", Visualizations)}.");
        }

        if (content.NumberOf("queryType") is { } type && !QueryTypes.Contains(type))
            findings.Warning(WorkbookCodes.UnknownValue, content["queryType"]!, $"There are no queries of type {type}.", "Use 0 for Log Analytics, 1 for Resource Graph, 7 to merge, 8 for JSON, 12 for Azure Resource Manager.");
        var grid = content["gridSettings"];
        if (grid?.NumberOf("rowLimit") is { } limit and > MaximumRows)
            findings.Warning(WorkbookCodes.BeyondLimit, grid["rowLimit"]!, $"A grid shows at most {MaximumRows:N0} rows, not {limit:N0}.", "Lower rowLimit.");
        foreach (var formatter in grid?["formatters"] is { Kind: JsonValueKind.Array } list ? list.Items : [])
        {
            if (formatter.NumberOf("formatter") is { } number && number is < 0 or > LastFormatter)
                findings.Warning(WorkbookCodes.UnknownValue, formatter["formatter"]!, $"There is no formatter {number}.", $"Formatters have the numbers 0 to {LastFormatter}.");
        }

        if (content.NumberOf("queryType") == MergeQuery)
            Merge(content, steps, findings);
    }

    // The text of a merge is JSON, in old workbooks behind the words Merge/1.0.
    private static void Merge(JsonElementNode content, HashSet<string> steps, WorkbookFindings findings)
    {
        if (content["query"] is not { Kind: JsonValueKind.String } query || !query.Text!.StartsWith('{'))
            return;
        if (JsonElementNode.ParseText(query, out var error) is not { } merge)
        {
            findings.Add(error! with { Code = WorkbookCodes.BadEmbeddedJson, Message = "A merge is described by JSON. " + error!.Message });
            return;
        }

        foreach (var each in merge["merges"]?.Items ?? [])
        {
            foreach (var side in new[] { "leftTable", "rightTable" })
            {
                if (each[side] is { Kind: JsonValueKind.String, Text: { Length: > 0 } name } table && name[0] != '{' && !steps.Contains(name))
                {
                    var meant = NameSuggestion.Find(name, steps);
                    findings.Warning(WorkbookCodes.UnknownStep, table, $"No step is named '{name}', so there is nothing to merge." + (meant is null ? "" : $" Did you mean '{meant}'?"));
                }
            }
        }
    }
}
