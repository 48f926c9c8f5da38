namespace Content.Kql.Functions;

/// <summary>Declarations of the graph functions.</summary>
internal static class GraphFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        all(pattern_element: scalar, expression: bool element-of-1st) -> bool
            @not-constant  @in-graph
            Tells whether a condition holds for all elements of a path of variable length.

        any(pattern_element: scalar, expression: bool element-of-1st) -> bool
            @not-constant  @in-graph
            Tells whether a condition holds for any element of a path of variable length.

        inner_nodes(edge: scalar) -> rule inner-nodes
            @not-constant  @in-graph
            Gives the nodes inside a path of variable length.

        labels(pattern_element?: scalar) -> array<string>
            @not-constant  @in-graph
            Gives the labels of a node or edge.

        map(pattern_element: scalar, expression: scalar element-of-1st) -> rule mapped-array
            @not-constant  @in-graph
            Evaluates an expression for each element of a path of variable length.

        node_degree_in(node?: scalar) -> long
            @not-constant  @in-graph
            Gives the number of edges into a node.

        node_degree_out(node?: scalar) -> long
            @not-constant  @in-graph
            Gives the number of edges out of a node.

        node_id(node?: scalar) -> string
            @not-constant  @in-graph
            Gives the identifier of a node.
        """;
}
