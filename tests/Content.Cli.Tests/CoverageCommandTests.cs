using System.Text.Json;

namespace Content.Cli.Tests;

public sealed class CoverageCommandTests
{
    [Fact]
    public void What_no_case_exercises_is_shown_with_its_place_in_every_form()
    {
        using var content = SampleContent.Create();
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

    [Fact]
    public void A_case_that_depends_on_the_order_of_rows_fails_with_shuffle()
    {
        using var content = SampleContent.Create("SigninLogs\n  | take 1", "rows: [{TimeGenerated: t-10m}]");
        Assert.Equal(0, Tool.Run(content.Path, "test").ExitCode);
        var result = Tool.Run(content.Path, "test", "--shuffle", "--report", "junit=out/junit.xml", "--report", "json=out/shuffle.json");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Flaky: Many failures: two failures\n  detections/rules/Failures.tests.yaml:2:11\n  with rows in reverse: rows: 1 row expected", result.Output, StringComparison.Ordinal);
        Assert.Contains("<testsuite name=\"shuffle\" tests=\"1\" failures=\"1\"", File.ReadAllText(Path.Combine(content.Path, "out", "junit.xml")), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(content.Path, "out", "shuffle.json")));
        Assert.Equal(1, json.RootElement.GetProperty("shuffle").GetProperty("flaky")[0].GetProperty("order").GetInt32());
    }
}
