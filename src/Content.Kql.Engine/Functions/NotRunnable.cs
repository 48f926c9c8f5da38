using Content.Kql.Engine.Kernels;

namespace Content.Kql.Engine.Functions;

/// <summary>
/// The declared functions that no offline engine can compute, each with the reason. A query that calls one is inconclusive and names it.
/// </summary>
internal static class NotRunnable
{
    private const string Service = "it tells something about the service that runs a query";
    private const string Storage = "it tells how the service stores rows";
    private const string Unpublished = "its algorithm is not published";
    private const string Entity = "it names something to read rows from and is no value";

    /// <summary>Name and reason of each.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["current_cluster_endpoint"] = Service,
        ["current_database"] = Service,
        ["current_node_id"] = Service,
        ["current_principal"] = "there is no caller",
        ["current_principal_details"] = "there is no caller",
        ["current_principal_is_member_of"] = "there is no caller",
        ["current_cursor"] = Storage,
        ["cursor_after"] = Storage,
        ["cursor_before_or_at"] = Storage,
        ["cursor_current"] = Storage,
        ["extent_id"] = Storage,
        ["extent_tags"] = Storage,
        ["extentid"] = Storage,
        ["row_id"] = Storage,
        ["rowstore_ordinal_range"] = Storage,
        ["__invoke"] = "it calls functions inside the service",
        ["cluster"] = Entity,
        ["database"] = Entity,
        ["entity_group"] = Entity,
        ["external_table"] = Entity,
        ["graph"] = Entity,
        ["materialized_view"] = Entity,
        ["stored_query_result"] = Entity,
        ["table"] = Entity,
        ["hash_combine"] = Unpublished,
        ["hash_many"] = Unpublished,
        ["__hash_many_crc32"] = Unpublished,
        ["__hash_crc32"] = Unpublished,
        ["__hash_djb2"] = Unpublished,
        ["__ipv6_lookup_ranges"] = "it is a part of a plugin and not documented",
        ["__lz4_compress_dynamic_array_to_base64_string"] = "the form of what it compresses is not published",
        ["iscolumnexists"] = "the binder answers it where the columns are known",
    };

    internal static void Register(KernelTable table)
    {
        foreach (var (name, reason) in Reasons)
            table.Scalar(name, _ => throw new UnsupportedException(name, reason));
    }
}
