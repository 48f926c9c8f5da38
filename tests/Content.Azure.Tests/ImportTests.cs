using System.Text.Json.Nodes;
using Content.Azure.Import;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;
using Content.Model;

namespace Content.Azure.Tests;

/// <summary>A workspace as files: what is imported plans as unchanged.</summary>
public sealed class ImportTests
{
    [Fact]
    public async Task All_kinds_come_back_as_files_that_plan_as_unchanged()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(WholePack.Create());
        var result = await deployment.ImportAsync(Imports.Empty());
        Assert.Equal(ResourceKinds.All.Where(kind => kind != ResourceKind.Metadata), result.Items.Select(item => item.Key.Kind).Distinct());
        Assert.All(result.Items, item => Assert.Empty(item.Notes));
        await AssertUnchangedAsync(deployment, result, result.Items.Length + 1);
    }

    [Fact]
    public async Task The_files_are_laid_out_as_people_write_them()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(WholePack.Create());
        var result = await deployment.ImportAsync(Imports.Empty());
        Assert.Equal(
        [
            "tables/AppState_CL.yaml", "watchlists/ApprovedApps.yaml", "watchlists/ApprovedApps.csv", "parsers/Approved.yaml", "summary/RefusalsADay.yaml", "hunting/LookAround.yaml",
            "rules/RefusedInspection.yaml", "rules/RefusedNow.yaml", "rules/IncidentsOfDefenderForEndpoint.yaml", "rules/BuiltInFusion.yaml", "automation/CloseWhatIsApproved.yaml",
            "workbooks/Overview/workbook.yaml", "workbooks/Overview/workbook.json",
        ], result.Files.Select(file => file.Path));
        Assert.Equal($$$"""
            id: {{{Pack.RuleId}}}
            name: Refused inspection
            description: |
              Apps that refuse inspection.
            severity: Medium
            requiredDataConnectors: []
            queryFrequency: 1h
            queryPeriod: 1d
            triggerOperator: gt
            triggerThreshold: 0
            tactics:
              - CommandAndControl
              - DefenseEvasion
            relevantTechniques:
              - T1562.001
              - T1573
            query: |
              AppState_CL
              | where AppId !in (Approved())
              | summarize Refusals = count() by AppId, DeviceName
              | where Refusals > 5
            entityMappings:
              - entityType: CloudApplication
                fieldMappings:
                  - identifier: Name
                    columnName: AppId
              - entityType: Host
                fieldMappings:
                  - identifier: HostName
                    columnName: DeviceName
            customDetails:
              App: AppId
            alertDetailsOverride:
              alertDisplayNameFormat: '{{AppId}} refuses'
            eventGroupingSettings:
              aggregationKind: AlertPerResult
            incidentConfiguration:
              createIncident: true
              groupingConfiguration:
                enabled: true
                reopenClosedIncident: false
                lookbackDuration: 1d
                matchingMethod: Selected
                groupByEntities:
                  - CloudApplication
                  - Host
            version: 1.0.0
            kind: Scheduled
            metadata:
              source:
                kind: Community
              author:
                name: Ann
              support:
                tier: Community
                name: Team Blue
              categories:
                domains:
                  - Security - Network
                verticals:
                  - Finance

            """.ReplaceLineEndings("\n"), result.TextOf("rules/RefusedInspection.yaml"));
        Assert.Equal("AppId,Owner,ReviewDate\ncom.a,\"Ann, Team\",2027-01-01\ncom.b,,2027-01-01\ncom.c,Cid,\ncom.d,Dan,2027-01-01\n", result.TextOf("watchlists/ApprovedApps.csv"));
        Assert.Contains("- " + Pack.RuleId, result.TextOf("automation/CloseWhatIsApproved.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_made_is_taken_over_without_a_change()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(WholePack.Create());
        deployment.Service.Edit("savedSearches/sentinel-content-state-default-0", null);
        var result = await deployment.ImportAsync(Imports.Empty());
        var plan = await deployment.PlanAsync(result.Load(), new PlanOptions { Adopt = true });
        Assert.All(plan.Items, item => Assert.True(item.Changes.IsEmpty && item.Rows.IsEmpty, $"{item.Key}: {string.Join(", ", item.Changes.Select(change => change.Field))}"));
    }

    [Fact]
    public async Task A_rule_of_a_template_keeps_its_template()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        deployment.Service.Edit("alertRules/" + Pack.RuleId, rule =>
        {
            rule["properties"]!["alertRuleTemplateName"] = "99999999-9999-4999-8999-999999999999";
            rule["properties"]!["templateVersion"] = "1.2.3";
        });
        var result = await deployment.ImportAsync(Imports.Empty(), new ImportOptions { Names = ["refused inspection"] });
        Assert.Contains("alertRuleTemplateName: 99999999-9999-4999-8999-999999999999\ntemplateVersion: 1.2.3\n", Assert.Single(result.Files).Text, StringComparison.Ordinal);
        Assert.False((await deployment.PlanAsync(result.Load())).HasDifferences);
    }

    [Fact]
    public async Task A_hunting_query_of_the_portal_keeps_the_tags_that_no_file_can_say()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        deployment.Service.Edit("savedSearches/" + Pack.HuntingId, search => search["properties"]!["tags"] = JsonNode.Parse("""
            [{"name": "description", "value": "Hunts."}, {"name": "tactics", "value": "Discovery, Impact"}, {"name": "createdBy", "value": "ann@example.org"}]
            """));
        var result = await deployment.ImportAsync(Imports.Empty(), new ImportOptions { Kinds = [ResourceKind.HuntingQuery] });
        Assert.Empty(Assert.Single(result.Items).Notes);
        Assert.False((await deployment.PlanAsync(result.Load())).HasDifferences);
        // A change elsewhere leaves them alone.
        await deployment.DeployAsync(new Pack().Replace("Look.yaml", "take 10", "take 20"));
        Assert.Contains("ann@example.org", deployment.Service.Stored("savedSearches")[Pack.HuntingId].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_whose_name_is_no_GUID_keeps_it()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.Client.PutAsync($"{deployment.Target.WorkspaceId}/savedSearches/BoxEvents", Arm.ApiVersions.SavedSearches, JsonNode.Parse("""
            {"properties": {"category": "Samples", "displayName": "Parser for Box: events", "query": "Box_CL\n| where isnotempty(Kind)", "functionAlias": "BoxEvents", "functionParameters": "from:datetime=datetime(null), kinds:dynamic=dynamic([])"}}
            """)!.AsObject(), null, TestContext.Current.CancellationToken);
        var result = await deployment.ImportAsync(Imports.Empty());
        Assert.Empty(Assert.Single(result.Items).Notes);
        var item = Assert.Single((await deployment.PlanAsync(result.Load(), new PlanOptions { Adopt = true })).Items);
        Assert.Equal((PlanAction.Update, true, 0), (item.Action, item.Adopts, item.Changes.Length));
    }

    [Theory]
    [InlineData("'Quoted as a whole'")]
    [InlineData("  begins with blanks\nand goes on")]
    [InlineData("- looks: like\n# YAML\n\n---\ntabs\there ")]
    [InlineData("one: line # with 'all' \"of\" it")]
    [InlineData("yes")]
    public async Task Texts_come_back_as_they_are(string text)
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(WholePack.Create());
        deployment.Service.Edit("watchlists/ApprovedApps", list => list["properties"]!["description"] = text);
        deployment.Service.Edit("tables/AppState_CL", table => table["properties"]!["schema"]!["description"] = text);
        deployment.Service.Edit("automationRules/" + WholePack.AutomationId, rule => rule["properties"]!["actions"]![2]!["actionConfiguration"]!["description"] = text);
        deployment.Service.Edit("savedSearches/" + Pack.FunctionId, search => search["properties"]!["query"] = "T\n| where X == ```" + text + "```");
        var result = await deployment.ImportAsync(Imports.Empty());
        Assert.All(result.Items, item => Assert.Empty(item.Notes));
        await AssertUnchangedAsync(deployment, result, result.Items.Length + 1);
    }

    [Fact]
    public async Task A_watchlist_that_is_kept_for_ever_says_nothing_of_it()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        deployment.Service.Edit("watchlists/ApprovedApps", list => list["properties"]!["defaultDuration"] = "P1000Y");
        var result = await deployment.ImportAsync(Imports.Empty(), new ImportOptions { Kinds = [ResourceKind.Watchlist] });
        Assert.DoesNotContain("defaultDuration", result.TextOf("watchlists/ApprovedApps.yaml"), StringComparison.Ordinal);
        Assert.False((await deployment.PlanAsync(new Pack())).HasDifferences);
    }

    [Fact]
    public async Task What_no_file_can_say_is_said()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        deployment.Service.Edit("alertRules/" + Pack.RuleId, rule => rule["properties"]!["subTechniques"] = new JsonArray("T1566.001"));
        deployment.Service.Edit("workbooks/" + Pack.WorkbookId, workbook => workbook["properties"]!["serializedData"] = "nothing");
        var result = await deployment.ImportAsync(Imports.Empty());
        Assert.Equal("A file cannot say all of it; a deployment would change techniques.", Assert.Single(result.Items.Single(item => item.Key.Name == Pack.RuleId).Notes));
        var workbook = result.Items.Single(item => item.Key.Kind == ResourceKind.Workbook);
        Assert.Equal(("its content is no JSON object", 0), (workbook.Obstacle, workbook.Files.Length));
    }

    [Fact]
    public async Task What_the_repository_has_stays_unless_it_is_to_be_written_anew()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var repository = new Pack().Remove("rules/Now.yaml").Load();
        var result = await deployment.ImportAsync(repository, new ImportOptions { Folder = "content" });
        Assert.Equal(["content/rules/RefusedNow.yaml"], result.Files.Select(file => file.Path));
        Assert.Equal(6, result.Items.Count(item => item.Exists));
        var forced = await deployment.ImportAsync(repository, new ImportOptions { Folder = "content", Overwrites = true });
        Assert.Contains("content/rules/Refused.yaml", forced.Files.Select(file => file.Path));
        Assert.Contains("content/watchlists/ApprovedApps.csv", forced.Files.Select(file => file.Path));
        Assert.Contains("content/book/workbook.json", forced.Files.Select(file => file.Path));
        Assert.DoesNotContain(forced.Items, item => item.Exists);
    }

    [Fact]
    public async Task Two_rules_of_one_name_get_files_of_their_own()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack().Replace("Now.yaml", "name: Refused now", "name: refused Inspection!"));
        var result = await deployment.ImportAsync(Imports.Empty(), new ImportOptions { Kinds = [ResourceKind.AnalyticsRule] });
        Assert.Equal(["rules/RefusedInspection.yaml", "rules/RefusedInspection-22222222.yaml"], result.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_query_is_laid_out_and_still_the_one_of_the_workspace()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        deployment.Service.Edit("alertRules/" + Pack.RuleId, rule => rule["properties"]!["query"] = "AppState_CL|where   AppId != 'a'   // why\n|summarize Refusals=count() by AppId,DeviceName");
        var result = await deployment.ImportAsync(Imports.Empty(), new ImportOptions { Names = ["refused inspection"] });
        Assert.Contains("query: |\n  AppState_CL\n  | where AppId != 'a' // why\n  | summarize Refusals = count() by AppId, DeviceName\n", Assert.Single(result.Files).Text, StringComparison.Ordinal);
        Assert.Empty(Assert.Single(result.Items).Notes);
        var plan = await deployment.PlanAsync(result.Load());
        Assert.Empty(plan.Items.Single(item => item.Key.Name == Pack.RuleId).Changes);

        // What a comment says is no layout.
        var other = result with { Items = [.. result.Items.Select(item => item with { Files = [.. item.Files.Select(file => file with { Text = file.Text.Replace("// why", "// because", StringComparison.Ordinal) })] })] };
        Assert.Equal(["query"], (await deployment.PlanAsync(other.Load())).Items.Single(item => item.Key.Name == Pack.RuleId).Changes.Select(change => change.Field));
    }

    [Fact]
    public async Task The_shipped_pack_comes_back_unchanged()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.ApplyAsync(await deployment.PlanAsync(ContentRepository.Load(RepositoryFolder.Path)));
        var result = await deployment.ImportAsync(Imports.Empty());
        Assert.True(result.Items.Length > 30, result.Items.Length.ToString());
        Assert.All(result.Items, item => Assert.Empty(item.Notes));
        await AssertUnchangedAsync(deployment, result, result.Items.Length);
    }

    [Fact]
    public async Task Published_rules_come_back_unchanged()
    {
        var (repository, _) = PublishedRulesTests.Load();
        await using var deployment = await Deployment.StartAsync(new ArmStub { MobileTechniques = new HashSet<string>() });
        var desired = DesiredStateBuilder.Build(repository, deployment.Target);
        await deployment.ApplyAsync(await Planner.PlanAsync(desired, deployment.Client, new PlanOptions(), TestContext.Current.CancellationToken));
        var result = await deployment.ImportAsync(Imports.Empty());
        Assert.Equal([], result.Items.Where(item => !item.Notes.IsEmpty || item.Obstacle is not null).Select(item => $"{item.DisplayName}: {string.Join(" ", item.Notes)} {item.Obstacle}"));
        Assert.True(result.Files.Count() > 250, result.Files.Count().ToString());
        await AssertUnchangedAsync(deployment, result, desired.Resources.Length);
    }

    private static async Task AssertUnchangedAsync(Deployment deployment, ImportResult result, int count)
    {
        var plan = await deployment.PlanAsync(result.Load());
        Assert.False(plan.HasDifferences, plan.Text());
        Assert.Equal(count, plan.Count(PlanAction.Unchanged));
        Assert.Equal(0, plan.Count(PlanAction.Orphaned));
    }
}
