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

    [Fact]
    public void A_sample_is_scrubbed_the_same_way_with_the_same_key()
    {
        using var folder = new TemporaryFolder().Add("export.csv", "UserPrincipalName,IPAddress,Note\nmia@corp.com,10.1.2.3,\"mia, again\"\n").Add("bad.json", "{\"a\": ");
        var one = Tool.Run(folder.Path, "fixture", "scrub", "export.csv", "--key", "k");
        Assert.True(one.ExitCode == 0, one.Error);
        Assert.StartsWith("UserPrincipalName,IPAddress,Note\nuser", one.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("mia", one.Output, StringComparison.Ordinal);
        Assert.Contains(", again\"\n", one.Output, StringComparison.Ordinal);
        Assert.Contains("email   1 value, replaced 1 time", one.Error, StringComparison.Ordinal);
        Assert.Equal(one.Output, Tool.Run(folder.Path, "fixture", "scrub", "export.csv", "--key", "k").Output);
        Assert.NotEqual(one.Output, Tool.Run(folder.Path, "fixture", "scrub", "export.csv").Output);
        Assert.Equal(1, Tool.Run(folder.Path, "fixture", "scrub", "bad.json").ExitCode);
        Assert.Equal(2, Tool.Run(folder.Path, "fixture", "scrub", "export.csv", "--column", "Note=what").ExitCode);
    }
}
