using Content.Kql.Engine.Kernels;

namespace Content.Kql.Engine.Functions;

/// <summary>
/// The graph functions have a value only where the graph operators evaluate them, over a matched path; anywhere else they say so.
/// So does <c>ingestion_time</c>, which the engine answers where it reads rows.
/// </summary>
internal static class GraphFunctions
{
    public static void Register(KernelTable table)
    {
        foreach (var name in (ReadOnlySpan<string>)["all", "any", "inner_nodes", "labels", "map", "node_degree_in", "node_degree_out", "node_id"])
            NotHere(table, name, "it has a value only for elements of a graph pattern");
        NotHere(table, "ingestion_time", "rows do not tell when they were ingested");
    }

    private static void NotHere(KernelTable table, string name, string reason)
    {
        if (table.FindScalar(name) is null)
            table.Scalar(name, _ => throw new UnsupportedException(name, reason));
    }
}
