using System.Diagnostics;
using System.Text.Json.Nodes;
using Content.Azure.Stub.Service;
using Content.Catalog;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Cli.Tests.Deploy;

public sealed class BacktestCommandTests : WorkspaceCommandTests
{
    private const string Until = "2026-03-02T12:00:00Z";

    private static readonly DateTime End = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_workspace_and_files_with_the_same_events_give_the_same_alerts()
    {
        Map();
        Events(("ann", "", 0.5), ("ann", "", 3.5), ("bob", "", 30.5), ("cat", "DE", 1.5), ("ann", "", 60));
        var live = Run("backtest", "nowhere", "--env", "local", "--days", "2", "--until", Until, "--format", "json");
        Assert.Equal((0, ""), (live.ExitCode, live.Error));
        var version = JsonNode.Parse(live.Output)!["versions"]![0]!;
        Assert.Equal((48, 3), (version["runs"]!.GetValue<int>(), version["alerts"]!.AsArray().Count));
        // Two days and an hour, a day a query.
        Assert.Equal(2, version["cost"]!["queries"]!.GetValue<int>());
        Assert.Equal(2, Service.Requests.Count(request => request.Path.EndsWith("/query", StringComparison.Ordinal)));
        Assert.All(Service.Requests.Where(request => request.Path.EndsWith("/query", StringComparison.Ordinal)), request => Assert.Contains("include-statistics=true", request.Prefer, StringComparison.Ordinal));

        Write("data/SigninLogs.ndjson", string.Concat(new[] { ("ann", "", 0.5), ("ann", "", 3.5), ("bob", "", 30.5), ("cat", "DE", 1.5), ("ann", "", 60) }
            .Select(item => $$"""{"TimeGenerated": "{{End.AddHours(-item.Item3):yyyy-MM-dd'T'HH:mm:ss'Z'}}", "UserPrincipalName": "{{item.Item1}}", "Location": "{{item.Item2}}"}""" + "\n")));
        var offline = Run("backtest", "nowhere", "--data", "data", "--days", "2", "--until", Until, "--format", "json");
        Assert.Equal((0, ""), (offline.ExitCode, offline.Error));
        Assert.Equal(version["alerts"]!.ToJsonString(), JsonNode.Parse(offline.Output)!["versions"]![0]!["alerts"]!.ToJsonString());
        Assert.Equal(version["perDay"]!.ToJsonString(), JsonNode.Parse(offline.Output)!["versions"]![0]!["perDay"]!.ToJsonString());
    }

