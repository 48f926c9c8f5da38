using System.Globalization;
using Content.Cli.Commands;
using Content.Diagnostics;
using Content.Model;
using Content.Testing;

namespace Content.Cli.Output.Reports;

/// <summary>A job summary in GitHub's Markdown: counts first, then what is wrong, then a line a rule. Long lists are cut, and say so.</summary>
internal static class MarkdownReport
{
    private const int FindingLimit = 100;

    public static void Write(ContentOutcome outcome, TextWriter output)
    {
        var good = outcome.ExitCode == ExitCodes.Success;
        output.Write($"## {(good ? "✅" : "❌")} Sentinel content\n\n");
        if (outcome.Request.Validate)
        {
            var validation = outcome.Validation;
            output.Write($"**Validation:** {validation.Items.Length} items, {validation.QueryCount} queries: {validation.ErrorCount} errors, {validation.WarningCount} warnings.\n\n");
        }

        if (outcome.Tests is { } tests)
        {
            output.Write($"**Tests:** {tests.Count(Verdict.Passed)} passed, {tests.Count(Verdict.Failed)} failed, {tests.Count(Verdict.Inconclusive)} inconclusive, {tests.Count(Verdict.Error)} in error,"
                + $" of {tests.Suites.Length} rules.\n\n");
        }

        WriteFindings(outcome, output);
        WriteTests(outcome, output);
        if (outcome.Coverage is { } coverage)
            CoverageReport.WriteMarkdown(output, coverage, path => Findings.PathOf(outcome, path) ?? "");
        if (outcome.Mutation is { } mutation)
            MutationReport.WriteMarkdown(output, mutation, path => Findings.PathOf(outcome, path) ?? "");
    }

    private static void WriteFindings(ContentOutcome outcome, TextWriter output)
    {
        var findings = Findings.Of(outcome).Where(finding => finding.Severity != DiagnosticSeverity.Info && finding.Code != MutationFindings.Survivor).OrderByDescending(finding => finding.Severity).ToList();
        if (findings.Count == 0)
            return;
        output.Write("### Findings\n\n| Severity | Code | Place | What |\n|---|---|---|---|\n");
        foreach (var finding in findings.Take(FindingLimit))
            output.Write($"| {Findings.WordOf(finding.Severity)} | {finding.Code} | `{Cell(Findings.PathOf(outcome, finding.Path) ?? "")}:{finding.Start}` | {Cell(Findings.TextOf(finding))} |\n");
        if (findings.Count > FindingLimit)
            output.Write($"\n{findings.Count - FindingLimit} more are not shown.\n");
        output.Write('\n');
    }

    private static void WriteTests(ContentOutcome outcome, TextWriter output)
    {
        if (outcome.Tests is not { Suites.IsEmpty: false } tests)
            return;
        var failed = tests.Cases.Where(result => result.Verdict != Verdict.Passed).ToList();
        if (failed.Count > 0)
        {
            output.Write("### Tests that did not pass\n\n| Verdict | Rule | Case | Why |\n|---|---|---|---|\n");
            foreach (var result in failed.Take(FindingLimit))
                output.Write($"| {Findings.WordOf(result.Verdict)} | {Cell(result.Rule?.Name.Value ?? result.Suite.RulePath)} | {Cell(result.Case.Name.Value)} | {Cell(Findings.MessageOf(result))} |\n");
            if (failed.Count > FindingLimit)
                output.Write($"\n{failed.Count - FindingLimit} more are not shown.\n");
            output.Write('\n');
        }

        output.Write("<details><summary>All rules</summary>\n\n| Rule | Cases | Passed | Time |\n|---|---:|---:|---:|\n");
        foreach (var suite in tests.Suites)
        {
            output.Write($"| {Cell(suite.Rule?.Name.Value ?? suite.Suite.RulePath)} | {suite.Cases.Length} | {suite.Cases.Count(result => result.Verdict == Verdict.Passed)}"
                + $" | {suite.Elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms |\n");
        }

        foreach (AnalyticsRule rule in tests.Untested)
            output.Write($"| {Cell(rule.Name.Value)} | 0 | 0 | |\n");
        output.Write("\n</details>\n");
    }

    /// <summary>A text as a cell: one line, in which what would open a tag, a link or another cell is escaped.</summary>
    public static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
}
