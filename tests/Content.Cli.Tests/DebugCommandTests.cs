using System.Text.Json;

namespace Content.Cli.Tests;

public sealed class DebugCommandTests
{
    private const string TooFew = "SigninLogs\n  | where ResultType != \"0\"\n  | summarize Failures = count() by UserPrincipalName\n  | where Failures > 2 and UserPrincipalName == \"mia\"";

    [Fact]
    public void The_steps_of_a_case_are_shown_with_the_place_where_its_rows_are_lost()
    {
        using var content = SampleContent.Create(TooFew);
        var result = Tool.Run(content.Path, "test", "--debug", "two failures");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("""
            Rule: Many failures
            Case: two failures (failed)
            The run at 2026-03-02T12:00:00Z saw events from 2026-03-02T11:00:00Z: SigninLogs 2 of 2 rows.
            The query returned 0 rows; an alert needs more than 0, so there is none.

              1  SigninLogs: 2 rows
                   TimeGenerated         ResultType  UserPrincipalName
                   2026-03-02T11:50:00Z  50126       mia
                   2026-03-02T11:40:00Z  50126       mia
              2  where ResultType != "0": 2 rows
              3  summarize Failures = count() by UserPrincipalName: 2 -> 1 rows
                   UserPrincipalName  Failures
                   mia                2
              4  where Failures > 2 and UserPrincipalName == "mia": 1 -> 0 rows  <-- all rows are lost here
                   Failures > 2: not true for 1, alone for 1

            Rows are lost at step 4: where Failures > 2 and UserPrincipalName == "mia" (detections/rules/Failures.yaml:17:5)
              not true for any row: Failures > 2

            """.ReplaceLineEndings("\n"), result.Output);
    }

    [Fact]
    public void Lines_from_a_pipe_are_answered_like_those_of_a_terminal()
    {
        using var content = SampleContent.Create();
        var result = Tool.RunWithInput(content.Path, "SigninLogs | count\n\nstep3 | project Failures\nSigninLogs | where Nope\n:step 4\n:step 9\n:what\n:steps\n:help\n:quit\nSigninLogs\n", "test", "Failures", "--debug", "two");
        Assert.Equal(0, result.ExitCode);
        var answers = result.Output[(result.Output.LastIndexOf("  4  where Failures >= 2", result.Output.IndexOf("Count\n", StringComparison.Ordinal), StringComparison.Ordinal))..];
        Assert.Contains("Count\n-----\n    2\n(1 row)\n", answers, StringComparison.Ordinal);
        Assert.Contains("Failures\n--------\n       2\n(1 row)\n", answers, StringComparison.Ordinal);
        Assert.Contains("error KQL142 at 1:20: ", answers, StringComparison.Ordinal);
        Assert.Contains("TimeGenerated         UserPrincipalName  Failures\n       2026-03-02T11:50:00Z  mia                2\n", answers, StringComparison.Ordinal);
        Assert.Contains("There are the steps 1 to 4.\nThere is no command ':what'; :help names them.\n", answers, StringComparison.Ordinal);
        Assert.EndsWith(":quit      ends; so do Ctrl-D and Ctrl-C\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_can_be_had_as_JSON()
    {
        using var content = SampleContent.Create(TooFew);
        var result = Tool.Run(content.Path, "test", "--debug", "two", "--format", "json");
        Assert.Equal(1, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("failed", json.RootElement.GetProperty("verdict").GetString());
        var steps = json.RootElement.GetProperty("steps");
        Assert.Equal([2, 2, 1, 0], steps.EnumerateArray().Select(step => step.GetProperty("rows").GetInt32()));
        Assert.Equal(("Failures > 2", 1), (steps[3].GetProperty("predicates")[0].GetProperty("text").GetString(), steps[3].GetProperty("predicates")[0].GetProperty("drops").GetInt32()));
        Assert.Equal(2, steps[2].GetProperty("sample")[0][1].GetInt32());
        Assert.Equal([4], json.RootElement.GetProperty("lostAt").EnumerateArray().Select(number => number.GetInt32()));
    }

    [Theory]
    [InlineData("has 'three' in its name", "test", "--debug", "three")]
    [InlineData("No rule with tests matches 'Nothing'", "test", "Nothing", "--debug", "two")]
    [InlineData("--debug prints text or json", "test", "--debug", "two", "--format", "junit")]
    [InlineData("--debug shows one case", "test", "--debug", "two", "--coverage")]
    public void What_cannot_be_debugged_is_said(string message, params string[] arguments)
    {
        using var content = SampleContent.Create();
        var result = Tool.Run(content.Path, arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_of_one_name_in_several_rules_are_told_apart_by_their_files()
    {
        using var content = SampleContent.Create();
        foreach (var name in new[] { "Failures.yaml", "Failures.tests.yaml" })
        {
            content.Add("detections/rules/Other" + name, File.ReadAllText(Path.Combine(content.Path, "detections", "rules", name))
                .Replace("0b1e5f5e-6f1b", "1b1e5f5e-6f1b", StringComparison.Ordinal).Replace("Many failures", "Other failures", StringComparison.Ordinal));
        }

        var several = Tool.Run(content.Path, "test", "--debug", "two failures");
        Assert.Equal(2, several.ExitCode);
        Assert.Contains("Cases of several rules have 'two failures' in their names.\nGive a file too: Failures.yaml: two failures; OtherFailures.yaml: two failures", several.Error, StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run(content.Path, "test", "OtherFailures.yaml", "--debug", "two failures").ExitCode);
    }
}
