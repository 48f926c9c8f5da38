using Content.Analysis;
using Content.Analysis.Revisions;
using Content.Cli.Reference;
using Content.Model;
using Content.Workbooks;

namespace Content.Cli.Tests;

public sealed class CodePageTests
{
    [Fact]
    public void Each_rule_has_a_page_with_its_summary_and_severity()
    {
        foreach (var rule in RuleRegistry.Rules)
        {
            var page = CodeReference.Find(rule.Code);
            Assert.True(page is not null, $"docs/codes has no section '## {rule.Code}: {rule.Summary}'.");
            Assert.Equal((rule.Summary.TrimEnd('.'), rule.Severity), (page.Title, page.Severity));
            Assert.True(page.Text.Length > 40, $"The page of {rule.Code} says nothing.");
        }
    }

    [Fact]
    public void Each_code_of_reading_has_a_page() =>
        Assert.Equal(DiagnosticCodes.Summaries.Keys.Order(StringComparer.Ordinal), CodeReference.All().Select(page => page.Code).Where(code => code.StartsWith("CONTENT", StringComparison.Ordinal) || code.StartsWith("YAML", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_code_of_revisions_has_a_page()
    {
        foreach (var (code, summary) in RevisionCodes.Summaries)
            Assert.Equal(summary.TrimEnd('.'), CodeReference.Find(code)?.Title);
    }

    [Fact]
    public void Each_code_of_workbooks_has_a_page_with_its_summary() =>
        Assert.Equal(WorkbookCodes.Summaries.Select(pair => (pair.Key, pair.Value.TrimEnd('.'))), CodeReference.All().Where(page => page.Code.StartsWith("WORKBOOK", StringComparison.Ordinal)).Select(page => (page.Code, page.Title)));

    [Fact]
    public void A_page_that_belongs_to_no_rule_is_a_mistake() =>
        Assert.Empty(CodeReference.All().Select(page => page.Code).Where(code => code.StartsWith("RULE", StringComparison.Ordinal)).Except(RuleRegistry.Rules.Select(rule => rule.Code)));

    [Fact]
    public void No_code_has_two_pages() => Assert.Equal(CodeReference.All().Count(), CodeReference.All().DistinctBy(page => page.Code).Count());
}
