using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Tests;

public sealed class SuppressionTests
{
    // A technique that does not exist is RULE023.
    private static readonly string Broken = MemoryRepository.Rule("- T1078", "- T9999");

    private static IReadOnlyList<Diagnostic> Validate(string rule, string settings = "", DateOnly? today = null, Func<ContentItem, bool>? includes = null)
    {
        var files = new MemoryRepository().Add("detections/rules/R.yaml", rule).Add("sentinel-content.yaml", "version: 1\ncontent: [detections]\n" + settings);
        return ContentValidator.Validate(files.Load(), includes, today).Diagnostics;
    }

    [Theory]
    [InlineData("- T9999 # sentinel-content: allow RULE023 -- a technique of our own matrix")]
    [InlineData("# sentinel-content: allow RULE023 -- a technique of our own matrix\n  - T9999")]
    [InlineData("# sentinel-content: allow RULE001, rule023 -- both\n  # another remark\n  - T9999", "RULE001")]
    public void A_comment_with_a_reason_suppresses_at_its_line(string text, string? unused = null)
    {
        var found = Validate(Broken.Replace("- T9999", text, StringComparison.Ordinal));
        if (unused is null)
            Assert.Empty(found);
        else
            Assert.Contains(unused, Assert.Single(found, finding => finding.Code == SuppressionCodes.Unused).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comment_in_a_query_suppresses_findings_of_the_query()
    {
        var misspelt = MemoryRepository.Rule("| where ResultType ==", "| where ResultTyp ==");
        var code = Assert.Single(Validate(misspelt)).Code;
        Assert.Empty(Validate(misspelt.Replace("| where ResultTyp == \"0\"", $"| where ResultTyp == \"0\" // sentinel-content: allow {code} -- added by a transformation", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_comment_about_the_file_covers_all_of_it() =>
        Assert.Empty(Validate("# sentinel-content: allow-file RULE023 -- generated\n" + Broken.Replace("- T9999", "- T9999\n  - T9998", StringComparison.Ordinal)));

    [Fact]
    public void Without_a_reason_nothing_is_suppressed_and_that_is_said()
    {
        var found = Validate(Broken.Replace("- T9999", "- T9999 # sentinel-content: allow RULE023", StringComparison.Ordinal));
        Assert.Equal(["RULE023", SuppressionCodes.NoReason], found.Select(finding => finding.Code));
    }

    [Fact]
    public void A_comment_that_cannot_be_read_is_reported() =>
        Assert.Contains(Validate(Broken.Replace("- T9999", "- T9999 # sentinel-content: ignore RULE023 -- x", StringComparison.Ordinal)), finding => finding.Code == SuppressionCodes.Malformed);

    [Fact]
    public void A_suppression_that_suppresses_nothing_is_reported_at_its_code()
    {
        var found = Assert.Single(Validate("# sentinel-content: allow-file RULE023 -- generated\n" + MemoryRepository.Rule()));
        Assert.Equal((SuppressionCodes.Unused, new LinePosition(1, 32)), (found.Code, found.Start));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("path: detections/rules/R.yaml, ", 0)]
    [InlineData("path: detections, ", 0)]
    [InlineData("path: detections/rules/R, ", 2)]
    [InlineData("path: elsewhere, ", 2)]
    public void The_configuration_suppresses_for_a_file_a_folder_or_all(string path, int findings) =>
        Assert.Equal(findings, Validate(Broken, $"analysis:\n  suppressions:\n    - {{code: RULE023, {path}reason: agreed}}\n").Count);

    [Fact]
    public void After_its_last_day_a_suppression_has_no_effect()
    {
        const string Settings = "analysis:\n  suppressions:\n    - {code: RULE023, reason: agreed, until: 2027-03-01}\n";
        Assert.Empty(Validate(Broken, Settings, new DateOnly(2027, 3, 1)));
        Assert.Equal(["RULE023", SuppressionCodes.Expired], Validate(Broken, Settings, new DateOnly(2027, 3, 2)).Select(finding => finding.Code));
    }

    [Fact]
    public void An_unused_suppression_of_the_configuration_is_no_finding_while_only_a_part_is_looked_at()
    {
        const string Settings = "analysis:\n  suppressions:\n    - {code: RULE023, reason: agreed}\n";
        Assert.Equal(SuppressionCodes.Unused, Assert.Single(Validate(MemoryRepository.Rule(), Settings)).Code);
        Assert.Empty(Validate(MemoryRepository.Rule(), Settings, includes: item => item is AnalyticsRule));
    }

    [Theory]
    [InlineData("info", DiagnosticSeverity.Info)]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    public void The_configuration_changes_severities(string name, DiagnosticSeverity severity) =>
        Assert.Equal(severity, Assert.Single(Validate(Broken, $"analysis:\n  severity:\n    RULE023: {name}\n")).Severity);

    [Fact]
    public void Off_means_no_finding() => Assert.Empty(Validate(Broken, "analysis:\n  severity:\n    RULE023: off\n"));

    [Theory]
    [InlineData("analysis:\n  severity:\n    RULE023: loud\n", DiagnosticCodes.BadEnum)]
    [InlineData("analysis:\n  suppressions:\n    - {code: RULE023}\n", DiagnosticCodes.MissingField)]
    [InlineData("analysis:\n  suppressions:\n    - {code: RULE023, reason: x, until: tomorrow}\n", DiagnosticCodes.BadDateTime)]
    [InlineData("analysis:\n  supressions: []\n", DiagnosticCodes.UnknownKey)]
    public void What_is_wrong_with_the_settings_is_said(string settings, string code) =>
        Assert.Contains(Validate(Broken, settings), finding => finding.Code == code && finding.Path == "sentinel-content.yaml");

    [Fact]
    public void Findings_of_a_cross_check_are_suppressed_like_others()
    {
        const string Settings = "analysis:\n  suppressions:\n    - {code: CROSS001, reason: known, path: detections/rules/R.yaml}\n";
        var files = new MemoryRepository().Add("sentinel-content.yaml", "version: 1\ncontent: [detections]\n" + Settings).Add("detections/rules/R.yaml", MemoryRepository.Rule());

        // Without a cross-check its suppressions cannot do anything, which is no reason to remove them.
        var validation = ContentValidator.Validate(files.Load());
        Assert.Empty(validation.Diagnostics);

        var rule = Assert.Single(validation.Repository.Rules);
        var found = rule.Query.Report("CROSS001", DiagnosticSeverity.Warning, "Kusto.Language gives another verdict.");
        Assert.Empty(validation.With([found]).Diagnostics);
        Assert.Equal("CROSS002", Assert.Single(validation.With([found, found with { Code = "CROSS002" }]).Diagnostics).Code);
        Assert.Equal(SuppressionCodes.Unused, Assert.Single(validation.With([]).Diagnostics).Code);
    }
}
