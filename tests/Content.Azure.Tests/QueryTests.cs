using Content.Azure.Arm;
using Content.Azure.Query;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Azure.Tests;

/// <summary>Queries that run in a workspace.</summary>
public sealed class QueryTests
{
    [Theory]
    [InlineData("bool", "true", true)]
    [InlineData("int", "int(-7)", -7)]
    [InlineData("long", "9007199254740993", 9007199254740993L)]
    [InlineData("real", "1.5", 1.5)]
    [InlineData("real", "real(nan)", double.NaN)]
    [InlineData("real", "real(-inf)", double.NegativeInfinity)]
    [InlineData("string", "'a\\n\"b\" é'", "a\n\"b\" é")]
    [InlineData("long", "long(null)", null)]
    public async Task Values_come_back_as_they_are(string type, string expression, object? value)
    {
        await using var deployment = await Deployment.StartAsync();
        var result = await QueryAsync(deployment, $"print X = {expression}");
        Assert.Null(result.Error);
        Assert.Equal(("X", type), (result.Row.Columns[0].Name, result.Row.Columns[0].Type.Name));
        Assert.Equal(value, Assert.Single(result.Rows)[0]);
    }

    [Fact]
    public async Task Every_type_gives_what_the_local_engine_gives()
    {
        const string Query = """
            print B = true, D = datetime(2026-03-01T12:34:56.1234567Z), T = -1d - 3h - 4tick, G = guid(74be27de-1e4e-49d9-b579-fe0b331d3642), M = decimal(12.340), S = "", J = dynamic({"a": [1, 2.5, null, "x"]}), N = dynamic(null), W = dynamic("plain")
            """;
        await using var deployment = await Deployment.StartAsync();
        var result = await QueryAsync(deployment, Query);
        var local = QueryEngine.Execute(Kql.Compilation.Bind(Query, Catalog.SentinelSchema.Instance).Body, EmptyTableSource.Instance, new ExecutionOptions { Now = DateTimeOffset.UnixEpoch }, TestContext.Current.CancellationToken);
        Assert.Equal(local.Row.Columns.Select(column => (column.Name, column.Type.Kind)), result.Row.Columns.Select(column => (column.Name, column.Type.Kind)));
        Assert.Equal(Text(local), Text(result));
    }

    [Fact]
    public async Task Rows_of_the_workspace_are_queried_and_the_runner_does_the_same()
    {
        await using var deployment = await Deployment.StartAsync();
        var row = new RowType([new ColumnSymbol("TimeGenerated", KqlType.DateTime), new ColumnSymbol("UserPrincipalName", KqlType.String)]);
        var now = new DateTime(2026, 3, 2, 11, 0, 0, DateTimeKind.Utc);
        deployment.Service.Queries.Data = new TableSet { MissingTablesAreEmpty = true }.AddTable("SigninLogs", ColumnarTable.FromRows(row, [[now, "ann"], [now, "bob"], [now, "ann"]]));
        const string Query = "SigninLogs | summarize Count = count() by UserPrincipalName | sort by Count desc";
        var result = await QueryAsync(deployment, Query);
        Assert.Equal("ann,2;bob,1", string.Join(';', result.Rows.Select(values => string.Join(',', values))));
        var runner = new WorkspaceQueryRunner(await ConnectAsync(deployment));
        var again = await runner.RunAsync(new QueryRequest(Query, new ExecutionOptions { Now = DateTimeOffset.UnixEpoch }), TestContext.Current.CancellationToken);
        Assert.Equal(Text(result), Text(again));
        var limited = await runner.RunAsync(new QueryRequest(Query, new ExecutionOptions { Now = DateTimeOffset.UnixEpoch, MaxRows = 1 }), TestContext.Current.CancellationToken);
        Assert.Equal((QueryErrorKind.LimitExceeded, "rows"), (limited.Error!.Kind, limited.Error.Name));
    }

