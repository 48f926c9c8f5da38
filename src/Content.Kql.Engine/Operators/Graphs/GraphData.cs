using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Functions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators.Graphs;

/// <summary>A graph in memory: rows of edges, rows of nodes, and for each edge the two nodes that it joins.</summary>
internal sealed class GraphData(Batch edges, Batch nodes, Vector ids, int[] source, int[] target, bool directed)
{
    /// <summary>Ordinals of what a node or edge has beside its properties.</summary>
    public const int Whole = -1, DegreeIn = -2, DegreeOut = -3, Id = -4, Labels = -5;

    private Adjacency? _outgoing;
    private Adjacency? _incoming;

    /// <summary>Properties of edges.</summary>
    public Batch Edges { get; } = edges;
    /// <summary>Properties of nodes.</summary>
    public Batch Nodes { get; } = nodes;
    /// <summary>What identifies each node.</summary>
    public Vector Ids { get; } = ids;
    /// <summary>The node that each edge starts from.</summary>
    public int[] Source { get; } = source;
    /// <summary>The node that each edge goes to.</summary>
    public int[] Target { get; } = target;
    /// <summary>False when edges have no direction.</summary>
    public bool Directed { get; } = directed;
    public int EdgeCount => Source.Length;
    public int NodeCount => Nodes.Length;

    public Adjacency Outgoing => _outgoing ??= new Adjacency(Source, NodeCount);
    public Adjacency Incoming => _incoming ??= new Adjacency(Target, NodeCount);

    /// <summary>Builds a graph. Nodes come in the order of the node tables, then in the order in which edges first name them.</summary>
    public static GraphData Make(BoundMakeGraph make, Batch edges, IReadOnlyList<Batch> tables, KernelContext context)
    {
        var sourceIds = edges.Column(make.Source);
        var targetIds = edges.Column(make.Target);
        var kind = sourceIds.Kind == targetIds.Kind ? sourceIds.Kind : TypeKind.String;
        sourceIds = Conversions.To(sourceIds, kind);
        targetIds = Conversions.To(targetIds, kind);
        var table = new GroupTable([kind]);
        var nodeOfRow = new int[tables.Count][];
        for (var t = 0; t < tables.Count; t++)
        {
            nodeOfRow[t] = new int[tables[t].Length];
            table.Find([Conversions.To(tables[t].Column(make.Tables[t].Key), kind)], tables[t].Length, nodeOfRow[t], add: true);
        }

        var both = new int[edges.Length * 2];
        var ends = new int[both.Length];
        for (var i = 0; i < both.Length; i++)
            both[i] = (i & 1) * edges.Length + i / 2;
        table.Find([Concat.Of(kind, [sourceIds, targetIds]).Gather(both)], both.Length, ends, add: true);
        var source = new int[edges.Length];
        var target = new int[edges.Length];
        for (var i = 0; i < edges.Length; i++)
            (source[i], target[i]) = (ends[i * 2], ends[i * 2 + 1]);
        var ids = table.BuildKeys()[0];
        context.Step(edges.Length + table.Count);
        return new GraphData(edges, NodeRows(make, tables, nodeOfRow, ids), ids, source, target, make.Directed);
    }

    // A node has the properties of its rows in the node tables; of several values the first that is there counts. Its key it has always.
    private static Batch NodeRows(BoundMakeGraph make, IReadOnlyList<Batch> tables, int[][] nodeOfRow, Vector ids)
    {
        var row = make.Nodes;
        var columns = new Vector?[row.Columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            var kind = row.Columns[c].Type.Kind;
            if (make.NodeId is not null && c == columns.Length - 1)
            {
                columns[c] = Conversions.To(ids, kind);
                continue;
            }

            var from = new int[ids.Length];
            from.AsSpan().Fill(-1);
            var parts = new List<Vector>();
            var offset = 0;
            for (var t = 0; t < tables.Count; t++)
            {
                var ordinal = make.Tables[t].Table.Row.IndexOf(row.Columns[c].Name);
                if (ordinal < 0)
                    continue;
                var values = Conversions.To(tables[t].Column(ordinal), kind);
                for (var i = 0; i < values.Length; i++)
                {
                    if (from[nodeOfRow[t][i]] < 0 && !IsEmpty(values, i))
                        from[nodeOfRow[t][i]] = offset + i;
                }

                parts.Add(values);
                offset += values.Length;
                if (ordinal != make.Tables[t].Key)
                    continue;
                var keys = Conversions.To(ids, kind);
                for (var i = 0; i < from.Length; i++)
                {
                    if (from[i] < 0)
                        from[i] = offset + i;
                }

                parts.Add(keys);
                offset += keys.Length;
            }

            columns[c] = parts.Count == 0 ? Vector.Null(kind, ids.Length) : Concat.Of(kind, parts).Gather(from);
        }

        return new Batch(columns, ids.Length);
    }

    private static bool IsEmpty(Vector values, int row) => values is StringVector texts ? texts[row].IsEmpty : values.IsNull(row);

