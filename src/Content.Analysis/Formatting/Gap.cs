namespace Content.Analysis.Formatting;

/// <summary>A comment between two tokens.</summary>
/// <param name="Text">The comment without blanks at its end.</param>
/// <param name="IsTrailing">Whether it stands in the line of the token before it.</param>
/// <param name="AfterBlankLine">Whether an empty line stands before it.</param>
internal readonly record struct Comment(string Text, bool IsTrailing, bool AfterBlankLine);

/// <summary>What stands between a token and the one before it.</summary>
internal sealed class Gap
{
    public required Comment[] Comments { get; init; }

    /// <summary>Whether nothing at all stands there.</summary>
    public required bool IsAdjacent { get; init; }

    /// <summary>Whether an empty line stands right before the token.</summary>
    public required bool AfterBlankLine { get; init; }

    /// <summary>Whether the token starts a line.</summary>
    public required bool HasBreak { get; init; }

    /// <summary>Reads the text between two tokens.</summary>
    public static Gap Read(string text, int start, int end)
    {
        var comments = new List<Comment>();
        var breaks = 0;
        var anyBreak = start == 0;
        for (var i = start; i < end;)
        {
            if (text[i] == '/')
            {
                var length = text.AsSpan(i, end - i).IndexOfAny('\r', '\n');
                var stop = length < 0 ? end : i + length;
                comments.Add(new Comment(text[i..stop].TrimEnd(), !anyBreak && start > 0 && comments.Count == 0, breaks > 1));
                i = stop;
                breaks = 0;
                continue;
            }

            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.Length || text[i + 1] != '\n')))
            {
                breaks++;
                anyBreak = true;
            }

            i++;
        }

        return new Gap
        {
            Comments = [.. comments], IsAdjacent = start == end, AfterBlankLine = breaks > 1,
            HasBreak = start > 0 && (anyBreak || comments.Count > 0),
        };
    }
}
