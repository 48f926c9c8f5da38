using Content.Azure.Planning;
using Content.Azure.Tests.Support;

namespace Content.Azure.Tests;

public sealed class PlanOutputTests
{
    [Fact]
    public void A_difference_of_lines_keeps_some_around_it()
    {
        var before = "a\nb\nc\nd\ne\nf\ng\nh";
        var after = "a\nb\nc\nd\nE\nf\ng\nh";
        Assert.Equal(["@ 3 unchanged lines", "  d", "- e", "+ E", "  f", "@ 2 unchanged lines"], LineDiff.Compare(before, after, context: 1).Select(line => $"{line.Mark} {line.Text}".Replace("   ", "  ")));
    }

    [Fact]
    public void Moved_lines_are_told_from_lines_that_stay() =>
        Assert.Equal(["-a", " b", "+a", " c"], LineDiff.Compare("a\nb\nc", "b\na\nc").Select(line => $"{line.Mark}{line.Text}"));

    [Fact]
    public async Task Markdown_cannot_be_broken_out_of()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var plan = await deployment.PlanAsync(new Pack().Replace("Refused.yaml", "name: Refused inspection", "name: 'Refused | <b> inspection'").Replace("Refused.yaml", "| where Refusals > 5", "| where Refusals > 5 // ```` end"));
        var text = PlanMarkdown.Write(plan);
        Assert.Contains("| update | analytics rule | Refused \\| &lt;b&gt; inspection |", text);
        Assert.Contains("\n`````diff\n", text);
        Assert.DoesNotContain("<b>", text.Split("`````")[0]);
        Assert.Contains("- | where Refusals > 5\n+ | where Refusals > 5 // ```` end", text);
    }

    [Theory]
    [InlineData("", "no valid JSON")]
    [InlineData("[]", "no plan of sentinel-content")]
    [InlineData("{\"format\":\"sentinel-content plan\",\"version\":9}", "format version 9")]
    [InlineData("{\"format\":\"sentinel-content plan\",\"version\":1}", "lacks something")]
    [InlineData("{\"format\":\"sentinel-content plan\",\"version\":1,\"target\":{\"environment\":\"\",\"resourceManager\":\"\",\"workspaceId\":\"\"},\"items\":[{\"action\":\"destroy\"}]}", "lacks something")]
    public void A_file_that_is_no_plan_is_told_why(string text, string reason)
    {
        Assert.Null(PlanJson.TryRead(text, out var error));
        Assert.Contains(reason, error);
    }

    [Fact]
    public async Task A_saved_plan_carries_all_that_apply_needs_and_is_for_one_workspace_only()
    {
        await using var deployment = await Deployment.StartAsync();
        var saved = PlanJson.TryRead(PlanJson.Write(await deployment.PlanAsync(new Pack())), out _)!;
        var elsewhere = await deployment.ApplyAsync(saved with { Target = saved.Target with { WorkspaceId = saved.Target.WorkspaceId + "2" } });
        Assert.Contains("not for the workspace of this environment", Assert.Single(elsewhere.Refusals));
        Assert.True((await deployment.ApplyAsync(saved)).IsComplete);
        Assert.False((await deployment.PlanAsync(new Pack())).HasDifferences);
    }
}
