using Content.Azure.Applying;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;
using Content.Diagnostics;
using Content.Model;

namespace Content.Azure.Tests;

/// <summary>What an environment has otherwise than the files, which content it has, and in which order it gets it.</summary>
public sealed class OverlayTests
{
    [Fact]
    public async Task Rules_have_the_fields_of_the_overlays_by_name_id_file_and_tag()
    {
        await using var deployment = await Deployment.StartAsync();
        var plan = await PlanAsync(deployment, """
                overlays:
                  - rule: Refused inspection
                    set: {severity: High, queryFrequency: 30m, triggerThreshold: 3, customDetails: , incidentConfiguration: {createIncident: false}}
                  - rule: 22222222-2222-4222-8222-222222222222
                    set: {description: Here.}
                  - rule: content/rules/Now.yaml
                    set: {tactics: [Impact]}
                  - tag: Loud
                    set: {enabled: false}

            """, Tagged());
        var rule = plan.Item(Pack.RuleId).Body!["properties"]!;
        Assert.Equal("High", rule["severity"]!.GetValue<string>());
        Assert.Equal("PT30M", rule["queryFrequency"]!.GetValue<string>());
        Assert.Equal(3, rule["triggerThreshold"]!.GetValue<long>());
        Assert.Null(rule["customDetails"]);
        Assert.False(rule["incidentConfiguration"]!["createIncident"]!.GetValue<bool>());
        Assert.True(rule["enabled"]!.GetValue<bool>());
        var now = plan.Item(Pack.NrtId).Body!["properties"]!;
        Assert.Equal("""{"d":"Here.","t":["Impact"],"e":false}""", new System.Text.Json.Nodes.JsonObject { ["d"] = now["description"]!.DeepClone(), ["t"] = now["tactics"]!.DeepClone(), ["e"] = now["enabled"]!.DeepClone() }.ToJsonString());
    }

