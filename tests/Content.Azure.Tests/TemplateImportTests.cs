using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Import;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.Stub.Samples;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;

namespace Content.Azure.Tests;

/// <summary>Templates of the Content Hub as files.</summary>
public sealed class TemplateImportTests
{
    private const string OtherId = "b1b1b1b1-1111-4111-8111-111111111111";

    [Fact]
    public async Task All_kinds_of_a_solution_become_files_that_a_plan_creates()
    {
        await using var deployment = await InstalledAsync(SampleSolution.Doors());
        var result = await deployment.ImportTemplatesAsync(solution: "contoso doors");
        Assert.Equal(
        [
            "watchlists/TestDoors.yaml", "watchlists/TestDoors.csv", "parsers/DoorEvents.yaml", "hunting/DoorsAtNight.yaml", "rules/DoorForcedOpen.yaml", "rules/DoorHeldOpen.yaml",
            "workbooks/Doors/workbook.yaml", "workbooks/Doors/workbook.json",
        ], result.Files.Select(file => file.Path));
        Assert.All(result.Items, item => Assert.True(item.Notes.IsEmpty && item.Obstacle is null, $"{item.Key}: {item.Obstacle} {string.Join(' ', item.Notes)}"));
        Assert.Equal(
            [new SkippedTemplate("data connector", "Contoso Doors (Preview)", "Contoso Doors", null), new SkippedTemplate("playbook", "Lock a door", "Contoso Doors", null)],
            result.Skipped);
        var plan = await deployment.PlanAsync(result.Load());
        Assert.Equal(6, plan.Items.Length);
        Assert.All(plan.Items, item => Assert.Equal(PlanAction.Create, item.Action));
        Assert.True((await deployment.ApplyAsync(plan)).IsComplete);
    }

