namespace Content.Cli.Tests.Deploy;

public sealed class SelectionCommandTests : WorkspaceCommandTests
{
    [Fact]
    public void Overlays_of_the_environment_are_planned_and_validated()
    {
        var configuration = Read("sentinel-content.yaml");
        Write("sentinel-content.yaml", configuration.TrimEnd() + "\n    overlays:\n      - rule: Sign-ins from nowhere\n        set: {severity: High, enabled: false}\n");
        Assert.Equal(0, Run("validate").ExitCode);
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        Assert.Contains("\"severity\":\"High\"", Service.Stored("alertRules")[RuleId].ToJsonString(), StringComparison.Ordinal);
        Write("sentinel-content.yaml", configuration.TrimEnd() + "\n    overlays:\n      - rule: Sign-ins from nowehre\n        set: {severity: High}\n");
        foreach (var command in (ReadOnlySpan<string[]>)[["validate"], ["plan"]])
        {
            var run = Run(command);
            Assert.NotEqual(0, run.ExitCode);
            Assert.Matches(@"sentinel-content\.yaml:\d+:15: error CONTENT027: There is no rule 'Sign-ins from nowehre'\. Did you mean 'Sign-ins from nowhere'\?", run.Output + run.Error);
        }
    }

    [Fact]
    public void Only_what_is_asked_for_is_deployed()
    {
        Write("content/other/Other.yaml", Read("content/Rule.yaml").Replace(RuleId, "22222222-2222-4222-8222-222222222222", StringComparison.Ordinal).Replace("from nowhere", "from elsewhere", StringComparison.Ordinal) + "tags: [Canary]\n");
        foreach (var selection in (ReadOnlySpan<string[]>)[["--tag", "canary"], ["--path", "content/other"]])
        {
            var plan = Run(["plan", .. selection]);
            Assert.EndsWith("Plan: 1 to create.\n", plan.Output, StringComparison.Ordinal);
            Assert.Contains("from elsewhere", plan.Output, StringComparison.Ordinal);
        }

        Assert.Equal(0, Run("apply", "--yes", "--tag", "Canary").ExitCode);
        Assert.Equal(["22222222-2222-4222-8222-222222222222"], Service.Stored("alertRules").Keys);
    }

    [Theory]
    [InlineData("--prune looks at all content", "--prune", "--tag", "x")]
    [InlineData("No content is in nowhere.", "--path", "nowhere")]
    public void A_selection_that_makes_no_sense_is_refused(string message, params string[] arguments)
    {
        var plan = Run(["plan", .. arguments]);
        Assert.Equal(2, plan.ExitCode);
        Assert.Contains(message, plan.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("azureCli")]
    [InlineData("environment")]
    [InlineData("workloadIdentity")]
    public void A_credential_that_is_not_there_is_one_line(string credential)
    {
        Write("sentinel-content.yaml", Read("sentinel-content.yaml").Replace("credential: none", "credential: " + credential, StringComparison.Ordinal).Replace("http://", "https://", StringComparison.Ordinal));
        var plan = Run("plan");
        Assert.Equal((3, ""), (plan.ExitCode, plan.Output));
        Assert.StartsWith("error: No token for", plan.Error, StringComparison.Ordinal);
        Assert.Single(plan.Error.TrimEnd('\n').Split('\n'));
    }
}
