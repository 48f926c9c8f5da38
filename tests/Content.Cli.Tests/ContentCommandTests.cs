using System.Runtime.InteropServices;
using System.Text.Json;

namespace Content.Cli.Tests;

public sealed class ContentCommandTests
{
    [Fact]
    public void Check_of_good_content_says_so_and_exits_0()
    {
        using var content = SampleContent.Create();
        var result = Tool.Run(content.Path, "check");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("Validated: 1 rule; 0 errors, 0 warnings", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"ok +Many failures +1 case +\d+ ms", result.Output);
        Assert.Contains("Tested: 1 rule, 1 case: 1 passed", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.DoesNotContain('\r', result.Output);
    }

    [Fact]
    public void A_misspelt_column_exits_1_and_names_file_line_column_and_what_was_meant()
    {
        using var content = SampleContent.Create("SigninLogs\n  | where ResultTyp != \"0\"\n  | project TimeGenerated");
        var result = Tool.Run(content.Path, "check");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"detections/rules/Failures\.yaml:15:11: error KQL\d+: .*", result.Output);
        Assert.Contains("ResultType", result.Output, StringComparison.Ordinal);
        Assert.Contains("   15 |   | where ResultTyp != \"0\"\n      |           ^^^^^^^^^\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("ERROR  Many failures", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_expectation_shows_expected_and_actual()
    {
        using var content = SampleContent.Create(expect: "rows: [{UserPrincipalName: mia, Failures: 3}]");
        var result = Tool.Run(content.Path, "test");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FAIL: Many failures: two failures", result.Output, StringComparison.Ordinal);
        Assert.Contains("detections/rules/Failures.tests.yaml:2:11", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"expected  mia +3\n", result.Output);
        Assert.Matches(@"actual    mia +> 2\n", result.Output);
        Assert.Contains("SigninLogs 2 of 2 rows", result.Output, StringComparison.Ordinal);
        Assert.Contains("0 passed, 1 failed", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_an_environment_tunables_have_its_values()
    {
        using var content = SampleContent.Create("let Threshold = 2;\n  SigninLogs\n  | summarize TimeGenerated = max(TimeGenerated), Failures = count() by UserPrincipalName\n  | where Failures >= Threshold");
        const string Workspace = "    subscription: 00000000-0000-0000-0000-000000000000\n    resourceGroup: rg\n    workspace: law\n";
        content.Add("sentinel-content.yaml", "version: 1\ncontent: [detections]\ntunables:\n  Threshold: {type: long, default: 2, description: Failures}\nenvironments:\n  calm:\n" + Workspace + "    tunables: {Threshold: 3}\n  usual:\n" + Workspace);
        Assert.Equal(0, Tool.Run(content.Path, "check").ExitCode);
        Assert.Equal(0, Tool.Run(content.Path, "check", "--environment", "usual").ExitCode);
        var calm = Tool.Run(content.Path, "check", "-e", "calm");
        Assert.Equal(1, calm.ExitCode);
        Assert.Contains("0 errors, 0 warnings", calm.Output, StringComparison.Ordinal);
        Assert.Contains("FAIL: Many failures: two failures", calm.Output, StringComparison.Ordinal);
        var unknown = Tool.Run(content.Path, "test", "-e", "clam");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("Did you mean 'calm'?", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_is_found_from_a_folder_below_and_by_root()
    {
        using var content = SampleContent.Create();
        Assert.Equal(0, Tool.Run(Path.Combine(content.Path, "detections", "rules"), "test", "Failures.yaml").ExitCode);
        using var elsewhere = new TemporaryFolder();
        Assert.Equal(0, Tool.Run(elsewhere.Path, "check", "--root", content.Path).ExitCode);
    }

    [Fact]
    public void Without_content_the_exit_code_is_2_and_the_message_says_what_to_do()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(folder.Path, "check");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("sentinel-content.yaml", result.Error, StringComparison.Ordinal);
        Assert.Contains("--root", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chekc")]
    [InlineData("check", "--frmat", "json")]
    [InlineData("check", "--format", "xml")]
    [InlineData("test", "no such rule")]
    [InlineData("test", "--case", "no such case")]
    public void Wrong_usage_exits_2(params string[] arguments)
    {
        using var content = SampleContent.Create();
        var result = Tool.Run(content.Path, arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_document_with_findings_and_tests()
    {
        using var content = SampleContent.Create(expect: "alerts: 0");
        var result = Tool.Run(content.Path, "check", "--format", "json");
        Assert.Equal(1, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        var root = json.RootElement;
        Assert.False(root.GetProperty("ok").GetBoolean());
        Assert.Equal(1, root.GetProperty("exitCode").GetInt32());
        Assert.Equal(0, root.GetProperty("validation").GetProperty("errors").GetInt32());
        var suite = root.GetProperty("tests").GetProperty("suites")[0];
        Assert.Equal("failed", suite.GetProperty("verdict").GetString());
        var failure = suite.GetProperty("cases")[0].GetProperty("failures")[0];
        Assert.Equal(("alerts", 7), (failure.GetProperty("expectation").GetString(), failure.GetProperty("line").GetInt32()));
        Assert.Equal("actual", failure.GetProperty("table").GetProperty("rows")[0].GetProperty("side").GetString());
    }

    [Fact]
    public void Json_findings_have_their_place()
    {
        using var content = SampleContent.Create("SigninLogs | where ResultTyp == 1");
        using var json = JsonDocument.Parse(Tool.Run(content.Path, "validate", "--format", "json").Output);
        var found = json.RootElement.GetProperty("validation").GetProperty("diagnostics")[0];
        Assert.Equal(("error", "detections/rules/Failures.yaml", 14, 22), (found.GetProperty("severity").GetString(), found.GetProperty("path").GetString(), found.GetProperty("line").GetInt32(), found.GetProperty("column").GetInt32()));
        Assert.Equal(31, found.GetProperty("endColumn").GetInt32());
        Assert.False(json.RootElement.TryGetProperty("tests", out _));
    }

    [Fact]
    public void Warnings_count_only_when_asked_to()
    {
        using var content = SampleContent.Create("SigninLogs | where ResultType == ResultType | project TimeGenerated");
        Assert.Equal(0, Tool.Run(content.Path, "validate").ExitCode);
        Assert.Equal(1, Tool.Run(content.Path, "validate", "--warnings-as-errors").ExitCode);
    }

    [Fact]
    public void Help_has_examples_and_exit_codes()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(folder.Path, "test", "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("sentinel-content test MyRule", result.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0 good", result.Output, StringComparison.Ordinal);
        Assert.Contains("plan", Tool.Run(folder.Path, "--help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_is_one_line()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(folder.Path, "--version");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+(\+[0-9a-f]{12})?\n$", result.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void An_interrupt_ends_cleanly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using var folder = new TemporaryFolder();
        folder.Add("q.ndjson", string.Join('\n', Enumerable.Range(0, 400).Select(i => $"{{\"id\":{i},\"query\":\"range x from 1 to 2000000 step 1 | summarize dcount(tostring(x))\"}}")));
        using var process = Tool.Start(AppContext.BaseDirectory, folder.Path, "kql", "run", "--batch", "q.ndjson");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        Thread.Sleep(2000);
        Assert.Equal(0, Kill(process.Id, 2));
        Assert.True(process.WaitForExit(20_000), "The tool did not end.");
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("Interrupted.", process.StandardError.ReadToEnd().Trim());
        _ = output;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
