using System.Text.Json;
using System.Xml.Linq;

namespace Content.Cli.Tests;

public sealed class MutationCommandTests
{
    [Fact]
    public void Survivors_are_shown_as_diffs_with_their_place()
    {
        using var content = SampleContent.Create();
        var result = Tool.Run(content.Path, "test", "--mutate");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("detections/rules/Failures.yaml:17:23 move-threshold\n    - | where Failures >= 2\n    + | where Failures >= 1\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("mutants noticed", result.Lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_below_the_threshold_fails()
    {
        using var content = SampleContent.Create();
        var total = Tool.Run(content.Path, "test", "--mutate", "--threshold", "99");
        Assert.Equal(1, total.ExitCode);
        Assert.Contains("below 99 %.", total.Lines[^1], StringComparison.Ordinal);
        var rule = Tool.Run(content.Path, "test", "--mutate", "--rule-threshold", "99");
        Assert.Equal(1, rule.ExitCode);
        Assert.Contains("The mutation score of Many failures is", rule.Lines[^1], StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run(content.Path, "test", "--mutate", "--threshold", "1", "--rule-threshold", "1").ExitCode);
    }

    [Theory]
    [InlineData("--threshold", "90")]
    [InlineData("--mutate", "--threshold", "101")]
    public void Thresholds_that_mean_nothing_are_refused(params string[] options)
    {
        using var content = SampleContent.Create();
        Assert.Equal(2, Tool.Run(content.Path, ["test", .. options]).ExitCode);
    }

    [Fact]
    public void A_stale_explanation_fails_and_is_shown()
    {
        using var content = SampleContent.Create();
        var path = Path.Combine(content.Path, "detections", "rules", "Failures.tests.yaml");
        File.AppendAllText(path, "survivors:\r\n  - {operator: drop-detail, was: 'X: Y', reason: Nobody reads it.}\r\n");
        var result = Tool.Run(content.Path, "test", "--mutate");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("detections/rules/Failures.tests.yaml:9:16 drop-detail", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_carry_scores_and_survivors()
    {
        using var content = SampleContent.Create();
        var result = Tool.Run(content.Path, "test", "--mutate", "--threshold", "99", "--format", "json", "--report", "junit=out/junit.xml", "--report", "markdown=out/summary.md", "--report", "github=out/github.txt", "--report", "sarif=out/sarif.json");
        using var json = JsonDocument.Parse(result.Output);
        var rule = json.RootElement.GetProperty("mutation").GetProperty("rules")[0];
        var survivors = rule.GetProperty("mutants").EnumerateArray().Where(mutant => mutant.GetProperty("outcome").GetString() == "survived").ToList();
        Assert.Equal(rule.GetProperty("survived").GetInt32(), survivors.Count);
        var moved = survivors.Single(mutant => mutant.GetProperty("becomes").EnumerateArray().Any(line => line.GetString() == "| where Failures >= 1"));
        Assert.Equal((17, 23), (moved.GetProperty("line").GetInt32(), moved.GetProperty("column").GetInt32()));

        var suite = XDocument.Parse(Read("junit.xml")).Root!.Elements("testsuite").Single(element => element.Attribute("name")!.Value == "mutation");
        Assert.Equal(["Many failures", "all rules"], suite.Elements("testcase").Select(element => element.Attribute("name")!.Value));
        Assert.Equal("1", suite.Attribute("failures")!.Value);
        Assert.Contains("```diff\n- | where Failures >= 2\n+ | where Failures >= 1\n```", Read("summary.md"), StringComparison.Ordinal);
        Assert.Contains("::warning", Read("github.txt"), StringComparison.Ordinal);
        Assert.Contains("MUTANT001", Read("sarif.json"), StringComparison.Ordinal);

        string Read(string name) => File.ReadAllText(Path.Combine(content.Path, "out", name));
    }
}
