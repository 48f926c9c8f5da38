using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Content.Kql.Engine.Kernels;

namespace Content.Kql.Engine.Operators.Graphs;

/// <summary>Whether a match may come back to where it was.</summary>
internal enum CycleMode : byte
{
    /// <summary>Nodes and edges may repeat.</summary>
    All,
    /// <summary>Nodes may repeat, edges not.</summary>
    UniqueEdges,
    /// <summary>Neither may repeat.</summary>
    None,
}

/// <summary>
/// Finds all matches of a pattern by depth-first search. It starts at the variable with the fewest candidates and follows edges between
/// variables that are bound already before it binds new ones.
/// </summary>
internal sealed class GraphMatcher
{
    private readonly GraphData _graph;
    private readonly GraphPattern _pattern;
    private readonly PatternFilters _filters;
    private readonly CycleMode _cycles;
    private readonly KernelContext _context;
    private readonly Action<GraphMatcher> _found;
    private readonly List<(int Edge, bool Reversed)> _order = [];
    private readonly int[] _nodes;
    private readonly int[] _nodeUses;
    private readonly bool[] _edgeUsed;
    private readonly List<int> _edges = [];
    private readonly int[] _starts;
    private readonly int[] _ends;
    private int _steps;

    public GraphMatcher(GraphData graph, GraphPattern pattern, PatternFilters filters, CycleMode cycles, KernelContext context, Action<GraphMatcher> found)
    {
        _graph = graph;
        _pattern = pattern;
        _filters = filters;
        _cycles = cycles;
        _context = context;
        _found = found;
        _nodes = new int[pattern.Variables.Count];
        _nodes.AsSpan().Fill(-1);
        _nodeUses = new int[graph.NodeCount];
        _edgeUsed = new bool[graph.EdgeCount];
        _starts = new int[pattern.Edges.Count];
        _ends = new int[pattern.Edges.Count];
    }

    public void Run()
    {
        if (_cycles == CycleMode.None && _pattern.ClosesCycle)
            return;
        var first = FindOrder();
        for (var node = 0; node < _graph.NodeCount; node++)
        {
            if (!_filters.AllowsNode(first, node))
                continue;
            _nodes[first] = node;
            _nodeUses[node]++;
            Next(0);
            _nodeUses[node]--;
            _nodes[first] = -1;
        }

        _context.Step(_steps);
    }

    /// <summary>Adds the match that was found.</summary>
    public void AddTo(GraphMatches matches)
    {
        for (var i = 0; i < _nodes.Length; i++)
        {
            if (_pattern.Variables[i] is var element and >= 0)
                matches.Elements[element].Add(_nodes[i]);
        }

        for (var i = 0; i < _order.Count; i++)
        {
            var (index, reversed) = _order[i];
            var step = _pattern.Edges[index];
            if (step.Element < 0)
                continue;
            var edges = CollectionsMarshal.AsSpan(_edges)[_starts[i].._ends[i]];
            if (step.IsPath)
            {
                matches.Elements[step.Element].Add(matches.Paths.Count);
                matches.Paths.Add(PatternWalk.Path(_graph, edges, _nodes[reversed ? step.Right : step.Left], reversed));
            }
            else
            {
                matches.Elements[step.Element].Add(edges[0]);
            }
        }

        matches.Count++;
    }

    private int FindOrder()
    {
        var first = 0;
        var least = int.MaxValue;
        for (var i = 0; i < _nodes.Length; i++)
        {
            var candidates = _filters.Nodes[i] is { } filter ? filter.Count(allowed => allowed) : _graph.NodeCount;
            if (candidates < least)
                (first, least) = (i, candidates);
        }

        var known = new HashSet<int> { first };
        var left = Enumerable.Range(0, _pattern.Edges.Count).ToList();
        while (left.Count > 0)
        {
            var at = left.FindIndex(i => known.Contains(_pattern.Edges[i].Left) && known.Contains(_pattern.Edges[i].Right));
            if (at < 0)
                at = left.FindIndex(i => known.Contains(_pattern.Edges[i].Left) || known.Contains(_pattern.Edges[i].Right));
            if (at < 0)
                break;
            var edge = _pattern.Edges[left[at]];
            _order.Add((left[at], !known.Contains(edge.Left)));
            known.Add(edge.Left);
            known.Add(edge.Right);
            left.RemoveAt(at);
        }

        if (known.Count < _nodes.Length)
            throw new QueryFailedException("The sequences of a graph pattern must share nodes: the pattern falls into parts.");
        return first;
    }

    private void Next(int position)
    {
        if (position == _order.Count)
        {
            _found(this);
            return;
        }

        var (index, reversed) = _order[position];
        var step = _pattern.Edges[index];
        _starts[position] = _edges.Count;
        Extend(position, _nodes[reversed ? step.Right : step.Left], 0);
    }

    private void Extend(int position, int node, int hops)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var (index, reversed) = _order[position];
        var step = _pattern.Edges[index];
        if (hops >= step.Min)
            Arrive(position, node, hops);
        if (hops >= step.Max)
            return;
        if (hops > 0)
        {
            if (!_filters.AllowsInner(index, node) || _cycles == CycleMode.None && _nodeUses[node] > 0)
                return;
            _nodeUses[node]++;
        }

        foreach (var edge in PatternWalk.Incident(_graph, node, reversed ? -step.Direction : step.Direction))
        {
            if (++_steps == 1024)
            {
                _context.Step(_steps);
                _steps = 0;
            }

            if (!_filters.AllowsEdge(index, edge) || _cycles != CycleMode.All && _edgeUsed[edge])
                continue;
            var used = _edgeUsed[edge];
            _edgeUsed[edge] = true;
            _edges.Add(edge);
            Extend(position, PatternWalk.Other(_graph, edge, node), hops + 1);
            _edges.RemoveAt(_edges.Count - 1);
            _edgeUsed[edge] = used;
        }

        if (hops > 0)
            _nodeUses[node]--;
    }

    private void Arrive(int position, int node, int hops)
    {
        var (index, reversed) = _order[position];
        var step = _pattern.Edges[index];
        var variable = reversed ? step.Left : step.Right;
        if (_nodes[variable] >= 0)
        {
            if (_nodes[variable] != node)
                return;
            _ends[position] = _edges.Count;
            Next(position + 1);
        }
        else
        {
            if (!_filters.AllowsNode(variable, node) || _cycles == CycleMode.None && hops > 0 && _nodeUses[node] > 0)
                return;
            _nodes[variable] = node;
            _nodeUses[node]++;
            _ends[position] = _edges.Count;
            Next(position + 1);
            _nodeUses[node]--;
            _nodes[variable] = -1;
        }
    }
}
