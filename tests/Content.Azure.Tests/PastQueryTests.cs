using Content.Azure.Arm;
using Content.Azure.Query;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;
using Content.Kql;
using Content.Kql.Engine;

namespace Content.Azure.Tests;

/// <summary>Queries that run in a workspace as they would have run at past times.</summary>
public sealed class PastQueryTests
{
    private static readonly DateTime Now = LiveWorkspace.Now;

    private static readonly (string, string) Rule = ("content/rules/R.yaml", RuleText.Of("0b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f", "R", "Failures | where UserPrincipalName != NotOf(\"x\")"));

    private static readonly (string, string) Failures = Parser("Failures", "", "SigninLogs | where ResultType != '0'");

    private static readonly (string, string) NotOf = Parser("NotOf", "FunctionParameters: \"name:string, suffix:string='!'\"", "strcat(name, suffix)");

    [Fact]
    public async Task Each_run_sees_its_window_by_its_clock()
    {
        await using var workspace = await StartAsync();
        var runner = await RunnerAsync(workspace, "SigninLogs | where TimeGenerated > ago(30m) | project UserPrincipalName, At = now()");
        var runs = Hours(3);
        await runner.AskEachAsync(runs, cancellationToken: TestContext.Current.CancellationToken);
        var asked = Queries(workspace);
        Assert.Equal(3, asked);
        // The second half of each hour.
        Assert.Equal("; b@2026-03-02T11:05:00, c@2026-03-02T11:05:00; d@2026-03-02T12:05:00", string.Join("; ", await RowsAsync(runner, runs)));
        Assert.Equal(asked, Queries(workspace));
        Assert.Equal((3, TimeSpan.FromSeconds(0.3), 0), (runner.Cost.Queries, runner.Cost.Cpu, runner.Cost.Untold));
        Assert.Equal(5, runner.Cost.RowsScanned);
    }

    [Fact]
    public async Task A_query_about_single_events_is_asked_once_for_all_runs_and_no_row_is_lost_or_doubled_at_a_border()
    {
        await using var workspace = await StartAsync();
        var runs = Hours(3);
        var each = await RunnerAsync(workspace, "SigninLogs | project TimeGenerated, UserPrincipalName");
        await each.AskEachAsync(runs, cancellationToken: TestContext.Current.CancellationToken);
        var once = await RunnerAsync(workspace, "SigninLogs | project TimeGenerated, UserPrincipalName");
        var before = Queries(workspace);
        // Cut where an event stands.
        await once.AskOnceAsync(runs, "TimeGenerated", TimeSpan.FromHours(2), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, Queries(workspace) - before);
        Assert.Equal(await CountsAsync(each, runs), await CountsAsync(once, runs));
        Assert.Equal("1, 2, 2", await CountsAsync(once, runs));
    }

