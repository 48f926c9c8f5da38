using Content.Kql.Engine.Kernels;

namespace Content.Kql.Engine.Operators.Graphs;

/// <summary>A walk along a sequence: a node for each variable, the edges of each step.</summary>
internal sealed record GraphWalk(int[] Nodes, int[][] Edges);

/// <summary>
/// Finds the shortest walks between each pair of ends of a sequence, by layers of equal length. A walk uses no edge twice.
/// </summary>
internal sealed class ShortestPathFinder(GraphData graph, GraphPattern pattern, PatternFilters filters, bool all, Func<IReadOnlyList<GraphWalk>, bool[]> accept, KernelContext context)
{
    // Walks of one length are offered for acceptance in groups of this size at most.
    private const int GroupSize = 256;

    private readonly record struct State(int Step, int Hops, int Node);

    private readonly int[] _variables = [pattern.Edges[0].Left, .. pattern.Edges.Select(edge => edge.Right)];

    /// <summary>All walks found, by start in the order of nodes, then by length.</summary>
    public IEnumerable<GraphWalk> Run()
    {
        for (var start = 0; start < graph.NodeCount; start++)
        {
            if (!filters.AllowsNode(_variables[0], start))
                continue;
            foreach (var walk in From(start))
                yield return walk;
        }
    }

    private List<GraphWalk> From(int start)
    {
        var found = new List<GraphWalk>();
        var open = Reachable(start);
        var layers = new List<Dictionary<State, List<(State Before, int Edge)>>>();
        var frontier = new List<State>();
        layers.Add([]);
        Enter(layers[0], frontier, new State(0, 0, start), default, -1);
        while (frontier.Count > 0 && open.Count > 0)
        {
            context.Step(frontier.Count);
            var layer = layers[^1];
            foreach (var state in frontier)
            {
                if (state.Step == pattern.Edges.Count && open.Contains(state.Node) && Take(layers, state, start, found))
                    open.Remove(state.Node);
            }

            var next = new List<State>();
            var deeper = new Dictionary<State, List<(State, int)>>();
            foreach (var state in frontier)
            {
                if (state.Step == pattern.Edges.Count)
                    continue;
                var step = pattern.Edges[state.Step];
                if (state.Hops >= step.Max || state.Hops > 0 && !filters.AllowsInner(state.Step, state.Node))
                    continue;
                foreach (var edge in PatternWalk.Incident(graph, state.Node, step.Direction))
                {
                    if (filters.AllowsEdge(state.Step, edge))
                        Enter(deeper, next, state with { Hops = state.Hops + 1, Node = PatternWalk.Other(graph, edge, state.Node) }, state, edge);
                }
            }

            layers.Add(deeper);
            frontier = next;
        }

        return found;
    }

    // A state with enough edges is the start of the next step too.
    private void Enter(Dictionary<State, List<(State, int)>> layer, List<State> frontier, State state, State before, int edge)
    {
        while (true)
        {
            var isNew = !layer.TryGetValue(state, out var ways);
            if (isNew)
            {
                layer[state] = ways = [];
                frontier.Add(state);
            }

            ways!.Add((before, edge));
            if (!isNew || state.Step == pattern.Edges.Count || state.Hops < pattern.Edges[state.Step].Min || !filters.AllowsNode(_variables[state.Step + 1], state.Node))
                return;
            (before, edge, state) = (state, -1, new State(state.Step + 1, 0, state.Node));
        }
    }

    private HashSet<int> Reachable(int start)
    {
        var seen = new HashSet<int> { start };
        var queue = new Queue<int>();
        queue.Enqueue(start);
        while (queue.TryDequeue(out var node))
        {
            foreach (var step in pattern.Edges)
            {
                foreach (var edge in PatternWalk.Incident(graph, node, step.Direction))
                {
                    var other = PatternWalk.Other(graph, edge, node);
                    if (seen.Add(other))
                        queue.Enqueue(other);
                }
            }
        }

        context.Step(seen.Count);
        seen.RemoveWhere(node => !filters.AllowsNode(_variables[^1], node));
        return seen;
    }

    private bool Take(List<Dictionary<State, List<(State Before, int Edge)>>> layers, State end, int start, List<GraphWalk> found)
    {
        var group = new List<GraphWalk>();
        var taken = false;
        var size = all ? GroupSize : 1;
        foreach (var walk in Walks(layers, layers.Count - 1, end, start, []))
        {
            context.Step(1);
            group.Add(walk);
            if (group.Count < size)
                continue;
            size = Math.Min(size * 2, GroupSize);
            taken |= Accept(group, found);
            if (taken && !all)
                return true;
        }

        return Accept(group, found) || taken;
    }

    private bool Accept(List<GraphWalk> group, List<GraphWalk> found)
    {
        if (group.Count == 0)
            return false;
        var answers = accept(group);
        var any = false;
        for (var i = 0; i < answers.Length; i++)
        {
            if (!answers[i] || any && !all)
                continue;
            any = true;
            found.Add(group[i]);
        }

        group.Clear();
        return any;
    }

    // Backwards from the end: each state knows the ways into it.
    private IEnumerable<GraphWalk> Walks(List<Dictionary<State, List<(State Before, int Edge)>>> layers, int depth, State state, int start, List<(State State, int Edge)> trail)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var (before, edge) in layers[depth][state])
        {
            if (edge >= 0 && trail.Exists(taken => taken.Edge == edge))
                continue;
            trail.Add((state, edge));
            if (depth == 0 && state is { Step: 0, Hops: 0 })
            {
                if (Walk(trail, start) is { } walk)
                    yield return walk;
            }
            else
            {
                foreach (var walk in Walks(layers, edge >= 0 ? depth - 1 : depth, before, start, trail))
                    yield return walk;
            }

            trail.RemoveAt(trail.Count - 1);
        }
    }

    private GraphWalk? Walk(List<(State State, int Edge)> trail, int start)
    {
        var nodes = new int[pattern.Variables.Count];
        nodes.AsSpan().Fill(-1);
        nodes[_variables[0]] = start;
        var edges = new List<int>[pattern.Edges.Count];
        for (var i = 0; i < edges.Length; i++)
            edges[i] = [];
        for (var i = trail.Count - 1; i >= 0; i--)
        {
            var (state, edge) = trail[i];
            if (edge >= 0)
            {
                edges[state.Step].Add(edge);
            }
            else if (state.Step > 0)
            {
                var variable = _variables[state.Step];
                if (nodes[variable] >= 0 && nodes[variable] != state.Node)
                    return null;
                nodes[variable] = state.Node;
            }
        }

        return new GraphWalk(nodes, Array.ConvertAll(edges, list => list.ToArray()));
    }
}
