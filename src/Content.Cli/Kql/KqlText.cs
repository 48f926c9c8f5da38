using Content.Diagnostics;
using Content.Kql;

namespace Content.Cli.Kql;

/// <summary>Findings of a single query as text.</summary>
internal static class KqlText
{
    /// <summary>Writes findings: place, code and message, the line of the query, a marker, help.</summary>
    /// <param name="query">The query.</param>
    /// <param name="path">The file that it comes from; null for none.</param>
    /// <param name="writer">Where to.</param>
    public static void WriteDiagnostics(BoundQuery query, string? path, TextWriter writer)
    {
        foreach (var diagnostic in query.Diagnostics)
            WriteDiagnostic(diagnostic, query.Source, path, writer);
    }

    /// <summary>Writes one finding.</summary>
    public static void WriteDiagnostic(Diagnostic diagnostic, SourceText source, string? path, TextWriter writer)
    {
        var start = source.GetPosition(diagnostic.Span.Start);
        var severity = diagnostic.Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "info" };
        writer.WriteLine($"{path ?? "query"}:{start}: {severity} {diagnostic.Code}: {diagnostic.Message}");
        var line = source.GetLine(start.Line).ToString().Replace('\t', ' ');
        var at = Math.Min(start.Column - 1, line.Length);
        writer.WriteLine("  " + line);
        writer.WriteLine("  " + new string(' ', at) + new string('^', Math.Max(1, Math.Min(diagnostic.Span.Length, line.Length - at))));
        if (diagnostic.Help is not null)
            writer.WriteLine("  help: " + diagnostic.Help);
    }
}
