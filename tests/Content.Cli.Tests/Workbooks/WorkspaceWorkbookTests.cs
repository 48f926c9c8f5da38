using System.Text.Json.Nodes;
using Content.Azure.Stub.Service;
using Content.Cli.Tests.Deploy;
using Content.Cli.Workbooks;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Preview.Serving;

namespace Content.Cli.Tests.Workbooks;

/// <summary>Workbooks on the rows of a workspace.</summary>
public sealed class WorkspaceWorkbookTests : WorkspaceCommandTests
{
    private const string Book = """
        {"version": "Notebook/1.0", "items": [
          {"type": 9, "name": "p", "content": {"parameters": [
            {"name": "Time", "type": 4, "value": {"durationMs": 86400000}},
            {"name": "Workspace", "type": 5, "value": "value::1", "typeSettings": {"resourceTypeFilter": {"microsoft.operationalinsights/workspaces": true}}},
            {"name": "App", "type": 2, "query": "SigninLogs | distinct AppDisplayName", "timeContextFromParameter": "Time", "value": "mail"}]}},
          {"type": 1, "name": "t", "content": {"json": "Of {Workspace}"}},
          {"type": 3, "name": "rows", "content": {"query": "SigninLogs | where AppDisplayName == '{App}' | summarize Signins = count() by AppDisplayName", "timeContextFromParameter": "Time"}},
          {"type": 3, "name": "all", "content": {"query": "SigninLogs | count", "timeContext": {"durationMs": 3600000, "endTime": "2026-03-01T10:30:00Z"}}},
          {"type": 3, "name": "graph", "content": {"query": "resources", "queryType": 1}}]}
        """;

    private static readonly RowType Row = new([new ColumnSymbol("TimeGenerated", KqlType.DateTime), new ColumnSymbol("AppDisplayName", KqlType.String)]);

    private void Fill() => Service.Queries.Data = new TableSet { MissingTablesAreEmpty = true }.AddTable("SigninLogs", ColumnarTable.FromRows(Row,
        [[At(1, 10), "files"], [At(2, 10), "mail"], [At(2, 11), "mail"], [At(2, 11), "chat"]]));

    private static DateTime At(int day, int hour) => new(2026, 3, day, hour, 0, 0, DateTimeKind.Utc);

    private IEnumerable<JsonNode> Queries => Service.Requests.Where(request => request.Path.EndsWith("/query", StringComparison.Ordinal)).Select(request => JsonNode.Parse(request.Body)!);

    private static Fault Refusing(string code, string message) => new(request => request.Path.EndsWith("/query", StringComparison.Ordinal), StubResponse.Error(403, code, message), Times: 100);

    [Fact]
    public void Queries_go_to_the_workspace_with_their_values_and_time_ranges()
    {
        Fill();
        Write("a.workbook", Book);
        var run = Run("workbook", "evaluate", "a.workbook", "--workspace", "local");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches("mail +2\n", run.Output);
        Assert.Contains("graph' [table] not supported: Not supported offline: Azure Resource Graph.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Of /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/law\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["SigninLogs | count @ 2026-03-01T09:30:00Z/2026-03-01T10:30:00Z", "SigninLogs | distinct AppDisplayName @ P1D", "SigninLogs | where AppDisplayName == 'mail' | summarize Signins = count() by AppDisplayName @ P1D"],
            Queries.Select(body => $"{body["query"]} @ {body["timespan"]}").Order(StringComparer.Ordinal));

        var chosen = Run("workbook", "evaluate", "a.workbook", "--workspace", "local", "--set", "App=files", "--set", "Time=7d");
        Assert.Matches("files +1\n", chosen.Output);
    }

