using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators.Graphs;

/// <summary>A named element of a pattern.</summary>
internal sealed record GraphElement(string Name, bool IsEdge, bool IsPath);

/// <summary>A path that was found: its edges and the nodes between them, in the order of the pattern.</summary>
internal sealed record GraphPath(int[] Edges, int[] InnerNodes);

/// <summary>The matches that expressions are evaluated over: for each element the node, the edge, or the number of the path.</summary>
internal sealed class GraphMatches(int elements)
{
    public List<int>[] Elements { get; } = [.. Enumerable.Range(0, elements).Select(_ => new List<int>())];
    public List<GraphPath> Paths { get; } = [];
    public int Count { get; set; }
}

/// <summary>
/// Which properties of pattern elements an expression reads, and how its batches are made of matches. A slot is a column of the batch.
/// </summary>
internal sealed class GraphScope(IReadOnlyList<GraphElement> elements, RowType edgeRow, RowType nodeRow)
{
    private readonly List<(int Element, int Ordinal)> _slots = [];

    public IReadOnlyList<GraphElement> Elements { get; } = elements;
    public RowType EdgeRow { get; } = edgeRow;
    public RowType NodeRow { get; } = nodeRow;

    /// <summary>The path whose edges the expression is about, met outside of all(), any() and map(); -1 for none.</summary>
    public int PathMet { get; set; } = -1;

    /// <summary>What is evaluated for each element of a path, while it is compiled.</summary>
    public GraphFrame? Frame { get; set; }

    public IReadOnlyList<(int Element, int Ordinal)> Slots => _slots;

    // Set before expressions are evaluated: they read paths and properties from here.
    public GraphData? Graph { get; set; }
    public GraphMatches? Matches { get; set; }

    /// <summary>The column of a property of an element; the element itself, or the number of a path, with <paramref name="ordinal"/> of <see cref="Itself"/>.</summary>
    public int Slot(int element, int ordinal)
    {
        var at = _slots.IndexOf((element, ordinal));
        if (at >= 0)
            return at;
        _slots.Add((element, ordinal));
        return _slots.Count - 1;
    }

    public const int Itself = -10;

    public TypeKind KindOf(int element, int ordinal) => ordinal switch
    {
        Itself => TypeKind.Int,
        GraphData.DegreeIn or GraphData.DegreeOut => TypeKind.Long,
        GraphData.Id => TypeKind.String,
        < 0 => TypeKind.Dynamic,
        _ => (Elements[element].IsEdge ? EdgeRow : NodeRow).Columns[ordinal].Type.Kind,
    };