    [Fact]
    public async Task What_is_wrong_with_a_query_is_said_and_no_environment_is_blamed()
    {
        await using var deployment = await Deployment.StartAsync();
        var result = await QueryAsync(deployment, "NoSuchTable | take 1");
        Assert.Equal(QueryErrorKind.Failed, result.Error!.Kind);
        Assert.Contains("NoSuchTable", result.Error.Message);
    }

    [Fact]
    public async Task Only_some_of_the_rows_are_an_error()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Queries.MaxRows = 2;
        var result = await QueryAsync(deployment, "range X from 1 to 3 step 1");
        Assert.Equal((QueryErrorKind.LimitExceeded, "rows"), (result.Error!.Kind, result.Error.Name));
        Assert.Contains("exceed the set limit", result.Error.Message);
        Assert.Equal(0, result.RowCount);
    }

    [Theory]
    [InlineData(429, 0, true)]
    [InlineData(503, 0, true)]
    [InlineData(504, 100, false)]
    public async Task What_passes_is_waited_for_and_a_query_that_takes_too_long_is_undecided(int status, int times, bool passes)
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(request => request.Path.EndsWith("/query", StringComparison.Ordinal), StubResponse.Error(status, "GatewayTimeout", "Later."), Times: Math.Max(1, times)));
        var result = await QueryAsync(deployment, "print 1");
        Assert.Equal(passes, result.Success);
        Assert.Equal(!passes, result.Error?.IsInconclusive ?? false);
    }

    [Theory]
    [InlineData(403, "InsufficientAccessError", "The provided credentials have insufficient access to perform the requested operation")]
    [InlineData(404, "PathNotFoundError", "The requested path does not exist")]
    public async Task An_environment_that_does_not_let_in_is_one_line_and_for_a_runner_inconclusive(int status, string code, string message)
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(request => request.Path.EndsWith("/query", StringComparison.Ordinal), StubResponse.Error(status, code, message), Times: 2));
        var exception = await Assert.ThrowsAsync<ArmException>(() => QueryAsync(deployment, "print 1"));
        Assert.Equal($"{status} {code}: {message}", exception.Message);
        var result = await new WorkspaceQueryRunner(await ConnectAsync(deployment)).RunAsync(new QueryRequest("print 1", new ExecutionOptions { Now = DateTimeOffset.UnixEpoch }), TestContext.Current.CancellationToken);
        Assert.True(result.Error!.IsInconclusive);
    }

    [Fact]
    public async Task A_timespan_and_the_time_to_wait_go_along()
    {
        await using var deployment = await Deployment.StartAsync();
        await (await ConnectAsync(deployment)).QueryAsync("print 1", "P2D", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("""{"query":"print 1","timespan":"P2D"}""", deployment.Service.Requests[^1].Body);
    }

    [Fact]
    public async Task A_token_for_queries_never_goes_out_in_clear()
    {
        await using var deployment = await Deployment.StartAsync();
        var target = deployment.Target with { LogAnalytics = new Uri("http://192.0.2.1/") };
        await Assert.ThrowsAsync<ArgumentException>(() => LogAnalyticsClient.ConnectAsync(target, Deployment.Settings, TestContext.Current.CancellationToken));
    }

    private static string Text(QueryResult result)
    {
        using var text = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            foreach (var chunk in result.Table.Chunks)
            {
                for (var row = 0; row < chunk.Length; row++)
                {
                    foreach (var column in chunk.Columns)
                        ResultText.WriteCell(json, column!, row);
                }
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    private static Task<LogAnalyticsClient> ConnectAsync(Deployment deployment) =>
        LogAnalyticsClient.ConnectAsync(deployment.Target with { LogAnalytics = deployment.Address }, Deployment.Settings, TestContext.Current.CancellationToken);

    private static async Task<QueryResult> QueryAsync(Deployment deployment, string query) =>
        await (await ConnectAsync(deployment)).QueryAsync(query, null, null, TestContext.Current.CancellationToken);
}
