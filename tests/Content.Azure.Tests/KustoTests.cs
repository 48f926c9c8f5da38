using System.Text.Json;
using Content.Azure.Arm;
using Content.Azure.Query;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Azure.Tests;

/// <summary>Queries on Data Explorer.</summary>
public sealed class KustoTests
{
    private static readonly ExecutionOptions Options = new() { Now = DateTimeOffset.UnixEpoch };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_type_gives_what_the_local_engine_gives_in_both_versions_of_the_answer(bool first)
    {
        const string Query = """
            print B = true, F = false, I = int(-7), L = 9007199254740993, R = 1.5, N = real(nan), D = datetime(2026-03-01T12:34:56.1234567Z), T = -1d - 3h - 4tick, G = guid(74be27de-1e4e-49d9-b579-fe0b331d3642), M = decimal(12.340), S = "a\n\"b\" é", Z = long(null), J = dynamic({"a": [1, 2.5, null, "x"]}), U = dynamic(null), W = dynamic("plain")
            """;
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Kusto.AnswersInFirstVersion = first;
        var result = await Client(deployment).QueryAsync(Query, null, TestContext.Current.CancellationToken);
        Assert.Null(result.Error);
        var local = QueryEngine.Execute(Kql.Compilation.Bind(Query, EmptySchema.Instance).Body, EmptyTableSource.Instance, Options, TestContext.Current.CancellationToken);
        Assert.Equal(local.Row.Columns.Select(column => (column.Name, column.Type.Kind)), result.Row.Columns.Select(column => (column.Name, column.Type.Kind)));
        Assert.True(ResultComparison.Compare(local, result).IsSame);
        Assert.Equal(KqlText(local), KqlText(result));
    }

    [Fact]
    public async Task A_query_goes_to_its_database_and_can_change_nothing()
    {
        await using var deployment = await Deployment.StartAsync();
        await Client(deployment).QueryAsync("print 1", TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        var request = deployment.Service.Requests[^1];
        Assert.Equal(("POST", "/v2/rest/query"), (request.Method, request.Path));
        Assert.Equal("""{"db":"Lab","csl":"print 1","properties":{"Options":{"servertimeout":"00:01:30","request_readonly":true}}}""", request.Body);
    }

    [Fact]
    public async Task What_is_wrong_with_a_query_is_said_with_its_place()
    {
        const string Query = "print X = 1\n| where Y > 2";
        await using var deployment = await Deployment.StartAsync();
        var error = (await Client(deployment).QueryAsync(Query, null, TestContext.Current.CancellationToken)).Error!;
        Assert.Equal(QueryErrorKind.Failed, error.Kind);
        Assert.Contains("'Y'", error.Message);
        Assert.Equal(new QueryPlace(null, Query.IndexOf('Y')), error.Place);
    }

    [Fact]
    public async Task Only_some_of_the_rows_are_an_error()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Kusto.MaxRows = 2;
        var result = await Client(deployment).QueryAsync("range X from 1 to 3 step 1", null, TestContext.Current.CancellationToken);
        Assert.Equal((QueryErrorKind.LimitExceeded, "rows"), (result.Error!.Kind, result.Error.Name));
        Assert.Contains("E_QUERY_RESULT_SET_TOO_LARGE", result.Error.Message);
        Assert.Equal(0, result.RowCount);
    }

    [Fact]
    public async Task A_query_that_the_service_finds_too_long_is_undecided()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Kusto.MaxBodyBytes = 300;
        var result = await Client(deployment).QueryAsync("print '" + new string('x', 400) + "'", null, TestContext.Current.CancellationToken);
        Assert.True(result.Error!.IsInconclusive);
        Assert.Contains("413 PayloadTooLarge", result.Error.Message);
    }

    [Theory]
    [InlineData(429, 2, true)]
    [InlineData(503, 2, true)]
    [InlineData(504, 100, false)]
    public async Task What_passes_is_waited_for_and_a_query_that_takes_too_long_is_undecided(int status, int times, bool passes)
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(IsQuery, StubResponse.Error(status, "Throttled", "Later.").With("Retry-After", "0"), Times: times));
        var result = await Client(deployment).QueryAsync("print 1", null, TestContext.Current.CancellationToken);
        Assert.Equal(passes, result.Success);
        Assert.Equal(!passes, result.Error?.IsInconclusive ?? false);
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>", "no JSON object or array")]
    [InlineData("[]", "frames without an end")]
    [InlineData("{}", "neither frames nor tables")]
    [InlineData("""[{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}]""", "no table")]
    public async Task An_answer_that_is_none_is_for_a_runner_inconclusive(string text, string message)
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(IsQuery, new StubResponse(200) { Text = text, TextType = "application/json" }));
        var runner = new KustoQueryRunner(Client(deployment));
        var result = await runner.RunAsync(new QueryRequest("print 1", Options), TestContext.Current.CancellationToken);
        Assert.True(result.Error!.IsInconclusive);
        Assert.Contains(message, result.Error.Message);
    }

    [Fact]
    public async Task No_right_and_a_line_that_is_cut_are_for_a_runner_inconclusive()
    {
        await using var deployment = await Deployment.StartAsync();
        var runner = new KustoQueryRunner(Client(deployment));
        deployment.Service.Add(new Fault(IsQuery, StubResponse.Error(403, "Forbidden", "Principal 'aadapp=1' is not authorized to read database 'Lab'.")));
        var refused = await runner.RunAsync(new QueryRequest("print 1", Options), TestContext.Current.CancellationToken);
        Assert.True(refused.Error!.IsInconclusive);
        Assert.Equal("403 Forbidden: Principal 'aadapp=1' is not authorized to read database 'Lab'.", refused.Error.Message);
        deployment.Service.Add(new Fault(IsQuery, new StubResponse(200), Times: 100) { Spoil = response => response with { IsCut = true } });
        var cut = await runner.RunAsync(new QueryRequest("print 1", Options), TestContext.Current.CancellationToken);
        Assert.True(cut.Error!.IsInconclusive);
        Assert.Contains("gives no answer", cut.Error.Message);
    }

    [Fact]
    public async Task No_more_queries_are_under_way_than_a_service_grants()
    {
        await using var deployment = await Deployment.StartAsync();
        var (under, most) = (0, 0);
        var gate = new QueryGate(3, null);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gate.RunAsync(
            async () =>
            {
                var now = Interlocked.Increment(ref under);
                InterlockedMax(ref most, now);
                await Task.Delay(5, TestContext.Current.CancellationToken);
                return Interlocked.Decrement(ref under);
            },
            TestContext.Current.CancellationToken)));
        Assert.Equal(3, most);
    }

    [Theory]
    [InlineData("http://192.0.2.1/", CredentialKind.Default)]
    [InlineData("https://192.0.2.1/", CredentialKind.None)]
    public void A_token_goes_out_encrypted_and_only_this_machine_is_asked_without_one(string cluster, CredentialKind credential) =>
        Assert.Throws<ArgumentException>(() => new KustoClient(new ClusterTarget(new Uri(cluster), "Lab", new Login(credential, new Uri("https://login.microsoftonline.com")))));

    private static bool IsQuery(StubRequest request) => request.Path == "/v2/rest/query";

    private static KustoClient Client(Deployment deployment) => new(ClusterTarget.Of(deployment.Address, KustoService.Database), Deployment.Settings);

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private static string KqlText(QueryResult result) => string.Join('|', result.Rows.Select(row => JsonSerializer.Serialize(row.Select(value => value is double number && !double.IsFinite(number) ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : value))));
}
