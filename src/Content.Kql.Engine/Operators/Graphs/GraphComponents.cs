using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators.Graphs;

/// <summary><c>graph-mark-components</c>: numbers components from 0 in the order of their first node.</summary>
internal static class GraphComponents
{
    public static Vector Mark(GraphData graph, bool strong, KernelContext context)
    {
        context.Step(graph.NodeCount + graph.EdgeCount);
        var roots = strong && graph.Directed ? Strong(graph, context) : Weak(graph);
        var numbers = new Dictionary<int, long>();
        var values = new long[graph.NodeCount];
        for (var i = 0; i < values.Length; i++)
        {
            if (!numbers.TryGetValue(roots[i], out var number))
                numbers[roots[i]] = number = numbers.Count;
            values[i] = number;
        }

        return new FixedVector<long>(TypeKind.Long, values, values.Length);
    }

    private static int[] Weak(GraphData graph)
    {
        var parent = new int[graph.NodeCount];
        for (var i = 0; i < parent.Length; i++)
            parent[i] = i;
        for (var edge = 0; edge < graph.EdgeCount; edge++)
        {
            var (a, b) = (Root(parent, graph.Source[edge]), Root(parent, graph.Target[edge]));
            parent[Math.Max(a, b)] = Math.Min(a, b);
        }

        for (var i = 0; i < parent.Length; i++)
            parent[i] = Root(parent, i);
        return parent;
    }

    private static int Root(int[] parent, int node)
    {
        while (parent[node] != node)
            node = parent[node] = parent[parent[node]];
        return node;
    }

    // Tarjan's algorithm without recursion: paths may be as long as the graph is large.
    private static int[] Strong(GraphData graph, KernelContext context)
    {
        var component = new int[graph.NodeCount];
        component.AsSpan().Fill(-1);
        var order = new int[graph.NodeCount];
        var low = new int[graph.NodeCount];
        var next = new int[graph.NodeCount];
        var onStack = new bool[graph.NodeCount];
        var stack = new Stack<int>();
        var path = new Stack<int>();
        var count = 0;
        for (var start = 0; start < graph.NodeCount; start++)
        {
            if (order[start] != 0)
                continue;
            context.ThrowIfCancelled();
            path.Push(start);
            while (path.TryPeek(out var node))
            {
                if (order[node] == 0)
                {
                    order[node] = low[node] = ++count;
                    stack.Push(node);
                    onStack[node] = true;
                }

                var edges = graph.Outgoing.Of(node);
                if (next[node] < edges.Count)
                {
                    var other = graph.Target[edges[next[node]++]];
                    if (order[other] == 0)
                        path.Push(other);
                    else if (onStack[other])
                        low[node] = Math.Min(low[node], order[other]);
                    continue;
                }

                path.Pop();
                if (path.TryPeek(out var above))
                    low[above] = Math.Min(low[above], low[node]);
                if (low[node] != order[node])
                    continue;
                int member;
                do
                {
                    member = stack.Pop();
                    onStack[member] = false;
                    component[member] = node;
                }
                while (member != node);
            }
        }

        return component;
    }
}
