namespace Content.Cli.Tests.Deploy;

public sealed class DriftCommandTests : WorkspaceCommandTests
{
    [Fact]
    public void Drift_says_with_its_exit_code_whether_somebody_changed_something()
    {
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        var none = Run("drift");
        Assert.Equal((0, true), (none.ExitCode, none.Output.EndsWith("No drift: 1 deployed resources are as deployed or accepted.\n", StringComparison.Ordinal)));

        Assert.True(Service.Edit("alertRules/" + RuleId, rule => rule["properties"]!["enabled"] = false));
        var drift = Run("drift");
        Assert.Equal(4, drift.ExitCode);
        Assert.Contains("    ~ enabled: true → false\n", drift.Output, StringComparison.Ordinal);
        Assert.Contains("\"field\": \"enabled\"", Run("drift", "--format", "json").Output, StringComparison.Ordinal);
        Assert.Contains("| analytics rule | Sign-ins from nowhere | enabled | content/Rule.yaml |", Run("drift", "--format", "markdown").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_accepted_change_is_no_drift_until_its_day_and_an_end_is_said_with_its_place()
    {
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        Assert.True(Service.Edit("alertRules/" + RuleId, rule => rule["properties"]!["enabled"] = false));
        Write("sentinel-content.yaml", Read("sentinel-content.yaml") + "drift:\n  suppressions:\n    - {resource: content/Rule.yaml, fields: [enabled], reason: Noisy today., until: 2026-06-30}\n");
        var accepted = Run("drift", "--today", "2026-06-30");
        Assert.Equal(0, accepted.ExitCode);
        Assert.Contains("enabled: Noisy today. (until 2026-06-30)", accepted.Output, StringComparison.Ordinal);
        var ended = Run("drift", "--today", "2026-07-01");
        Assert.Equal(4, ended.ExitCode);
        Assert.Matches(@"sentinel-content\.yaml:\d+:\d+: warning DEPLOY005: The suppression of drift of 'content/Rule\.yaml' ended on 2026-06-30", ended.Error);
    }
}
