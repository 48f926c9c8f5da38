namespace Content.Analysis.Formatting;

/// <summary>Lines of a text by offsets.</summary>
internal static class TextLines
{
    /// <summary>Offset of the first character of the line.</summary>
    public static int StartOf(string text, int place) => place == 0 ? 0 : text.LastIndexOf('\n', place - 1) + 1;

    /// <summary>Offset of the line break of the line, or the end of the text.</summary>
    public static int EndOf(string text, int place)
    {
        var end = text.AsSpan(place).IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : place + end;
    }

    /// <summary>Offset of the first character of the next line, or the end of the text.</summary>
    public static int NextOf(string text, int place)
    {
        var end = text.IndexOf('\n', place);
        return end < 0 ? text.Length : end + 1;
    }

    /// <summary>The line break that a text uses: that of its first line.</summary>
    public static string BreakOf(string text) => text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var at && text[at - 1] == '\r' ? "\r\n" : "\n";
}
