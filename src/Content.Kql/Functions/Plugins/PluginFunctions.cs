namespace Content.Kql.Functions;

/// <summary>Declarations of the plugin functions.</summary>
internal static class PluginFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        active_users_count(IdColumn: not-dynamic column, TimelineColumn: summable column, Start: summable constant, End: summable constant, LookbackWindow: summable constant, Period: summable constant, ActivePeriods: summable constant, Step: summable constant, Dimension*: not-dynamic column) -> rule active-users-count
            Counts users that were active in a minimum number of periods of a look-back window.

        activity_counts_metrics(IdColumn: not-dynamic column, TimelineColumn: summable column, Start: summable constant, End: summable constant, Step: summable constant, Dimension*: not-dynamic column) -> rule activity-counts-metrics
            Gives total, distinct, new and running distinct counts per time bin.

        activity_engagement(IdColumn: not-dynamic column, TimelineColumn: summable column, InnerActivityWindow: summable constant, OuterActivityWindow: summable constant) -> rule activity-engagement
        activity_engagement(IdColumn: not-dynamic column, TimelineColumn: summable column, Start: summable constant, End: summable constant, InnerActivityWindow: summable constant, OuterActivityWindow: summable constant, Dimension*: not-dynamic column) -> rule activity-engagement
            Gives the ratio of distinct ids in a short window to those in a long one.

        activity_metrics(IdColumn: scalar column, TimelineColumn: summable column, Start: summable constant, End: summable constant, Step: summable constant, Dimension*: not-dynamic column) -> rule activity-metrics
        activity_metrics(IdColumn: scalar column, TimelineColumn: summable column, Start?: summable constant, End?: summable constant) -> rule activity-metrics
            Gives distinct and new values, retention and churn per time bin.

        ai_chat_completion(Prompt: array, ConnectionString: string, Options?: bag, IncludeErrorMessages?: bool) -> rule ai-chat-completion
            Asks a chat model to answer a conversation.

        ai_chat_completion_prompt(Prompt: string, ConnectionString: string, Options?: bag, IncludeErrorMessages?: bool) -> rule ai-chat-completion-prompt
            Asks a chat model to answer a prompt.

        ai_embed_text(Text: scalar, ConnectionString: string, Options?: bag, IncludeErrorMessages?: bool) -> rule ai-embed-text
            @hidden  @obsolete ai_embeddings
            Old name of ai_embeddings.

        ai_embeddings(Text: scalar, ConnectionString: string, Options?: bag, IncludeErrorMessages?: bool) -> rule ai-embeddings
            Gives the embedding vector of a text from a language model.

        autocluster(SizeWeight?: real or '~', WeightColumn?: scalar column or '~', NumSeeds?: integer or '~', CustomWildcard*: scalar) -> rule autocluster
            Finds frequent combinations of attribute values and describes them.

        azure_digital_twins_query_request(endpoint: string, sql_query: string) -> rule azure-digital-twins-query-request
            Runs a query on Azure Digital Twins.

        bag_unpack(column: scalar column, column_prefix?: string literal-not-empty) -> rule bag-unpack
            Turns the properties of a bag into columns.

        basket(Threshold?: real or '~', WeightColumn?: scalar column or '~', MaxDimensions?: integer or '~', CustomWildcard*: scalar) -> rule basket
            Finds all frequent combinations of attribute values.

        cosmosdb_sql_request(connection_string: string, sql_query: string, sql_parameters?: bag, options?: bag) -> rule cosmosdb-sql-request
            Runs a query on Cosmos DB.

        csharp(OutputSchema: type, Script: string, Arguments?: bag) -> rule csharp
            Runs a C# script over the input.

        dax_request(connection_string: string, dax_query: string, dax_parameters?: bag, options?: bag) -> rule dax-request
            @hidden
            Runs a DAX query.

        dcount_intersect(hll{2,32767}: array) -> rule dcount-intersect
            Estimates the sizes of the intersections of distinct-count sketches.

        diffpatterns(SplitColumn: scalar column, SplitValueA: string, SplitValueB: string, WeightColumn?: scalar column or '~', Threshold?: real or '~', MaxDimensions?: integer or '~', CustomWildcard*: scalar) -> rule diffpatterns
            Finds attribute combinations that tell two parts of the input apart.

        estimate_rows_count() -> rule estimate-rows-count
            Estimates the number of rows of the input.

        execute_query(connection_string: string, query: string) -> rule execute-query
            Runs a query on another cluster.

        execute_show_command(connection_string: string, command: string) -> rule execute-show-command
            Runs a show command on another cluster.

        external_datatable() -> rule external-datatable
            Reads a table from outside.

        funnel_sequence(IdColumn: not-dynamic column, TimelineColumn: summable column, Start: summable constant, End: summable constant, MaxWindowSizeBetweenSteps: summable constant, Step: summable constant, StateColumn: not-dynamic column, Sequence: array constant) -> rule funnel-sequence
            Counts distinct users per state before and after a sequence of states.

        funnel_sequence_completion(IdColumn: not-dynamic column, TimelineColumn: summable column, Start: summable constant, End: summable constant, BinSize: summable constant, StateColumn: not-dynamic column, Sequence: array constant, MaxSequencePeriods: array constant) -> rule funnel-sequence-completion
            Counts how many users complete a sequence of states within periods.

        geo_line_lookup(LookupTable: table, LookupLineKey: bag column-of-1st, SourceLongitude: scalar column, SourceLatitude: scalar column, radius: real literal, return_unmatched?: bool literal, lookup_area_radius?: real literal, return_lookup_key?: bool literal) -> rule geo-line-lookup layout geo-line
            Joins points to the lines of a look-up table that are near them.

        geo_polygon_lookup(LookupTable: table, LookupPolygonKey: bag column-of-1st, SourceLongitude: scalar column, SourceLatitude: scalar column, radius?: real literal, return_unmatched?: bool literal, lookup_area_radius?: real literal, return_lookup_key?: bool literal) -> rule geo-polygon-lookup layout geo-polygon
            Joins points to the polygons of a look-up table that they are in.

        http_request(Uri: string constant, RequestHeaders?: bag, Options?: bag) -> table(ResponseHeaders: bag, ResponseBody: dynamic)
            Sends an HTTP GET request.

        http_request_post(Uri: string constant, RequestHeaders?: bag, Options?: bag, Content?: string constant) -> table(ResponseHeaders: bag, ResponseBody: dynamic)
            Sends an HTTP POST request.

        identity() -> rule identity
            Hands the input on.

        identity_v3(mode: string constant, exceptionText: string constant) -> rule identity-v3
            Hands the input on, or fails, for tests of the engine.

        infer_storage_schema(Options: bag) -> table(CslSchema: string)
            Infers the schema of files in storage.

        infer_storage_schema_with_suggestions(Options: bag) -> table(SuggestedTableSchema: string)
            Infers the schema of files in storage and suggests types.

        ipv4_lookup(LookupTable: table, SourceIPv4Key: scalar column, IPv4LookupKey: scalar column-of-1st, ExtraKey*: scalar column-of-both, return_unmatched?: bool literal) -> rule ipv4-lookup layout ipv4
            Joins IPv4 addresses to the networks of a look-up table.

        ipv6_lookup(LookupTable: table, SourceIPv6Key: scalar column, IPv6LookupKey: scalar column-of-1st, return_unmatched?: bool literal) -> rule ipv6-lookup layout fixed-3
            Joins IPv6 addresses to the networks of a look-up table.

        mysql_request(connection_string: string, sql_query: string, sql_parameters?: bag, options?: bag) -> rule mysql-request
            Runs a query on a MySQL database.

        narrow() -> table(Row: long, Column: string, Value: string)
            Turns each cell into a row of row number, column name and value.

        new_activity_metrics(IdColumn: not-dynamic column, TimelineColumn: summable column, Start: summable constant, End: summable constant, Window: scalar, Cohort?: scalar constant, Dimension*: not-dynamic column, lookback?: table) -> rule new-activity-metrics layout new-activity
            Gives new, retained and churned values per cohort of new users.

        pivot(pivotColumn: not-dynamic column, aggregateFunction?: scalar aggregate, columnName*: scalar column) -> rule pivot
            Turns the distinct values of a column into columns.

        postgresql_request(connection_string: string, sql_query: string, sql_parameters?: bag, options?: bag) -> rule postgresql-request
            @hidden
            Runs a query on a PostgreSQL database.

        preview(NumberOfRows: integer) -> rule preview
            Gives the first rows of the input, and its count as a second result.

        python(OutputSchema: type, Script: string, Arguments?: bag, Artifacts?: bag) -> rule python
            Runs a Python script over the input.

        r(OutputSchema: type, Script: string, Arguments?: bag) -> rule r
            Runs an R script over the input.

        rolling_percentile(ValueColumn: summable column, Percentile: number constant, IndexColumn: summable column, BinSize: summable, BinsPerWindow: integer constant, Dimension*: not-dynamic column) -> rule rolling-percentile
            Gives a percentile over a sliding window of bins.

        rows_near(Condition: bool, NumRows: integer constant, NumRowsAfter?: integer constant) -> rule rows-near
            Keeps rows that are near a row for which a condition holds.

        sequence_detect(TimelineColumn: summable column, MaxSeqeunceStepWindow: summable constant, MaxSequenceSpan: summable constant, Expr+: bool, Dimension*: not-dynamic column) -> rule sequence-detect layout sequence
            Finds sequences of events by conditions on each.

        session_count(IdColumn: not-dynamic column, TimelineColumn: summable column, Start: summable constant, End: summable constant, Bin: summable constant, LookBackWindow: summable constant, Dimension*: not-dynamic column) -> rule session-count
            Counts sessions per time bin from ids and a time line.

        sliding_window_counts(IdColumn: not-dynamic column, TimelineColumn: summable column, Start: summable constant, End: summable constant, LookBackWindow: summable constant, Step: summable constant, Dimension*: not-dynamic column) -> rule sliding-window-counts
            Counts and counts distinct values in a sliding window.

        sql_request(connection_string: string, sql_query: string, sql_parameters?: bag, options?: bag) -> rule sql-request
            Runs a query on a SQL Server database.
        """;
}
