using System.Collections.Immutable;
using Content.Kql.Symbols;

namespace Content.Kql.Binding;

/// <summary>An operator whose value is a graph: rows are its edges, and nodes hang on them by key.</summary>
public abstract class BoundGraph(BoundTabular? input, RowType edges, RowType nodes) : BoundTabular(RowType.Empty)
{
    /// <summary>What stands before the pipe.</summary>
    public BoundTabular? Input { get; } = input;
    /// <summary>Properties of an edge.</summary>
    public RowType Edges { get; } = edges;
    /// <summary>Properties of a node.</summary>
    public RowType Nodes { get; } = nodes;
}

/// <summary>A table of nodes and its key.</summary>
/// <param name="Table">The nodes.</param>
/// <param name="Key">Ordinal of the key column.</param>
public sealed record BoundNodeTable(BoundTabular Table, int Key);

/// <summary><c>make-graph</c></summary>
public sealed class BoundMakeGraph(BoundTabular input, RowType nodes, int source, int target, bool directed, ImmutableArray<BoundNodeTable> tables, string? nodeId) : BoundGraph(input, input.Row, nodes)
{
    /// <summary>Ordinal of the source column of the edges.</summary>
    public int Source { get; } = source;
    /// <summary>Ordinal of the target column.</summary>
    public int Target { get; } = target;
    /// <summary>True for <c>--&gt;</c>.</summary>
    public bool Directed { get; } = directed;
    /// <summary>Node tables; empty when nodes are only their ids.</summary>
    public ImmutableArray<BoundNodeTable> Tables { get; } = tables;
    /// <summary>Column of <c>with_node_id</c>; null without.</summary>
    public string? NodeId { get; } = nodeId;
}

/// <summary>The graph of one value of the key, inside <see cref="BoundGraphPartition"/>.</summary>
public sealed class BoundGraphInput(RowType edges, RowType nodes) : BoundGraph(null, edges, nodes);

/// <summary><c>make-graph … partitioned-by key (…)</c>: a graph for each value of a column that edges and nodes have.</summary>
public sealed class BoundGraphPartition(BoundMakeGraph graph, int edgeKey, ImmutableArray<int> nodeKeys, BoundGraphInput graphInput, BoundTabular subquery) : BoundTabular(subquery.Row)
{
    /// <summary>Edges and nodes of all values.</summary>
    public BoundMakeGraph Graph { get; } = graph;
    /// <summary>Ordinal of the key in the row of edges.</summary>
    public int EdgeKey { get; } = edgeKey;
    /// <summary>Ordinal of the key in each table of nodes.</summary>
    public ImmutableArray<int> NodeKeys { get; } = nodeKeys;
    /// <summary>Stands for the graph of one value inside <see cref="Subquery"/>.</summary>
    public BoundGraphInput GraphInput { get; } = graphInput;
    /// <summary>What is done with each graph.</summary>
    public BoundTabular Subquery { get; } = subquery;
}

/// <summary><c>graph-where-nodes</c>, <c>graph-where-edges</c></summary>
public sealed class BoundGraphFilter(BoundGraph input, bool onNodes, BoundExpression predicate) : BoundGraph(input, input.Edges, input.Nodes)
{
    /// <summary>True to filter nodes.</summary>
    public bool OnNodes { get; } = onNodes;
    /// <summary>Predicate over a node's or an edge's row.</summary>
    public BoundExpression Predicate { get; } = predicate;
}

/// <summary><c>graph-mark-components</c></summary>
public sealed class BoundMarkComponents(BoundGraph input, RowType nodes, bool strong) : BoundGraph(input, input.Edges, nodes)
{
    /// <summary>True for strongly connected components.</summary>
    public bool Strong { get; } = strong;
}

/// <summary>A node or edge of a pattern.</summary>
/// <param name="Name">Name; null without.</param>
/// <param name="IsEdge">True for an edge.</param>
/// <param name="Direction">1 to the right, -1 to the left, 0 for both.</param>
/// <param name="MinHops">Least number of edges.</param>
/// <param name="MaxHops">Greatest number of edges; more than one makes it a path.</param>
public sealed record BoundPatternElement(string? Name, bool IsEdge, sbyte Direction, BoundExpression? MinHops, BoundExpression? MaxHops)
{
    /// <summary>True when it stands for several edges.</summary>
    public bool IsPath => MaxHops is not null;
}

/// <summary>
/// A property of a node or edge of a pattern: <c>n.name</c>; the element itself as a bag when the ordinal is -1. A property of a path
/// has one value an edge: a condition with one holds when it holds for every edge, and a projection gives an array.
/// </summary>
public sealed class BoundElementProperty(int element, int ordinal, KqlType type) : BoundExpression(type)
{
    /// <summary>Index of the element among the named elements of all patterns.</summary>
    public int Element { get; } = element;
    /// <summary>Ordinal in the row of nodes or edges; -1 for all properties as a bag.</summary>
    public int Ordinal { get; } = ordinal;
}

/// <summary><c>graph-match</c> and <c>graph-shortest-paths</c></summary>
public sealed class BoundGraphMatch(BoundGraph input, RowType row, ImmutableArray<ImmutableArray<BoundPatternElement>> patterns, ImmutableArray<string> elements, string cycles, bool shortest, string output, BoundExpression? where, ImmutableArray<BoundExpression> project)
    : BoundTabular(row)
{
    /// <summary>The graph.</summary>
    public BoundGraph Input { get; } = input;
    /// <summary>Patterns.</summary>
    public ImmutableArray<ImmutableArray<BoundPatternElement>> Patterns { get; } = patterns;
    /// <summary>Names of elements, by <see cref="BoundElementProperty.Element"/>.</summary>
    public ImmutableArray<string> Elements { get; } = elements;
    /// <summary>all, none or unique_edges.</summary>
    public string Cycles { get; } = cycles;
    /// <summary>True for graph-shortest-paths.</summary>
    public bool Shortest { get; } = shortest;
    /// <summary>any or all, for graph-shortest-paths.</summary>
    public string Output { get; } = output;
    /// <summary>Predicate.</summary>
    public BoundExpression? Where { get; } = where;
    /// <summary>An expression for each result column.</summary>
    public ImmutableArray<BoundExpression> Project { get; } = project;
}

/// <summary><c>graph-to-table nodes</c> or <c>edges</c>. Columns of ids come first.</summary>
public sealed class BoundGraphToTable(BoundGraph input, RowType row, bool nodes) : BoundTabular(row)
{
    /// <summary>The graph.</summary>
    public BoundGraph Input { get; } = input;
    /// <summary>True for nodes.</summary>
    public bool NodesWanted { get; } = nodes;
    /// <summary>True when the id of the node, or of the node that an edge starts from, is the first column.</summary>
    public bool WithSourceId { get; init; }
    /// <summary>True when the id of the node that an edge goes to is the next column.</summary>
    public bool WithTargetId { get; init; }
}
