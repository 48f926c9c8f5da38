using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Readiness;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;
using Content.Kql;

namespace Content.Azure.Tests;

/// <summary>What rules need, held against what a workspace has.</summary>
public sealed class ReadinessTests
{
    private const string Secret = "Bearer abcdefghijklmnopqrstuvwxyz";

    private static readonly DateTime Now = LiveWorkspace.Now;

    [Fact]
    public async Task A_table_is_described_by_its_rows_its_volume_and_the_columns_that_the_rule_reads()
    {
        await using var workspace = (await LiveWorkspace.StartAsync(Rule("SigninLogs | where ResultType != '0' | summarize Count = count() by UserPrincipalName, Location", "UserPrincipalName")))
            .Table("SigninLogs", "TimeGenerated ResultType UserPrincipalName Location",
                [Now.AddHours(-1), "50126", "ann", ""], [Now.AddDays(-2), "0", "bob", "DE"], [Now.AddDays(-3), "50126", "", ""], [Now.AddDays(-4), "0", "eve", ""], [Now.AddDays(-30), "0", "old", "DE"])
            .Table("Usage", "TimeGenerated EndTime DataType Quantity", [Now.AddDays(-1), Now.AddDays(-1), "SigninLogs", 3.5], [Now.AddDays(-20), Now.AddDays(-20), "SigninLogs", 100.0]);
        var report = await RunAsync(workspace, 7);
        var table = Assert.Single(report.Sources);
        Assert.Equal((SourceState.Live, 4, 3.5, Now.AddHours(-1)), (table.State, table.Rows, table.Megabytes, table.LastSeen));
        Assert.Equal("ResultType 0/4, UserPrincipalName 1/4, Location 3/4", string.Join(", ", table.Columns.OrderBy(column => "RUL".IndexOf(column.Column.Name[0])).Select(column => $"{column.Column.Name} {column.Empty}/{column.Rows}")));
        Assert.Equal(RuleReadinessState.Ready, Assert.Single(report.Rules).State);
        Assert.True(report.IsReady);
        Assert.Equal(1, workspace.Deployment.Service.Requests.Count(request => request.Body.Contains("SigninLogs", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Columns_that_are_only_carried_along_are_no_need_of_the_rule()
    {
        await using var workspace = await LiveWorkspace.StartAsync(Rule("SigninLogs | summarize arg_max(TimeGenerated, *) by UserPrincipalName | where Location == 'XX' | extend Name = AppDisplayName", "Name"));
        var rule = workspace.Repository.Rules[0];
        var needs = DetectionNeeds.Of(rule, Compilation.Bind(rule.Query.Value, workspace.Repository.Schema), workspace.Repository.Schema);
        Assert.Equal("AppDisplayName, Location, TimeGenerated, UserPrincipalName", string.Join(", ", Assert.Single(needs.Sources).Columns.Select(used => used.Column.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_silent_table_makes_a_rule_blind_unless_another_one_can_take_its_place()
    {
        await using var workspace = (await LiveWorkspace.StartAsync(
            Rule("SigninLogs | join kind=inner (AuditLogs | project OperationName, UserPrincipalName = Identity) on UserPrincipalName", "UserPrincipalName", "inner"),
            Rule("union SigninLogs, (AuditLogs | project TimeGenerated, UserPrincipalName = Identity) | summarize count() by UserPrincipalName", "UserPrincipalName", "union"),
            Rule("SigninLogs | join kind=leftouter (AuditLogs | project OperationName, UserPrincipalName = Identity) on UserPrincipalName", "UserPrincipalName", "outer"),
            Rule("AuditLogs", "Identity", "silence", "lt", 1)))
            .Table("SigninLogs", "TimeGenerated UserPrincipalName", [Now.AddHours(-1), "ann"])
            .Table("AuditLogs", "TimeGenerated Identity", [Now.AddDays(-10), "ann"])
            .Table("Usage", "TimeGenerated EndTime DataType Quantity", [Now.AddDays(-10), Now.AddDays(-9.5), "AuditLogs", 1.0]);
        var report = await RunAsync(workspace, 7);
        Assert.Equal("inner Blind, outer Partial, silence Partial, union Partial", string.Join(", ", report.Rules.OrderBy(rule => rule.Rule.Name.Value, StringComparer.Ordinal).Select(rule => $"{rule.Rule.Name.Value} {rule.State}")));
        Assert.All(report.Rules, rule => Assert.Equal("AuditLogs had no rows in 7 days.", rule.Reasons[0]));
        Assert.Equal(Now.AddDays(-9.5), report.Sources.Single(source => source.Name == "AuditLogs").LastSeen);
        Assert.False(report.IsReady);
    }

    [Fact]
    public async Task A_missing_table_makes_the_query_fail_unless_a_fuzzy_union_leaves_it_out()
    {
        await using var workspace = (await LiveWorkspace.StartAsync(
            Rule("AuditLogs", "Identity", "alone"),
            Rule("union isfuzzy=true (SigninLogs | project TimeGenerated, User = UserPrincipalName), (AuditLogs | project TimeGenerated, User = Identity)", "User", "fuzzy"),
            Rule("union (SigninLogs | project TimeGenerated, User = UserPrincipalName), (AuditLogs | project TimeGenerated, User = Identity)", "User", "strict")))
            .Table("SigninLogs", "TimeGenerated UserPrincipalName", [Now.AddHours(-1), "ann"]).Without("AuditLogs");
        var report = await RunAsync(workspace, 7);
        Assert.Equal("alone Fails, fuzzy Partial, strict Fails", string.Join(", ", report.Rules.OrderBy(rule => rule.Rule.Name.Value, StringComparer.Ordinal).Select(rule => $"{rule.Rule.Name.Value} {rule.State}")));
        Assert.Single(workspace.Deployment.Service.Requests, request => request.Body.Contains("AuditLogs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_table_is_a_blind_spot_of_what_a_fuzzy_union_guards_and_an_obstacle_to_the_rest()
    {
        const string Logons = "union isfuzzy=true (datatable(TimeGenerated: datetime, Identity: string)[]), AuditLogs";
        await using var workspace = (await LiveWorkspace.StartAsync(
            Rule($"SigninLogs | lookup kind=leftouter ({Logons} | summarize Last = max(TimeGenerated) by UserPrincipalName = Identity) on UserPrincipalName", "UserPrincipalName", "looked up"),
            Rule($"{Logons} | summarize Last = max(TimeGenerated) by Identity", "Identity", "nothing else"),
            Rule("union isfuzzy=true (datatable(Identity: string)[]), (AuditLogs | summarize Count = count() | project Identity = 'all')", "Identity", "counted"),
            Rule("union isfuzzy=true (SigninLogs | project User = UserPrincipalName), (SigninLogs | lookup AuditLogs on $left.UserPrincipalName == $right.Identity | project User = UserPrincipalName)", "User", "leg"),
            Rule("union isfuzzy=true AuditLogs", "Identity", "only"),
            Rule("SigninLogs | where UserPrincipalName in ((AuditLogs | project Identity))", "UserPrincipalName", "set")))
            .Table("SigninLogs", "TimeGenerated UserPrincipalName", [Now.AddHours(-1), "ann"]).Without("AuditLogs");
        var report = await RunAsync(workspace, 7);
        Assert.Equal(
            "counted Blind, leg Partial, looked up Partial, nothing else Blind, only Fails, set Fails",
            string.Join(", ", report.Rules.OrderBy(rule => rule.Rule.Name.Value, StringComparer.Ordinal).Select(rule => $"{rule.Rule.Name.Value} {rule.State}")));
        Assert.All(report.Rules, rule => Assert.Equal(rule.State == RuleReadinessState.Fails ? "AuditLogs does not exist, and the query needs it to run." : "AuditLogs does not exist.", rule.Reasons[0]));
    }

    [Fact]
    public async Task A_missing_column_that_the_query_brings_along_itself_does_not_make_it_fail()
    {
        await using var workspace = await LiveWorkspace.StartAsync(
            Rule("union isfuzzy=true (datatable(TimeGenerated: datetime, UserPrincipalName: string, Location: string)[]), SigninLogs | where Location == 'XX'", "UserPrincipalName"));
        workspace.Table("SigninLogs", "TimeGenerated UserPrincipalName", [Now.AddHours(-1), "ann"]);
        var (plan, row) = workspace.Deployment.Service.MicrosoftTables["SigninLogs"];
        workspace.Deployment.Service.MicrosoftTables["SigninLogs"] = (plan, new([.. row.Columns.Where(column => column.Name != "Location")]));
        var rule = Assert.Single((await RunAsync(workspace, 7)).Rules);
        Assert.Equal((RuleReadinessState.Partial, "SigninLogs.Location does not exist."), (rule.State, Assert.Single(rule.Reasons)));
    }

    [Fact]
    public async Task A_table_that_the_list_does_not_have_and_queries_resolve_is_there()
    {
        await using var workspace = (await LiveWorkspace.StartAsync(Rule("SigninLogs", "UserPrincipalName"))).Table("SigninLogs", "TimeGenerated UserPrincipalName", [Now.AddHours(-1), "ann"]);
        workspace.Deployment.Service.MicrosoftTables.Clear();
        var report = await RunAsync(workspace, 7);
        Assert.Equal((SourceState.Live, 1, RuleReadinessState.Ready), (report.Sources[0].State, report.Sources[0].Rows, report.Rules[0].State));
    }

    [Fact]
    public async Task A_column_that_the_workspace_does_not_have_makes_the_query_fail_and_is_not_asked_for()
    {
        await using var workspace = (await LiveWorkspace.StartAsync(Rule("SigninLogs | where Location == 'XX' and AppDisplayName == 'x'", "UserPrincipalName"))).Table("SigninLogs", "TimeGenerated UserPrincipalName", [Now.AddHours(-1), "ann"]);
        var (plan, row) = workspace.Deployment.Service.MicrosoftTables["SigninLogs"];
        workspace.Deployment.Service.MicrosoftTables["SigninLogs"] = (plan, new([.. row.Columns.Where(column => column.Name != "Location")]));
        var rule = Assert.Single((await RunAsync(workspace, 7)).Rules);
        Assert.Equal(RuleReadinessState.Fails, rule.State);
        Assert.Contains("SigninLogs.Location does not exist, and the query needs it to run.", rule.Reasons);
        Assert.DoesNotContain(workspace.Deployment.Service.Requests, request => request.Body.Contains("Location", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_on_another_plan_is_not_queried_and_blinds_the_rule()
    {
        await using var workspace = (await LiveWorkspace.StartAsync(Rule("SigninLogs", "UserPrincipalName"))).Table("SigninLogs", "TimeGenerated", [Now.AddHours(-1)]);
        workspace.Deployment.Service.MicrosoftTables["SigninLogs"] = ("Basic", workspace.Deployment.Service.MicrosoftTables["SigninLogs"].Row);
        var report = await RunAsync(workspace, 7);
        Assert.Equal((SourceState.OtherPlan, RuleReadinessState.Blind), (report.Sources[0].State, report.Rules[0].State));
        Assert.Equal("SigninLogs is on the plan Basic, which analytics rules do not read.", report.Rules[0].Reasons[0]);
    }

    [Fact]
    public async Task Rows_are_told_apart_by_the_platform_that_the_query_asks_for_and_rows_of_another_one_do_not_help()
    {
        await using var workspace = await MobileAsync();
        var report = await RunAsync(workspace, 7);
        var table = report.Sources.Single(source => source.Name == "IntuneDevices");
        Assert.Equal("OS", table.PlatformColumn);
        Assert.Equal(" 1, Android 2, other 1", string.Join(", ", table.Platforms.Select(rows => $"{rows.Platform} {rows.Rows}")));
        Assert.Equal("android Ready, ios Partial", string.Join(", ", report.Rules.Select(rule => $"{rule.Rule.Name.Value} {rule.State}").Order(StringComparer.Ordinal)));
        workspace.Table("IntuneDevices", "TimeGenerated OS DeviceName", [Now.AddHours(-1), "Android 16", "a"]);
        report = await RunAsync(workspace, 7);
        var ios = report.Rules.Single(rule => rule.Rule.Name.Value == "ios");
        Assert.Equal((RuleReadinessState.Blind, "IntuneDevices has no rows of iOS (OS)."), (ios.State, ios.Reasons[0]));
    }

    [Fact]
    public async Task Rows_of_the_analytics_say_what_their_rules_can_see_and_which_blind_spots_are_known()
    {
        await using var workspace = await MobileAsync();
        workspace.Table("IntuneDevices", "TimeGenerated OS DeviceName", [Now.AddHours(-1), "Android 16", "a"]);
        var report = await RunAsync(workspace, 7);
        Assert.Contains(report.Rows, row => row.Analytic.Id == "AN1725" && row.Source.DataComponent == "DC0085" && row.Source.Name == "NSM:Inspection" && row.State == RuleReadinessState.Ready);
        var state = report.Rows.Single(row => row.Analytic.Id == "AN1726" && row.Source.DataComponent == "DC0123");
        Assert.Equal((RuleReadinessState.Blind, "app-state"), (state.State, Assert.Single(state.BlindSpots).Id.Value));
        Assert.Null(report.Rows.Single(row => row.Analytic.Id == "AN1725" && row.Source.DataComponent == "DC0021").State);
        var text = string.Join("\n", ReadinessWriter.Text(report).Select(line => line.Text));
        Assert.Contains("blind    AN1726 iOS, DC0123 Application State, MobileEDR:telemetry: IntuneDevices has no rows of iOS (OS). Known as app-state.", text, StringComparison.Ordinal);
        var markdown = ReadinessWriter.Markdown(report);
        Assert.Contains("| AN1726 | iOS | DC0123 Application State | MobileEDR:telemetry | blind | IntuneDevices has no rows of iOS (OS). | App state |", markdown, StringComparison.Ordinal);
        var json = JsonNode.Parse(ReadinessWriter.Json(report))!;
        Assert.False(json["isReady"]!.GetValue<bool>());
        Assert.Equal("blind", json["analytics"]!.AsArray().Single(row => row!["analytic"]!.GetValue<string>() == "AN1726" && row["dataComponent"]!.GetValue<string>() == "DC0123")!["state"]!.GetValue<string>());
        Assert.Equal(ReadinessWriter.Json(report), ReadinessWriter.Json(await RunAsync(workspace, 7)));
    }

    [Fact]
    public async Task Functions_and_watchlists_are_looked_at_too()
    {
        await using var workspace = (await LiveWorkspace.StartAsync(Rule("_Im_Dns | where DnsQuery !in ((_GetWatchlist('ApprovedHosts') | project SearchKey))", "DnsQuery"), ("content/lists/ApprovedHosts.yaml", """
            alias: ApprovedHosts
            displayName: Approved hosts
            description: May be asked for.
            provider: Custom
            itemsSearchKey: Host
            source: ApprovedHosts.csv
            """), ("content/lists/ApprovedHosts.csv", "Host\na.example\n")))
            .Table("_Im_Dns", "TimeGenerated DnsQuery", [Now.AddHours(-1), "a.example"], [Now.AddHours(-1), ""]).Watchlist("ApprovedHosts", "a.example", "b.example");
        var report = await RunAsync(workspace, 7);
        Assert.Equal(("_Im_Dns", true, SourceState.Live, 2), (report.Sources[0].Name, report.Sources[0].IsFunction, report.Sources[0].State, report.Sources[0].Rows));
        Assert.Equal(0.5, report.Sources[0].Columns.Single(column => column.Column.Name == "DnsQuery").EmptyShare);
        Assert.Equal((SourceState.Live, 2), (report.Watchlists[0].State, report.Watchlists[0].Rows));
        workspace.Without("_Im_Dns");
        Assert.Equal((SourceState.Missing, RuleReadinessState.Fails), ((await RunAsync(workspace, 7)) is var again ? again.Sources[0].State : default, again.Rules[0].State));
    }

    [Fact]
    public async Task A_table_that_the_service_gives_no_whole_answer_for_is_not_decided()
    {
        await using var workspace = (await LiveWorkspace.StartAsync(Rule("SigninLogs", "UserPrincipalName"))).Table("SigninLogs", "TimeGenerated", [Now.AddHours(-1)]);
        workspace.Deployment.Service.Add(new Fault(Is("SigninLogs"), StubResponse.Error(504, "GatewayTimeout", "Too slow."), Times: 10));
        var report = await RunAsync(workspace, 7);
        Assert.Equal((SourceState.Unknown, RuleReadinessState.Unknown, false), (report.Sources[0].State, report.Rules[0].State, report.IsReady));
        Assert.Contains("Too slow.", report.Rules[0].Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Usage_volume_is_unknown_and_the_rest_is_said()
    {
        await using var workspace = (await LiveWorkspace.StartAsync(Rule("SigninLogs", "UserPrincipalName"))).Table("SigninLogs", "TimeGenerated", [Now.AddHours(-1)]).Without("Usage");
        var report = await RunAsync(workspace, 7);
        Assert.Equal((SourceState.Live, null), (report.Sources[0].State, report.Sources[0].Megabytes));
        Assert.Contains("Usage", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttling_is_waited_for()
    {
        await using var workspace = (await LiveWorkspace.StartAsync(Rule("SigninLogs", "UserPrincipalName"))).Table("SigninLogs", "TimeGenerated", [Now.AddHours(-1)]);
        workspace.Deployment.Service.Add(new Fault(Is("SigninLogs"), StubResponse.Error(429, "ThrottledError", "Later."), Times: 2));
        Assert.Equal(SourceState.Live, (await RunAsync(workspace, 7)).Sources[0].State);
    }

    [Theory]
    [InlineData(403, "InsufficientAccessError", "The identity has no access. " + Secret)]
    [InlineData(404, "PathNotFoundError", "The requested path does not exist")]
    public async Task Who_is_not_let_in_gets_one_line_without_secrets(int status, string code, string message)
    {
        await using var workspace = await LiveWorkspace.StartAsync(Rule("SigninLogs", "UserPrincipalName"));
        workspace.Deployment.Service.Add(new Fault(Is(""), StubResponse.Error(status, code, message), Times: 10));
        var exception = await Assert.ThrowsAsync<ArmException>(() => RunAsync(workspace, 7));
        Assert.StartsWith($"{status} {code}: ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefghij", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_one_line()
    {
        await using var workspace = (await LiveWorkspace.StartAsync(Rule("SigninLogs", "UserPrincipalName"))).Table("SigninLogs", "TimeGenerated", [Now.AddHours(-1)]);
        workspace.Deployment.Service.Add(new Fault(Is("SigninLogs"), new StubResponse(200) { Text = "{\"tables\": [" }));
        Assert.Equal("BadAnswer", (await Assert.ThrowsAsync<ArmException>(() => RunAsync(workspace, 7))).Code);
    }

    private static async Task<LiveWorkspace> MobileAsync() => (await LiveWorkspace.StartAsync(
        Rule("IntuneDevices | where OS has_any ('Android', 'iOS', 'iPadOS')", "DeviceName", "android", more: "attack: {strategy: DET0646, analytic: AN1725, technique: T1521.003, dataComponents: [DC0085], logSources: ['NSM:Inspection']}"),
        Rule("IntuneDevices | where OS has_any ('iOS', 'iPadOS')", "DeviceName", "ios", more: "attack: {strategy: DET0646, analytic: AN1726, technique: T1521.003, dataComponents: [DC0123], logSources: ['MobileEDR:telemetry']}"),
        ("content/blind-spots.yaml", """
            strategy: DET0646
            blindSpots:
              - id: app-state
                title: App state
                effect: Nothing is seen.
                mitigation: None.
                rows: [{analytic: AN1726, dataComponent: DC0123, logSource: "MobileEDR:telemetry"}]
                owner: soc@corp.example
                reviewDate: 2027-06-30
            """)))
        .Table("IntuneDevices", "TimeGenerated OS DeviceName", [Now.AddHours(-1), "Android 16", "a"], [Now.AddHours(-2), "ANDROID", "b"], [Now.AddHours(-3), "Windows 11", "c"], [Now.AddHours(-3), "", "d"]);

    private static Func<StubRequest, bool> Is(string query) => request => request.Path.EndsWith("/query", StringComparison.Ordinal) && request.Body.Contains("\"query\":\"" + query, StringComparison.Ordinal);

    private static Task<ReadinessReport> RunAsync(LiveWorkspace workspace, int days)
    {
        var needs = workspace.Repository.Rules.Select(rule => DetectionNeeds.Of(rule, Compilation.Bind(rule.Query.Value, workspace.Repository.Schema), workspace.Repository.Schema)).ToArray();
        return ReadinessCheck.RunAsync(needs, workspace.Repository.BlindSpotRegisters, workspace.Target, days, Deployment.Settings, TestContext.Current.CancellationToken);
    }

    private static (string Path, string Text) Rule(string query, string column, string name = "rule", string trigger = "gt", int threshold = 0, string more = "") => ($"content/rules/{name}.yaml", $$"""
        id: {{Guid.NewGuid()}}
        kind: Scheduled
        name: {{name}}
        description: A rule.
        severity: Medium
        requiredDataConnectors: []
        queryFrequency: 1h
        queryPeriod: 1d
        triggerOperator: {{trigger}}
        triggerThreshold: {{threshold}}
        tactics: [InitialAccess]
        relevantTechniques: [T1078]
        {{more}}
        query: |
          {{query}}
        customDetails: {Value: {{column}}}
        version: 1.0.0

        """);
}
