using Content.Azure.Arm;
using Content.Azure.Applying;
using Content.Azure.Planning;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;

namespace Content.Azure.Tests;

/// <summary>The service's token buckets, and answers that come slowly, spoiled or never.</summary>
public sealed class ThrottlingTests
{
    private const int Rules = 60;

    // The proportions of the resource manager, small and fast.
    private static readonly ArmClientSettings Small = Deployment.Settings with { ReadCapacity = 100, ReadsPerSecond = 100, WriteCapacity = 20, WritesPerSecond = 40, MaxRetryDelay = TimeSpan.FromSeconds(2) };

    [Fact]
    public async Task Requests_are_paced_so_that_the_service_refuses_none()
    {
        var throttling = new Throttling(100, 100, 20, 40);
        await using var deployment = await Deployment.StartAsync(new ArmStub { Throttling = throttling, PageSize = 50 });
        var report = await ApplyAsync(deployment, Small);
        Assert.True(report.IsComplete);
        Assert.Equal(0, throttling.Refused);
        Assert.Equal(Rules, deployment.Service.Stored("alertRules").Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refused_requests_are_repeated_until_they_pass(bool hasRetryAfter)
    {
        // It says nothing of what is left, so it is found out the hard way.
        var throttling = new Throttling(100, 100, 10, 40) { HasRetryAfter = hasRetryAfter, TellsRemaining = false };
        await using var deployment = await Deployment.StartAsync(new ArmStub { Throttling = throttling, PageSize = 50 });
        var report = await ApplyAsync(deployment, Small with { RetryDelay = TimeSpan.FromMilliseconds(20) });
        Assert.True(report.IsComplete, string.Join("\n", report.Outcomes.Where(outcome => outcome.Message is not null).Select(outcome => outcome.Message)));
        Assert.True(throttling.Refused > 0);
        Assert.Equal(Rules, deployment.Service.Stored("alertRules").Count);
    }

    [Fact]
    public async Task A_slow_body_is_waited_for_and_one_that_never_ends_is_not()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(_ => true, new StubResponse(200)) { Spoil = response => response with { ByteDelay = TimeSpan.FromMilliseconds(1) } });
        await deployment.DeployAsync(new Pack());
        var settings = Deployment.Settings with { NetworkTimeout = TimeSpan.FromMilliseconds(200), MaxRetries = 1 };
        deployment.Service.Add(new Fault(_ => true, new StubResponse(200), Times: 100) { Spoil = response => response with { ByteDelay = TimeSpan.FromSeconds(30) } });
        var exception = await Assert.ThrowsAsync<ArmException>(() => ReadAsync(deployment, settings));
        Assert.Contains("gives no answer", exception.Message);
    }

    [Theory]
    [InlineData("late")]
    [InlineData("cut")]
    public async Task An_answer_that_fails_once_is_not_noticed(string how)
    {
        await using var deployment = await Deployment.StartAsync();
        Fault Spoiled(Func<StubRequest, bool> matches) => new(matches, new StubResponse(200))
        {
            Spoil = response => how == "late" ? response with { Delay = TimeSpan.FromSeconds(20) } : response with { IsCut = true },
        };
        deployment.Service.Add(Spoiled(request => !request.IsWrite));
        deployment.Service.Add(Spoiled(request => request.IsWrite && request.Path.EndsWith(Pack.RuleId, StringComparison.Ordinal)));
        var settings = Deployment.Settings with { NetworkTimeout = TimeSpan.FromMilliseconds(how == "late" ? 500 : 20_000) };
        var client = new ArmClient(deployment.Target, settings);
        var desired = Resources.DesiredStateBuilder.Build(new Pack().Load(), deployment.Target);
        var report = await new Applier(client).ApplyAsync(await Planner.PlanAsync(desired, client, new PlanOptions(), CancellationToken.None), CancellationToken.None);
        Assert.True(report.IsComplete, string.Join("\n", report.Outcomes.Where(outcome => outcome.Message is not null).Select(outcome => outcome.Message)));
        Assert.False((await deployment.PlanAsync(new Pack())).HasDifferences);
    }

    [Fact]
    public async Task A_write_that_is_answered_with_nonsense_fails_alone_and_is_found_done_by_the_next_plan()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(request => request.IsWrite && request.Path.EndsWith(Pack.RuleId, StringComparison.Ordinal), new StubResponse(200)) { Spoil = response => response with { Text = "{\"id\": ", TextType = "application/json" } });
        var report = await deployment.ApplyAsync(await deployment.PlanAsync(new Pack()));
        Assert.Equal(Pack.RuleId, Assert.Single(report.Outcomes, outcome => outcome.Result != ApplyResult.Deployed).Item.Key.Name);
        var plan = await deployment.PlanAsync(new Pack());
        Assert.DoesNotContain(plan.Items, item => item.Action == PlanAction.Conflicting && item.Key.Name != Pack.RuleId);
        await deployment.DeployAsync(new Pack(), new PlanOptions { Adopt = true });
        Assert.False((await deployment.PlanAsync(new Pack())).HasDifferences);
    }

    private static Task ReadAsync(Deployment deployment, ArmClientSettings settings) =>
        State.LiveState.ReadAsync(new ArmClient(deployment.Target, settings), [], CancellationToken.None);

    private static async Task<ApplyReport> ApplyAsync(Deployment deployment, ArmClientSettings settings)
    {
        var pack = new Pack();
        for (var i = 0; i < Rules - 2; i++)
        {
            pack.Add($"content/rules/R{i}.yaml", $"""
                id: aaaaaaaa-0000-4000-8000-{i:x12}
                kind: NRT
                name: Rule {i}
                description: Many.
                severity: High
                requiredDataConnectors: []
                tactics: [Discovery]
                relevantTechniques: [T1046]
                query: AppState_CL | where AppId == "{i}"
                version: 1.0.0
                """);
        }

        var client = new ArmClient(deployment.Target, settings);
        var desired = Resources.DesiredStateBuilder.Build(pack.Load(), deployment.Target);
        return await new Applier(client).ApplyAsync(await Planner.PlanAsync(desired, client, new PlanOptions(), CancellationToken.None), CancellationToken.None);
    }
}
