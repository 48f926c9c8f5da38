using System.Text.Json;
using System.Xml.Linq;

namespace Content.Cli.Tests;

public sealed class DocsCommandTests
{
    private const string Attack = "attack:\r\n  strategy: DET0646\r\n  analytic: AN1725\r\n  technique: T1521.003\r\n  dataComponents: [DC0085]\r\n  logSources: [\"NSM:Flow\"]\r\n";

    private static TemporaryFolder Content(bool silence = true)
    {
        var content = SampleContent.Create("let Least = 2;  // failures of one user\n  SigninLogs\n  | where ResultType != \"0\"\n  | summarize TimeGenerated = max(TimeGenerated), Failures = count() by UserPrincipalName\n  | where Failures >= Least");
        var rule = Path.Combine(content.Path, "detections", "rules", "Failures.yaml");
        var text = File.ReadAllText(rule).Replace("description: Too many.", "description: |\r\n  Somebody <guesses> passwords.\r\n  False positives: a new | phone.", StringComparison.Ordinal);
        File.WriteAllText(rule, text + Attack);
        if (silence)
            File.AppendAllText(Path.Combine(content.Path, "detections", "rules", "Failures.tests.yaml"), "  - {name: nothing, now: 2026-03-02T12:00:00Z, expect: {alerts: 0}}\r\n");
        return content;
    }

    [Fact]
    public void The_catalogue_says_in_words_what_the_content_says()
    {
        using var content = Content();
        var result = Tool.Run(content.Path, "docs");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("1 analytics rules, of which 1 are proved", result.Output, StringComparison.Ordinal);
        Assert.Contains("- **Result**: from `SigninLogs`: keep rows where `ResultType != \"0\"`; for each `UserPrincipalName` compute `TimeGenerated = max(TimeGenerated)`, `Failures = count()`; keep rows where `Failures >= Least`.", result.Output, StringComparison.Ordinal);
        Assert.Contains("| `Least` | `2` | failures of one user |", result.Output, StringComparison.Ordinal);
        Assert.Contains("Somebody &lt;guesses> passwords.", result.Output, StringComparison.Ordinal);
        Assert.Contains("### False positives\n\na new | phone.\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("| Tests | 2 of 2 pass: 1 find, 1 stay silent |", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_an_analytic_is_covered_only_by_a_rule_that_is_proved()
    {
        using var proved = Content();
        var covered = Tool.Run(proved.Path, "docs", "--format", "coverage");
        Assert.Contains("| DC0085 Network Traffic Content | NSM:Flow | covered | Many failures | `SigninLogs` |", covered.Output, StringComparison.Ordinal);
        Assert.Contains("| DC0085 Network Traffic Content | NSM:Inspection | **missing** |", covered.Output, StringComparison.Ordinal);
        using var unproved = Content(silence: false);
        Assert.Contains("| DC0085 Network Traffic Content | NSM:Flow | **missing** | Many failures |", Tool.Run(unproved.Path, "docs", "--format", "coverage").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_navigator_layer_counts_proved_detections_only()
    {
        using var proved = Content();
        using var layer = JsonDocument.Parse(Tool.Run(proved.Path, "docs", "--format", "navigator").Output);
        Assert.Equal(("mobile-attack", "4.5"), (layer.RootElement.GetProperty("domain").GetString(), layer.RootElement.GetProperty("versions").GetProperty("layer").GetString()));
        var technique = layer.RootElement.GetProperty("techniques").EnumerateArray().First();
        Assert.Equal(("T1521.003", "command-and-control", 1), (technique.GetProperty("techniqueID").GetString(), technique.GetProperty("tactic").GetString(), technique.GetProperty("score").GetInt32()));
        using var unproved = Content(silence: false);
        using var empty = JsonDocument.Parse(Tool.Run(unproved.Path, "docs", "--format", "navigator", "--domain", "mobile-attack").Output);
        Assert.Equal(0, empty.RootElement.GetProperty("techniques").GetArrayLength());
    }

    [Fact]
    public void Everything_is_written_to_a_folder_and_the_page_is_one_file()
    {
        using var content = Content();
        Assert.Equal(0, Tool.Run(content.Path, "docs", "--out", "build/docs").ExitCode);
        var folder = Path.Combine(content.Path, "build", "docs");
        Assert.Equal(["catalogue.html", "catalogue.md", "coverage-DET0646.md", "navigator-mobile-attack.json"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var page = File.ReadAllText(Path.Combine(folder, "catalogue.html"));
        var body = XDocument.Parse(page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("</html>", StringComparison.Ordinal)]);
        var anchors = body.Descendants().Select(element => element.Attribute("id")?.Value).OfType<string>().ToHashSet();
        Assert.All(body.Descendants("a"), link => Assert.Contains(link.Attribute("href")!.Value[1..], anchors));
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.Contains("Somebody &lt;guesses&gt; passwords.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_that_matches_nothing_is_refused()
    {
        using var content = Content();
        Assert.Equal(2, Tool.Run(content.Path, "docs", "NoSuchRule").ExitCode);
    }
}
