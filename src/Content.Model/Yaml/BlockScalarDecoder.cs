using Content.Diagnostics;

namespace Content.Model.Yaml;

/// <summary>Reads literal (<c>|</c>) and folded (<c>&gt;</c>) block scalars.</summary>
internal static class BlockScalarDecoder
{
    private const int Unknown = -1;

    private enum Chomping
    {
        Strip,
        Clip,
        Keep,
    }

    public static void Decode(string text, TextSpan raw, bool folded, int parentIndent, SegmentWriter writer)
    {
        var (position, chomping, increment) = Header(text, raw);
        var end = raw.End;
        var indent = increment > 0 ? Math.Max(parentIndent, 0) + increment : Unknown;
        var breaks = new List<(int Position, int Length)>();
        position = Breaks(text, position, end, parentIndent, ref indent, breaks);
        (int Position, int Length)? leading = null;
        var afterBlank = false;
        while (position < end && Column(text, position) == indent && !IsDocumentMark(text, position, end))
        {
            var startsBlank = ScalarDecoder.IsBlank(text[position]);
            if (leading is { } line)
            {
                // Only lines that start at the indentation are joined; more indented ones keep their breaks.
                if (folded && !afterBlank && !startsBlank && !ScalarDecoder.IsSpecialBreak(text[line.Position]))
                {
                    if (breaks.Count == 0)
                        writer.Produce(' ', line.Position, position - line.Position);
                }
                else
                    writer.Break(text, line.Position, line.Length);
            }

            foreach (var (at, length) in breaks)
                writer.Break(text, at, length);
            breaks.Clear();
            afterBlank = startsBlank;
            var start = position;
            while (position < end && !ScalarDecoder.IsBreak(text[position]))
                position++;
            writer.Copy(start, position - start);
            leading = position < end ? (position, ScalarDecoder.BreakLength(text, position, end)) : null;
            position += leading?.Length ?? 0;
            position = Breaks(text, position, end, parentIndent, ref indent, breaks);
        }

        if (chomping != Chomping.Strip && leading is { } last)
            writer.Break(text, last.Position, last.Length);
        if (chomping == Chomping.Keep)
        {
            foreach (var (at, length) in breaks)
                writer.Break(text, at, length);
        }
    }

    private static (int Position, Chomping Chomping, int Increment) Header(string text, TextSpan raw)
    {
        var position = raw.Start + 1;
        var chomping = Chomping.Clip;
        var increment = 0;
        for (; position < raw.End && text[position] is '+' or '-' or (>= '0' and <= '9'); position++)
        {
            if (text[position] == '+')
                chomping = Chomping.Keep;
            else if (text[position] == '-')
                chomping = Chomping.Strip;
            else
                increment = text[position] - '0';
        }

        while (position < raw.End && !ScalarDecoder.IsBreak(text[position]))
            position++;
        return (position + ScalarDecoder.BreakLength(text, position, raw.End), chomping, increment);
    }

    // Takes the empty lines before the next content line and leaves the position at the indentation of that line. The first time
    // without a given indentation, the indentation is that of the deepest line up to and including the first one with content.
    private static int Breaks(string text, int position, int end, int parentIndent, ref int indent, List<(int, int)> breaks)
    {
        var deepest = 0;
        while (position < end)
        {
            var column = 0;
            while (position < end && text[position] == ' ' && (indent == Unknown || column < indent))
            {
                position++;
                column++;
            }

            deepest = Math.Max(deepest, column);
            if (position >= end || !ScalarDecoder.IsBreak(text[position]))
                break;
            var length = ScalarDecoder.BreakLength(text, position, end);
            breaks.Add((position, length));
            position += length;
        }

        if (indent == Unknown)
            indent = Math.Max(deepest, parentIndent + 1);
        return position;
    }

    private static int Column(string text, int position)
    {
        var column = 0;
        while (position - column > 0 && !ScalarDecoder.IsBreak(text[position - column - 1]))
            column++;
        return column;
    }

    private static bool IsDocumentMark(string text, int position, int end) =>
        position + 3 <= end && Column(text, position) == 0 && text.AsSpan(position, 3) is "---" or "...";
}
