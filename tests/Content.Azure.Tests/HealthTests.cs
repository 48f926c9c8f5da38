using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Health;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;

namespace Content.Azure.Tests;

/// <summary>How the rules of a workspace do.</summary>
public sealed class HealthTests
{
    private static readonly DateTime Now = LiveWorkspace.Now;

    [Fact]
    public async Task Rules_that_the_service_switched_off_or_that_fail_come_first_with_the_reason()
    {
        await using var workspace = await StartAsync();
        workspace.Deployment.Service.Edit($"alertRules/{Id(4)}", rule =>
        {
            rule["properties"]!["displayName"] = "AUTO DISABLED rule 4";
            rule["properties"]!["enabled"] = false;
            rule["properties"]!["description"] = "The alert rule was disabled because a table was not found.";
        });
        workspace.Table("SentinelHealth", "TimeGenerated SentinelResourceType SentinelResourceId Status Reason Description",
            [.. Runs(1, 168), .. Runs(2, 100), Run(2, 0.2, "Failure", "A table referenced in the query was not found."), Run(2, 3, "Failure", "A table referenced in the query was not found."), Run(2, 4, "Failure", "The query execution timed out."),
             .. Runs(3, 160), Run(3, 50.5, "Failure", ""), Run(1, 400, "Failure", "Long ago.")]);
        var report = await RunAsync(workspace);
        Assert.Equal("rule 4 AutoDisabled, rule 2 Failing, rule 3 Degraded, rule 1 Healthy", string.Join(", ", report.Rules.Select(rule => $"{rule.DisplayName.Replace("AUTO DISABLED ", "")} {rule.State}")));
        Assert.Equal("The alert rule was disabled because a table was not found.", report.Rules[0].DisabledReason);
        var failing = report.Rules[1];
        Assert.Equal((103, 3, 68, Now.AddHours(-1)), (failing.Runs, failing.Failures, failing.Missed, failing.LastSuccess));
        Assert.Equal("2 × A table referenced in the query was not found., 1 × The query execution timed out.", string.Join(", ", failing.Problems.Select(problem => $"{problem.Runs} × {problem.Description}")));
        Assert.Equal((8, "1 × Because."), (report.Rules[2].Missed, string.Join(", ", report.Rules[2].Problems.Select(problem => $"{problem.Runs} × {problem.Description}"))));
        Assert.Equal((0, 0), (report.Rules[3].Failures, report.Rules[3].Missed));
        Assert.Equal("content/rules/R1.yaml", report.Rules[3].Path);
        Assert.False(report.IsHealthy);
        var text = string.Join("\n", HealthWriter.Text(report).Select(line => line.Text));
        Assert.Contains("failing       rule 2", text, StringComparison.Ordinal);
        Assert.Contains("103 runs, 3 failed, 68 windows of its schedule without success, last success 2026-03-02T11:00:00Z", text, StringComparison.Ordinal);
        Assert.EndsWith("4 rules: 1 AUTO DISABLED, 1 failing, 1 degraded, 1 healthy.", text, StringComparison.Ordinal);
        Assert.Equal(HealthWriter.Json(report), HealthWriter.Json(await RunAsync(workspace)));
        Assert.Equal("autoDisabled", JsonNode.Parse(HealthWriter.Json(report))!["rules"]![0]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Alerts_are_counted_once_and_incidents_as_they_stand_now()
    {
        await using var workspace = await StartAsync();
        workspace.Table("SentinelHealth", "TimeGenerated SentinelResourceType SentinelResourceId Status Reason Description", [.. Runs(1, 168), .. Runs(2, 168), .. Runs(3, 168), .. Runs(4, 168)]);
        workspace.Table("SecurityAlert", "TimeGenerated AlertType SystemAlertId",
            [Now.AddHours(-3), $"99999999-8888-4777-8666-555555555555_{Id(1)}", "a"], [Now.AddHours(-2), $"99999999-8888-4777-8666-555555555555_{Id(1).ToUpperInvariant()}", "a"], [Now.AddHours(-1), $"99999999-8888-4777-8666-555555555555_{Id(1)}", "b"],
            [Now.AddHours(-1), "SomethingOfAnotherProduct", "c"]);
        workspace.Table("SecurityIncident", "TimeGenerated IncidentNumber Status Classification RelatedAnalyticRuleIds",
            [Now.AddHours(-5), 1, "New", "", new object?[] { Id(1) }], [Now.AddHours(-4), 1, "Closed", "FalsePositive", new object?[] { Id(1) }], [Now.AddHours(-4), 2, "Closed", "TruePositive", new object?[] { Id(1), Id(2) }],
            [Now.AddHours(-3), 3, "Active", "", new object?[] { Id(1) }], [Now.AddHours(-3), 4, "Closed", "Undetermined", new object?[] { Id(1) }], [Now.AddHours(-3), 5, "Closed", "FalsePositive", new object?[] { Id(1) }]);
        var report = await RunAsync(workspace);
        var rule = report.Rules.Single(rule => rule.Id == Id(1));
        Assert.Equal((2, Now.AddHours(-1)), (rule.Alerts, rule.LastAlert));
        Assert.Equal(new IncidentClosings(5, 1, 1, 0, 2, 1), rule.Closings);
        Assert.Equal(2.0 / 3, rule.Closings.FalseShare);
        Assert.Equal(1, report.Rules.Single(other => other.Id == Id(2)).Closings.TruePositive);
        Assert.True(report.IsHealthy);
        Assert.Contains("| healthy | rule 1 | 168 | 0 | 0 | 2026-03-02T11:00:00Z | 0.29 | 5 | 1 | 0 | 2 | 1 |  |", HealthWriter.Markdown(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_changed_a_rule_last_and_which_tables_rules_do_not_read_is_said()
    {
        await using var workspace = await StartAsync();
        workspace.Table("SentinelHealth", "TimeGenerated SentinelResourceType SentinelResourceId Status Reason Description", [Run(1, 1, "Failure", "The query execution timed out.")]);
        workspace.Table("SentinelAudit", "TimeGenerated SentinelResourceType SentinelResourceId Status Description ExtendedProperties",
            [Now.AddHours(-9), "Analytic Rule", Resource(1), "Success", "Create or update analytics rule.", new[] { KeyValuePair.Create("CallerName", (object?)"bob@corp.example") }], [Now.AddHours(-7), "Analytic Rule", Resource(1), "Success", "Create or update analytics rule.", new[] { KeyValuePair.Create("CallerName", (object?)"ann@corp.example") }]);
        workspace.Deployment.Service.MicrosoftTables["AppTraces"] = ("Basic", workspace.Repository.Schema.FindTable("AppTraces")!.Row);
        var report = await RunAsync(workspace);
        Assert.Equal(new RuleChange(Now.AddHours(-7), "ann@corp.example", "Create or update analytics rule."), report.Rules.Single(rule => rule.Id == Id(1)).LastChange);
        Assert.Equal(("AppTraces", "Basic"), (report.OtherPlans.Single().Name, report.OtherPlans[0].Plan));
        var text = string.Join("\n", HealthWriter.Text(report).Select(line => line.Text));
        Assert.Contains("last change 2026-03-02T05:00:00Z by ann@corp.example: Create or update analytics rule.", text, StringComparison.Ordinal);
        Assert.Contains("note: analytics rules do not read AppTraces (Basic).", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_health_monitoring_nothing_is_known_and_that_is_said()
    {
        await using var workspace = (await StartAsync()).Without("SentinelHealth", "SentinelAudit");
        var report = await RunAsync(workspace);
        Assert.All(report.Rules, rule => Assert.Equal(RuleHealthState.Unknown, rule.State));
        Assert.Equal(["There is no table SentinelHealth: turn on health monitoring in the settings of Microsoft Sentinel.", "There is no table SentinelAudit: turn on health monitoring in the settings of Microsoft Sentinel."], report.Notes);
        Assert.True(report.IsHealthy);
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_makes_no_rule_look_well()
    {
        await using var workspace = await StartAsync();
        workspace.Table("SentinelHealth", "TimeGenerated SentinelResourceType SentinelResourceId Status Reason Description", [.. Runs(1, 168)]);
        workspace.Deployment.Service.Queries.MaxRows = 0;
        var report = await RunAsync(workspace);
        Assert.False(report.IsHealthy);
        Assert.Contains(report.Notes, note => note.StartsWith("SentinelHealth could not be read: ", StringComparison.Ordinal));
        Assert.All(report.Rules, rule => Assert.Equal(RuleHealthState.Unknown, rule.State));
    }

    [Fact]
    public async Task Who_is_not_let_in_gets_one_line()
    {
        await using var workspace = await StartAsync();
        workspace.Deployment.Service.Add(new Fault(request => request.Path.EndsWith("/query", StringComparison.Ordinal), StubResponse.Error(403, "InsufficientAccessError", "No. Bearer abcdefghijklm"), Times: 9));
        Assert.Equal("403 InsufficientAccessError: No. Bearer ***", (await Assert.ThrowsAsync<ArmException>(() => RunAsync(workspace))).Message);
    }

    private static string Id(int number) => $"{number}1111111-1111-4111-8111-111111111111";

    private static string Resource(int number) => $"/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/law/providers/Microsoft.SecurityInsights/alertRules/{Id(number)}";

    private static object?[] Run(int number, double hoursAgo, string status, string description) => [Now.AddHours(-hoursAgo), "Analytics Rule", Resource(number), status, "Because.", description];

    private static IEnumerable<object?[]> Runs(int number, int count) => Enumerable.Range(0, count).Select(i => Run(number, 1 + i * 0.99, "Success", "Rule executed successfully."));

    private static async Task<LiveWorkspace> StartAsync()
    {
        var workspace = await LiveWorkspace.StartAsync([.. Enumerable.Range(1, 4).Select(Rule)]);
        var report = await workspace.Deployment.ApplyAsync(await workspace.Deployment.PlanAsync(workspace.Repository));
        Assert.True(report.IsComplete);
        return workspace;
    }

    private static (string Path, string Text) Rule(int number) => ($"content/rules/R{number}.yaml", RuleText.Of(Id(number), $"rule {number}", "SigninLogs"));

    private static Task<HealthReport> RunAsync(LiveWorkspace workspace) => HealthCheck.RunAsync(workspace.Repository, workspace.Target, 7, Now, Deployment.Settings, TestContext.Current.CancellationToken);
}
