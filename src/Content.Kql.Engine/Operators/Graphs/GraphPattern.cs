namespace Content.Kql.Engine.Operators.Graphs;

/// <summary>An edge of a pattern, or a path of several, between two node variables.</summary>
/// <param name="Left">Variable on the left.</param>
/// <param name="Right">Variable on the right.</param>
/// <param name="Element">Index among the named elements; -1 without a name.</param>
/// <param name="Direction">1 to the right, -1 to the left, 0 for both.</param>
/// <param name="Min">Least number of edges.</param>
/// <param name="Max">Greatest number of edges.</param>
/// <param name="IsPath">True when it is written with a range.</param>
internal sealed record PatternEdge(int Left, int Right, int Element, sbyte Direction, int Min, int Max, bool IsPath);

/// <summary>A pattern: node variables, and edges in the order written. A name that occurs again is the same variable.</summary>
/// <param name="Variables">For each node variable its index among the named elements; -1 without a name.</param>
/// <param name="Edges">The edges.</param>
/// <param name="Sequences">For each sequence the index after its last edge.</param>
/// <param name="ClosesCycle">True when a sequence comes back to a variable of its own.</param>
internal sealed record GraphPattern(IReadOnlyList<int> Variables, IReadOnlyList<PatternEdge> Edges, IReadOnlyList<int> Sequences, bool ClosesCycle);

/// <summary>Which nodes and edges may stand where; null where all may.</summary>
internal sealed class PatternFilters(GraphPattern pattern)
{
    public bool[]?[] Nodes { get; } = new bool[]?[pattern.Variables.Count];
    public bool[]?[] Edges { get; } = new bool[]?[pattern.Edges.Count];
    public bool[]?[] Inner { get; } = new bool[]?[pattern.Edges.Count];

    public static void And(ref bool[]? filter, bool[] other)
    {
        if (filter is null)
        {
            filter = other;
            return;
        }

        var both = new bool[other.Length];
        for (var i = 0; i < both.Length; i++)
            both[i] = filter[i] && other[i];
        filter = both;
    }

    public bool AllowsNode(int variable, int node) => Nodes[variable] is not { } filter || filter[node];
    public bool AllowsEdge(int step, int edge) => Edges[step] is not { } filter || filter[edge];
    public bool AllowsInner(int step, int node) => Inner[step] is not { } filter || filter[node];
}

/// <summary>Walks edges as a pattern directs.</summary>
internal static class PatternWalk
{
    /// <summary>The edges that lead on from a node. <paramref name="direction"/>: 1 along them, -1 against them, 0 both.</summary>
    public static IEnumerable<int> Incident(GraphData graph, int node, int direction)
    {
        var both = direction == 0 || !graph.Directed;
        if (both || direction > 0)
        {
            foreach (var edge in graph.Outgoing.Of(node))
                yield return edge;
        }

        if (both || direction < 0)
        {
            foreach (var edge in graph.Incoming.Of(node))
            {
                // A loop is one edge from either side.
                if (!both || graph.Source[edge] != node)
                    yield return edge;
            }
        }
    }

    /// <summary>The other end of an edge.</summary>
    public static int Other(GraphData graph, int edge, int node) => graph.Source[edge] == node ? graph.Target[edge] : graph.Source[edge];

    /// <summary>A path as it is kept: in the order of the pattern, with the nodes between its edges.</summary>
    public static GraphPath Path(GraphData graph, ReadOnlySpan<int> edges, int from, bool reversed)
    {
        var inner = new int[Math.Max(edges.Length - 1, 0)];
        var node = from;
        for (var i = 0; i < inner.Length; i++)
            inner[i] = node = Other(graph, edges[i], node);
        var ordered = edges.ToArray();
        if (reversed)
        {
            Array.Reverse(ordered);
            Array.Reverse(inner);
        }

        return new GraphPath(ordered, inner);
    }
}
