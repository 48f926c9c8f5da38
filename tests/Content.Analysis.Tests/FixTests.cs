using System.Collections.Immutable;
using Content.Diagnostics;

namespace Content.Analysis.Tests;

public sealed class FixTests
{
    private static Diagnostic Finding(SourceText source, bool certain, params TextEdit[] edits) =>
        new("TEST", DiagnosticSeverity.Warning, "", edits[0].Span) { Source = source, Fix = new CodeFix("", [.. edits]) { IsCertain = certain } };

    [Fact]
    public void A_certain_fix_changes_just_its_place()
    {
        var rule = "# Kept.\r\n" + MemoryRepository.Rule("queryPeriod: 1d", "QueryPeriod: 1d   # kept too").ReplaceLineEndings("\r\n");
        var result = Assert.Single(FixApplier.Apply(MemoryRepository.Findings(rule)));
        Assert.Equal(rule.Replace("QueryPeriod", "queryPeriod", StringComparison.Ordinal), result.Text);
        Assert.Empty(MemoryRepository.Findings(result.Text));
    }

    [Fact]
    public void A_tunable_gets_its_default_and_the_rest_of_the_query_stays()
    {
        const string Query = "name: Q\nid: 0f8fad5b-d9cb-469f-a165-70867728950e\ndescription: d\nquery: |\n  // TimeWindow = 5m\n  let TimeWindow  =  5m;   // kept\n  SigninLogs | where TimeGenerated > ago(TimeWindow)\n";
        var files = new MemoryRepository();
        files.Add("sentinel-content.yaml", "version: 1\ntunables:\n  TimeWindow: {type: timespan, default: 600s, description: w}\n");
        files.Add("hunting/Q.yaml", Query);
        var result = Assert.Single(FixApplier.Apply(ContentValidator.Validate(files.Load()).Diagnostics));
        Assert.Equal(Query.Replace("=  5m;", "=  10m;", StringComparison.Ordinal), result.Text);
    }

    [Fact]
    public void Languages_in_links_and_the_old_name_of_the_product_are_written_anew()
    {
        var rule = MemoryRepository.Rule("Many addresses for one user.", "Azure Sentinel, see https://learn.microsoft.com/en-us/azure/sentinel and https://docs.microsoft.com/azure.");
        var result = Assert.Single(FixApplier.Apply(MemoryRepository.Findings(rule)));
        Assert.Equal(MemoryRepository.Rule("Many addresses for one user.", "Microsoft Sentinel, see https://learn.microsoft.com/azure/sentinel and https://docs.microsoft.com/azure."), result.Text);
    }

    [Theory]
    [InlineData("initialaccess")]
    [InlineData("'Initial Access'")]
    public void A_tactic_in_other_letters_is_spelled_as_the_service_does(string written)
    {
        var result = Assert.Single(FixApplier.Apply(MemoryRepository.Findings(MemoryRepository.Rule("- InitialAccess", "- " + written))));
        Assert.Equal(MemoryRepository.Rule("- InitialAccess", written[0] == '\'' ? "- 'InitialAccess'" : "- InitialAccess"), result.Text);
    }

    [Fact]
    public void A_guess_is_never_made_unasked()
    {
        var findings = MemoryRepository.Findings(MemoryRepository.Rule("queryPeriod: 1d", "queryPeriud: 1d"));
        Assert.Contains(findings, finding => finding.Fix is not null);
        Assert.Empty(FixApplier.Apply(findings));
    }

    [Fact]
    public void Of_fixes_that_touch_the_first_is_applied()
    {
        var source = new SourceText("abcdef", "f");
        var result = Assert.Single(FixApplier.Apply(
        [
            Finding(source, true, new TextEdit(new TextSpan(0, 2), "X")), Finding(source, true, new TextEdit(new TextSpan(1, 2), "Y")),
            Finding(source, true, new TextEdit(new TextSpan(4, 1), "")), Finding(source, false, new TextEdit(new TextSpan(5, 1), "Z")),
        ]));
        Assert.Equal(("Xcdf", 2), (result.Text, result.Applied.Count));
    }
}
