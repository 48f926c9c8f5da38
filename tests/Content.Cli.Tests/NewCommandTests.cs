namespace Content.Cli.Tests;

public sealed class NewCommandTests
{
    private static TemporaryFolder Repository() => new TemporaryFolder().Add("sentinel-content.yaml", "version: 1\ncontent: [detections]\n").Add("detections/README.md", "");

    [Fact]
    public void All_kinds_validate_without_findings_and_their_tests_pass()
    {
        using var folder = Repository();
        foreach (var kind in new[] { "rule", "nrt-rule", "hunting", "parser", "watchlist", "automation", "summary", "table", "workbook" })
        {
            // Two rules with one query are a finding.
            var made = Tool.Run(folder.Path, ["new", kind, $"My {kind} of today", .. kind == "nrt-rule" ? new[] { "--table", "CommonSecurityLog" } : []]);
            Assert.True(made.ExitCode == 0, made.Error);
            Assert.All(made.Lines, line => Assert.True(File.Exists(Path.Combine(folder.Path, line["created ".Length..])), line));
        }

        var check = Tool.Run(folder.Path, "check", "--format", "json", "--warnings-as-errors");
        Assert.True(check.ExitCode == 0, check.Output);
        Assert.DoesNotContain("\"code\"", check.Output, StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run(folder.Path, "fmt", "--check").ExitCode);
    }

    [Theory]
    [InlineData("CommonSecurityLog", "SourceIP")]
    [InlineData("DeviceProcessEvents", "DeviceName")]
    [InlineData("Own_CL", "Message")]
    public void Columns_come_from_the_table(string table, string column)
    {
        using var folder = Repository();
        Assert.Equal(0, Tool.Run(folder.Path, "new", "table", "Own").ExitCode);
        var made = Tool.Run(folder.Path, "new", "rule", "Too many: refusals", "--table", table);
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Contains($"{table}\n  | where isnotempty({column})", File.ReadAllText(Path.Combine(folder.Path, "detections", "rules", "TooManyRefusals.yaml")), StringComparison.Ordinal);
        var check = Tool.Run(folder.Path, "check", "--warnings-as-errors");
        Assert.True(check.ExitCode == 0, check.Output);
    }

    [Fact]
    public void Nothing_is_overwritten_and_wrong_names_are_told()
    {
        using var folder = Repository();
        Assert.Equal(0, Tool.Run(folder.Path, "new", "watchlist", "Allowed hosts", "--folder", "detections/lists").ExitCode);
        File.Delete(Path.Combine(folder.Path, "detections", "lists", "AllowedHosts.yaml"));
        File.WriteAllText(Path.Combine(folder.Path, "detections", "lists", "AllowedHosts.csv"), "mine");
        var again = Tool.Run(folder.Path, "new", "watchlist", "Allowed hosts", "--folder", "detections/lists");
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("AllowedHosts.csv", again.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder.Path, "detections", "lists", "AllowedHosts.csv")));
        Assert.False(File.Exists(Path.Combine(folder.Path, "detections", "lists", "AllowedHosts.yaml")));

        var table = Tool.Run(folder.Path, "new", "rule", "Refusals", "--table", "SigninLog");
        Assert.Equal(2, table.ExitCode);
        Assert.Contains("Did you mean 'SigninLogs'?", table.Error, StringComparison.Ordinal);
        Assert.Equal(2, Tool.Run(folder.Path, "new", "rule", "Refusals", "--folder", "elsewhere").ExitCode);
        Assert.Equal(2, Tool.Run(folder.Path, "new", "rule", "...").ExitCode);
        Assert.Equal(2, Tool.Run(folder.Path, "new", "nothing", "Refusals").ExitCode);
    }
}
