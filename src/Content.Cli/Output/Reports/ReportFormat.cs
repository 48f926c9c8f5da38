namespace Content.Cli.Output.Reports;

/// <summary>A form in which the outcome of a command over content can be written.</summary>
internal enum ReportFormat : byte
{
    /// <summary>For people.</summary>
    Text,
    /// <summary>One JSON document.</summary>
    Json,
    /// <summary>SARIF 2.1.0.</summary>
    Sarif,
    /// <summary>JUnit XML.</summary>
    JUnit,
    /// <summary>Workflow commands of GitHub Actions.</summary>
    GitHub,
    /// <summary>Logging commands of Azure Pipelines.</summary>
    AzureDevOps,
    /// <summary>A job summary in Markdown.</summary>
    Markdown,
}

/// <summary>A report that is asked for beside what is printed.</summary>
/// <param name="Format">Its form.</param>
/// <param name="Path">The file it is written to.</param>
internal sealed record ReportRequest(ReportFormat Format, string Path)
{
    /// <summary>Names of the forms as people type them, in order of the enumeration.</summary>
    public static readonly string[] Names = ["text", "json", "sarif", "junit", "github", "azdo", "markdown"];

    /// <summary>The form of a name; null when there is none.</summary>
    public static ReportFormat? FormatOf(string name) => Array.IndexOf(Names, name) is var index and >= 0 ? (ReportFormat)index : null;

    /// <summary>Reads <c>FORMAT=FILE</c>.</summary>
    /// <exception cref="CommandException">It is written otherwise.</exception>
    public static ReportRequest Parse(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at > 0 && at + 1 < text.Length && FormatOf(text[..at]) is { } format)
            return new ReportRequest(format, text[(at + 1)..]);
        throw new CommandException(ExitCodes.Usage, $"'--report {text}' is not of the form FORMAT=FILE.", $"FORMAT is one of {string.Join(", ", Names)}; for example --report sarif=results.sarif.");
    }
}