    /// <summary>A batch with a column for each slot.</summary>
    public Batch Batch(GraphData graph, GraphMatches matches)
    {
        Graph = graph;
        Matches = matches;
        var columns = new Vector?[_slots.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = Column(graph, _slots[i], System.Runtime.InteropServices.CollectionsMarshal.AsSpan(matches.Elements[_slots[i].Element]));
        return new Batch(columns, matches.Count);
    }

    /// <summary>A batch over all nodes or edges, for an expression about one element only.</summary>
    public Batch BatchOfAll(GraphData graph, int element)
    {
        Graph = graph;
        var all = new int[Elements[element].IsEdge ? graph.EdgeCount : graph.NodeCount];
        for (var i = 0; i < all.Length; i++)
            all[i] = i;
        var columns = new Vector?[_slots.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = Column(graph, _slots[i], all);
        return new Batch(columns, all.Length);
    }

    private Vector Column(GraphData graph, (int Element, int Ordinal) slot, ReadOnlySpan<int> values)
    {
        if (slot.Ordinal == Itself)
            return new FixedVector<int>(TypeKind.Int, values.ToArray(), values.Length);
        var element = Elements[slot.Element];
        return graph.Values(!element.IsEdge, slot.Ordinal, element.IsEdge ? EdgeRow : NodeRow, values);
    }
}

/// <summary>The batch of an expression over elements of a path: their properties, then the outer columns that it reads.</summary>
internal sealed class GraphFrame(int element, bool ofNodes, int width)
{
    private readonly HashSet<int> _used = [];
    private readonly List<int> _outer = [];

    /// <summary>The path.</summary>
    public int Element { get; } = element;
    /// <summary>True for the nodes inside the path, false for its edges.</summary>
    public bool OfNodes { get; } = ofNodes;
    public bool ReadsOuter => _outer.Count > 0;
    public IReadOnlyList<int> Outer => _outer;

    // Properties first, then the values beside them (-1 to -5), then outer slots.
    public int Property(int ordinal)
    {
        _used.Add(ordinal);
        return ordinal >= 0 ? ordinal : width - ordinal - 1;
    }

    public int OuterSlot(int slot)
    {
        var at = _outer.IndexOf(slot);
        if (at < 0)
        {
            at = _outer.Count;
            _outer.Add(slot);
        }

        return width + 5 + at;
    }

    public Batch Batch(GraphData graph, RowType row, ReadOnlySpan<int> items, Batch? outer, ReadOnlySpan<int> outerRows)
    {
        var columns = new Vector?[width + 5 + _outer.Count];
        foreach (var ordinal in _used)
            columns[ordinal >= 0 ? ordinal : width - ordinal - 1] = graph.Values(OfNodes, ordinal, row, items);
        for (var i = 0; i < _outer.Count; i++)
            columns[width + 5 + i] = outer!.Column(_outer[i]).Gather(outerRows);
        return new Batch(columns, items.Length);
    }
}

/// <summary>How the values of a path's elements become one.</summary>
internal enum PathFold : byte { All, Any, Map }

/// <summary><c>all(e, …)</c>, <c>any(e, …)</c>, <c>map(e, …)</c>: an expression over the edges of a path or the nodes inside it.</summary>
internal sealed class PathExpr(GraphScope scope, GraphFrame frame, Expr body, int slot, PathFold fold) : Expr(fold == PathFold.Map ? TypeKind.Dynamic : TypeKind.Bool)
{
    private GraphData? _graph;
    private Vector? _values;

    public GraphFrame Frame => frame;
    public PathFold Fold => fold;

    private RowType Row => frame.OfNodes ? scope.NodeRow : scope.EdgeRow;

    /// <summary>The value for every edge or node of the graph; only for one that reads nothing else.</summary>
    public Vector OfAll(GraphData graph)
    {
        if (!ReferenceEquals(graph, _graph))
        {
            var all = new int[frame.OfNodes ? graph.NodeCount : graph.EdgeCount];
            for (var i = 0; i < all.Length; i++)
                all[i] = i;
            _values = body.Evaluate(frame.Batch(graph, Row, all, null, []));
            _graph = graph;
        }

        return _values!;
    }

    public override Vector Evaluate(Batch batch)
    {
        var numbers = (FixedVector<int>)batch.Column(slot);
        var items = new List<int>();
        var rows = new List<int>();
        var ends = new int[batch.Length];
        for (var row = 0; row < ends.Length; row++)
        {
            foreach (var item in Items(numbers[row]))
            {
                items.Add(item);
                rows.Add(row);
            }

            ends[row] = items.Count;
        }

        var index = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(items);
        var values = frame.ReadsOuter
            ? body.Evaluate(frame.Batch(scope.Graph!, Row, index, batch, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows)))
            : OfAll(scope.Graph!).Gather(index);
        return fold == PathFold.Map ? Arrays(values, ends) : Truths(values.AsBool(), ends, fold == PathFold.All);
    }

    private int[] Items(int number)
    {
        if (!scope.Elements[frame.Element].IsPath)
            return [number];
        var path = scope.Matches!.Paths[number];
        return frame.OfNodes ? path.InnerNodes : path.Edges;
    }

    private static FixedVector<bool> Truths(FixedVector<bool> values, int[] ends, bool all)
    {
        var results = new bool[ends.Length];
        var at = 0;
        for (var row = 0; row < ends.Length; row++)
        {
            results[row] = all;
            for (; at < ends[row]; at++)
            {
                if ((!values.IsNull(at) && values[at]) != all)
                    results[row] = !all;
            }
        }

        return new FixedVector<bool>(TypeKind.Bool, results, results.Length);
    }

    private static Vector Arrays(Vector values, int[] ends)
    {
        var builder = new DynamicBuilder(ends.Length);
        var at = 0;
        foreach (var end in ends)
        {
            var start = builder.Writer.BeginArray();
            var count = end - at;
            for (; at < end; at++)
                builder.Writer.From(values, at);
            builder.Writer.EndArray(start, count);
            builder.EndRow();
        }

        return builder.Build();
    }
}
