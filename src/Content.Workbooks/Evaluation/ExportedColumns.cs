using Content.Kql.Symbols;
using Content.Model.Json;

namespace Content.Workbooks.Evaluation;

/// <summary>The column that an export names: one of the query, or what a chart calls its own.</summary>
internal static class ExportedColumns
{
    /// <summary>Index of the column; -1 when there is none.</summary>
    public static int Find(string field, JsonElementNode content, WorkbookTable table)
    {
        if (table.IndexOf(field) is var index and >= 0)
            return index;
        var chart = content["chartSettings"];
        int[] named = field switch
        {
            "x" => [table.IndexOf(chart?.TextOf("xAxis") ?? ""), First(table, type => type.Kind == TypeKind.DateTime), First(table, type => !type.IsNumeric)],
            "y" or "value" => [.. Axes(chart).Select(table.IndexOf), First(table, type => type.IsNumeric)],
            "series" or "label" or "name" => [table.IndexOf(chart?.TextOf("group") ?? ""), First(table, type => type.Kind is TypeKind.String or TypeKind.Guid or TypeKind.Dynamic)],
            _ => [],
        };
        return named.FirstOrDefault(known => known >= 0, -1);
    }

    private static IEnumerable<string> Axes(JsonElementNode? chart)
    {
        foreach (var axis in chart?["yAxis"]?.Items ?? [])
        {
            if (axis.Text is { } name)
                yield return name;
        }
    }

    private static int First(WorkbookTable table, Func<KqlType, bool> isIt)
    {
        for (var i = 0; i < table.Columns.Length; i++)
        {
            if (isIt(table.Columns[i].Type))
                return i;
        }

        return -1;
    }
}