    [Fact]
    public void A_query_that_looks_at_the_clock_or_at_several_events_is_asked_once_a_run()
    {
        Map();
        Write("content/Rule.yaml", Read("content/Rule.yaml").Replace("| where isempty(Location)", "| where TimeGenerated > ago(40m) and isempty(Location) | summarize Count = count(), TimeGenerated = max(TimeGenerated) by UserPrincipalName", StringComparison.Ordinal));
        Events(("ann", "", 0.5), ("ann", "", 3.9), ("bob", "", 5.2));
        var run = Run("backtest", "nowhere", "--days", "1", "--until", Until);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(24, Service.Requests.Count(request => request.Path.EndsWith("/query", StringComparison.Ordinal)));
        // Of ann's, the one 3.9 hours ago is 54 minutes old when its run comes.
        Assert.EndsWith("2 alerts, 2 a day.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  CPU of the service, s    2.4\n", run.Output, StringComparison.Ordinal);
        var many = Run("backtest", "nowhere", "--days", "1", "--until", Until, "--max-queries", "23");
        Assert.Equal((2, ""), (many.ExitCode, many.Output));
        Assert.Contains("24 queries", many.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_version_from_a_file_or_from_git_is_set_beside()
    {
        Map();
        Events(("ann", "", 0.5), ("ann", "", 3.5), ("bob", "", 20.5));
        Git("init", "-q");
        Git("add", "-A");
        Git("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "-q", "-m", "First");
        Write("Narrower.yaml", Read("content/Rule.yaml").Replace("isempty(Location)", "isempty(Location) and UserPrincipalName == 'bob'", StringComparison.Ordinal));
        var file = Run("backtest", "nowhere", "--days", "1", "--until", Until, "--against", "Narrower.yaml");
        Assert.Equal((0, ""), (file.ExitCode, file.Error));
        Assert.Contains("Gained: 2 alerts that Narrower.yaml does not raise\n  + 2026-03-02T09:00:00Z  Sign-ins from nowhere  Account(FullName=ann)\n", file.Output, StringComparison.Ordinal);
        Assert.EndsWith("3 alerts, 3 a day; Narrower.yaml: 1, 1 a day. 1 on the same, 2 gained, 0 lost.\n", file.Output, StringComparison.Ordinal);

        Write("content/Rule.yaml", Read("Narrower.yaml"));
        var revision = Run("backtest", "nowhere", "--days", "1", "--until", Until, "--against", "HEAD", "--format", "markdown");
        Assert.Equal((0, ""), (revision.ExitCode, revision.Error));
        Assert.Contains("### Lost: 2\n\n| Run | Title | Entities |\n|---|---|---|\n| 2026-03-02T09:00:00Z | Sign-ins from nowhere | Account(FullName=ann) |\n", revision.Output, StringComparison.Ordinal);
        Assert.Equal(2, Run("backtest", "nowhere", "--against", "nowhere-else").ExitCode);
    }

    [Fact]
    public void What_goes_wrong_is_one_line()
    {
        Service.Add(new Fault(request => request.Path.EndsWith("/query", StringComparison.Ordinal), StubResponse.Error(403, "InsufficientAccessError", "No access.")));
        var refused = Run("backtest", "nowhere", "--until", Until);
        Assert.Equal((3, "", "error: 403 InsufficientAccessError: No access.\n"), (refused.ExitCode, refused.Output, refused.Error));

        Service.Queries.Schema = EmptySchema.Instance;
        var failing = Run("backtest", "nowhere", "--until", Until);
        Assert.Equal(1, failing.ExitCode);
        Assert.StartsWith("error: files: the run of 2026-02-23T13:00:00Z gave no result, and the later ones were left out: ", failing.Error, StringComparison.Ordinal);
        Assert.EndsWith("\nNo result: files stopped at its run of 2026-02-23T13:00:00Z.\n", failing.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("0 alerts", failing.Output, StringComparison.Ordinal);
        Write("Same.yaml", Read("content/Rule.yaml"));
        Assert.Null(JsonNode.Parse(Run("backtest", "nowhere", "--until", Until, "--against", "Same.yaml", "--format", "json").Output)!["comparison"]);

        Assert.Equal(2, Run("backtest", "NoSuchRule").ExitCode);
        Assert.Equal(2, Run("backtest", "nowhere", "--until", "yesterday").ExitCode);
        Assert.Equal(2, Run("backtest", "nowhere", "--data", "content").ExitCode);
    }

    private void Map() => Write("content/Rule.yaml", Read("content/Rule.yaml").Replace("version: 1.0.0", """
        entityMappings:
          - entityType: Account
            fieldMappings: [{identifier: FullName, columnName: UserPrincipalName}]
        eventGroupingSettings: {aggregationKind: AlertPerResult}
        version: 1.0.0
        """, StringComparison.Ordinal));

    private void Events(params (string User, string Location, double HoursAgo)[] events)
    {
        var signins = SentinelSchema.Instance.FindTable("SigninLogs")!.Row;
        var row = new RowType([signins.Find("TimeGenerated")!, signins.Find("UserPrincipalName")!, signins.Find("Location")!]);
        Service.Queries.Data = new TableSet { MissingTablesAreEmpty = true }.AddTable("SigninLogs", ColumnarTable.FromRows(row, [.. events.Select(item => new object?[] { End.AddHours(-item.HoursAgo), item.User, item.Location })]));
    }

    private void Git(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Folder })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