    [Fact]
    public void What_the_service_says_stands_in_the_place_of_the_rows_without_any_token()
    {
        Write("a.workbook", """{"version": "Notebook/1.0", "items": [{"type": 1, "content": {"json": "Still here"}, "name": "t"}, {"type": 3, "name": "q", "content": {"query": "NoSuchTable | take 1", "title": "Rows"}}]}""");
        var wrong = Run("workbook", "evaluate", "a.workbook", "--workspace", "local");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("1 query 'q' [table] Rows: error: ", wrong.Output, StringComparison.Ordinal);
        Assert.Contains("NoSuchTable", wrong.Output, StringComparison.Ordinal);

        const string Token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl";
        Service.Add(Refusing("InsufficientAccessError", $"No access with Authorization: Bearer {Token}"));
        var refused = Run("workbook", "render", "a.workbook", "--workspace", "local", "--out", "page.html");
        Assert.Equal((1, "page.html\n"), (refused.ExitCode, refused.Output));
        Assert.StartsWith("error: Rows: 403 InsufficientAccessError: No access", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ0", refused.Error, StringComparison.Ordinal);
        var page = Read("page.html");
        Assert.Contains("403 InsufficientAccessError: No access", page, StringComparison.Ordinal);
        Assert.Contains("Still here", page, StringComparison.Ordinal);
        Assert.Contains("Workspace law of environment local, as of ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ0", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_environments_and_options_that_do_not_go_together_are_told_before_anything_is_asked()
    {
        Write("a.workbook", Book);
        foreach (var command in new[] { ["evaluate"], ["serve"], new[] { "render", "--out", "x.html" } })
        {
            string[] start = ["workbook", command[0], "a.workbook", .. command[1..]];
            var unknown = Run([.. start, "--workspace", "locl"]);
            Assert.Equal(2, unknown.ExitCode);
            Assert.Contains("Did you mean 'local'?", unknown.Error, StringComparison.Ordinal);
            Assert.Equal(2, Run([.. start, "--workspace", "local", "--generate"]).ExitCode);
            Assert.Equal(2, Run([.. start, "--timeout", "1m"]).ExitCode);
        }

        Assert.Empty(Service.Requests);
        Service.Add(new Fault(_ => true, StubResponse.Error(403, "AuthorizationFailed", "No."), Times: 100));
        Assert.Equal((3, "", "error: 403 AuthorizationFailed: No.\n"), Run("workbook", "serve", "a.workbook", "--workspace", "local"));
    }

    [Fact]
    public async Task Windows_share_what_was_asked_until_somebody_wants_it_anew()
    {
        Fill();
        Write("a.workbook", Book);
        using var source = WorkbookSource.Create(Path.Combine(Folder, "a.workbook"), new RowsRequest([], null, false) { Workspace = "local" }, _ => { });
        Assert.True(await source.ConnectAsync(CancellationToken.None));
        await ShowAsync(source);
        Assert.Equal(3, Queries.Count());
        var opening = await ShowAsync(source);
        Assert.Equal(3, Queries.Count());
        Assert.StartsWith("Workspace law of environment local, as of ", opening.Source, StringComparison.Ordinal);
        Assert.True(opening.CanRefresh);
        var changed = 0;
        source.Changed += () => changed++;
        source.Refresh();
        Assert.Equal(1, changed);
        await ShowAsync(source);
        Assert.Equal(6, Queries.Count());
    }

    [Fact]
    public async Task What_failed_in_passing_is_asked_again()
    {
        Fill();
        Write("a.workbook", Book);
        using var source = WorkbookSource.Create(Path.Combine(Folder, "a.workbook"), new RowsRequest([], null, false) { Workspace = "local" }, _ => { });
        Assert.True(await source.ConnectAsync(CancellationToken.None));
        Service.Add(Refusing("Forbidden", "Not yet.") with { Times = 3 });
        var session = (await source.OpenAsync("a", CancellationToken.None))!.Session!;
        Assert.Contains(await session.EvaluateAsync(CancellationToken.None), item => item is EvaluatedQuery { MessageKind: MessageKind.Error, Message: "403 Forbidden: Not yet." });
        Assert.DoesNotContain(await session.EvaluateAsync(CancellationToken.None), item => item is EvaluatedQuery { MessageKind: MessageKind.Error });
    }

    [Fact]
    public void The_shipped_workbook_shows_on_a_workspace_what_it_shows_here()
    {
        var repository = ContentRepository.Load(RepositoryFolder.Path);
        var sample = Testing.Fixtures.SampleTelemetry.Of(repository, CancellationToken.None)!;
        (Service.Queries.Schema, Service.Queries.Data, Service.Queries.Now) = (repository.Schema, sample.Tables, sample.Now);
        var book = Path.Combine(RepositoryFolder.Path, "workbooks", "DET0646-ssl-pinning");
        var exported = Run("workbook", "pack", book, "--out", "exported.workbook");
        Assert.True(exported.ExitCode == 0, exported.Error);
        foreach (var tab in new[] { "overview", "destinations", "apps", "coverage" })
        {
            string[] options = ["--set", "TimeRange=14d", "--set", $"Tab={tab}", "--format", "json"];
            var here = Run(["workbook", "evaluate", book, .. options]);
            var there = Run(["workbook", "evaluate", "exported.workbook", "--workspace", "local", .. options]);
            Assert.Equal(here.ExitCode, there.ExitCode);
            Assert.Contains("\"rows\":[[", Items(here.Output), StringComparison.Ordinal);
            Assert.Equal(Items(here.Output), Items(there.Output));
        }

        static string Items(string output) => JsonNode.Parse(output)!["items"]!.ToJsonString();
    }

    private static async Task<PreviewOpening> ShowAsync(WorkbookSource source)
    {
        var opening = await source.OpenAsync("a", CancellationToken.None);
        await opening!.Session!.EvaluateAsync(CancellationToken.None);
        return opening;
    }
}
