using System.Collections.Immutable;

namespace Content.Diagnostics;

/// <summary>A text with the path it came from and an index of its lines. LF, CRLF and CR all end a line.</summary>
public sealed class SourceText
{
    private ImmutableArray<int> _lineStarts;

    /// <summary>Creates a text.</summary>
    /// <param name="content">The text, without a byte order mark.</param>
    /// <param name="path">Path as users should see it, with forward slashes; null for a text without a file.</param>
    public SourceText(string content, string? path = null)
    {
        Content = content;
        Path = path;
    }

    /// <summary>The whole text.</summary>
    public string Content { get; }

    /// <summary>Path as users should see it; null for a text without a file.</summary>
    public string? Path { get; }

    /// <summary>Offset of the first character of each line.</summary>
    public ImmutableArray<int> LineStarts
    {
        get
        {
            if (_lineStarts.IsDefault)
                ImmutableInterlocked.InterlockedInitialize(ref _lineStarts, FindLineStarts(Content));
            return _lineStarts;
        }
    }

    /// <summary>Line and column of an offset; an offset outside the text is moved to its nearest end.</summary>
    public LinePosition GetPosition(int offset)
    {
        offset = Math.Clamp(offset, 0, Content.Length);
        var line = LineStarts.BinarySearch(offset);
        if (line < 0)
            line = ~line - 1;
        return new LinePosition(line + 1, offset - LineStarts[line] + 1);
    }

    /// <summary>Offset of a line and column, moved into the text when outside of it.</summary>
    public int GetOffset(LinePosition position)
    {
        var line = Math.Clamp(position.Line - 1, 0, LineStarts.Length - 1);
        var end = line + 1 < LineStarts.Length ? LineStarts[line + 1] : Content.Length;
        return Math.Clamp(LineStarts[line] + position.Column - 1, LineStarts[line], end);
    }

    /// <summary>The text of one line, from 1, without its line end.</summary>
    public ReadOnlySpan<char> GetLine(int line)
    {
        if (line < 1 || line > LineStarts.Length)
            return [];
        var start = LineStarts[line - 1];
        var end = line < LineStarts.Length ? LineStarts[line] : Content.Length;
        return Content.AsSpan(start, end - start).TrimEnd("\r\n");
    }

    private static ImmutableArray<int> FindLineStarts(string text)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                i++;
            else if (text[i] is not ('\n' or '\r'))
                continue;
            starts.Add(i + 1);
        }

        return starts.ToImmutable();
    }
}