    [Fact]
    public async Task A_rule_keeps_its_id_version_and_connectors_and_names_its_template()
    {
        await using var deployment = await InstalledAsync(SampleSolution.Doors());
        var result = await deployment.ImportTemplatesAsync();
        Assert.Equal($$"""
            id: {{SampleSolution.RuleId}}
            name: Door forced open
            description: |
              A door was opened without a badge.
            severity: High
            status: Available
            requiredDataConnectors:
              - connectorId: ContosoDoors
                dataTypes:
                  - ContosoDoors_CL
            queryFrequency: 1h
            queryPeriod: 2h
            triggerOperator: gt
            triggerThreshold: 2
            tactics:
              - InitialAccess
            relevantTechniques:
              - T1078
            query: |
              DoorEvents
              | where Action == "forced" and Door !in ((_GetWatchlist('TestDoors') | project SearchKey))
              | summarize Times = count() by Door, User
            entityMappings:
              - entityType: Account
                fieldMappings:
                  - identifier: FullName
                    columnName: User
            customDetails:
              Door: Door
            eventGroupingSettings:
              aggregationKind: AlertPerResult
            version: 1.0.4
            kind: Scheduled
            alertRuleTemplateName: {{SampleSolution.RuleId}}
            templateVersion: 1.0.4

            """.ReplaceLineEndings("\n"), result.TextOf("rules/DoorForcedOpen.yaml"));
        Assert.Contains("A door of law-Test stays open.", result.TextOf("rules/DoorHeldOpen.yaml"), StringComparison.Ordinal);
        Assert.Contains("kind: NRT\n", result.TextOf("rules/DoorHeldOpen.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_parsers_workbooks_and_watchlists_are_complete()
    {
        await using var deployment = await InstalledAsync(SampleSolution.Doors());
        var result = await deployment.ImportTemplatesAsync();
        Assert.Equal($$"""
            id: {{SampleSolution.HuntingId}}
            name: Doors at night
            description: |
              Who comes at night.
            requiredDataConnectors: []
            tactics:
              - InitialAccess
              - Persistence
            relevantTechniques:
              - T1078
            query: |
              DoorEvents
              | where hourofday(TimeGenerated) < 5
            version: 1.0.0

            """.ReplaceLineEndings("\n"), result.TextOf("hunting/DoorsAtNight.yaml"));
        // The saved search of an installed parser has this name: the file is of the same resource.
        Assert.Contains("id: DoorEvents Data Parser\n", result.TextOf("parsers/DoorEvents.yaml"), StringComparison.Ordinal);
        Assert.Contains("version: 1.2.0\n", result.TextOf("parsers/DoorEvents.yaml"), StringComparison.Ordinal);
        Assert.Equal("Door,Note\nD-1,\"Cellar, left\"\nD-2,\n", result.TextOf("watchlists/TestDoors.csv"));
        Assert.Contains("description: |\n  Doors and who opens them.\n", result.TextOf("workbooks/Doors/workbook.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", result.TextOf("workbooks/Doors/workbook.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_is_asked_for_contents_only_of_the_kinds_that_are_wanted()
    {
        await using var deployment = await InstalledAsync(SampleSolution.Doors());
        var result = await deployment.ImportTemplatesAsync(options: new ImportOptions { Kinds = [ResourceKind.HuntingQuery] });
        Assert.Equal(["hunting/DoorsAtNight.yaml"], result.Files.Select(file => file.Path));
        Assert.Empty(result.Skipped);
        Assert.Equal("(properties/contentKind eq 'HuntingQuery')", Assert.Single(deployment.Service.Requests.Where(request => request.Query.ContainsKey("$expand")).Select(request => request.Query["$filter"]).Distinct()));
        Assert.DoesNotContain(deployment.Service.Requests, request => request.Path.Contains("/alertRule", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_and_a_solution_pick_templates()
    {
        await using var deployment = await InstalledAsync(
            SampleSolution.Doors(), new SampleSolution("Contoso Windows", "contoso.contoso-windows").Add("AnalyticsRule", OtherId, "Window forced open", "1.0.0", SampleSolution.Rule(OtherId, "Window forced open", "T | take 1")));
        Assert.Equal(["rules/DoorForcedOpen.yaml", "rules/WindowForcedOpen.yaml"], (await deployment.ImportTemplatesAsync(options: new ImportOptions { Names = ["FORCED"] })).Files.Select(file => file.Path));
        Assert.Equal(["rules/WindowForcedOpen.yaml"], (await deployment.ImportTemplatesAsync(solution: "contoso.contoso-windows")).Files.Select(file => file.Path));
    }

    [Fact]
    public async Task What_the_repository_has_stays_unless_it_is_to_be_written_anew()
    {
        await using var deployment = await InstalledAsync(SampleSolution.Doors());
        var first = await deployment.ImportTemplatesAsync();
        var again = await deployment.ImportTemplatesAsync(first.Load());
        Assert.All(again.Items, item => Assert.True(item.Exists && item.Files.IsEmpty && item.Notes.IsEmpty));
        var forced = await deployment.ImportTemplatesAsync(first.Load(), options: new ImportOptions { Overwrites = true, Folder = "elsewhere" });
        Assert.Equal(first.Files, forced.Files);
    }

    [Fact]
    public async Task A_later_version_of_a_template_is_told()
    {
        await using var deployment = await InstalledAsync(SampleSolution.Doors());
        var repository = Repositories.Load([.. (await deployment.ImportTemplatesAsync()).Files.Select(file => (file.Path, file.Text.Replace("1.0.4", "1.0.2", StringComparison.Ordinal)))]);
        var item = Assert.Single((await deployment.ImportTemplatesAsync(repository)).Items, item => !item.Notes.IsEmpty);
        Assert.Equal((SampleSolution.RuleId, true, "The template is of version 1.0.4, the file of 1.0.2."), (item.Key.Name, item.Exists, item.Notes.Single()));
    }

    [Fact]
    public async Task A_rule_made_from_a_template_by_hand_is_that_of_the_template()
    {
        await using var deployment = await InstalledAsync(SampleSolution.Doors());
        var made = $"{RuleText.Of(OtherId, "Our doors", "T | take 1")}alertRuleTemplateName: {SampleSolution.RuleId}\ntemplateVersion: 1.0.4\n";
        await deployment.ApplyAsync(await deployment.PlanAsync(Repositories.Load(("rules/Ours.yaml", made))));
        var kinds = new ImportOptions { Kinds = [ResourceKind.AnalyticsRule], Overwrites = true };
        // In the repository: the file stays, even when others are written anew.
        var known = await deployment.ImportTemplatesAsync(Repositories.Load(("rules/Ours.yaml", made)), options: kinds);
        Assert.Equal(("rules/Ours.yaml", true), (known.Items[0].Path, known.Items[0].Exists));
        // In the workspace only: it is said.
        var note = Assert.Single((await deployment.ImportTemplatesAsync(options: kinds)).Items[0].Notes);
        Assert.Equal($"The workspace has a rule that was made from it, 'Our doors' ({OtherId}); deploying the file makes another one.", note);
    }

    [Fact]
    public async Task A_parser_is_the_saved_search_that_the_solution_made()
    {
        await using var deployment = await InstalledAsync(SampleSolution.Doors());
        await deployment.Client.PutAsync($"{deployment.Target.WorkspaceId}/savedSearches/DoorEvents Data Parser".Replace(" ", "%20", StringComparison.Ordinal), ApiVersions.SavedSearches, JsonNode.Parse("""
            {"properties": {"category": "Microsoft Sentinel Parser", "displayName": "Parser for DoorEvents", "functionAlias": "DoorEvents", "version": 2, "tags": [{"name": "description", "value": "Events of doors."}],
             "query": "ContosoDoors_CL\n| project TimeGenerated, Door = door_s, User = user_s, Action = action_s"}}
            """)!.AsObject(), null, TestContext.Current.CancellationToken);
        var repository = (await deployment.ImportTemplatesAsync(options: new ImportOptions { Kinds = [ResourceKind.Function] })).Load();
        Assert.Equal(PlanAction.Conflicting, Assert.Single((await deployment.PlanAsync(repository)).Items).Action);
        var item = Assert.Single((await deployment.PlanAsync(repository, new PlanOptions { Adopt = true })).Items);
        Assert.Equal((PlanAction.Update, true, 0), (item.Action, item.Adopts, item.Changes.Length));
    }

    [Fact]
    public async Task A_function_that_the_repository_has_under_another_id_stays()
    {
        await using var deployment = await InstalledAsync(SampleSolution.Doors());
        var repository = Repositories.Load(("parsers/Ours.yaml", "id: Ours\nname: Ours\nfunctionAlias: DoorEvents\nquery: ContosoDoors_CL\nversion: 1.2.0\n"));
        var item = Assert.Single((await deployment.ImportTemplatesAsync(repository, options: new ImportOptions { Kinds = [ResourceKind.Function] })).Items);
        Assert.Equal(("parsers/Ours.yaml", true), (item.Path, item.Exists));
    }

    [Fact]
    public async Task What_cannot_be_worked_out_is_named_and_nothing_of_it_is_written()
    {
        var doors = new SampleSolution("Contoso Doors")
            .Add("AnalyticsRule", OtherId, "Hashed", "1.0.0", SampleSolution.Rule(OtherId, "Hashed", "[concat('T | where Id == \"', uniqueString('x'), '\"')]"))
            .Add("AnalyticsRule", SampleSolution.RuleId, "Fine", "1.0.0", SampleSolution.Rule(SampleSolution.RuleId, "Fine", "[concat('T', ' | take ', 1)]"))
            .AddTemplate("Parser", "p", "Text", "1.0.0", JsonValue.Create("not a template"))
            .AddTemplate("Parser", "q", "Nothing", "1.0.0", null)
            .AddTemplate("Workbook", "w", "Empty", "1.0.0", new JsonObject { ["resources"] = new JsonArray() })
            .Add("Watchlist", "l", "Elsewhere", "1.0.0", new JsonObject { ["type"] = "Microsoft.SecurityInsights/watchlists", ["name"] = "Elsewhere", ["properties"] = new JsonObject { ["itemsSearchKey"] = "A", ["sourceType"] = "AzureStorage" } })
            .Add("HuntingQuery", "h", "Looping", "1.0.0", new JsonObject { ["type"] = "Microsoft.OperationalInsights/savedSearches", ["copy"] = new JsonObject { ["count"] = 2 } })
            .Add("HuntingQuery", "i", "Other", "1.0.0", new JsonObject { ["type"] = "Microsoft.OperationalInsights/savedSearches", ["name"] = "i", ["properties"] = new JsonObject { ["category"] = "Ours" } });
        await using var deployment = await InstalledAsync(doors);
        var result = await deployment.ImportTemplatesAsync();
        Assert.Equal(["rules/Fine.yaml"], result.Files.Select(file => file.Path));
        Assert.Contains("query: |\n  T | take 1\n", result.TextOf("rules/Fine.yaml"), StringComparison.Ordinal);
        Assert.Equal(
        [
            "analytics rule 'Hashed': its expression [concat('T | where Id == \"', uniqueString('x'), '\"')] cannot be worked out: 'uniqueString' has a value in a deployment only",
            "hunting query 'Looping': it makes its resources in a loop, which is not supported",
            "hunting query 'Other': its saved search is neither a function nor a hunting query",
            "parser 'Nothing': the service gives no content for it",
            "parser 'Text': its content is no ARM template",
            "watchlist 'Elsewhere': its rows are not in the template",
            "workbook 'Empty': it makes nothing that a file can be",
        ], result.Skipped.Select(template => $"{template.Kind} '{template.DisplayName}': {template.Obstacle}"));
    }

    [Fact]
    public async Task A_name_that_a_deployment_makes_up_counts_only_where_it_is_the_id()
    {
        var rule = SampleSolution.Rule(OtherId, "Door", "T | take 1");
        rule["name"] = "[newGuid()]";
        var doors = new SampleSolution("Contoso Doors").Add("AnalyticsRule", OtherId, "Door", "1.0.0", rule)
            .Add("Parser", "p", "Doors", "1.0.0", new JsonObject { ["type"] = "Microsoft.OperationalInsights/savedSearches", ["name"] = "[newGuid()]", ["properties"] = new JsonObject { ["functionAlias"] = "Doors", ["query"] = "T" } });
        await using var deployment = await InstalledAsync(doors);
        var result = await deployment.ImportTemplatesAsync();
        Assert.Equal(["rules/Door.yaml"], result.Files.Select(file => file.Path));
        Assert.Equal("its expression [newGuid()] cannot be worked out: 'newGuid' has a value in a deployment only", Assert.Single(result.Skipped).Obstacle);
    }

    [Fact]
    public async Task What_no_file_can_be_is_not_written()
    {
        var doors = new SampleSolution("Contoso Doors")
            .Add("AnalyticsRule", "no-guid", "Slug", "1.0.0", SampleSolution.Rule("no-guid", "Slug", "T"))
            .Add("Workbook", "w", "Broken", "1.0.0", new JsonObject { ["type"] = "Microsoft.Insights/workbooks", ["name"] = "w", ["properties"] = new JsonObject { ["displayName"] = "Broken", ["serializedData"] = "nothing" } });
        await using var deployment = await InstalledAsync(doors);
        var result = await deployment.ImportTemplatesAsync();
        Assert.Empty(result.Files);
        Assert.Contains("no-guid", result.Items.Single(item => item.Key.Kind == ResourceKind.AnalyticsRule).Obstacle, StringComparison.Ordinal);
        Assert.Equal("its content is no JSON object", result.Items.Single(item => item.Key.Kind == ResourceKind.Workbook).Obstacle);
    }

    [Theory]
    [InlineData("../../etc/passwd", "rules/EtcPasswd.yaml")]
    [InlineData("/C:\\Windows\\*", "rules/CWindows.yaml")]
    [InlineData("…", "rules/b1b1b1b1-1111-4111-8111-111111111111.yaml")]
    [InlineData("[[Deprecated] [old]", "rules/DeprecatedOld.yaml")]
    public async Task Files_lie_where_they_belong_whatever_a_template_is_called(string name, string path)
    {
        await using var deployment = await InstalledAsync(new SampleSolution("Contoso Doors").Add("AnalyticsRule", OtherId, name, "1.0.0", SampleSolution.Rule(OtherId, name, "T | take 1")));
        Assert.Equal([path], (await deployment.ImportTemplatesAsync()).Files.Select(file => file.Path));
    }

    [Fact]
    public async Task Two_templates_of_one_name_get_files_of_their_own()
    {
        var doors = new SampleSolution("Contoso Doors");
        foreach (var id in (string[])[SampleSolution.RuleId, OtherId])
            doors.Add("AnalyticsRule", id, "Door", "1.0.0", SampleSolution.Rule(id, "Door", "T | take 1"));
        await using var deployment = await InstalledAsync(doors);
        Assert.Equal(["rules/Door.yaml", "rules/Door-b1b1b1b1.yaml"], (await deployment.ImportTemplatesAsync()).Files.Select(file => file.Path));
    }

    [Fact]
    public async Task Of_content_that_two_solutions_bring_the_later_version_counts()
    {
        await using var deployment = await InstalledAsync(Version("Contoso Windows", "contoso.b", "1.10.0"), Version("Contoso Doors", "contoso.a", "1.9.0"));
        var item = Assert.Single((await deployment.ImportTemplatesAsync()).Items);
        Assert.Contains("version: 1.10.0\n", item.Files[0].Text, StringComparison.Ordinal);
        Assert.Equal("'Contoso Doors' brings it too, in version 1.9.0; this is version 1.10.0 of 'Contoso Windows'.", Assert.Single(item.Notes));

        static SampleSolution Version(string name, string id, string version) => new SampleSolution(name, id).Add("AnalyticsRule", OtherId, "Door", version, SampleSolution.Rule(OtherId, "Door", "T | take 1"));
    }

    [Fact]
    public async Task Rules_of_the_service_come_from_its_own_templates()
    {
        await using var deployment = await InstalledAsync(SampleSolution.Doors());
        deployment.Service.RuleTemplates.Add(JsonNode.Parse("""
            {"name": "f71aba3d-28fb-450b-b192-4e76a83015c8", "kind": "Fusion", "properties": {"displayName": "Advanced multistage attacks", "description": "Correlates.", "status": "Installed", "severity": "High", "tactics": ["Collection"]}}
            """)!.AsObject());
        deployment.Service.RuleTemplates.Add(JsonNode.Parse("""
            {"name": "b2b2b2b2-2222-4222-8222-222222222222", "kind": "MicrosoftSecurityIncidentCreation", "properties": {"displayName": "Incidents of Defender", "description": "All.", "status": "Available", "productFilter": "Microsoft Cloud App Security"}}
            """)!.AsObject());
        deployment.Service.RuleTemplates.Add(new JsonObject { ["name"] = SampleSolution.RuleId, ["kind"] = "Scheduled", ["properties"] = new JsonObject { ["displayName"] = "Old copy of a template" } });
        var result = await deployment.ImportTemplatesAsync(options: new ImportOptions { Kinds = [ResourceKind.AnalyticsRule] });
        Assert.Equal(["rules/DoorForcedOpen.yaml", "rules/DoorHeldOpen.yaml", "rules/IncidentsOfDefender.yaml", "rules/BuiltInFusion.yaml"], result.Files.Select(file => file.Path));
        Assert.Equal("id: BuiltInFusion\nkind: Fusion\nenabled: true\nalertRuleTemplateName: f71aba3d-28fb-450b-b192-4e76a83015c8\n", result.TextOf("rules/BuiltInFusion.yaml"));
        var plan = await deployment.PlanAsync(result.Load());
        Assert.All(plan.Items, item => Assert.Equal(PlanAction.Create, item.Action));
        // They are of no solution.
        Assert.Equal(2, (await deployment.ImportTemplatesAsync(solution: "Contoso Doors", options: new ImportOptions { Kinds = [ResourceKind.AnalyticsRule] })).Items.Length);
    }

    [Fact]
    public async Task Pages_are_followed_and_ask_the_same_question()
    {
        var doors = new SampleSolution("Contoso Doors");
        for (var i = 0; i < 7; i++)
        {
            var id = $"c{i}c1c1c1-1111-4111-8111-111111111111";
            doors.Add("AnalyticsRule", id, $"Door {i}", "1.0.0", SampleSolution.Rule(id, $"Door {i}", "T | take 1"));
        }

        await using var deployment = await InstalledAsync(doors);
        Assert.Equal(7, (await deployment.ImportTemplatesAsync()).Files.Count());
        Assert.Equal(4, deployment.Service.Requests.Count(request => request.Path.EndsWith("/contentTemplates", StringComparison.Ordinal) && request.Query.ContainsKey("$expand")));
    }

    [Fact]
    public async Task Templates_of_published_rules_become_the_rules_that_they_were_made_from()
    {
        var (repository, pairs) = PublishedRulesTests.Load();
        var published = new SampleSolution("Published");
        foreach (var rule in repository.Rules)
        {
            var arm = pairs[rule.Path];
            // What the packager kept in variables is worked out where a solution is installed; here it is worked out on the way.
            var variables = new JsonObject(rule.CustomDetails.Select(detail => KeyValuePair.Create("_" + detail.Key.Value, (JsonNode?)detail.ColumnName.Value)).DistinctBy(pair => pair.Key)) { ["TemplateEmptyArray"] = "[json('[]')]" };
            var id = rule.Id!.Value.Trim();
            published.Add("AnalyticsRule", id, rule.Name.Value, rule.Version?.Value ?? "1.0.0", SampleSolution.Rule(arm["kind"]!.GetValue<string>(), id, (JsonObject)arm["properties"]!.DeepClone()), variables);
        }

        await using var deployment = await Deployment.StartAsync(new ArmStub { PageSize = 100 });
        published.Install(deployment.Service, deployment.Target.WorkspaceId);
        var result = await deployment.ImportTemplatesAsync();
        Assert.Equal([], result.Skipped);
        Assert.Equal([], result.Items.Where(item => item.Obstacle is not null || !item.Notes.IsEmpty).Select(item => $"{item.DisplayName}: {item.Obstacle} {string.Join(' ', item.Notes)}"));
        var imported = DesiredStateBuilder.Build(result.Load(), deployment.Target).Resources.ToDictionary(resource => resource.Key);
        var differences = new List<string>();
        var compared = 0;
        foreach (var rule in DesiredStateBuilder.Build(repository, deployment.Target).Resources)
        {
            // Where the query is another one, the file is newer than the package.
            if (!imported.TryGetValue(rule.Key, out var mine) || !JsonNode.DeepEquals(RuleHandler.Comparable(pairs[rule.Path])["query"], rule.Comparable["query"]))
                continue;
            compared++;
            // Packages have their own texts, a fixed suppression and no sub-techniques.
            differences.AddRange(JsonDiff.Compare(mine.Comparable, rule.Comparable).Where(change => change.Field is not ("description" or "suppressionDuration" or "techniques" or "subTechniques" or "alertRuleTemplateName" or "templateVersion"))
                .Select(change => $"{rule.Path} {change.Field}: {PlanText.Value(change.Before)} → {PlanText.Value(change.After)}"));
        }

        Assert.True(compared > 150, compared.ToString());
        // The file has since got a mapping that the service would refuse.
        differences.RemoveAll(difference => difference.Contains("AWS_GuardDuty_template.yaml entityMappings.URL", StringComparison.Ordinal));
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Theory]
    [InlineData("/contentPackages")]
    [InlineData("/contentTemplates")]
    [InlineData("/alertRuleTemplates")]
    public async Task Missing_rights_end_the_import(string path)
    {
        await using var deployment = await InstalledAsync(SampleSolution.Doors());
        deployment.Service.Add(new Fault(request => request.Path.EndsWith(path, StringComparison.Ordinal), StubResponse.Error(403, "AuthorizationFailed", "The client does not have authorization.")));
        var exception = await Assert.ThrowsAsync<ArmException>(() => deployment.ImportTemplatesAsync());
        Assert.Equal((403, true), (exception.Status, exception.IsEnvironment));
    }

    private static async Task<Deployment> InstalledAsync(params SampleSolution[] solutions)
    {
        var deployment = await Deployment.StartAsync();
        foreach (var solution in solutions)
            solution.Install(deployment.Service, deployment.Target.WorkspaceId);
        return deployment;
    }
}
