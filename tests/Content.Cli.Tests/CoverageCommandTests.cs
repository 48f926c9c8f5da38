using System.Text.Json;

namespace Content.Cli.Tests;

public sealed class CoverageCommandTests
{
    [Fact]
    public void What_no_case_exercises_is_shown_with_its_place_in_every_form()
    {
        using var content = TemporaryFolder.WithContent();
        var text = Tool.Run(content.Path, "test", "--coverage", "--report", "json=out/coverage.json", "--report", "markdown=out/coverage.md");
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("detections/rules/Failures.yaml:15:11 predicate ResultType != \"0\"\n    never: false", text.Output, StringComparison.Ordinal);
        Assert.Contains("Coverage: 50.0 %: 2 of 4 outcomes exercised", text.Output, StringComparison.Ordinal);
        Assert.Contains("| `detections/rules/Failures.yaml:15:11` | predicate: ResultType != \"0\" | never: false |", File.ReadAllText(Path.Combine(content.Path, "out", "coverage.md")), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(content.Path, "out", "coverage.json")));
        var point = json.RootElement.GetProperty("coverage").GetProperty("rules")[0].GetProperty("points")[0];
        Assert.Equal((15, 11), (point.GetProperty("line").GetInt32(), point.GetProperty("column").GetInt32()));
        Assert.Equal([1, 0], point.GetProperty("outcomes").EnumerateArray().Select(outcome => outcome.GetProperty("cases").GetInt32()));
    }
}