    [Fact]
    public async Task A_watchlist_has_the_rows_of_the_environment()
    {
        await using var deployment = await Deployment.StartAsync();
        var plan = await PlanAsync(deployment, "    overlays: [{watchlist: ApprovedApps, source: prod/apps.csv, set: {displayName: Approved here}}]\n",
            new Pack().Add("prod/apps.csv", "AppId,Owner\ncom.z,Zoe\n"));
        var list = plan.Item(ResourceKind.Watchlist).Body!["properties"]!;
        Assert.Equal(("AppId,Owner\ncom.z,Zoe\n", "Approved here"), (list["rawContent"]!.GetValue<string>(), list["displayName"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("{rule: Refused inspektion, set: {enabled: false}}", "error CONTENT027: There is no rule 'Refused inspektion'. Did you mean 'Refused inspection'?")]
    [InlineData("{tag: Quiet, set: {enabled: false}}", "error CONTENT027: There is no rule with the tag 'Quiet'.")]
    [InlineData("{watchlist: Apps, set: {description: X}}", "error CONTENT027: There is no watchlist 'Apps'.")]
    [InlineData("{rule: Refused inspection, set: {severity: Medium, enabled: true, queryPeriod: 1d}}", "warning CONTENT028: The overlay of 'test' changes nothing: the file says the same.")]
    [InlineData("{rule: Refused inspection, set: {severity: Awful}}", "error CONTENT011: 'Awful'")]
    [InlineData("{rule: Refused inspection, set: {severty: High}}", "error CONTENT006: 'severty' is no key of an analytics rule; its value has no effect. Did you mean 'severity'?")]
    [InlineData("{rule: Refused inspection, set: {kind: NRT}}", "error CONTENT026: 'kind' cannot be another one in an environment.")]
    [InlineData("{rule: Refused inspection}", "error CONTENT026: An overlay that sets nothing.")]
    [InlineData("{set: {enabled: false}}", "error CONTENT026: An overlay that says not what it is about.")]
    [InlineData("{watchlist: ApprovedApps, source: none.csv}", "error CONTENT015: ")]
    [InlineData("{watchlist: ApprovedApps, source: content/tables/AppState_CL.yaml}", "error CONTENT017: 'AppId', the search key of the watchlist, is no header of content/tables/AppState_CL.yaml.")]
    public void What_is_wrong_with_an_overlay_is_said_at_its_place(string overlay, string message)
    {
        var repository = Load($"    overlays:\n      - {overlay}\n", new Pack());
        var finding = repository.Diagnostics.First(diagnostic => diagnostic.Path is "sentinel-content.yaml");
        Assert.Equal(6, finding.Start.Line);
        Assert.Contains(message, finding.ToString());
    }

    [Theory]
    [InlineData("select: {paths: [content/ruls]}", "There is no content in 'content/ruls'. Did you mean 'content/rules'?")]
    [InlineData("waves: [{tags: [Nothing]}]", "No content has the tag 'Nothing'.")]
    public void A_selection_of_nothing_is_said_at_its_place(string selection, string message)
    {
        var finding = Assert.Single(Load($"    {selection}\n", new Pack()).Diagnostics);
        Assert.Equal((DiagnosticSeverity.Error, 5), (finding.Severity, finding.Start.Line));
        Assert.Contains(message, finding.Message);
    }

    [Fact]
    public async Task An_environment_gets_what_it_selects_and_all_that_this_uses()
    {
        await using var deployment = await Deployment.StartAsync();
        var plan = await PlanAsync(deployment, "    select: {paths: [content/rules/Refused.yaml]}\n", WholePack.Create());
        Assert.Equal(
            [ResourceKind.Table, ResourceKind.Watchlist, ResourceKind.Function, ResourceKind.AnalyticsRule, ResourceKind.Metadata],
            plan.Items.Select(item => item.Key.Kind));
        var byTag = await PlanAsync(deployment, "    select: {tags: [Loud]}\n", Tagged());
        Assert.Equal([ResourceKind.Table, ResourceKind.AnalyticsRule], byTag.Items.Select(item => item.Key.Kind));
    }

    [Fact]
    public async Task What_an_environment_no_longer_selects_is_orphaned_there()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.ApplyAsync(await PlanAsync(deployment, "", new Pack()));
        var plan = await PlanAsync(deployment, "    select: {paths: [content/rules/Refused.yaml]}\n", new Pack());
        Assert.Equal(PlanAction.Orphaned, plan.Item(Pack.NrtId).Action);
    }

    [Fact]
    public async Task A_selection_on_the_command_line_leaves_the_rest_alone()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var repository = new Pack().Remove("rules/Now.yaml").Replace("Refused.yaml", "severity: Medium", "severity: Low").Replace("Look.yaml", "take 10", "take 5").Load();
        var path = new Located<string>("content/hunting", new SourceText(""), default, "");
        var desired = DesiredStateBuilder.Build(repository, deployment.Target).Only(repository, new ContentSelection([path], []));
        var plan = await Planner.PlanAsync(desired, deployment.Client, new PlanOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(["hunting query", "table"], plan.Items.Select(item => item.Key.Kind.Title()).Order(StringComparer.Ordinal));
        Assert.Equal(PlanAction.Update, plan.Item(Pack.HuntingId).Action);
        Assert.True((await deployment.ApplyAsync(plan)).IsComplete);
        // All else is still on record.
        Assert.Equal(PlanAction.Orphaned, (await deployment.PlanAsync(repository)).Item(Pack.NrtId).Action);
    }

    [Fact]
    public async Task A_wave_waits_until_the_one_before_is_deployed_entirely()
    {
        const string Waves = "    waves: [{tags: [Loud]}, {paths: [content/rules]}]\n";
        await using var deployment = await Deployment.StartAsync();
        var plan = await PlanAsync(deployment, Waves, Tagged());
        Assert.Equal((0, 0, 1, 2), (plan.Item(Pack.NrtId).Wave, plan.Item(ResourceKind.Table).Wave, plan.Item(ResourceKind.Function).Wave, plan.Item(ResourceKind.Workbook).Wave));
        Assert.Equal(PlanJson.Write(plan), PlanJson.Write(PlanJson.TryRead(PlanJson.Write(plan), out _)!));

        deployment.Service.Add(new Fault(request => request.IsWrite && request.Path.EndsWith(Pack.NrtId, StringComparison.Ordinal), StubResponse.Error(400, "BadRequest", "No.")));
        var report = await deployment.ApplyAsync(plan);
        Assert.Equal(1, report.Count(ApplyResult.Deployed));
        Assert.Equal(ApplyResult.Failed, report.Outcomes.Single(outcome => outcome.Item.Key.Name == Pack.NrtId).Result);
        Assert.Equal("wave 1 is not deployed entirely (analytics rule 'Refused now')", report.Outcomes.Single(outcome => outcome.Item.Key.Name == Pack.RuleId).Message);
        Assert.Equal(["tables", "alertRules"], deployment.Service.Requests.Where(request => request.IsWrite && !request.Path.Contains("sentinel-content-state", StringComparison.Ordinal)).Select(request => request.Path.Split('/')[^2]));

        Assert.True((await deployment.ApplyAsync(await PlanAsync(deployment, Waves, Tagged()))).IsComplete);
        Assert.False((await PlanAsync(deployment, Waves, Tagged())).HasDifferences);
    }

    [Theory]
    [InlineData("workloadIdentity", CredentialKind.WorkloadIdentity)]
    [InlineData("managedIdentity", CredentialKind.ManagedIdentity)]
    [InlineData("azureCli", CredentialKind.AzureCli)]
    [InlineData("environment", CredentialKind.Environment)]
    public void A_credential_of_a_kind_is_never_sent_in_clear(string word, CredentialKind kind)
    {
        var environment = Load($"    credential: {word}\n    clientId: 00000000-0000-0000-0000-00000000000a\n", new Pack()).Configuration.Environments[0];
        var (target, diagnostics) = Arm.WorkspaceTarget.Create(environment);
        Assert.Empty(diagnostics);
        Assert.Equal((kind, "00000000-0000-0000-0000-00000000000a"), (target!.Credential, target.ClientId));
        Assert.NotNull(new Arm.ArmClient(target));
        Assert.Throws<ArgumentException>(() => new Arm.ArmClient(target with { ResourceManager = new Uri("http://127.0.0.1:1") }));
    }

    private static Pack Tagged() => new Pack().Replace("Now.yaml", "version: 1.0.0", "version: 1.0.0\ntags: [Loud, {Team: Blue}]");

    // The settings begin in line 5.
    private static ContentRepository Load(string settings, Pack pack) => ContentRepository.Load(pack.Add("sentinel-content.yaml",
        $"version: 1\ncontent: [content]\nenvironments:\n  test:\n{settings}    subscription: 00000000-0000-0000-0000-000000000001\n    resourceGroup: rg\n    workspace: w\n").Files);

    private static async Task<Plan> PlanAsync(Deployment deployment, string settings, Pack pack)
    {
        var repository = Load(settings, pack).WithoutErrors();
        return await deployment.PlanAsync(repository.For(repository.Configuration.Environments[0]));
    }
}
