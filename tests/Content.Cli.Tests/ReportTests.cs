using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Content.Cli.Tests;

public sealed class ReportTests
{
    private const string Misspelt = "SigninLogs\n  | where ResultTyp != \"0\"\n  | project TimeGenerated";

    private static string Report(TemporaryFolder content, string format, string command = "check")
    {
        Tool.Run(content.Path, command, "--report", $"{format}=out/report");
        return File.ReadAllText(Path.Combine(content.Path, "out", "report"));
    }

    [Fact]
    public void Sarif_names_the_code_its_page_and_the_region()
    {
        using var content = SampleContent.Create(Misspelt);
        using var document = JsonDocument.Parse(Report(content, "sarif"));
        Assert.Equal("2.1.0", document.RootElement.GetProperty("version").GetString());
        var run = document.RootElement.GetProperty("runs")[0];
        var result = run.GetProperty("results")[0];
        var location = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("detections/rules/Failures.yaml", location.GetProperty("artifactLocation").GetProperty("uri").GetString());
        var region = location.GetProperty("region");
        Assert.Equal((15, 11, 15, 20), (region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32(), region.GetProperty("endLine").GetInt32(), region.GetProperty("endColumn").GetInt32()));
        Assert.Equal("error", result.GetProperty("level").GetString());
        var rule = run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()];
        Assert.Equal(result.GetProperty("ruleId").GetString(), rule.GetProperty("id").GetString());
        Assert.Contains(run.GetProperty("results").EnumerateArray(), found => found.GetProperty("ruleId").GetString() == "TEST001");
    }

    [Fact]
    public void A_fingerprint_survives_lines_added_above()
    {
        using var content = SampleContent.Create(Misspelt);
        var before = Fingerprint();
        var path = Path.Combine(content.Path, "detections", "rules", "Failures.yaml");
        File.WriteAllText(path, "# A remark.\n" + File.ReadAllText(path));
        Assert.Equal(before, Fingerprint());

        string Fingerprint()
        {
            using var document = JsonDocument.Parse(Report(content, "sarif", "validate"));
            return document.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("partialFingerprints").GetProperty("sentinelContent/v1").GetString()!;
        }
    }

    [Fact]
    public void JUnit_counts_items_and_cases()
    {
        using var content = SampleContent.Create(expect: "alerts: 3");
        var root = XDocument.Parse(Report(content, "junit")).Root!;
        Assert.Equal(("2", "1", "0"), (root.Attribute("tests")!.Value, root.Attribute("failures")!.Value, root.Attribute("errors")!.Value));
        var failure = root.Descendants("failure").Single();
        Assert.Contains("alerts", failure.Value, StringComparison.Ordinal);
        Assert.Equal(("two failures", "2"), (failure.Parent!.Attribute("name")!.Value, failure.Parent.Attribute("line")!.Value));
    }

    [Fact]
    public void JUnit_holds_findings_of_broken_files_without_characters_that_xml_forbids()
    {
        using var content = SampleContent.Create("SigninLogs | where ResultTyp == '\u0001'");
        var root = XDocument.Parse(Report(content, "junit", "validate")).Root!;
        Assert.Equal("validation", root.Element("testsuite")!.Attribute("name")!.Value);
        Assert.Contains("KQL142", root.Descendants("failure").First().Attribute("type")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void GitHub_annotations_are_one_line_each_with_file_and_column()
    {
        using var content = SampleContent.Create(Misspelt);
        var lines = Report(content, "github", "validate").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^::error file=detections/rules/Failures\.yaml,line=15,endLine=15,col=11,endColumn=19,title=KQL142::", Assert.Single(lines));
    }

    [Fact]
    public void Azure_DevOps_gets_logging_commands()
    {
        using var content = SampleContent.Create(Misspelt);
        Assert.Matches(@"^##vso\[task\.logissue type=error;sourcepath=detections/rules/Failures\.yaml;linenumber=15;columnnumber=11;code=KQL142\]", Report(content, "azdo", "validate"));
    }

    [Fact]
    public void Markdown_sums_up_and_lists_what_is_wrong()
    {
        using var content = SampleContent.Create(expect: "alerts: 3");
        var text = Report(content, "markdown");
        Assert.Contains("0 passed, 1 failed", text, StringComparison.Ordinal);
        Assert.Contains("| failed | Many failures | two failures |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_reports_come_from_one_run_and_any_form_can_be_printed()
    {
        using var content = SampleContent.Create();
        var result = Tool.Run(content.Path, "check", "--report", "sarif=a.sarif", "--report", "junit=b.xml", "--format", "github");
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.True(File.Exists(Path.Combine(content.Path, "a.sarif")) && File.Exists(Path.Combine(content.Path, "b.xml")));
    }

    [Theory]
    [InlineData("sarif")]
    [InlineData("pdf=x")]
    [InlineData("=x")]
    public void A_report_that_is_written_wrongly_exits_2(string report)
    {
        using var content = SampleContent.Create();
        var result = Tool.Run(content.Path, "check", "--report", report);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("FORMAT=FILE", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Fix_changes_the_file_and_nothing_else_in_it()
    {
        using var content = SampleContent.Create();
        var path = Path.Combine(content.Path, "detections", "rules", "Failures.yaml");
        var good = File.ReadAllBytes(path);
        File.WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(good).Replace("queryPeriod", "QueryPeriod", StringComparison.Ordinal)));
        var result = Tool.Run(content.Path, "validate", "--fix");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"fixed detections/rules/Failures\.yaml:\d+:1: CONTENT007: Rename to 'queryPeriod'", result.Error);
        Assert.Equal(good, File.ReadAllBytes(path));
    }

    [Fact]
    public void Explain_prints_a_page_and_lists_all()
    {
        using var folder = new TemporaryFolder();
        Assert.StartsWith("RULE004: ", Tool.Run(folder.Path, "explain", "rule004").Output, StringComparison.Ordinal);
        Assert.Contains("CONTENT007", Tool.Run(folder.Path, "explain").Output, StringComparison.Ordinal);
        var wrong = Tool.Run(folder.Path, "explain", "RULE0044");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("Did you mean", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "needs table SigninLogs")]
    [InlineData("mermaid", "flowchart LR")]
    [InlineData("dot", "digraph content")]
    [InlineData("json", "\"kind\": \"table\"")]
    public void Graph_is_printed_in_each_form(string format, string part)
    {
        using var content = SampleContent.Create();
        Assert.Contains(part, Tool.Run(content.Path, "graph", "--format", format).Output, StringComparison.Ordinal);
    }
}