    [Fact]
    public async Task A_span_with_more_rows_than_an_answer_holds_is_cut()
    {
        await using var workspace = await StartAsync();
        workspace.Deployment.Service.Queries.MaxRows = 2;
        var runner = await RunnerAsync(workspace, "SigninLogs | project TimeGenerated, UserPrincipalName");
        await runner.AskOnceAsync(Hours(3), "TimeGenerated", TimeSpan.FromDays(1), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("1, 2, 2", await CountsAsync(runner, Hours(3)));
        Assert.True(runner.Cost.Queries > 1);
    }

    [Fact]
    public async Task After_a_first_query_that_fails_no_other_is_sent()
    {
        await using var workspace = await StartAsync();
        var runner = await RunnerAsync(workspace, "NoSuchTable");
        await runner.AskEachAsync(Hours(3), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, Queries(workspace));
        var result = await runner.RunAsync(Request(Hours(3)[0]), TestContext.Current.CancellationToken);
        Assert.Equal(QueryErrorKind.Failed, result.Error!.Kind);
        Assert.Contains("NoSuchTable", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_go_along_as_the_files_have_them()
    {
        await using var workspace = (await StartAsync()).Without("Failures", "NotOf");
        var text = InlinedFunctions.Write(Compilation.Bind(workspace.Repository.Rules[0].Query.Value, workspace.Repository.Schema), new HashSet<string> { "Failures", "NotOf" }, workspace.Repository.Schema);
        Assert.NotNull(text);
        Assert.Contains("let NotOf = (name: string, suffix: string = '!') {", text, StringComparison.Ordinal);
        Assert.Contains("Failures() | where UserPrincipalName != NotOf(\"x\")", text, StringComparison.Ordinal);
        var runner = await RunnerAsync(workspace, text);
        await runner.AskEachAsync(Hours(1), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("2", await CountsAsync(runner, Hours(1)));
    }

    [Fact]
    public async Task Statistics_in_Kustos_own_spelling_count_and_none_are_said_to_be_none()
    {
        await using var workspace = await StartAsync();
        workspace.Deployment.Service.Add(new Fault(request => request.Path.EndsWith("/query", StringComparison.Ordinal), new StubResponse(200)
        {
            Text = """{"tables": [{"name": "PrimaryResult", "columns": [{"name": "X", "type": "long"}], "rows": []}], "statistics": {"query": {"ExecutionTime": 1.5, "resource_usage": {"cpu": {"total cpu": "00:00:02"}, "memory": {"peak_per_node": 7}}, "input_dataset_statistics": {"rows": {"scanned": 9}}}}}""",
        }));
        workspace.Deployment.Service.Add(new Fault(request => request.Path.EndsWith("/query", StringComparison.Ordinal), new StubResponse(200) { Text = """{"tables": [{"name": "PrimaryResult", "columns": [{"name": "X", "type": "long"}], "rows": []}]}""" }));
        var runner = await RunnerAsync(workspace, "print X = 1");
        await runner.AskEachAsync(Hours(2), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new QueryCost(2, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2), 9, 7) { Untold = 1 }, runner.Cost);
    }

    [Fact]
    public async Task Throttling_is_waited_for_and_a_workspace_that_does_not_let_in_is_one_line()
    {
        await using var workspace = await StartAsync();
        workspace.Deployment.Service.Add(new Fault(request => request.Path.EndsWith("/query", StringComparison.Ordinal), StubResponse.Error(429, "ThrottledError", "Later."), Times: 2));
        var runner = await RunnerAsync(workspace, "SigninLogs");
        await runner.AskEachAsync(Hours(2), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("2, 2", await CountsAsync(runner, Hours(2)));
        workspace.Deployment.Service.Add(new Fault(request => request.Path.EndsWith("/query", StringComparison.Ordinal), StubResponse.Error(403, "InsufficientAccessError", "No. sig=verysecret"), Times: 9));
        var exception = await Assert.ThrowsAsync<ArmException>(() => runner.AskEachAsync(Hours(3), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("403 InsufficientAccessError: No. sig=***", exception.Message);
    }

    // a at the start of the first hour's window but one; events in the middle of the hours, and one at a border.
    private static async Task<LiveWorkspace> StartAsync() => (await LiveWorkspace.StartAsync(Rule, Failures, NotOf)).Table("SigninLogs", "TimeGenerated UserPrincipalName ResultType",
        [Now.AddHours(-2.9), "a", "1"], [Now.AddHours(-1.2), "b", "1"], [Now.AddHours(-1), "c", "1"], [Now.AddHours(-0.2), "d", "1"], [Now.AddDays(-30), "z", "1"]);

    private static (string, string) Parser(string name, string parameters, string query) => ($"content/parsers/{name}.yaml", $$"""
        id: {{Guid.NewGuid()}}
        Function: {Title: {{name}}, Version: '1.0.0', LastUpdated: '2026-01-01'}
        Category: Microsoft Sentinel Parser
        FunctionName: {{name}}
        FunctionAlias: {{name}}
        {{parameters}}
        FunctionQuery: |
          {{query}}

        """);

    private static PastRun[] Hours(int count) => [.. Enumerable.Range(0, count).Select(i => Now.AddHours(i + 1 - count)).Select(end => new PastRun(new QueryWindow(end.AddHours(-1), end), new DateTimeOffset(end.AddMinutes(5), TimeSpan.Zero)))];

    private static int Queries(LiveWorkspace workspace) => workspace.Deployment.Service.Requests.Count(request => request.Path.EndsWith("/query", StringComparison.Ordinal));

    private static async Task<PastQueryRunner> RunnerAsync(LiveWorkspace workspace, string text) =>
        new(await LogAnalyticsClient.ConnectAsync(workspace.Target, Deployment.Settings, TestContext.Current.CancellationToken), text);

    private static QueryRequest Request(PastRun run) => new("", new ExecutionOptions { Now = run.Now }) { Time = QueryTime.In(run.Window) };

    private static async Task<string> CountsAsync(PastQueryRunner runner, PastRun[] runs)
    {
        var counts = new List<long>();
        foreach (var run in runs)
            counts.Add((await runner.RunAsync(Request(run), TestContext.Current.CancellationToken)).RowCount);
        return string.Join(", ", counts);
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(PastQueryRunner runner, PastRun[] runs)
    {
        var texts = new List<string>();
        foreach (var run in runs)
            texts.Add(string.Join(", ", (await runner.RunAsync(Request(run), TestContext.Current.CancellationToken)).Rows.Select(row => $"{row[0]}@{row[1]:yyyy-MM-dd'T'HH:mm:ss}")));
        return texts;
    }
}
