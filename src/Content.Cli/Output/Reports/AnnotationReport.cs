using Content.Cli.Commands;
using Content.Diagnostics;

namespace Content.Cli.Output.Reports;

/// <summary>
/// Findings as the commands with which a job tells its CI service to mark lines: workflow commands of GitHub Actions ("Workflow
/// commands for GitHub Actions") or logging commands of Azure Pipelines ("Logging commands"). One line a finding, with the escapes that each asks for.
/// </summary>
internal static class AnnotationReport
{
    public static void WriteGitHub(ContentOutcome outcome, TextWriter output)
    {
        foreach (var finding in Findings.WithCases(outcome))
        {
            var command = finding.Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "notice" };
            output.Write("::" + command + " ");
            if (finding.Path is not null)
            {
                // A range over several lines must not name columns.
                var oneLine = finding.Start.Line == finding.End.Line;
                output.Write($"file={Property(Findings.PathOf(outcome, finding.Path)!)},line={finding.Start.Line},endLine={finding.End.Line},");
                if (oneLine)
                    output.Write($"col={finding.Start.Column},endColumn={Math.Max(finding.Start.Column, finding.End.Column - 1)},");
            }

            output.Write($"title={Property(finding.Code)}::{Data(Findings.TextOf(finding))}\n");
        }

        static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
        static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
    }

    public static void WriteAzureDevOps(ContentOutcome outcome, TextWriter output)
    {
        // The service knows errors and warnings only; hints would be noise there.
        foreach (var finding in Findings.WithCases(outcome).Where(finding => finding.Severity != DiagnosticSeverity.Info))
        {
            output.Write($"##vso[task.logissue type={(finding.Severity == DiagnosticSeverity.Error ? "error" : "warning")}");
            if (finding.Path is not null)
                output.Write($";sourcepath={Property(Findings.PathOf(outcome, finding.Path)!)};linenumber={finding.Start.Line};columnnumber={finding.Start.Column}");
            output.Write($";code={Property(finding.Code)}]{Data(Findings.TextOf(finding))}\n");
        }

        static string Data(string text) => text.Replace("%", "%AZP25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
        static string Property(string text) => Data(text).Replace("]", "%5D", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
    }
}
