using Content.Kql.Symbols;

namespace Content.Kql.Language;

/// <summary>An option of a <c>set</c> statement.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type of its value; null when any will do.</param>
/// <param name="Summary">What it does, in one sentence.</param>
public sealed record RequestOption(string Name, KqlType? Type, string Summary)
{
    /// <summary>Values to offer; empty when there is no list.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

/// <summary>The options of <c>set</c> statements, for completion and hover texts. Names that are not listed are no error.</summary>
public static class RequestOptions
{
    private const string Declarations = """
        best_effort: bool | Lets a union do without inputs that do not exist.
        deferpartialqueryfailures: bool | Does not report partial failures as part of the result.
        materialized_view_shuffle: dynamic | Names materialized views, and keys, to shuffle by.
        max_memory_consumption_per_query_per_node: long | Limits the memory that a query may use on a node.
        maxmemoryconsumptionperiterator: long | Limits the memory that one operator may use.
        maxoutputcolumns: long | Limits the number of result columns.
        norequesttimeout: bool | Raises the time limit to its greatest value.
        notruncation: bool | Does not cut off a result that is too large.
        push_selection_through_aggregation: bool | Moves simple selections ahead of aggregations.
        query_bin_auto_at: any | Start of the bins of bin_auto().
        query_bin_auto_size: any | Size of the bins of bin_auto().
        query_cursor_after_default: string | Default argument of cursor_after().
        query_cursor_before_or_at_default: string | Default argument of cursor_before_or_at().
        query_cursor_current: string | Overrides cursor_current().
        query_cursor_disabled: bool | Turns cursor functions off.
        query_cursor_scoped_tables: dynamic | Tables that the default cursors apply to.
        query_datascope: string default all hotcache | Which data the query reads.
        query_datetimescope_column: string | Column that the time range of the query applies to.
        query_datetimescope_from: datetime | Start of the time range of the query.
        query_datetimescope_to: datetime | End of the time range of the query.
        query_distribution_nodes_span: int | How the levels of a distributed query spread over nodes.
        query_fanout_nodes_percent: int | Share of the nodes that a query runs on.
        query_fanout_threads_percent: int | Share of the threads that a query runs on.
        query_force_row_level_security: bool | Applies row level security even where it is not enabled.
        query_language: string csl kql sql | Language of the query text.
        query_log_query_parameters: bool | Writes the query's parameters to the log.
        query_max_entities_in_union: long | Limits the number of tables of a union.
        query_now: datetime | Overrides now().
        query_python_debug: any | Makes a debug query for a python step.
        query_results_apply_getschema: bool | Gives the schema of the result in place of its rows.
        query_results_cache_force_refresh: bool | Computes a cached result anew.
        query_results_cache_max_age: timespan | Greatest age of a cached result that is good enough.
        query_results_cache_per_shard: bool | Caches results by extent.
        query_results_progressive_row_count: any | How many rows a progress update has at least.
        query_results_progressive_update_period: any | How often progress is reported.
        query_take_max_records: long | Limits the number of result rows.
        query_weakconsistency_session_id: string | Session of queries with weak consistency.
        request_app_name: string | Application that the request is reported for.
        request_block_row_level_security: bool | Refuses tables with row level security.
        request_callout_disabled: bool | Refuses calls to services outside.
        request_cross_cluster_token: string | Token for queries across clusters.
        request_description: string | Text that describes the request.
        request_external_data_disabled: bool | Refuses externaldata and external tables.
        request_external_table_disabled: bool | Refuses external tables.
        request_impersonation_disabled: bool | Does not act in the caller's name.
        request_readonly: bool | Refuses to write.
        request_readonly_hardline: bool | Refuses to write, and whatever might.
        request_remote_entities_disabled: bool | Refuses other databases and clusters.
        request_sandboxed_execution_disabled: bool | Refuses plugins that run code.
        request_user: string | User that the request is reported for.
        results_error_reporting_placement: string in_data end_of_table end_of_dataset | Where errors stand in the result.
        results_progressive_enabled: any | Sends results progressively.
        results_v2_fragment_primary_tables: bool | Sends primary tables in several frames.
        results_v2_newlines_between_frames: bool | Puts line ends between the frames of a result.
        servertimeout: timespan | Time limit of the request.
        truncationmaxrecords: long | Number of rows at which a result is cut off.
        truncationmaxsize: long | Size in bytes at which a result is cut off.
        validate_permissions: bool | Checks the caller's permissions without running the query.
        """;

    /// <summary>All options in order of their names.</summary>
    public static IReadOnlyList<RequestOption> All { get; } = Read();

    /// <summary>The option of a name; null when it is not listed.</summary>
    public static RequestOption? Find(string name)
    {
        foreach (var option in All)
        {
            if (option.Name == name)
                return option;
        }

        return null;
    }

    private static List<RequestOption> Read()
    {
        var options = new List<RequestOption>();
        foreach (var line in Declarations.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var bar = line.IndexOf('|');
            var colon = line.IndexOf(':');
            var words = line[(colon + 1)..bar].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            options.Add(new RequestOption(line[..colon], KqlType.FromName(words[0]), line[(bar + 1)..].Trim()) { Values = words[1..] });
        }

        return options;
    }
}
