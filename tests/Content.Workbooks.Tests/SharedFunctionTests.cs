using Content.Catalog;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Workbooks.Evaluation;

namespace Content.Workbooks.Tests;

public sealed class SharedFunctionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_parser_that_many_queries_read_is_computed_once_for_a_time_range()
    {
        var tables = new Counting(new TableSet().AddTable("SigninLogs", ColumnarTable.FromRows(
            new RowType([new ColumnSymbol("TimeGenerated", KqlType.DateTime), new ColumnSymbol("UserPrincipalName", KqlType.String)]), [[Now.UtcDateTime.AddHours(-1), "Ann"], [Now.UtcDateTime.AddDays(-3), "Bob"]])));
        using var data = Data(tables, ("Outer", "Inner | where Who != ''"), ("Inner", "SigninLogs | extend Who = tolower(UserPrincipalName)"));
        var day = new TimeRangeValue(TimeSpan.FromDays(1), null);
        Assert.Equal(["ann"], await NamesAsync(data, "Outer | project Who", day));
        Assert.Equal(["ann"], await NamesAsync(data, "Outer | where Who startswith 'a' | project Who", day));
        Assert.Equal(["ann", "x"], await NamesAsync(data, "union (Inner | project Who), (print Who = 'x') | order by Who asc", day));
        Assert.Equal(1, tables.Reads);
        Assert.Equal(["ann", "bob"], await NamesAsync(data, "Outer | project Who | order by Who asc", new TimeRangeValue(TimeSpan.FromDays(7), null)));
        Assert.Equal(["ann", "bob"], await NamesAsync(data, "Outer | project Who | order by Who asc", null));
        Assert.Equal(3, tables.Reads);
    }

    [Theory]
    [InlineData("Heartbeat | project Who = Computer", "Parser | project Who", "Heartbeat")]
    [InlineData("SigninLogs | where Nope == 1", "Parser | take 1", "Nope")]
    [InlineData("Parser | where Who == ''", "Parser | take 1", "Parser")]
    public async Task What_keeps_a_parser_from_running_is_said_of_its_query(string body, string query, string said)
    {
        using var data = Data(EmptyTableSource.Instance, ("Parser", body));
        Assert.Contains(said, (await data.QueryLogsAsync(query, null, TestContext.Current.CancellationToken)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_with_parameters_and_one_whose_columns_depend_on_the_rows_are_part_of_their_query()
    {
        var schema = new OverlaySchema(SentinelSchema.Instance, functions: [
            new WorkspaceFunction("Twice", [new WorkspaceFunctionParameter("n", KqlType.Long)]) { Body = "print Who = tostring(n * 2)" },
            new WorkspaceFunction("Bag", []) { Body = "print d = dynamic({\"Who\": \"bag\"}) | evaluate bag_unpack(d)" }]);
        using var data = new LocalWorkbookData(schema, EmptyTableSource.Instance, RecordedResponses.None, new ExecutionOptions { Now = Now });
        Assert.Equal(["4"], await NamesAsync(data, "Twice(2)", null));
        Assert.Equal(["bag"], await NamesAsync(data, "Bag | project Who", null));
    }

    private static LocalWorkbookData Data(ITableSource tables, params (string Name, string Body)[] functions) => new(
        new OverlaySchema(SentinelSchema.Instance, functions: functions.Select(function => new WorkspaceFunction(function.Name, []) { Body = function.Body })), tables, RecordedResponses.None, new ExecutionOptions { Now = Now });

    private static async Task<IEnumerable<string>> NamesAsync(LocalWorkbookData data, string query, TimeRangeValue? range)
    {
        var rows = await data.QueryLogsAsync(query, range, TestContext.Current.CancellationToken);
        Assert.Null(rows.Error);
        return rows.Table.Rows.Select(row => ValueText.Of(row[0]));
    }

    private sealed class Counting(ITableSource below) : ITableSource
    {
        private int _reads;

        public int Reads => _reads;

        public ColumnarTable? FindTable(TableRequest request)
        {
            Interlocked.Increment(ref _reads);
            return below.FindTable(request);
        }

        public ColumnarTable? FindWatchlist(TableRequest request) => below.FindWatchlist(request);

        public ColumnarTable? FindFunction(TableRequest request) => below.FindFunction(request);

        public ColumnarTable? FindExternalData(TableRequest request) => below.FindExternalData(request);
    }
}
