using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Graphs;

/// <summary>A node.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Figure">Its figure; empty without one.</param>
/// <param name="Value">Its figure as a number; null without one.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Row">Its row; -1 for one that only edges name.</param>
internal sealed record GraphNode(string Id, string Title, string Figure, double? Value, Color Color, int Row);

/// <summary>A graph or honeycomb before any drawing.</summary>
/// <param name="IsHoneycomb">True when nodes lie beside each other without edges.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Edges">Positions of the nodes that edges lead from and to.</param>
/// <param name="LeftOut">How many nodes are too many.</param>
internal sealed record GraphData(bool IsHoneycomb, ImmutableArray<GraphNode> Nodes, ImmutableArray<(int From, int To)> Edges, int LeftOut)
{
    private const int MaximumNodes = 100;
    private const int MaximumCells = 400;

    /// <summary>Reads the rows of a query: those with source and target are edges, the rest nodes.</summary>
    public static GraphData Read(EvaluatedQuery query)
    {
        var settings = query.Settings["graphSettings"];
        var table = query.Table;
        int Named(string setting, params ReadOnlySpan<string> usual)
        {
            if (settings.TextIn(setting) is { } name && table.IndexOf(query.Text(name)) is var index and >= 0)
                return index;
            foreach (var each in usual)
            {
                if (table.IndexOf(each) is var known and >= 0)
                    return known;
            }

            return -1;
        }

        var isHoneycomb = settings.IntOf("type") == 2 || query.Visualization == "honeycomb";
        var (id, source, target) = (Named("nodeIdField", "Id", "id", "NodeId"), Named("sourceIdField", "SourceId", "sourceId"), Named("targetIdField", "TargetId", "targetId"));
        if (isHoneycomb)
            (source, target) = (-1, -1);
        ColumnFormat? Content(string name) => settings?[name] is { } node && node.TextIn("columnMatch") is not null ? ColumnFormat.Read(node, query.Text) : null;
        var title = Content("topContent") ?? Content("titleContent");
        var figure = Content("centerContent") ?? Content("leftContent") ?? Content("bottomContent");
        var (titleColumn, figureColumn) = (title is null ? -1 : table.IndexOf(title.Match), figure is null ? -1 : table.IndexOf(figure.Match));
        if (titleColumn < 0)
            titleColumn = id >= 0 ? id : table.Columns.IsEmpty ? -1 : 0;
        var colors = NodeColors.Of(query, settings?["colorSettings"], figureColumn);
        var nodes = ImmutableArray.CreateBuilder<GraphNode>();
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        var leftOut = 0;
        int Add(string key, int row)
        {
            if (positions.TryGetValue(key, out var known))
                return known;
            if (nodes.Count == (isHoneycomb ? MaximumCells : MaximumNodes))
            {
                leftOut++;
                return -1;
            }

            var values = row < 0 ? null : table.Rows[row];
            var value = values is null || figureColumn < 0 ? null : values[figureColumn];
            nodes.Add(new GraphNode(key, values is null || titleColumn < 0 ? key : title is null ? DisplayText.Of(values[titleColumn]) : title.TextOf(values[titleColumn]), value is null ? "" : figure!.TextOf(value), DisplayText.Number(value), colors(row, nodes.Count), row));
            positions.Add(key, nodes.Count - 1);
            return nodes.Count - 1;
        }

        string Text(int row, int column) => column < 0 ? "" : DisplayText.Of(table.Rows[row][column]);
        for (var r = 0; r < table.Rows.Count; r++)
        {
            if (Text(r, source).Length == 0 || Text(r, target).Length == 0)
                Add(id >= 0 && Text(r, id).Length > 0 ? Text(r, id) : $"row {r + 1}", r);
        }

        var edges = ImmutableArray.CreateBuilder<(int, int)>();
        for (var r = 0; r < table.Rows.Count; r++)
        {
            if (Text(r, source) is not { Length: > 0 } from || Text(r, target) is not { Length: > 0 } to)
                continue;
            var (start, end) = (Add(from, -1), Add(to, -1));
            if (start >= 0 && end >= 0 && start != end)
                edges.Add((start, end));
        }

        return new GraphData(isHoneycomb, nodes.ToImmutable(), [.. edges.Distinct()], leftOut);
    }
}
