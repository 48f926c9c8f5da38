namespace Content.Cli.Tests.Deploy;

/// <summary>The commands plan and apply as a process, against a simulated workspace.</summary>
public sealed class DeployCommandTests : WorkspaceCommandTests
{
    [Fact]
    public void A_plan_says_with_its_exit_code_whether_something_changes()
    {
        var first = Run("plan");
        Assert.Equal(4, first.ExitCode);
        Assert.Contains("+ create analytics rule 'Sign-ins from nowhere'", first.Output);
        Assert.EndsWith("Plan: 1 to create.\n", first.Output);

        var apply = Run("apply", "--yes");
        Assert.Equal(0, apply.ExitCode);
        Assert.Contains("1 deployed, 0 failed, 0 not deployed.", apply.Output);

        var second = Run("plan");
        Assert.Equal((0, true), (second.ExitCode, second.Output.EndsWith("No changes: 1 unchanged.\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void Tunables_have_the_values_of_the_environment()
    {
        Write("content/Rule.yaml", File.ReadAllText(Path.Combine(Folder, "content", "Rule.yaml")).Replace("query: SigninLogs", "query: let Rows = 1; SigninLogs | take Rows", StringComparison.Ordinal));
        var configuration = File.ReadAllText(Path.Combine(Folder, "sentinel-content.yaml"));
        Write("sentinel-content.yaml", configuration.TrimEnd() + "\n    tunables: {Rows: 25}\ntunables:\n  Rows: {type: long, default: 1, description: Rows}\n");
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        var body = Assert.Single(Service.Requests, request => request.IsWrite && request.Path.EndsWith("11111111-1111-4111-8111-111111111111", StringComparison.Ordinal)).Body;
        Assert.Contains("let Rows = 25; SigninLogs | take Rows", body, StringComparison.Ordinal);
        Assert.EndsWith("No changes: 1 unchanged.\n", Run("plan").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_with_deletions_is_carried_out_with_prune_only()
    {
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        File.Move(Path.Combine(Folder, "content", "Rule.yaml"), Path.Combine(Folder, "Rule.yaml"));
        Assert.Contains("1 orphaned", Run("plan").Output);
        Assert.Equal(4, Run("plan", "--prune", "--out", "plan.json").ExitCode);
        var refused = Run("apply", "--plan", "plan.json", "--yes");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("with --prune only", refused.Error);
        var apply = Run("apply", "--plan", "plan.json", "--yes", "--prune");
        Assert.Equal(0, apply.ExitCode);
        Assert.Contains("0 deployed, 1 deleted, 0 failed", apply.Output);
        Assert.Empty(Service.Stored("alertRules"));
    }

    [Theory]
    [InlineData(401, "ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than current UTC time.")]
    [InlineData(401, "InvalidAuthenticationTokenTenant", "The access token is from the wrong issuer. It must match the tenant associated with this subscription.")]
    [InlineData(403, "AuthorizationFailed", "The client does not have authorization to perform action 'Microsoft.OperationalInsights/workspaces/savedSearches/read'.")]
    [InlineData(404, "SubscriptionNotFound", "The subscription could not be found.")]
    public void What_the_environment_lacks_is_one_line(int status, string code, string message)
    {
        Service.Add(new Azure.Stub.Service.Fault(_ => true, Azure.Stub.Service.StubResponse.Error(status, code, message), Times: 100));
        foreach (var command in (ReadOnlySpan<string[]>)[["plan"], ["apply", "--yes"]])
        {
            var run = Run(command);
            Assert.Equal((3, ""), (run.ExitCode, run.Output));
            Assert.Equal($"error: {status} {code}: {message}\n", run.Error);
        }
    }

    [Fact]
    public void Apply_does_not_deploy_unasked()
    {
        var apply = Run("apply");
        Assert.Equal(2, apply.ExitCode);
        Assert.Contains("--yes", apply.Error);
        Assert.DoesNotContain(Service.Requests, request => request.IsWrite);
    }

    [Fact]
    public void A_saved_plan_is_carried_out_and_refused_once_the_workspace_has_moved()
    {
        var file = Path.Combine(Folder, "plan.json");
        Assert.Equal(4, Run("plan", "--out", file).ExitCode);
        Assert.Equal(0, Run("apply", "--plan", file, "--yes").ExitCode);
        var again = Run("apply", "--plan", file, "--yes");
        Assert.Equal(4, again.ExitCode);
        Assert.Contains("was made since.", again.Error);
        Assert.Contains("Nothing was written.", again.Error);
    }

    [Theory]
    [InlineData("json", "\"action\": \"create\"")]
    [InlineData("markdown", "| create | analytics rule | Sign-ins from nowhere | content/Rule.yaml |")]
    public void A_plan_can_be_printed_for_programs_and_pull_requests(string format, string part) => Assert.Contains(part, Run("plan", "--format", format).Output);

    [Fact]
    public void A_configuration_that_would_send_a_token_in_clear_is_refused_with_its_place()
    {
        Configure("credential: default");
        var plan = Run("plan");
        Assert.Equal(2, plan.ExitCode);
        Assert.Contains("sentinel-content.yaml:", plan.Error);
        Assert.Contains("a token is never sent over plain http", plan.Error);
        Assert.Empty(Service.Requests);
    }

    [Fact]
    public void An_environment_that_is_not_there_names_those_that_are()
    {
        var plan = Run("plan", "-e", "locl");
        Assert.Equal(2, plan.ExitCode);
        Assert.Contains("Did you mean 'local'?", plan.Error);
    }

    [Fact]
    public void Broken_content_is_not_planned()
    {
        Write("content/Broken.yaml", "id: nope\nkind: Scheduled\nname: Broken\nquery: T\nseverity: Awful\n");
        var plan = Run("plan");
        Assert.Equal(1, plan.ExitCode);
        Assert.Contains("content/Broken.yaml:5:", plan.Error);
        Assert.DoesNotContain("Plan:", plan.Output);
    }

    [Fact]
    public async Task A_workspace_that_gives_no_answer_is_one_line_and_exit_code_3()
    {
        await Host.DisposeAsync();
        var plan = Run("plan");
        Assert.Equal(3, plan.ExitCode);
        Assert.StartsWith("error: ", plan.Error);
        Assert.Single(plan.Error.TrimEnd('\n').Split('\n'));
    }
}