    /// <summary>The graph of some of the nodes: edges that lose an end go as well.</summary>
    public GraphData KeepNodes(bool[] keep)
    {
        var renumbered = new int[NodeCount];
        var nodes = new List<int>();
        for (var i = 0; i < renumbered.Length; i++)
        {
            renumbered[i] = nodes.Count;
            if (keep[i])
                nodes.Add(i);
        }

        var edges = new List<int>();
        for (var i = 0; i < EdgeCount; i++)
        {
            if (keep[Source[i]] && keep[Target[i]])
                edges.Add(i);
        }

        int[] nodeRows = [.. nodes];
        return new GraphData(
            Edges.Select([.. edges]), Nodes.Select(nodeRows), Ids.Gather(nodeRows),
            [.. edges.Select(e => renumbered[Source[e]])], [.. edges.Select(e => renumbered[Target[e]])], Directed);
    }

    /// <summary>The graph of some of the edges; all nodes stay.</summary>
    public GraphData KeepEdges(bool[] keep)
    {
        var edges = new List<int>();
        for (var i = 0; i < EdgeCount; i++)
        {
            if (keep[i])
                edges.Add(i);
        }

        return new GraphData(Edges.Select([.. edges]), Nodes, Ids, [.. edges.Select(e => Source[e])], [.. edges.Select(e => Target[e])], Directed);
    }

    /// <summary>The graph with another column of nodes.</summary>
    public GraphData WithNodeColumn(Vector column)
    {
        var columns = new Vector?[Nodes.Width + 1];
        for (var i = 0; i < Nodes.Width; i++)
            columns[i] = Nodes.TryColumn(i);
        columns[^1] = column;
        return new GraphData(Edges, new Batch(columns, NodeCount), Ids, Source, Target, Directed);
    }

    /// <summary>A property, or one of the values beside them, of nodes or edges.</summary>
    public Vector Values(bool ofNodes, int ordinal, RowType row, ReadOnlySpan<int> elements)
    {
        switch (ordinal)
        {
            case >= 0: return (ofNodes ? Nodes : Edges).Column(ordinal).Gather(elements);
            case Whole: return Bags(ofNodes ? Nodes : Edges, row, elements);
            case Labels: return LabelsOf(ofNodes ? Nodes : Edges, row, elements);
        }

        if (!ofNodes)
            throw new QueryFailedException("Edges have neither a degree nor an id of their own.");
        if (ordinal == Id)
            return Conversions.To(Ids.Gather(elements), TypeKind.String);
        var degrees = new long[elements.Length];
        for (var i = 0; i < degrees.Length; i++)
        {
            degrees[i] = (ordinal == DegreeIn ? Incoming : Outgoing).Of(elements[i]).Count;
            if (!Directed)
                degrees[i] = Incoming.Of(elements[i]).Count + Outgoing.Of(elements[i]).Count;
        }

        return new FixedVector<long>(TypeKind.Long, degrees, degrees.Length);
    }

    // Stored graphs define labels in their model. In a graph that a query makes they are the dynamic property 'Labels', as the reference
    // of labels() shows it; elements without have none.
    private static Vector LabelsOf(Batch rows, RowType row, ReadOnlySpan<int> elements)
    {
        var ordinal = row.IndexOf("Labels");
        var given = ordinal >= 0 && row.Columns[ordinal].Type.Kind == TypeKind.Dynamic ? (DynamicVector)rows.Column(ordinal) : null;
        var labels = new DynamicBuilder(elements.Length);
        foreach (var element in elements)
        {
            if (given is not null && given[element].Tag == DynamicTag.Array)
                labels.Writer.Value(given[element]);
            else
                labels.Writer.EndArray(labels.Writer.BeginArray(), 0);
            labels.EndRow();
        }

        return labels.Build();
    }

    private static Vector Bags(Batch rows, RowType row, ReadOnlySpan<int> elements)
    {
        var builder = new DynamicBuilder(elements.Length);
        foreach (var element in elements)
        {
            var start = builder.Writer.BeginBag();
            for (var c = 0; c < row.Columns.Length; c++)
            {
                builder.Writer.Key(row.Columns[c].Name);
                builder.Writer.From(rows.Column(c), element);
            }

            builder.Writer.EndBag(start, row.Columns.Length);
            builder.EndRow();
        }

        return builder.Build();
    }

    /// <summary>The number by which <c>graph-to-table</c> names each node: the hash of its id.</summary>
    public Vector HashIds() => HashFunctions.XxHash(Ids);
}

/// <summary>The edges at each node, in the order of their rows.</summary>
internal sealed class Adjacency
{
    private readonly int[] _starts;
    private readonly int[] _edges;

    public Adjacency(int[] end, int nodes)
    {
        _starts = new int[nodes + 1];
        _edges = new int[end.Length];
        foreach (var node in end)
            _starts[node + 1]++;
        for (var i = 0; i < nodes; i++)
            _starts[i + 1] += _starts[i];
        var next = _starts.AsSpan().ToArray();
        for (var edge = 0; edge < end.Length; edge++)
            _edges[next[end[edge]]++] = edge;
    }

    public ArraySegment<int> Of(int node) => new(_edges, _starts[node], _starts[node + 1] - _starts[node]);
}
