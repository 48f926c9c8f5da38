using System.Text.Json.Nodes;
using Content.Azure.Drift;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.Tests.Support;
using Content.Model;

namespace Content.Azure.Tests;

/// <summary>What somebody changed since the last apply. That each field of each kind shows, <see cref="AllKindsTests"/> sees to.</summary>
public sealed class DriftTests
{
    private const string Configuration = "version: 1\ncontent: [content]\nenvironments: {test: {subscription: 00000000-0000-0000-0000-000000000001, resourceGroup: rg, workspace: w}}\n";

    [Fact]
    public async Task Nothing_drifts_after_an_apply()
    {
        await using var deployment = await DeployedAsync();
        var report = await DriftAsync(deployment, WholePack.Create());
        Assert.False(report.HasDrift);
        Assert.Empty(report.Items);
        Assert.Equal("No drift: 12 deployed resources are as deployed or accepted.", DriftWriter.Summary(report));
    }

    [Fact]
    public async Task A_change_shows_its_field_with_what_was_deployed_and_what_is_there()
    {
        await using var deployment = await DeployedAsync();
        deployment.Service.Edit("alertRules/" + Pack.RuleId, rule =>
        {
            rule["properties"]!["incidentConfiguration"]!["groupingConfiguration"]!["lookbackDuration"] = "PT2H";
            rule["properties"]!["query"] = "AppState_CL\n| where AppId !in (Approved())\n| summarize Refusals = count() by AppId, DeviceName\n| where Refusals > 500";
        });
        deployment.Service.Edit("savedSearches/" + Pack.HuntingId, null);
        var report = await DriftAsync(deployment, WholePack.Create());
        var text = string.Join("\n", DriftWriter.Text(report).Select(line => line.Text));
        Assert.Contains($"~ changed analytics rule 'Refused inspection' ({Pack.RuleId})  content/rules/Refused.yaml\n", text);
        Assert.Contains("    ~ incidents.lookbackDuration: P1D → PT2H", text);
        Assert.Contains("- | where Refusals > 5\n        + | where Refusals > 500", text);
        Assert.Contains("- deleted hunting query 'Look around'", text);
        Assert.EndsWith("\nDrift: 2 of 12 deployed resources changed.", text);
        Assert.Equal(text, string.Join("\n", DriftWriter.Text(await DriftAsync(deployment, WholePack.Create())).Select(line => line.Text)));
    }

    [Fact]
    public async Task Rows_of_a_watchlist_show_by_their_key()
    {
        await using var deployment = await DeployedAsync();
        var row = deployment.Service.Stored("watchlistItems").Single(item => item.Value.ToJsonString().Contains("com.c", StringComparison.Ordinal));
        deployment.Service.Edit("watchlistItems/" + row.Key, item => item["properties"]!["itemsKeyValue"]!["Owner"] = "Mallory");
        var report = await DriftAsync(deployment, WholePack.Create());
        var change = Assert.Single(Assert.Single(report.Items).Changes);
        Assert.Equal(("items[com.c].Owner", "Cid", "Mallory"), (change.Field, change.Deployed!.GetValue<string>(), change.Live!.GetValue<string>()));
    }

    [Fact]
    public async Task What_the_repository_changed_since_is_no_drift()
    {
        await using var deployment = await DeployedAsync();
        Assert.False((await DriftAsync(deployment, WholePack.Create().Replace("Refused.yaml", "severity: Medium", "severity: High"))).HasDrift);
    }

    [Fact]
    public async Task A_change_that_the_repository_took_over_is_no_drift()
    {
        await using var deployment = await DeployedAsync();
        deployment.Service.Edit("alertRules/" + Pack.RuleId, rule => rule["properties"]!["severity"] = "High");
        Assert.True((await DriftAsync(deployment, WholePack.Create())).HasDrift);
        Assert.False((await DriftAsync(deployment, WholePack.Create().Replace("Refused.yaml", "severity: Medium", "severity: High"))).HasDrift);
    }

    [Fact]
    public async Task A_field_that_both_changed_is_named_though_its_old_value_is_gone()
    {
        await using var deployment = await DeployedAsync();
        deployment.Service.Edit("alertRules/" + Pack.RuleId, rule => rule["properties"]!["severity"] = "Low");
        var report = await DriftAsync(deployment, WholePack.Create().Replace("Refused.yaml", "severity: Medium", "severity: High"));
        var change = Assert.Single(Assert.Single(report.Items).Changes);
        Assert.Equal(("severity", false, "Low"), (change.Field, change.IsKnown, change.Live!.GetValue<string>()));
    }

