using System.Collections.Immutable;
using Content.Diagnostics;

namespace Content.Model.Yaml;

/// <content>Plain and quoted texts, and the blocks behind | and &gt;.</content>
internal sealed partial class SimpleYamlReader
{
    // The lines of a quoted text are indented deeper than what it belongs to, and are no document marks.
    private bool ContinuesBelow(int start, int close, int parentIndent)
    {
        for (var end = _text.IndexOf('\n', start, close - start); end >= 0; end = _text.IndexOf('\n', end + 1, close - end - 1))
        {
            var at = end + 1;
            while (at < close && _text[at] == ' ')
                at++;
            if (at - end - 1 <= parentIndent && _text[at] is not ('\n' or '\r'))
                return false;
            if (at == end + 1 && at + 3 <= _text.Length && _text.AsSpan(at, 3) is "---" or "...")
                return false;
        }

        return true;
    }

    private bool StartsPlain(int position) => _text[position] switch
    {
        '-' or '?' or ':' => !IsBlankOrEnd(position + 1) && _text[position] == '-',
        ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' => false,
        _ => true,
    };

    private YamlScalar? ReadPlain(int start, int parentIndent)
    {
        var end = PlainEnd(start);
        if (end < 0)
            return null;
        var last = end;
        while (true)
        {
            // A comment ends the text; so does whatever is not indented deeper than the collection.
            _position = last;
            var commented = _text.AsSpan(last, EndOfLine(last) - last).TrimStart(' ').Length > 0;
            ToNextLine();
            var line = _position;
            var next = NextLineOrComment();
            if (next <= parentIndent)
            {
                _position = line;
                break;
            }

            if (commented || _text[_position] == '#' || PlainEnd(_position) is not (>= 0 and var more))
                return null;
            last = more;
        }

        return Plain(start, last, parentIndent);
    }

    // As NextLine, but comments are lines too.
    private int NextLineOrComment()
    {
        while (_position < _text.Length)
        {
            var start = _position;
            while (_position < _text.Length && _text[_position] == ' ')
                _position++;
            if (_position == _text.Length)
                return -1;
            if (_text[_position] is not ('\n' or '\r'))
                return _position - start;
            ToNextLine();
        }

        return -1;
    }

    // Where the part of a plain text that stands on this line ends; -1 when it is none that a block may have.
    private int PlainEnd(int start)
    {
        var end = EndOfLine(start);
        for (var at = start; at < end; at++)
        {
            var found = _text.AsSpan(at, end - at).IndexOfAny(':', '#');
            if (found < 0)
                break;
            at += found;
            if (_text[at] == ':' && IsBlankOrEnd(at + 1))
                return -1;
            if (_text[at] == '#' && at > start && _text[at - 1] == ' ')
            {
                end = at;
                break;
            }
        }

        while (end > start && _text[end - 1] == ' ')
            end--;
        var line = _text.AsSpan(start, end - start);
        return line.Contains(" *", StringComparison.Ordinal) || line.Contains(" &", StringComparison.Ordinal) || line[0] is '*' or '&' ? -1 : end;
    }

    private YamlScalar Plain(int start, int end, int parentIndent)
    {
        var span = TextSpan.FromBounds(start, end);
        var folds = _text.AsSpan(start, end - start).Contains('\n');
        return new YamlScalar(_source, span, span, null, folds ? ScalarDecoder.ValueOf(_text, span, YamlScalarStyle.Plain, parentIndent) : _text[start..end], YamlScalarStyle.Plain, parentIndent);
    }

    // The quote that closes a text, which must lie before an end; -1 when there is none.
    private int CloseOf(int start, int end)
    {
        var quote = _text[start];
        for (var at = start + 1; at < end; at++)
        {
            if (_text[at] == '\\' && quote == '"')
                at++;
            else if (_text[at] == quote)
            {
                if (quote == '"' || at + 1 >= _text.Length || _text[at + 1] != quote)
                    return at;
                at++;
            }
        }

        return -1;
    }

    // Codes of characters are left to the general parser, which says what is wrong with one.
    private YamlScalar? Quoted(int start, int close, int parentIndent)
    {
        var style = _text[start] == '"' ? YamlScalarStyle.DoubleQuoted : YamlScalarStyle.SingleQuoted;
        var inner = _text.AsSpan(start + 1, close - start - 1);
        if (style == YamlScalarStyle.DoubleQuoted)
        {
            for (var at = inner.IndexOf('\\'); at >= 0 && at < inner.Length; at = inner[(at + 2)..].IndexOf('\\') is >= 0 and var found ? at + 2 + found : -1)
            {
                if (at + 1 >= inner.Length || inner[at + 1] is not ('\\' or '"' or 'n' or 't' or 'r' or '/'))
                    return null;
            }
        }

        var span = TextSpan.FromBounds(start, close + 1);
        var value = inner.IndexOfAny('\n', style == YamlScalarStyle.DoubleQuoted ? '\\' : '\'') < 0 ? inner.ToString() : ScalarDecoder.ValueOf(_text, span, style, parentIndent);
        return new YamlScalar(_source, span, span, null, value, style, parentIndent);
    }

    private YamlScalar? ReadBlockScalar(int parentIndent)
    {
        var start = _position;
        var style = _text[start] == '|' ? YamlScalarStyle.Literal : YamlScalarStyle.Folded;
        _position++;
        if (_position < _text.Length && _text[_position] is '-' or '+')
            _position++;
        if (!_text.AsSpan(_position, EndOfLine(_position) - _position).TrimEnd(' ').IsEmpty)
            return null;
        ToNextLine();
        var indent = -1;
        var blanks = 0;
        var end = _position;
        while (_position < _text.Length)
        {
            var line = _position;
            while (_position < _text.Length && _text[_position] == ' ' && (indent < 0 || _position - line < indent))
                _position++;
            var column = _position - line;
            if (_position < _text.Length && _text[_position] is not ('\n' or '\r'))
            {
                if (indent < 0)
                {
                    // The general parser has a say on empty lines with blanks before the first one.
                    if (column <= parentIndent || blanks > 0)
                        return null;
                    indent = column;
                }
                else if (column < indent)
                {
                    _position = line;
                    break;
                }
            }
            else if (indent < 0)
            {
                blanks = Math.Max(blanks, column);
            }

            ToNextLine();
            end = _position;
        }

        if (indent < 0)
            return null;
        var shown = end;
        while (shown > start && _text[shown - 1] is ' ' or '\n' or '\r')
            shown--;

        // Blocks are queries for the most part, whose map is asked for.
        var raw = TextSpan.FromBounds(start, end);
        var (value, segments) = ScalarDecoder.Read(_text, raw, style, parentIndent);
        return new YamlScalar(_source, TextSpan.FromBounds(start, shown), raw, null, value, style, parentIndent, new SourceMap(_source, segments));
    }
}
