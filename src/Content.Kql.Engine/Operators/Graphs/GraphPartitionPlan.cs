using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators.Graphs;

/// <summary>The graph that a subquery works on.</summary>
internal sealed class GraphHolder
{
    public GraphData? Graph { get; set; }
}

/// <summary><c>make-graph … partitioned-by</c>: one graph after another, keys in the order in which edges, then nodes, first have them.</summary>
internal sealed class GraphPartitionPlan(Plan edges, Plan[] tables, BoundGraphPartition partition, bool[] need, GraphHolder holder, Plan subquery, KernelContext context) : Plan(partition.Row, need)
{
    public override IEnumerable<Batch> Run()
    {
        var allEdges = edges.RunToEnd(context);
        var allTables = Array.ConvertAll(tables, table => table.RunToEnd(context));
        var key = allEdges.Column(partition.EdgeKey);
        var keys = new GroupTable([key.Kind]);
        var edgeRows = Members(keys, key);
        var nodeRows = new List<List<int>>[tables.Length];
        for (var t = 0; t < tables.Length; t++)
        {
            if (partition.NodeKeys[t] < 0)
                throw new QueryFailedException("Every table of nodes must have the column that the graph is partitioned by.");
            nodeRows[t] = Members(keys, Conversions.To(allTables[t].Column(partition.NodeKeys[t]), key.Kind));
        }

        for (var k = 0; k < keys.Count; k++)
        {
            context.ThrowIfCancelled();
            var own = new Batch[tables.Length];
            for (var t = 0; t < own.Length; t++)
                own[t] = allTables[t].Select(Rows(nodeRows[t], k));
            holder.Graph = GraphData.Make(partition.Graph, allEdges.Select(Rows(edgeRows, k)), own, context);
            foreach (var batch in subquery.Run())
                yield return batch;
        }
    }

    private static int[] Rows(List<List<int>> members, int key) => key < members.Count ? [.. members[key]] : [];

    private static List<List<int>> Members(GroupTable keys, Vector values)
    {
        var groups = new int[values.Length];
        keys.Find([values], values.Length, groups, add: true);
        var members = new List<List<int>>();
        while (members.Count < keys.Count)
            members.Add([]);
        for (var i = 0; i < groups.Length; i++)
            members[groups[i]].Add(i);
        return members;
    }
}
