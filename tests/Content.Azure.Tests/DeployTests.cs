using System.Text.Json.Nodes;
using Content.Azure.Applying;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.Tests.Support;
using Content.Model;

namespace Content.Azure.Tests;

public sealed class DeployTests
{
    [Fact]
    public async Task Everything_is_created_and_a_second_plan_is_empty()
    {
        await using var deployment = await Deployment.StartAsync();
        var first = await deployment.PlanAsync(new Pack());
        Assert.Equal(7, first.Count(PlanAction.Create));
        Assert.True(first.HasDifferences);
        Assert.DoesNotContain(deployment.Service.Requests, request => request.IsWrite);

        await deployment.DeployAsync(new Pack());

        var second = await deployment.PlanAsync(new Pack());
        Assert.False(second.HasDifferences);
        Assert.Equal(7, second.Count(PlanAction.Unchanged));
        Assert.DoesNotContain(second.Items, item => item.Drifted);
        Assert.Contains("No changes: 7 unchanged.", second.Text());
    }

    [Fact]
    public async Task Kinds_are_written_in_the_order_in_which_they_use_each_other()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var writes = deployment.Service.Requests.Where(request => request.IsWrite).Select(request => request.Path.Split('/')[^2]).ToArray();
        Assert.Equal(["savedSearches", "tables", "watchlists", "savedSearches", "savedSearches", "alertRules", "alertRules", "workbooks", "savedSearches"], writes);
    }

    [Fact]
    public async Task The_body_of_a_rule_is_what_the_service_asks_for()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var request = deployment.Service.Requests.Single(request => request.IsWrite && request.Path.EndsWith(Pack.RuleId, StringComparison.Ordinal));
        Assert.Equal("""
            {"kind":"Scheduled","properties":{"displayName":"Refused inspection","description":"Apps that refuse inspection.","enabled":true,"severity":"Medium","query":"AppState_CL\n| where AppId !in (Approved())\n| summarize Refusals = count() by AppId, DeviceName\n| where Refusals > 5","queryFrequency":"PT1H","queryPeriod":"P1D","triggerOperator":"GreaterThan","triggerThreshold":0,"suppressionEnabled":false,"suppressionDuration":"PT1H","tactics":["CommandAndControl","DefenseEvasion"],"techniques":["T1573","T1562"],"subTechniques":["T1562.001"],"incidentConfiguration":{"createIncident":true,"groupingConfiguration":{"enabled":true,"reopenClosedIncident":false,"lookbackDuration":"P1D","matchingMethod":"Selected","groupByEntities":["Host","CloudApplication"],"groupByAlertDetails":[],"groupByCustomDetails":[]}},"eventGroupingSettings":{"aggregationKind":"AlertPerResult"},"entityMappings":[{"entityType":"Host","fieldMappings":[{"identifier":"HostName","columnName":"DeviceName"}]},{"entityType":"CloudApplication","fieldMappings":[{"identifier":"Name","columnName":"AppId"}]}],"customDetails":{"App":"AppId"},"alertDetailsOverride":{"alertDisplayNameFormat":"{{AppId}} refuses"}}}
            """, request.Body);
        var nrt = JsonNode.Parse(deployment.Service.Requests.Single(other => other.IsWrite && other.Path.EndsWith(Pack.NrtId, StringComparison.Ordinal)).Body)!;
        Assert.Equal("NRT", nrt["kind"]!.GetValue<string>());
        Assert.Null(nrt["properties"]!["queryFrequency"]);
    }

    [Fact]
    public async Task Techniques_of_the_mobile_matrix_are_left_out_and_the_plan_says_so()
    {
        await using var deployment = await Deployment.StartAsync();
        var plan = await deployment.PlanAsync(new Pack());
        Assert.Contains(plan.Item(Pack.RuleId).Notes, note => note.StartsWith("T1521.003:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_rule_shows_each_field_and_the_query_line_by_line()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var changed = new Pack().Replace("Refused.yaml", "severity: Medium", "severity: High").Replace("Refused.yaml", "Refusals > 5", "Refusals > 9")
            .Replace("Refused.yaml", "columnName: DeviceName", "columnName: AppId").Replace("Refused.yaml", "lookbackDuration: 24h", "lookbackDuration: 2d");
        var plan = await deployment.PlanAsync(changed);
        Assert.Equal(1, plan.Count(PlanAction.Update));
        Assert.Equal(["severity", "query", "incidents.lookbackDuration", "entityMappings.Host.HostName"], plan.Item(Pack.RuleId).Changes.Select(change => change.Field));
        var text = plan.Text();
        Assert.Contains("~ severity: Medium → High", text);
        Assert.Contains("~ incidents.lookbackDuration: P1D → P2D", text);
        Assert.Contains("- | where Refusals > 5\n        + | where Refusals > 9", text);
        Assert.DoesNotContain("drifted", text);

        await deployment.DeployAsync(changed);
        Assert.False((await deployment.PlanAsync(changed)).HasDifferences);
        Assert.Equal("High", deployment.Service.Stored("alertRules")[Pack.RuleId]["properties"]!["severity"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_same_duration_in_another_spelling_is_no_change()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var plan = await deployment.PlanAsync(new Pack().Replace("Refused.yaml", "queryPeriod: 1d", "queryPeriod: PT24H").Replace("Refused.yaml", "queryFrequency: 1h", "queryFrequency: 01:00:00"));
        Assert.False(plan.HasDifferences);
    }

    [Fact]
    public async Task A_change_made_in_the_portal_shows_up_as_drift_by_name()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        Assert.True(deployment.Service.Edit("alertRules/" + Pack.RuleId, rule => rule["properties"]!["enabled"] = false));
        var item = (await deployment.PlanAsync(new Pack())).Item(Pack.RuleId);
        Assert.True(item.Drifted);
        Assert.Equal("enabled", Assert.Single(item.Changes).Field);
    }

    [Fact]
    public async Task A_resource_that_somebody_else_made_is_a_conflict_and_nothing_is_written()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        // Without the record, all that exists is somebody else's.
        Assert.True(deployment.Service.Edit("savedSearches/sentinel-content-state-default-0", null));
        var before = deployment.Service.Requests.Count(request => request.IsWrite);
        var plan = await deployment.PlanAsync(new Pack());
        Assert.Equal(6, plan.Count(PlanAction.Conflicting));
        Assert.Equal(PlanAction.Unchanged, plan.Item(ResourceKind.Table).Action);
        Assert.Contains("was not deployed by sentinel-content", plan.Text());

        var report = await deployment.ApplyAsync(plan);
        Assert.Equal(6, report.Refusals.Length);
        Assert.Equal(before, deployment.Service.Requests.Count(request => request.IsWrite));

        await deployment.DeployAsync(new Pack(), new PlanOptions { Adopt = true });
        Assert.False((await deployment.PlanAsync(new Pack())).HasDifferences);
    }

    [Fact]
    public async Task A_function_whose_alias_is_taken_is_a_conflict()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var plan = await deployment.PlanAsync(new Pack().Replace("Approved.yaml", Pack.FunctionId, "99999999-9999-4999-8999-999999999999"));
        Assert.Contains(Pack.FunctionId, plan.Item("99999999-9999-4999-8999-999999999999").Conflict);
    }

    [Fact]
    public async Task A_rule_that_left_the_repository_is_an_orphan_and_stays()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var without = new Pack().Remove("rules/Now.yaml");
        var plan = await deployment.PlanAsync(without);
        Assert.Equal(PlanAction.Orphaned, plan.Item(Pack.NrtId).Action);
        Assert.False(plan.HasDifferences);
        await deployment.DeployAsync(without.Replace("Refused.yaml", "severity: Medium", "severity: Low"));
        Assert.Contains(Pack.NrtId, deployment.Service.Stored("alertRules").Keys);
        Assert.Equal(PlanAction.Orphaned, (await deployment.PlanAsync(without)).Item(Pack.NrtId).Action);
        Assert.DoesNotContain(deployment.Service.Requests, request => request.Method == "DELETE");
    }

    [Fact]
    public async Task A_rule_that_is_of_another_kind_in_the_workspace_is_a_conflict()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var plan = await deployment.PlanAsync(new Pack().Replace("Now.yaml", "kind: NRT", "kind: Scheduled\nqueryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0"));
        Assert.Contains("kind NRT", plan.Item(Pack.NrtId).Conflict);
    }

    [Fact]
    public async Task A_deleted_rule_is_made_again_and_the_plan_says_that_it_was_deleted()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        deployment.Service.Edit("alertRules/" + Pack.RuleId, null);
        var item = (await deployment.PlanAsync(new Pack())).Item(Pack.RuleId);
        Assert.Equal(PlanAction.Create, item.Action);
        Assert.True(item.Drifted);
    }

    [Fact]
    public async Task A_workbook_goes_to_the_workspace_and_not_to_the_one_it_was_exported_from()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var stored = deployment.Service.Stored("workbooks")[Pack.WorkbookId];
        var content = stored["properties"]!["serializedData"]!.GetValue<string>();
        Assert.Contains(deployment.Target.WorkspaceId, content);
        Assert.Contains("Überblick", content);
        Assert.DoesNotContain("exported", content);
        Assert.Equal("westeurope", stored["location"]!.GetValue<string>());

        var plan = await deployment.PlanAsync(new Pack().Replace("workbook.json", "| count", "| summarize count()"));
        var change = Assert.Single(plan.Item(Pack.WorkbookId).Changes);
        Assert.Equal("content.items[1].content.query", change.Field);
    }

    [Fact]
    public async Task The_shipped_pack_deploys_and_plans_as_unchanged()
    {
        await using var deployment = await Deployment.StartAsync();
        var repository = ContentRepository.Load(RepositoryRoot());
        var first = await deployment.PlanAsync(repository);
        Assert.True(first.Count(PlanAction.Create) >= 20, first.Text());
        var report = await deployment.ApplyAsync(first);
        Assert.Equal([], report.Outcomes.Where(outcome => outcome.Result != ApplyResult.Deployed).Select(outcome => $"{outcome.Item.Key}: {outcome.Message}"));
        var second = await deployment.PlanAsync(repository);
        Assert.False(second.HasDifferences, second.Text());
        Assert.Equal(first.Items.Length, second.Count(PlanAction.Unchanged));
    }

    [Fact]
    public async Task The_same_repository_gives_the_same_plan_byte_for_byte()
    {
        await using var deployment = await Deployment.StartAsync();
        var plan = PlanJson.Write(await deployment.PlanAsync(new Pack()));
        Assert.Equal(plan, PlanJson.Write(await deployment.PlanAsync(new Pack())));
        var read = PlanJson.TryRead(plan, out var error);
        Assert.Null(error);
        Assert.Equal(plan, PlanJson.Write(read!));
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, RepositoryConfiguration.FileName)))
            folder = folder.Parent;
        return folder.FullName;
    }
}
