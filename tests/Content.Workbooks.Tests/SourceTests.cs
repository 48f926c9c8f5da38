using System.Text.Json;
using Content.Catalog;
using Content.Diagnostics;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Workbooks.Evaluation;

namespace Content.Workbooks.Tests;

public sealed class SourceTests
{
    private static FakeData Two => new(
        ("Left", "Key, A:long", [["x", 1L], ["x", 2L], ["y", 3L], ["z", 4L]]),
        ("Right", "Id, B:long", [["x", 10L], ["y", 20L], ["y", 21L], ["w", 30L]]));

    [Theory]
    [InlineData("inner", "x1x10 x2x10 y3y20 y3y21")]
    [InlineData("innerunique", "x1x10 y3y20 y3y21")]
    [InlineData("leftouter", "x1x10 x2x10 y3y20 y3y21 z4")]
    [InlineData("rightouter", "x1x10 x2x10 y3y20 y3y21 w30")]
    [InlineData("fullouter", "x1x10 x2x10 y3y20 y3y21 z4 w30")]
    [InlineData("leftanti", "z4")]
    [InlineData("rightanti", "w30")]
    [InlineData("table", "x1 x2 y3 z4")]
    [InlineData("union", "x1 x2 y3 z4 x10 y20 y21 w30")]
    public async Task Merges_join_and_append_the_rows_of_other_steps(string type, string expected)
    {
        var merge = await MergeAsync($$$"""{"merges": [{"id": "m", "mergeType": "{{{type}}}", "leftTable": "l", "rightTable": "r", "leftColumn": "Key", "rightColumn": "Id"}]}""");
        Assert.Null(merge.Message);
        Assert.Equal(expected, string.Join(' ', merge.Table.Rows.Select(row => string.Concat(row.Select(ValueText.Of)))));
    }

    [Fact]
    public async Task A_merge_renames_orders_leaves_out_and_adds_columns()
    {
        var merge = await MergeAsync("""
            {"merges": [{"id": "m", "mergeType": "inner", "leftTable": "l", "rightTable": "r", "leftColumn": "Key", "rightColumn": "Id"}],
             "projectRename": [{"originalName": "[r].B", "mergedName": "Right B"}, {"originalName": "[l].Key", "mergedName": "Name"}, {"originalName": "[l].A"},
              {"originalName": "[Added column]", "mergedName": "Twice", "isNewItem": true, "newItemData": [{"criteriaContext": {"operator": "Default", "resultValType": "expression", "resultVal": "[\"Right B\"] * {Factor}"}}]},
              {"originalName": "[Added column]", "mergedName": "Size", "isNewItem": true, "newItemData": [{"criteriaContext": {"leftOperand": "Twice", "operator": ">", "rightValType": "static", "rightVal": "20", "resultValType": "static", "resultVal": "big"}}, {"criteriaContext": {"operator": "Default", "resultValType": "static", "resultVal": "small"}}]}]}
            """);
        Assert.Equal(["Right B:long", "Name:string", "Twice:real", "Size:string"], merge.Table.Columns.Select(column => column.ToString()));
        Assert.Equal([10L, "x", 20.0, "small"], merge.Table.Rows[0]);
        Assert.Equal([21L, "y", 42.0, "big"], merge.Table.Rows[3]);
    }