    [Fact]
    public async Task Content_that_left_the_repository_still_drifts()
    {
        await using var deployment = await DeployedAsync();
        deployment.Service.Edit("alertRules/" + Pack.NrtId, rule => rule["properties"]!["enabled"] = false);
        var report = await DriftAsync(deployment, WholePack.Create().Remove("rules/Now.yaml"));
        Assert.Equal("enabled", Assert.Single(Assert.Single(report.Items).Changes).Field);
    }

    [Fact]
    public async Task A_saved_plan_records_what_drift_needs()
    {
        await using var deployment = await Deployment.StartAsync();
        var plan = PlanJson.TryRead(PlanJson.Write(await deployment.PlanAsync(new Pack())), out _)!;
        Assert.True((await deployment.ApplyAsync(plan)).IsComplete);
        deployment.Service.Edit("alertRules/" + Pack.RuleId, rule => rule["properties"]!["severity"] = "Low");
        Assert.Equal("severity", Assert.Single(Assert.Single((await DriftAsync(deployment, new Pack())).Items).Changes).Field);
    }

    [Fact]
    public async Task A_reasoned_suppression_accepts_its_fields_until_its_day()
    {
        await using var deployment = await DeployedAsync();
        deployment.Service.Edit("alertRules/" + Pack.RuleId, rule =>
        {
            rule["properties"]!["enabled"] = false;
            rule["properties"]!["severity"] = "Low";
        });
        var pack = WholePack.Create().Add("sentinel-content.yaml", Configuration + """
            drift:
              suppressions:
                - {resource: Refused inspection, fields: [enabled], environments: [test], reason: Off during the migration., until: 2026-06-30}
                - {resource: content/rules/Now.yaml, reason: Nothing there., until: 2026-06-30}
            """);
        var report = await DriftAsync(deployment, pack, new DateOnly(2026, 6, 30));
        var item = Assert.Single(report.Items);
        Assert.True(report.HasDrift);
        Assert.Equal(["enabled"], item.Changes.Where(change => change.Accepted is not null).Select(change => change.Field));
        Assert.Equal("Off during the migration. (until 2026-06-30)", item.Changes.Single(change => change.Field == "enabled").Accepted);
        var unused = Assert.Single(report.Diagnostics);
        Assert.Equal(("DEPLOY006", "sentinel-content.yaml", 7), (unused.Code, unused.Path, unused.Start.Line));

        var later = await DriftAsync(deployment, pack, new DateOnly(2026, 7, 1));
        Assert.Equal(2, Assert.Single(later.Items).Changes.Count(change => change.Accepted is null));
        Assert.Equal(["DEPLOY005", "DEPLOY005"], later.Diagnostics.Select(diagnostic => diagnostic.Code));
    }

    [Theory]
    [InlineData("{resource: X, reason: Y}", "until")]
    [InlineData("{resource: X, until: 2026-01-01}", "reason")]
    [InlineData("{resource: X, reason: Y, until: 2026-01-01, environments: [tst]}", "Did you mean 'test'?")]
    public void A_suppression_needs_a_reason_an_end_and_environments_that_exist(string suppression, string message)
    {
        var repository = ContentRepository.Load(new MemoryFiles(("sentinel-content.yaml", Configuration.Replace("content: [content]\n", "", StringComparison.Ordinal) + $"drift:\n  suppressions:\n    - {suppression}\n")));
        var error = Assert.Single(repository.Diagnostics);
        Assert.Contains(message, error.Message);
        Assert.Equal(("sentinel-content.yaml", 5), (error.Path, error.Start.Line));
    }

    [Fact]
    public async Task The_report_can_be_read_by_programs_and_in_pull_requests()
    {
        await using var deployment = await DeployedAsync();
        deployment.Service.Edit("alertRules/" + Pack.RuleId, rule => rule["properties"]!["displayName"] = "A | <b>");
        var report = await DriftAsync(deployment, WholePack.Create());
        var change = JsonNode.Parse(DriftWriter.Json(report))!["items"]![0]!["changes"]![0]!;
        Assert.Equal("""{"field":"displayName","live":"A | <b>","deployed":"Refused inspection"}""", change.ToJsonString(JsonText.Compact));
        var markdown = DriftWriter.Markdown(report);
        Assert.Contains("| analytics rule | Refused inspection | displayName | content/rules/Refused.yaml |", markdown);
        Assert.Contains("@@ displayName @@\n- Refused inspection\n+ A | <b>", markdown);
    }

    private static async Task<Deployment> DeployedAsync()
    {
        var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(WholePack.Create());
        return deployment;
    }

    private static Task<DriftReport> DriftAsync(Deployment deployment, Pack pack, DateOnly today = default)
    {
        var repository = pack.Load();
        return DriftDetector.DetectAsync(DesiredStateBuilder.Build(repository, deployment.Target), deployment.Client, repository.Configuration.DriftSuppressions, today, TestContext.Current.CancellationToken);
    }
}
