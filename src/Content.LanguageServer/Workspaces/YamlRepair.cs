using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.LanguageServer.Workspaces;

/// <summary>Reads YAML that is being written: a line that cannot be read is taken for empty, so that the rest keeps its meaning and places.</summary>
internal static class YamlRepair
{
    // Each try reads the whole file; who has more lines wrong at once gets less help.
    private const int MaxLines = 6;

    /// <summary>The root of a file as far as it can be read; null when it is no mapping.</summary>
    public static YamlMapping? Read(SourceText source)
    {
        var document = YamlDocument.Parse(source);
        var text = source.Content;
        for (var tries = 0; document.HasErrors && tries < MaxLines; tries++)
        {
            var error = document.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            if (LastLineBefore(source, text, error.Span.Start) is not { } line)
                break;
            text = Blank(text, source.LineStarts[line - 1], source.GetLine(line).Length);
            var repaired = YamlDocument.Parse(new SourceText(text, source.Path));
            document = repaired;
        }

        return document.Root as YamlMapping;
    }

    /// <summary>A text with a piece of it made blank.</summary>
    public static string Blank(string text, int start, int length) => string.Concat(text.AsSpan(0, start), new string(' ', length), text.AsSpan(start + length));

    // A scanner notices what is wrong where it ends, often at the start of the line below.
    private static int? LastLineBefore(SourceText source, string text, int offset)
    {
        var position = source.GetPosition(offset);
        var line = position.Line;
        if (text.AsSpan(source.LineStarts[line - 1], position.Column - 1).IsWhiteSpace())
            line--;
        while (line > 0 && text.AsSpan(source.LineStarts[line - 1], source.GetLine(line).Length).IsWhiteSpace())
            line--;
        return line > 0 ? line : null;
    }
}