    [Theory]
    [InlineData("""{"merges": [{"mergeType": "inner", "leftTable": "l", "rightTable": "nope", "leftColumn": "Key", "rightColumn": "Id"}]}""", "'nope'")]
    [InlineData("""{"merges": [{"mergeType": "inner", "leftTable": "l", "rightTable": "r", "leftColumn": "Ky", "rightColumn": "Id"}]}""", "'Ky'")]
    [InlineData("""{"merges": [{"mergeType": "sideways", "leftTable": "l", "rightTable": "r", "leftColumn": "Key", "rightColumn": "Id"}]}""", "'sideways'")]
    [InlineData("""{"merges": [{"mergeType": "inner", "leftTable": "merged", "rightTable": "r", "leftColumn": "Key", "rightColumn": "Id"}]}""", "'merged'")]
    [InlineData("no JSON", "no JSON")]
    public async Task What_is_wrong_with_a_merge_is_said(string query, string said)
    {
        var merge = await MergeAsync(query);
        Assert.Equal(MessageKind.Error, merge.MessageKind);
        Assert.Contains(said, merge.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_that_merge_each_other_end_in_a_message()
    {
        var one = JsonSerializer.Serialize("""{"merges": [{"mergeType": "table", "leftTable": "b"}]}""");
        var other = JsonSerializer.Serialize("""{"merges": [{"mergeType": "table", "leftTable": "a"}]}""");
        var (_, items) = await Books.OpenAsync($$$"""{"type": 3, "name": "a", "content": {"queryType": 7, "query": {{{one}}}}}, {"type": 3, "name": "b", "content": {"queryType": 7, "query": {{{other}}}}}""");
        Assert.All(items, item => Assert.Equal(MessageKind.Error, Assert.IsType<EvaluatedQuery>(item).MessageKind));
    }

    [Theory]
    [InlineData("""{"content": "[{\"a\": 1, \"b\": \"x\"}, {\"a\": 2.5}]"}""", "a:real b:string", "1|x 2.5|")]
    [InlineData("""{"content": "[{\"a\": \"{P}\"}]"}""", "a:string", "chosen")]
    [InlineData("""{"content": "{\"value\": [{\"n\": {\"m\": \"deep\"}, \"t\": \"2026-03-01T00:00:00Z\"}]}", "transformers": [{"type": "jsonpath", "settings": {"tablePath": "$.value", "columns": [{"path": "$.n.m", "columnid": "M"}, {"path": "$.t", "columnid": "T", "columnType": "datetime"}]}}]}""", "M:string T:datetime", "deep|2026-03-01T00:00:00Z")]
    [InlineData("""{"content": "[{\"plan\": \"Basic\", \"days\": 0}, {\"plan\": \"Analytics\", \"days\": 7}]", "transformers": [{"type": "jsonpath", "settings": {"tablePath": "$[?((@.plan=='Basic') || (@.days > 90))]", "columns": [{"path": "$.plan", "columnid": "P", "substringRegexMatch": "^B.*$", "substringReplace": "small"}]}}]}""", "P:string", "small")]
    public async Task JSON_that_stands_in_the_workbook_gives_rows(string query, string columns, string rows)
    {
        var (_, items) = await Books.OpenAsync(Books.Parameters("""{"name": "P", "type": 1, "value": "chosen"}""") + "," + Books.Query(query, """ "queryType": 8 """));
        var json = Assert.IsType<EvaluatedQuery>(items[1]);
        Assert.Equal(columns, string.Join(' ', json.Table.Columns.Select(column => column.ToString())));
        Assert.Equal(rows, string.Join(' ', json.Table.Rows.Select(row => string.Join('|', row.Select(ValueText.Of)))));
    }

    [Fact]
    public async Task Recorded_responses_answer_by_name_and_by_text()
    {
        var recorded = RecordedResponses.Read(new SourceText("""
            responses:
              - type: resourceGraph
                item: Workspace
                columns: {id: string, name: string, selected: bool}
                rows:
                  - [/subscriptions/s/resourceGroups/g/providers/x/y/one, one, false]
                  - [/subscriptions/s/resourceGroups/g/providers/x/y/two, two, true]
              - type: arm
                match: /TABLES?
                response: {value: [{name: T1, properties: {days: 30}}]}
            """, "recorded.yaml"));
        Assert.Empty(recorded.Diagnostics);
        using var data = new LocalWorkbookData(SentinelSchema.Instance, EmptyTableSource.Instance, recorded, new ExecutionOptions { Now = DateTimeOffset.UnixEpoch });
        var arm = """{"version": "ARMEndpoint/1.0", "path": "{Workspace}/tables?api-version=1", "transformers": [{"type": "jsonpath", "settings": {"tablePath": "$.value", "columns": [{"path": "$.name", "columnid": "Table"}, {"path": "$.properties.days", "columnid": "Days"}]}}]}""";
        var (_, items) = await Books.OpenAsync(Books.Parameters("""{"name": "Workspace", "type": 5, "query": "where type =~ 'x'", "queryType": 1}""") + "," + Books.Text("{Workspace:label}") + "," + Books.Query(arm, """ "queryType": 12 """), data);
        Assert.Equal("two", Assert.IsType<EvaluatedText>(items[1]).Markdown);
        Assert.Equal(["T1", 30L], Assert.Single(Assert.IsType<EvaluatedQuery>(items[2]).Table.Rows));
    }

    [Theory]
    [InlineData("a: 1", "WORKBOOK021", 1, 1)]
    [InlineData("responses:\n  - item: x\n    rows: []", "WORKBOOK021", 2, 5)]
    [InlineData("responses:\n  - type: arms\n    rows: []", "WORKBOOK021", 2, 11)]
    [InlineData("responses:\n  - type: arm\n    colums: {}\n    rows: []", "WORKBOOK021", 3, 5)]
    [InlineData("responses:\n  - type: arm\n    columns: {a: long}\n    rows: [[x]]", "WORKBOOK021", 4, 13)]
    [InlineData("responses:\n  - type: arm\n    columns: {a: long}\n    rows: [[1, 2]]", "WORKBOOK021", 4, 12)]
    public void What_is_wrong_in_a_recording_has_its_place(string text, string code, int line, int column)
    {
        var finding = Assert.Single(RecordedResponses.Read(new SourceText(text, "recorded.yaml")).Diagnostics);
        Assert.Equal((code, line, column), (finding.Code, finding.Start.Line, finding.Start.Column));
    }

    [Fact]
    public async Task The_engine_runs_log_queries_within_their_time_range()
    {
        var now = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        var row = new RowType([new ColumnSymbol("TimeGenerated", KqlType.DateTime), new ColumnSymbol("UserPrincipalName", KqlType.String), new ColumnSymbol("DeviceDetail", KqlType.Dynamic)]);
        var tables = new TableSet().AddTable("SigninLogs", ColumnarTable.FromRows(row, [[now.AddHours(-2).UtcDateTime, "ann", null], [now.AddDays(-3).UtcDateTime, "bob", null], [now.AddHours(1).UtcDateTime, "cy", null]]));
        using var data = new LocalWorkbookData(SentinelSchema.Instance, tables, RecordedResponses.None, new ExecutionOptions { Now = now });
        Assert.Equal(["ann"], await NamesAsync("SigninLogs | project UserPrincipalName", TimeSpan.FromDays(1)));
        Assert.Equal(["ann", "bob"], await NamesAsync("SigninLogs | project UserPrincipalName", TimeSpan.FromDays(7)));
        Assert.Equal(["ann", "bob", "cy"], await NamesAsync("SigninLogs | project UserPrincipalName", null));
        Assert.Equal(["ann", "cy"], await NamesAsync("SigninLogs | where TimeGenerated > ago(1d) | project UserPrincipalName", null));
        var bag = (await data.QueryLogsAsync("print d = dynamic({\"a\": [1, {\"b\": null}]})", null, TestContext.Current.CancellationToken)).Table.Rows[0][0];
        Assert.Equal("""{"a":[1,{"b":null}]}""", ValueText.Json(bag));
        Assert.Equal([1L], JsonPath.Select(bag, "$.a[0]"));
        var wrong = await data.QueryLogsAsync("SigninLogs | where Nope == 1", null, TestContext.Current.CancellationToken);
        Assert.Contains("Nope", wrong.Error, StringComparison.Ordinal);
        // A table that nobody gave is an empty one beside others; alone it is named.
        Assert.Equal(["ann", "bob", "cy"], await NamesAsync("union isfuzzy=true SigninLogs, AADNonInteractiveUserSignInLogs | project UserPrincipalName", null));
        var missing = await data.QueryLogsAsync("Heartbeat | count", null, TestContext.Current.CancellationToken);
        Assert.True(missing.IsUnsupported);

        async Task<IEnumerable<string>> NamesAsync(string query, TimeSpan? duration) =>
            (await data.QueryLogsAsync(query, duration is { } length ? new TimeRangeValue(length, null) : null, TestContext.Current.CancellationToken)).Table.Rows.Select(each => (string)each[0]!).Order();
    }

    private static async Task<EvaluatedQuery> MergeAsync(string merge)
    {
        const string Hidden = """ "conditionalVisibility": {"parameterName": "Never", "comparison": "isEqualTo", "value": "x"} """;
        var (_, items) = await Books.OpenAsync(Books.Parameters("""{"name": "Factor", "type": 1, "value": "2"}""") + "," + Books.Query("Left", name: "l", item: Hidden) + "," + Books.Query("Right", name: "r") + "," + Books.Query(merge, """ "queryType": 7 """, name: "merged"), Two);
        return Assert.IsType<EvaluatedQuery>(items[3]);
    }
}
