using Content.Diagnostics;
using Content.LanguageServer.Protocol;

namespace Content.LanguageServer.Workspaces;

/// <summary>Places of the protocol (lines and UTF-16 units from 0) and offsets of texts.</summary>
internal static class Positions
{
    /// <summary>The offset of a place; one outside of the text, or behind the end of its line, is moved to the nearest place inside.</summary>
    public static int OffsetIn(SourceText source, LspPosition position)
    {
        if (position.Line >= source.LineStarts.Length)
            return source.Content.Length;
        var line = Math.Max(0, position.Line);
        return source.LineStarts[line] + Math.Clamp(position.Character, 0, source.GetLine(line + 1).Length);
    }

    /// <summary>The place of an offset.</summary>
    public static LspPosition Of(SourceText source, int offset)
    {
        var position = source.GetPosition(offset);
        return new LspPosition(position.Line - 1, position.Column - 1);
    }

    /// <summary>The range of a span.</summary>
    public static LspRange Of(SourceText source, TextSpan span) => new(Of(source, span.Start), Of(source, span.End));
}
