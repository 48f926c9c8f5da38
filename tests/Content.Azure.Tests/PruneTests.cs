using Content.Azure.Applying;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;

namespace Content.Azure.Tests;

/// <summary>Deleting: only when asked, only what the tool deployed, never more than allowed.</summary>
public sealed class PruneTests
{
    private static readonly PlanOptions Prune = new() { Prune = true };

    [Fact]
    public async Task What_is_gone_from_the_repository_is_deleted_only_when_asked()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(WholePack.Create());
        var smaller = new Pack().Remove("Now.yaml").Remove("AppState_CL.yaml").Remove("Look.yaml");
        Assert.Equal(0, (await deployment.PlanAsync(smaller)).Count(PlanAction.Delete));

        var plan = await deployment.PlanAsync(smaller, Prune);
        Assert.Equal(PlanAction.Orphaned, plan.Item(ResourceKind.Table).Action);
        Assert.Contains("holds data", Assert.Single(plan.Item(ResourceKind.Table).Notes));
        Assert.Equal(7, plan.Count(PlanAction.Delete));
        await deployment.DeployAsync(smaller, Prune);
        Assert.False((await deployment.PlanAsync(smaller, Prune)).HasDifferences);
        Assert.Equal([Pack.RuleId], deployment.Service.Stored("alertRules").Keys);
        Assert.Contains("AppState_CL", deployment.Service.Stored("tables").Keys);
    }

    [Fact]
    public async Task Nothing_goes_before_what_uses_it_and_nothing_before_the_rest_is_deployed()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(WholePack.Create());
        var smaller = WholePack.Create().Remove("Close.yaml").Remove("Now.yaml").Remove("Approved.yaml").Replace("Refused.yaml", "!in (Approved())", "!= 'x'").Replace("workbook.json", "Approved()", "AppState_CL");
        deployment.Service.Add(new Fault(request => request.Method == "PUT" && request.Path.EndsWith(Pack.RuleId, StringComparison.Ordinal), StubResponse.Error(400, "BadRequest", "No.")));
        var report = await deployment.ApplyAsync(await deployment.PlanAsync(smaller, Prune));
        Assert.DoesNotContain(deployment.Service.Requests, request => request.Method == "DELETE");
        Assert.Equal(3, report.Outcomes.Count(outcome => outcome.Item.Action == PlanAction.Delete && outcome.Result == ApplyResult.NotDeployed));

        await deployment.DeployAsync(smaller, Prune);
        Assert.Equal(["automationRules", "alertRules", "savedSearches"], deployment.Service.Requests.Where(request => request.Method == "DELETE").Select(request => request.Path.Split('/')[^2]));
        Assert.False((await deployment.PlanAsync(smaller, Prune)).HasDifferences);
    }

    [Fact]
    public async Task More_than_allowed_is_not_deleted_at_all()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(WholePack.Create());
        var plan = await deployment.PlanAsync(new Pack().Remove("Now.yaml"), new PlanOptions { Prune = true, MaxDeletes = 2 });
        Assert.Equal(0, plan.Count(PlanAction.Delete));
        Assert.Contains("more than --max-deletes 2", plan.Item(Pack.NrtId).Notes[0]);
    }

    [Fact]
    public async Task What_others_made_is_not_deleted()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var client = deployment.Client;
        await client.PutAsync($"{client.Target.SentinelId}/alertRules/foreign", "2025-07-01-preview", (await deployment.PlanAsync(new Pack())).Items.Length == 7
            ? DesiredStateBuilder.Build(new Pack().Load(), deployment.Target).Resources.Single(resource => resource.Key.Name == Pack.NrtId).Body : [], null, CancellationToken.None);
        await deployment.DeployAsync(new Pack().Remove("Now.yaml"), Prune);
        Assert.Equal([Pack.RuleId, "foreign"], deployment.Service.Stored("alertRules").Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_rule_that_changed_since_the_plan_is_not_deleted()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var plan = await deployment.PlanAsync(new Pack().Remove("Now.yaml"), Prune);
        deployment.Service.Edit("alertRules/" + Pack.NrtId, rule => rule["properties"]!["severity"] = "Low");
        Assert.Contains("was changed since", Assert.Single((await deployment.ApplyAsync(plan)).Refusals));
        Assert.Contains(Pack.NrtId, deployment.Service.Stored("alertRules").Keys);
    }

    [Fact]
    public async Task A_deleted_id_that_comes_back_fails_alone_and_is_explained()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        await deployment.DeployAsync(new Pack().Remove("Now.yaml"), Prune);
        var report = await deployment.ApplyAsync(await deployment.PlanAsync(new Pack().Replace("Refused.yaml", "severity: Medium", "severity: High")));
        var failed = Assert.Single(report.Outcomes, outcome => outcome.Result != ApplyResult.Deployed);
        Assert.Equal(Pack.NrtId, failed.Item.Key.Name);
        Assert.Contains("about a day", failed.Message);
    }

    [Fact]
    public async Task Deletions_that_are_killed_at_any_request_are_finished_by_the_next_run()
    {
        var smaller = new Pack().Remove("Now.yaml").Remove("Look.yaml");
        for (var dying = 0; dying < 14; dying++)
        {
            await using var deployment = await Deployment.StartAsync();
            await deployment.DeployAsync(new Pack());
            var plan = await deployment.PlanAsync(smaller, Prune);
            var (seen, limit, isAlive) = (0, dying, false);
            deployment.Service.Add(new Fault(_ => !isAlive && seen++ == limit, StubResponse.Error(400, "Dead", "The process is gone.")) { AfterTheFact = true });
            deployment.Service.Add(new Fault(_ => !isAlive && seen > limit, StubResponse.Error(400, "Dead", "The process is gone."), Times: int.MaxValue));
            try
            {
                await deployment.ApplyAsync(plan);
            }
            catch (Arm.ArmException)
            {
                // It was reading, or writing its record.
            }

            isAlive = true;
            await deployment.DeployAsync(smaller, Prune);
            Assert.Equal([Pack.RuleId], deployment.Service.Stored("alertRules").Keys);
            Assert.False((await deployment.PlanAsync(smaller, Prune)).HasDifferences);
        }
    }

    [Fact]
    public async Task A_rule_whose_table_does_not_exist_is_deployed_disabled_only_when_asked()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.UnknownNames.Add("AppState_CL");
        var pack = new Pack().Remove("AppState_CL.yaml");
        var report = await deployment.ApplyAsync(await deployment.PlanAsync(pack));
        Assert.Contains("--disable-unresolved", report.Outcomes.First(outcome => outcome.Item.Key.Name == Pack.NrtId).Message);
        Assert.Empty(deployment.Service.Stored("alertRules"));

        report = await new Applier(deployment.Client, new ApplySettings { DisableUnresolved = true }).ApplyAsync(await deployment.PlanAsync(pack), CancellationToken.None);
        Assert.True(report.IsComplete);
        Assert.All(deployment.Service.Stored("alertRules").Values, rule => Assert.False(rule["properties"]!["enabled"]!.GetValue<bool>()));

        // The table arrives: the next plan enables the rules.
        deployment.Service.UnknownNames.Clear();
        var plan = await deployment.PlanAsync(pack);
        Assert.Equal(["enabled"], plan.Item(Pack.NrtId).Changes.Select(change => change.Field));
        Assert.False(plan.Item(Pack.NrtId).Drifted);
        await deployment.DeployAsync(pack);
    }
}
