using System.Text;
using Content.Azure.Applying;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.State;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;

namespace Content.Azure.Tests;

/// <summary>The record of applies.</summary>
public sealed class AuditTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Each_apply_is_on_record_with_who_what_and_from_which_commit()
    {
        await using var deployment = await Deployment.StartAsync();
        await ApplyAsync(deployment, new Pack(), 1);
        deployment.Service.Add(new Fault(request => request.IsWrite && request.Path.EndsWith(Pack.RuleId, StringComparison.Ordinal), StubResponse.Error(400, "BadRequest", "No.")));
        await ApplyAsync(deployment, new Pack().Replace("Refused.yaml", "severity: Medium", "severity: High"), 2);

        var log = (await AuditLog.ReadAsync(deployment.Client, TestContext.Current.CancellationToken)).Entries;
        Assert.Equal(2, log.Length);
        Assert.All(log, entry => Assert.True(entry.IsFinished));
        Assert.Equal(("ann@example.org", "commit2", true, "test", Start.AddMinutes(2)), (log[0].Context.Who, log[0].Context.Commit, log[0].Context.IsModified, log[0].Environment, log[0].Context.Time));
        var item = Assert.Single(log[0].Items);
        Assert.Equal(new AuditItem(PlanAction.Update, new ResourceKey(ResourceKind.AnalyticsRule, Pack.RuleId), "Refused inspection", ApplyResult.Failed), item);
        Assert.Equal(7, log[1].Items.Length);
        Assert.All(log[1].Items, each => Assert.Equal((PlanAction.Create, ApplyResult.Deployed), (each.Action, each.Result!.Value)));
        // The record is neither content nor in the way of it.
        Assert.Equal(8, (await deployment.PlanAsync(new Pack(), new PlanOptions { Adopt = true })).Items.Length + 1);
    }

    [Fact]
    public async Task An_apply_that_was_killed_is_on_record_without_an_end()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(request => request.IsWrite && request.Path.Contains("sentinel-content-state-default", StringComparison.Ordinal), StubResponse.Error(400, "BadRequest", "No.")));
        await Assert.ThrowsAsync<ArmException>(() => ApplyAsync(deployment, new Pack(), 1));
        var entry = Assert.Single((await AuditLog.ReadAsync(deployment.Client, TestContext.Current.CancellationToken)).Entries);
        Assert.False(entry.IsFinished);
        Assert.All(entry.Items, item => Assert.Null(item.Result));
    }

    [Fact]
    public async Task What_is_on_record_is_only_added_to_and_full_parts_stay_as_they_are()
    {
        await using var deployment = await Deployment.StartAsync();
        var client = deployment.Client;
        var items = Enumerable.Range(0, 300).Select(i => new PlanItem(PlanAction.Create, new ResourceKey(ResourceKind.AnalyticsRule, $"{i:D8}-0000-4000-8000-000000000000"), $"Rule {i} with a name", "x")).ToArray();
        Dictionary<string, string> before = [];
        for (var run = 1; run <= 4; run++)
        {
            await AuditLog.BeginAsync(client, Context(run), items, TestContext.Current.CancellationToken);
            await AuditLog.EndAsync(client, Context(run), items.Select(item => new ApplyOutcome(item, ApplyResult.Deployed, null)), TestContext.Current.CancellationToken);
            var now = deployment.Service.Stored("savedSearches").Where(pair => pair.Key.StartsWith(AuditLog.NamePrefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key, pair => pair.Value["properties"]!["query"]!.GetValue<string>());
            Assert.All(before, pair => Assert.StartsWith(pair.Value[..^3], now[pair.Key], StringComparison.Ordinal));
            Assert.All(now.Values, text => Assert.True(text.Length < 62_000));
            before = now;
        }

        Assert.True(before.Count > 1);
        var entries = (await AuditLog.ReadAsync(client, TestContext.Current.CancellationToken)).Entries;
        Assert.Equal(["commit4", "commit3", "commit2", "commit1"], entries.Select(entry => entry.Context.Commit));
        Assert.All(entries, entry => Assert.Equal(300, entry.Items.Count(item => item.Result == ApplyResult.Deployed)));
    }

    [Fact]
    public async Task Two_applies_at_once_are_both_on_record()
    {
        await using var deployment = await Deployment.StartAsync();
        await Task.WhenAll(Enumerable.Range(1, 4).Select(run => AuditLog.BeginAsync(deployment.Client, Context(run), [], TestContext.Current.CancellationToken)));
        Assert.Equal(4, (await AuditLog.ReadAsync(deployment.Client, TestContext.Current.CancellationToken)).Entries.Length);
    }

    [Fact]
    public async Task An_end_that_cannot_be_recorded_is_said()
    {
        await using var deployment = await Deployment.StartAsync();
        var seen = 0;
        deployment.Service.Add(new Fault(request => request.IsWrite && request.Path.Contains(AuditLog.NamePrefix, StringComparison.Ordinal) && Interlocked.Increment(ref seen) > 1, StubResponse.Error(403, "AuthorizationFailed", "No."), Times: 50));
        var report = await ApplyAsync(deployment, new Pack(), 1);
        Assert.Contains("AuthorizationFailed", report.AuditError);
        Assert.False(report.IsComplete);
        Assert.Equal(7, report.Count(ApplyResult.Deployed));
    }

    [Theory]
    [InlineData("""{"upn": "ann@example.org", "appid": "x"}""", "ann@example.org")]
    [InlineData("""{"appid": "11111111-1111-4111-8111-111111111111", "oid": "y"}""", "application 11111111-1111-4111-8111-111111111111")]
    [InlineData("""{"oid": "22222222-2222-4222-8222-222222222222"}""", "object 22222222-2222-4222-8222-222222222222")]
    [InlineData("nothing", "somebody")]
    public void Who_applies_stands_in_the_token(string claims, string who) =>
        Assert.Equal(who, TokenIdentity.Of($"e30.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.sig"));

    private static AuditContext Context(int run) => new(new Guid($"00000000-0000-4000-8000-00000000000{run}"), Start.AddMinutes(run), "ann@example.org", $"commit{run}", run == 2, "1.0");

    private static async Task<ApplyReport> ApplyAsync(Deployment deployment, Pack pack, int run) =>
        await new Applier(deployment.Client, new ApplySettings { Audit = Context(run) }).ApplyAsync(await deployment.PlanAsync(pack), TestContext.Current.CancellationToken);
}
