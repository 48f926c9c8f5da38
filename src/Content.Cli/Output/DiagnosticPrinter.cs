using System.Text;
using Content.Diagnostics;

namespace Content.Cli.Output;

/// <summary>Writes a finding: place, severity, code and message on a line; of errors and warnings then the source line with the place marked, and help.</summary>
internal sealed class DiagnosticPrinter(Terminal terminal, Func<string?, string> pathOf)
{
    private const int WidthLimit = 160;

    public void Print(Diagnostic diagnostic)
    {
        var (word, tone) = diagnostic.Severity switch
        {
            DiagnosticSeverity.Error => ("error", Tone.Bad),
            DiagnosticSeverity.Warning => ("warning", Tone.Warn),
            _ => ("info", Tone.Accent),
        };
        terminal.Line(new Piece($"{pathOf(diagnostic.Path)}:{diagnostic.Start}", Tone.Strong), ": ", new Piece($"{word} {diagnostic.Code}", tone), ": " + diagnostic.Message);

        // Hints are for reading over: a line each.
        if (diagnostic.Severity == DiagnosticSeverity.Info)
            return;
        if (diagnostic.Source is { } source)
            PrintLine(source, diagnostic.Span, tone);
        if (diagnostic.Help is not null)
            terminal.Line(new Piece("  help: ", Tone.Accent), diagnostic.Help);
        if (diagnostic.Fix is { } fix)
            terminal.Line(new Piece("  fix: ", Tone.Accent), fix.Title);
        foreach (var related in diagnostic.Related)
            terminal.Line(new Piece("  see: ", Tone.Accent), $"{pathOf(related.Source.Path)}:{related.Source.GetPosition(related.Span.Start)}: {related.Message}");
    }

    /// <summary>Writes the line of a place with a marker under it.</summary>
    public void PrintLine(SourceText source, TextSpan span, Tone tone)
    {
        var start = source.GetPosition(span.Start);
        var line = source.GetLine(start.Line);
        if (line.IsWhiteSpace())
            return;
        var at = Math.Min(start.Column - 1, line.Length);
        var length = Math.Max(1, Math.Min(span.Length, line.Length - at));

        // A long line is cut so that the place stays in sight.
        var from = at + length > WidthLimit ? Math.Max(0, at - 40) : 0;
        var shown = line[from..Math.Min(line.Length, from + WidthLimit)];
        var text = new StringBuilder(from > 0 ? "..." : "").Append(shown).Replace('\t', ' ');
        if (from + shown.Length < line.Length)
            text.Append("...");
        var number = start.Line.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(5);
        var marker = new string(' ', at - from + (from > 0 ? 3 : 0)) + new string('^', Math.Min(length, Math.Max(1, shown.Length - (at - from))));
        terminal.Line(new Piece(number + " | ", Tone.Dim), text.ToString());
        terminal.Line(new Piece("      | ", Tone.Dim), new Piece(marker, tone));
    }
}
