using Content.Azure.Applying;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;

namespace Content.Azure.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task A_throttled_request_waits_as_long_as_the_service_says()
    {
        await using var deployment = await Deployment.StartAsync();
        var times = new List<DateTime>();
        deployment.Service.OnRequest = request =>
        {
            if (request.IsWrite && IsRule(request))
                times.Add(DateTime.UtcNow);
        };
        deployment.Service.Add(new Fault(request => request.IsWrite && IsRule(request), StubResponse.Error(429, "TooManyRequests", "Slow down.").With("Retry-After", "1")));
        await deployment.DeployAsync(new Pack());
        Assert.Equal(2, times.Count);
        Assert.True(times[1] - times[0] >= TimeSpan.FromMilliseconds(950), (times[1] - times[0]).ToString());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(0)]
    public async Task A_failure_that_passes_is_not_noticed(int status)
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(_ => true, new StubResponse(status), Times: 2));
        deployment.Service.Add(new Fault(IsRule, new StubResponse(status), Times: 2));
        await deployment.DeployAsync(new Pack());
        Assert.False((await deployment.PlanAsync(new Pack())).HasDifferences);
    }

    [Theory]
    [InlineData("alertRules")]
    [InlineData("savedSearches")]
    [InlineData("watchlists")]
    [InlineData("workbooks")]
    public async Task A_write_whose_answer_gets_lost_counts_as_written(string collection)
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var changed = new Pack().Replace("Refused.yaml", "severity: Medium", "severity: High").Replace("parsers/Approved.yaml", "project AppId", "project AppId, Owner")
            .Replace("ApprovedApps.yaml", "May pin.", "May pin again.").Replace("workbook.json", "| count", "| take 1");
        deployment.Service.Add(new Fault(request => request.IsWrite && request.Path.Contains(collection, StringComparison.OrdinalIgnoreCase), new StubResponse(0)) { AfterTheFact = true });
        await deployment.DeployAsync(changed);
        Assert.False((await deployment.PlanAsync(changed)).HasDifferences);
    }

    [Fact]
    public async Task Throttling_is_borne_longer_than_failure()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(IsRule, new StubResponse(429), Times: 20));
        await deployment.DeployAsync(new Pack());
        deployment.Service.Add(new Fault(_ => true, new StubResponse(503), Times: 20));
        var before = deployment.Service.Requests.Length;
        Assert.Equal(503, (await Assert.ThrowsAsync<ArmException>(() => deployment.PlanAsync(new Pack()))).Status);
        Assert.Equal(1 + Deployment.Settings.MaxRetries, deployment.Service.Requests.Length - before);
    }

    [Fact]
    public async Task One_refused_rule_does_not_stop_the_others_and_running_again_continues()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(request => request.IsWrite && IsRule(request), StubResponse.Error(400, "BadRequest", "No such thing.")));
        var report = await deployment.ApplyAsync(await deployment.PlanAsync(new Pack()));
        var failed = Assert.Single(report.Outcomes, outcome => outcome.Result != ApplyResult.Deployed);
        Assert.Equal((ApplyResult.Failed, "400 BadRequest: No such thing."), (failed.Result, failed.Message));
        Assert.Equal(6, report.Count(ApplyResult.Deployed));

        var again = await deployment.PlanAsync(new Pack());
        Assert.Equal((1, 6), (again.Count(PlanAction.Create), again.Count(PlanAction.Unchanged)));
        await deployment.DeployAsync(new Pack());
    }

    [Fact]
    public async Task What_uses_something_that_failed_is_not_tried()
    {
        await using var deployment = await Deployment.StartAsync(new ArmStub { OperationError = "No room for a table." });
        var report = await deployment.ApplyAsync(await deployment.PlanAsync(new Pack().Remove("ApprovedApps.yaml")));
        var results = report.Outcomes.ToDictionary(outcome => outcome.Item.Key.Kind + "/" + outcome.Item.DisplayName, outcome => (outcome.Result, outcome.Message));
        Assert.Equal((ApplyResult.Failed, "No room for a table."), results["Table/AppState_CL"]);
        Assert.Equal((ApplyResult.NotDeployed, "it uses the table 'AppState_CL', which was not deployed"), results["AnalyticsRule/Refused now"]);
        Assert.Equal(ApplyResult.Deployed, results["Function/Approved"].Result);
    }

    [Fact]
    public async Task A_rule_waits_until_the_service_sees_the_table_that_was_just_made()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.UnknownNames.Add("AppState_CL");
        var refusals = 0;
        deployment.Service.OnRequest = request =>
        {
            if (request.IsWrite && IsRule(request) && ++refusals > 2)
                deployment.Service.UnknownNames.Clear();
        };
        await deployment.DeployAsync(new Pack().Remove("rules/Now.yaml"));
        Assert.Equal(3, refusals);
    }

    [Fact]
    public async Task A_plan_is_refused_when_the_workspace_has_moved_since()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var plan = await deployment.PlanAsync(new Pack().Replace("Refused.yaml", "severity: Medium", "severity: High"));
        deployment.Service.Edit("alertRules/" + Pack.RuleId, rule => rule["properties"]!["triggerThreshold"] = 7);
        deployment.Service.Edit("workbooks/" + Pack.WorkbookId, null);
        var before = deployment.Service.Requests.Count(request => request.IsWrite);
        var report = await deployment.ApplyAsync(plan);
        Assert.Equal([$"analytics rule 'Refused inspection' ({Pack.RuleId}) was changed since.", $"workbook 'Overview' ({Pack.WorkbookId}) was deleted since."], report.Refusals);
        Assert.Equal(before, deployment.Service.Requests.Count(request => request.IsWrite));
    }

    [Fact]
    public async Task A_change_between_the_last_look_and_the_write_is_not_overwritten()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var plan = await deployment.PlanAsync(new Pack().Replace("Refused.yaml", "severity: Medium", "severity: High"));
        var isEdited = false;
        deployment.Service.OnRequest = request =>
        {
            if (request.IsWrite && IsRule(request) && !isEdited)
                isEdited = deployment.Service.Edit("alertRules/" + Pack.RuleId, rule => rule["properties"]!["triggerThreshold"] = 7);
        };
        var report = await deployment.ApplyAsync(plan);
        Assert.StartsWith("somebody changed it while the plan was carried out", Assert.Single(report.Outcomes).Message);
        Assert.Equal(7, deployment.Service.Stored("alertRules")[Pack.RuleId]["properties"]!["triggerThreshold"]!.GetValue<int>());
    }

    [Fact]
    public async Task Of_two_applies_at_the_same_time_one_is_refused()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var plan = await deployment.PlanAsync(new Pack().Replace("Refused.yaml", "severity: Medium", "severity: High"));
        var isEdited = false;
        deployment.Service.OnRequest = request =>
        {
            if (request.IsWrite && !isEdited)
                isEdited = deployment.Service.Edit("savedSearches/sentinel-content-state-default-0", state => state["properties"]!["query"] = state["properties"]!["query"]!.GetValue<string>().Replace("\"applied\"", "\"applied\" ", StringComparison.Ordinal));
        };
        var exception = await Assert.ThrowsAsync<ArmException>(() => deployment.ApplyAsync(plan));
        Assert.Contains("Another apply", exception.Message);
        Assert.Equal("Medium", deployment.Service.Stored("alertRules")[Pack.RuleId]["properties"]!["severity"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_apply_that_is_killed_at_any_request_is_finished_by_the_next_one(bool lastRequestArrives)
    {
        await using var whole = await Deployment.StartAsync();
        var first = await whole.PlanAsync(WholePack.Create());
        var before = whole.Service.Requests.Length;
        await whole.ApplyAsync(first);
        var count = whole.Service.Requests.Length - before;
        Assert.True(count >= 15, count.ToString());
        for (var dying = 0; dying < count; dying++)
        {
            await using var deployment = await Deployment.StartAsync();
            var plan = await deployment.PlanAsync(WholePack.Create());
            var (seen, limit, isAlive) = (0, dying, false);
            // The last request may still take effect, its answer is lost, and no other one gets through.
            deployment.Service.Add(new Fault(_ => !isAlive && seen++ == limit, StubResponse.Error(400, "Dead", "The process is gone.")) { AfterTheFact = lastRequestArrives });
            deployment.Service.Add(new Fault(_ => !isAlive && seen > limit, StubResponse.Error(400, "Dead", "The process is gone."), Times: int.MaxValue));
            try
            {
                await deployment.ApplyAsync(plan);
            }
            catch (ArmException)
            {
                // It was reading, or writing its record.
            }

            isAlive = true;
            var next = await deployment.PlanAsync(WholePack.Create());
            Assert.True(next.Count(PlanAction.Conflicting) == 0, $"killed at request {dying}: {next.Text()}");
            await deployment.DeployAsync(WholePack.Create());
            Assert.False((await deployment.PlanAsync(WholePack.Create())).HasDifferences);
            Assert.Equal(4, deployment.Service.Stored("alertRules").Count);
            Assert.Equal(4, deployment.Service.Stored("watchlistItems").Count);
        }
    }

    [Fact]
    public async Task Stopping_reports_what_is_deployed_and_what_is_not()
    {
        await using var deployment = await Deployment.StartAsync();
        using var stop = new CancellationTokenSource();
        var plan = await deployment.PlanAsync(new Pack());
        var report = await deployment.ApplyAsync(plan, stop.Token, outcome =>
        {
            if (outcome.Item.Key.Kind == ResourceKind.Function)
                stop.Cancel();
        });
        Assert.True(report.WasStopped);
        Assert.Equal((3, 4), (report.Count(ApplyResult.Deployed), report.Count(ApplyResult.NotDeployed)));
        Assert.Equal((3, 4), ((await deployment.PlanAsync(new Pack())).Count(PlanAction.Unchanged), (await deployment.PlanAsync(new Pack())).Count(PlanAction.Create)));
    }

    [Fact]
    public async Task A_deleted_rule_whose_id_the_service_still_keeps_is_explained()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(request => request.IsWrite && IsRule(request), StubResponse.Error(400, "BadRequest", $"The rule with id '{Pack.RuleId}' was recently deleted. You need to allow some time before re-using the same id.")));
        var report = await deployment.ApplyAsync(await deployment.PlanAsync(new Pack()));
        Assert.Contains("about a day", Assert.Single(report.Outcomes, outcome => outcome.Message is not null).Message);
    }

    [Fact]
    public async Task A_record_that_somebody_changed_is_an_error_and_not_an_empty_record()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        deployment.Service.Edit("savedSearches/sentinel-content-state-default-0", state => state["properties"]!["query"] = "print 1");
        var exception = await Assert.ThrowsAsync<ArmException>(() => deployment.PlanAsync(new Pack()));
        Assert.Contains("cannot be read; somebody changed it", exception.Message);
    }

    private static bool IsRule(StubRequest request) => request.Path.EndsWith(Pack.RuleId, StringComparison.OrdinalIgnoreCase);
}
