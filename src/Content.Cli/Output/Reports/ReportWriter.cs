using System.Text;
using Content.Cli.Commands;

namespace Content.Cli.Output.Reports;

/// <summary>Writes an outcome in one of the forms for programs.</summary>
internal static class ReportWriter
{
    /// <summary>Writes a file; its folder is made when it does not exist.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static void Write(ReportRequest request, ContentOutcome outcome)
    {
        try
        {
            var path = System.IO.Path.GetFullPath(request.Path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            using var stream = File.Create(path);
            Write(request.Format, outcome, stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.Environment, $"The report '{request.Path}' cannot be written: {exception.Message}");
        }
    }

    /// <summary>Writes to a stream, which stays open.</summary>
    public static void Write(ReportFormat format, ContentOutcome outcome, Stream output)
    {
        switch (format)
        {
            case ReportFormat.Json:
                JsonReport.Write(outcome, output);
                break;
            case ReportFormat.Sarif:
                SarifReport.Write(outcome, output);
                break;
            case ReportFormat.JUnit:
                JUnitReport.Write(outcome, output);
                break;
            default:
            {
                using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
                WriteText(format, outcome, writer);
                break;
            }
        }
    }

    private static void WriteText(ReportFormat format, ContentOutcome outcome, TextWriter writer)
    {
        switch (format)
        {
            case ReportFormat.GitHub:
                AnnotationReport.WriteGitHub(outcome, writer);
                break;
            case ReportFormat.AzureDevOps:
                AnnotationReport.WriteAzureDevOps(outcome, writer);
                break;
            case ReportFormat.Markdown:
                MarkdownReport.Write(outcome, writer);
                break;
            default:
            {
                using var reporter = new TextReporter(new PlainTerminal(writer), outcome.Root);
                reporter.Validated(outcome.Validation, outcome.Request);
                if (outcome.Tests is { } tests)
                {
                    reporter.BeginTests(tests.Suites);
                    foreach (var suite in tests.Suites)
                        reporter.Tested(suite);
                }

                reporter.Finish(outcome);
                break;
            }
        }
    }
}

/// <summary>Prints one form for programs when everything is done; nothing else goes to standard output.</summary>
internal sealed class FinalReporter(ReportFormat format, Stream output) : IContentReporter
{
    public void Progress(string text)
    {
    }

    public void Validated(Content.Analysis.ValidationResult validation, ContentRequest request)
    {
    }

    public void BeginTests(System.Collections.Immutable.ImmutableArray<Content.Testing.SuiteResult> suites)
    {
    }

    public void Tested(Content.Testing.SuiteResult suite)
    {
    }

    public void Finish(ContentOutcome outcome) => ReportWriter.Write(format, outcome, output);

    public void Dispose() => output.Flush();
}
