namespace Content.Kql.Functions;

/// <summary>Declarations of the scope functions.</summary>
internal static class ScopeFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        cluster(name: string) -> entity
            @not-constant
            Refers to a cluster.

        database(name?: string) -> entity
            @not-constant
            Refers to a database.

        entity_group(name: string) -> entity
            @not-constant
            Refers to a group of databases or clusters.

        external_table(name: string, mapping?: string) -> entity
        external_table(name: string, max_age: timespan) -> entity
            @not-constant
            Refers to an external table.

        graph(name: string, snapshot?: string) -> entity
        graph(name: string, volatile: bool) -> entity
            @not-constant
            Refers to a stored graph.

        materialized_view(name: string, max_age?: timespan) -> entity
            @not-constant
            Refers to a materialized view.

        stored_query_result(name: string) -> entity
        stored_query_result(name: string, index: long) -> entity
        stored_query_result(name: string, table_name: string) -> entity
            @not-constant
            Refers to a stored query result.

        table(name: string, query_data_scope?: string) -> entity
            @not-constant
            Refers to a table by name.
        """;
}
