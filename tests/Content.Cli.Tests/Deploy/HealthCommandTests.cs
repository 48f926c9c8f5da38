using Content.Azure.Stub.Service;

namespace Content.Cli.Tests.Deploy;

public sealed class HealthCommandTests : WorkspaceCommandTests
{
    [Fact]
    public void A_rule_that_the_service_switched_off_fails_the_command()
    {
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        var quiet = Run("health", "--env", "local", "--days", "2");
        Assert.Equal((0, ""), (quiet.ExitCode, quiet.Error));
        Assert.Contains($"unknown       Sign-ins from nowhere ({RuleId})  content/Rule.yaml\n              no run is on record\n", quiet.Output, StringComparison.Ordinal);
        Assert.Contains("note: SentinelHealth tells of no run of a rule: turn on health monitoring", quiet.Output, StringComparison.Ordinal);

        Assert.True(Service.Edit($"alertRules/{RuleId}", rule => rule["properties"]!["displayName"] = "AUTO DISABLED Sign-ins from nowhere"));
        var off = Run("health", "--format", "markdown");
        Assert.Equal((1, ""), (off.ExitCode, off.Error));
        Assert.Contains("| AUTO DISABLED | AUTO DISABLED Sign-ins from nowhere |", off.Output, StringComparison.Ordinal);

        Service.Add(new Fault(request => request.Path.EndsWith("/alertRules", StringComparison.Ordinal), StubResponse.Error(403, "AuthorizationFailed", "No role.")));
        var refused = Run("health");
        Assert.Equal((3, "", "error: 403 AuthorizationFailed: No role.\n"), (refused.ExitCode, refused.Output, refused.Error));
    }
}
