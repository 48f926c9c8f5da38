namespace Content.Cli.Tests;

public sealed class FixtureCommandTests
{
    [Fact]
    public void The_tests_that_are_written_for_a_rule_pass()
    {
        using var content = SampleContent.Create();
        var made = Tool.Run(content.Path, "fixture", "from", "Failures", "--out", "detections/rules/Made.tests.yaml");
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Contains("rows that alert, 2 near misses", made.Error, StringComparison.Ordinal);
        var text = File.ReadAllText(Path.Combine(content.Path, "detections", "rules", "Made.tests.yaml"));
        Assert.StartsWith("rule: \"Failures.yaml\"\ncases:\n", text, StringComparison.Ordinal);
        Assert.Contains("near miss: not Failures >= 2", text, StringComparison.Ordinal);
        var tested = Tool.Run(content.Path, "test");
        Assert.True(tested.ExitCode == 0, tested.Output);
        Assert.Contains("4 cases: 4 passed", tested.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_gets_rows_too_and_what_is_not_found_is_said()
    {
        using var content = SampleContent.Create();
        var query = Tool.Run(content.Path, "fixture", "from", "SigninLogs | where ResultType == \"50126\"");
        Assert.Equal(0, query.ExitCode);
        Assert.Contains("ResultType: \"50126\"", query.Output, StringComparison.Ordinal);
        Assert.Contains("expect: {rows: 1}", query.Output, StringComparison.Ordinal);
        var none = Tool.Run(content.Path, "fixture", "from", "SigninLogs | where hash_md5(ResultType) == \"0\"", "--draft");
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("no rows found", none.Error, StringComparison.Ordinal);
        Assert.Contains("hash_md5", none.Error, StringComparison.Ordinal);
        Assert.Contains("    fails: ", none.Output, StringComparison.Ordinal);
        var wrong = Tool.Run(content.Path, "fixture", "from", "Nothing");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("'Nothing' is no rule, table or query", wrong.Error, StringComparison.Ordinal);
    }
}
