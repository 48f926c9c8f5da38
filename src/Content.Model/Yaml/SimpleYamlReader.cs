using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Content.Diagnostics;

namespace Content.Model.Yaml;

/// <summary>
/// Reads the YAML that nearly all content is written in: block mappings and lists, scalars of all styles, flow collections of one line, comments. It goes over the
/// text once and makes no events, which takes a tenth of the time of the general parser. Whatever else there is (anchors, tags, directives, tabs, several documents)
/// and whatever is wrong is left to the general parser, whose trees it equals: the tests compare the two.
/// </summary>
internal sealed partial class SimpleYamlReader
{
    private const int MaximumDepth = 60;
    private const int MaximumKeyLength = 1000;

    // With these a file is for the general parser: a lone CR is looked for apart.
    private static readonly SearchValues<char> s_uncommon = SearchValues.Create("\t\x85\u2028\u2029\uFEFF\0");

    // The general parser takes some of these for what they are not, in the middle of a plain text too.
    private static readonly SearchValues<char> s_indicators = SearchValues.Create("*&!|>'\"%@`{}[],?");

    private readonly SourceText _source;
    private readonly string _text;
    private readonly List<YamlEntry> _entries = [];
    private readonly List<YamlNode> _items = [];
    private int _position;

    private SimpleYamlReader(SourceText source)
    {
        _source = source;
        _text = source.Content;
    }

    /// <summary>The root of the tree; null when the general parser has to read the file.</summary>
    public static YamlNode? Read(SourceText source)
    {
        var text = source.Content;
        if (text.AsSpan().ContainsAny(s_uncommon) || HasLoneReturn(text))
            return null;
        var reader = new SimpleYamlReader(source);
        return reader.NextLine() is >= 0 and var column && reader.ReadBlock(column, depth: 0) is { } root && reader.NextLine() < 0 && reader.AtEnd ? root : null;
    }

    private bool AtEnd => _position >= _text.Length;

    private static bool HasLoneReturn(string text)
    {
        for (var at = text.IndexOf('\r', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\r', at + 1))
        {
            if (at + 1 >= text.Length || text[at + 1] != '\n')
                return true;
        }

        return false;
    }

    // Goes on to the next line with content, at whose first character the position is then, and gives its column. -1 at the end of the file, and for document marks and
    // directives, which leave the position before the end. The position has to be at the beginning of a line.
    private int NextLine()
    {
        while (_position < _text.Length)
        {
            var start = _position;
            while (_position < _text.Length && _text[_position] == ' ')
                _position++;
            if (_position == _text.Length)
                return -1;
            var c = _text[_position];
            if (c is '#' or '\n' or '\r')
            {
                ToNextLine();
                continue;
            }

            var column = _position - start;
            if (column == 0 && (c == '%' || (_position + 3 <= _text.Length && _text.AsSpan(_position, 3) is "---" or "...")))
                return -1;
            return column;
        }

        return -1;
    }

    private void ToNextLine()
    {
        var end = _text.IndexOf('\n', _position);
        _position = end < 0 ? _text.Length : end + 1;
    }

    private int EndOfLine(int position)
    {
        var end = _text.IndexOf('\n', position);
        if (end < 0)
            return _text.Length;
        return end > position && _text[end - 1] == '\r' ? end - 1 : end;
    }

    private bool IsBlankOrEnd(int position) => position >= _text.Length || _text[position] is ' ' or '\n' or '\r';

    private bool IsDash(int position) => position < _text.Length && _text[position] == '-' && IsBlankOrEnd(position + 1);

    // What stands on a line of its own, at a column. Null when the general parser has to decide, here as below.
    private YamlNode? ReadBlock(int column, int depth) =>
        depth > MaximumDepth ? null : IsDash(_position) ? ReadSequence(column, depth) : KeyEnd(_position) >= 0 ? ReadMapping(column, depth) : null;

    private YamlMapping? ReadMapping(int column, int depth)
    {
        var start = _position;
        var first = _entries.Count;
        HashSet<string>? keys = null;
        var weight = 1;
        while (true)
        {
            if (ReadKey(column) is not { } key || IsRepeated(first, key.Value, ref keys) || key is { Value: "<<", Style: YamlScalarStyle.Plain })
                return null;
            if (ReadValue(column, depth) is not { } value)
                return null;
            _entries.Add(new YamlEntry(key, value));
            weight += key.Weight + value.Weight;
            var next = NextLine();
            if (next != column || IsDash(_position))
            {
                if (next > column || (next == column && IsDash(_position)))
                    return null;
                ToLineStart(next);
                break;
            }
        }

        var entries = Take(_entries, first);
        return new YamlMapping(_source, TextSpan.FromBounds(start, Math.Max(entries[^1].Key.Span.End, entries[^1].Value.Span.End)), null, entries) { Weight = weight };
    }

    private bool IsRepeated(int first, string name, ref HashSet<string>? keys)
    {
        const int HashFrom = 16;
        var count = _entries.Count - first;
        if (count < HashFrom)
        {
            for (var i = first; i < _entries.Count; i++)
            {
                if (_entries[i].Key.Value == name)
                    return true;
            }

            return false;
        }

        if (keys is null)
        {
            keys = new HashSet<string>(StringComparer.Ordinal);
            for (var i = first; i < _entries.Count; i++)
                keys.Add(_entries[i].Key.Value);
        }

        return !keys.Add(name);
    }

    private YamlSequence? ReadSequence(int column, int depth)
    {
        var start = _position;
        var first = _items.Count;
        var weight = 1;
        while (true)
        {
            _position++;
            if (ReadItem(column, depth) is not { } item)
                return null;
            _items.Add(item);
            weight += item.Weight;
            var next = NextLine();
            if (next != column || !IsDash(_position))
            {
                if (next > column)
                    return null;
                ToLineStart(next);
                break;
            }
        }

        var items = Take(_items, first);
        return new YamlSequence(_source, TextSpan.FromBounds(start, items[^1].Span.End), null, items) { Weight = weight };
    }

    // A line that belongs to an outer collection is read again there.
    private void ToLineStart(int column) => _position -= Math.Max(column, 0);

    // Behind a dash: a scalar, or a mapping whose first key stands on the same line.
    private YamlNode? ReadItem(int dash, int depth)
    {
        var column = dash + 1;
        while (_position < _text.Length && _text[_position] == ' ')
        {
            _position++;
            column++;
        }

        if (_position >= _text.Length || _text[_position] is '\n' or '\r' or '#' || IsDash(_position))
            return null;
        return depth < MaximumDepth && KeyEnd(_position) >= 0 ? ReadMapping(column, depth + 1) : ReadInline(dash, depth);
    }

    // Where the colon of a key is that stands at a position; -1 when there is none on the line.
    private int KeyEnd(int position)
    {
        var c = _text[position];
        if (c is '\'' or '"')
        {
            var close = CloseOf(position, EndOfLine(position));
            return close >= 0 && close + 1 < _text.Length && _text[close + 1] == ':' && IsBlankOrEnd(close + 2) ? close + 1 : -1;
        }

        if (!StartsPlain(position))
            return -1;
        var end = EndOfLine(position);
        for (var at = position; at < end; at++)
        {
            at = _text.AsSpan(at, end - at).IndexOfAny(':', '#') is >= 0 and var found ? at + found : end;
            if (at < end && _text[at] == ':' && IsBlankOrEnd(at + 1))
                return at;
            if (at < end && _text[at] == '#' && at > position && _text[at - 1] == ' ')
                return -1;
        }

        return -1;
    }

    private YamlScalar? ReadKey(int indent)
    {
        var start = _position;
        var colon = KeyEnd(start);
        if (colon < 0 || colon - start > MaximumKeyLength || (_text[start] is not ('\'' or '"') && _text.AsSpan(start, colon - start).ContainsAny(s_indicators)))
            return null;
        var end = colon;
        while (end > start && _text[end - 1] == ' ')
            end--;
        _position = colon + 1;
        return _text[start] is '\'' or '"' ? Quoted(start, end - 1, indent) : Plain(start, end, indent);
    }

    // Behind the colon of a key of a mapping at a column.
    private YamlNode? ReadValue(int column, int depth)
    {
        var colon = _position;
        while (_position < _text.Length && _text[_position] == ' ')
            _position++;
        if (_position < _text.Length && _text[_position] is not ('\n' or '\r' or '#'))
            return ReadInline(column, depth);
        ToNextLine();
        var line = NextLine();
        if (line > column || (line == column && IsDash(_position)))
            return ReadBlock(line, depth + 1);
        ToLineStart(line);
        return new YamlScalar(_source, new TextSpan(colon, 0), new TextSpan(colon, 0), null, "", YamlScalarStyle.Plain, column);
    }

    // A scalar or flow collection that begins in the middle of a line; what is left of that line must be blank or a comment.
    private YamlNode? ReadInline(int parentIndent, int depth)
    {
        var start = _position;
        switch (_text[start])
        {
            case '|' or '>':
                return ReadBlockScalar(parentIndent);
            case '[' or '{':
            {
                var node = ReadFlow(parentIndent, EndOfLine(start), depth + 1);
                return node is not null && EndLine() ? node : null;
            }

            case '\'' or '"':
            {
                var close = CloseOf(start, _text.Length);
                if (close < 0 || !ContinuesBelow(start, close, parentIndent))
                    return null;
                _position = close + 1;
                return Quoted(start, close, parentIndent) is { } quoted && EndLine() ? quoted : null;
            }

            default:
                return StartsPlain(start) ? ReadPlain(start, parentIndent) : null;
        }
    }

    private bool EndLine()
    {
        var start = _position;
        while (_position < _text.Length && _text[_position] == ' ')
            _position++;
        if (_position < _text.Length && _text[_position] is not ('\n' or '\r') && (_text[_position] != '#' || _position == start))
            return false;
        ToNextLine();
        return true;
    }

    // A flow collection that ends on its line.
    private YamlNode? ReadFlow(int parentIndent, int end, int depth)
    {
        var start = _position;
        if (depth > MaximumDepth)
            return null;
        if (_text[start] is not ('[' or '{'))
            return ReadFlowScalar(parentIndent, end);
        var isMapping = _text[start] == '{';
        var close = isMapping ? '}' : ']';
        var (firstEntry, firstItem) = (_entries.Count, _items.Count);
        HashSet<string>? keys = null;
        var weight = 1;
        _position++;
        SkipBlanks(end);
        if (_position < end && _text[_position] == close)
        {
            _position++;
            return isMapping ? new YamlMapping(_source, TextSpan.FromBounds(start, _position), null, []) : new YamlSequence(_source, TextSpan.FromBounds(start, _position), null, []);
        }

        while (true)
        {
            SkipBlanks(end);
            if (_position >= end)
                return null;
            if (isMapping)
            {
                if (ReadFlowScalar(parentIndent, end) is not { } key || IsRepeated(firstEntry, key.Value, ref keys) || key is { Value: "<<", Style: YamlScalarStyle.Plain })
                    return null;
                if (_position + 1 >= end || _text[_position] != ':' || _text[_position + 1] != ' ')
                    return null;
                _position++;
                SkipBlanks(end);
                if (_position >= end || ReadFlow(parentIndent, end, depth + 1) is not { } value)
                    return null;
                _entries.Add(new YamlEntry(key, value));
                weight += key.Weight + value.Weight;
            }
            else
            {
                if (ReadFlow(parentIndent, end, depth + 1) is not { } item)
                    return null;
                _items.Add(item);
                weight += item.Weight;
            }

            SkipBlanks(end);
            if (_position >= end || (_text[_position] != ',' && _text[_position] != close))
                return null;
            if (_text[_position++] == close)
                break;
        }

        var span = TextSpan.FromBounds(start, _position);
        return isMapping ? new YamlMapping(_source, span, null, Take(_entries, firstEntry)) { Weight = weight } : new YamlSequence(_source, span, null, Take(_items, firstItem)) { Weight = weight };
    }

    private void SkipBlanks(int end)
    {
        while (_position < end && _text[_position] == ' ')
            _position++;
    }

    private YamlScalar? ReadFlowScalar(int parentIndent, int end)
    {
        var start = _position;
        if (start >= end)
            return null;
        if (_text[start] is '\'' or '"')
        {
            var close = CloseOf(start, end);
            if (close < 0)
                return null;
            _position = close + 1;
            return Quoted(start, close, parentIndent);
        }

        if (!StartsPlain(start) || (_text[start] == '-' && start + 1 < end && _text[start + 1] is ',' or '[' or ']' or '{' or '}'))
            return null;
        var at = start;
        for (; at < end; at++)
        {
            var c = _text[at];
            if (c is ',' or ']' or '}')
                break;
            if (c is '[' or '{' || (c == '#' && _text[at - 1] == ' '))
                return null;
            if (c == ':')
            {
                if (at + 1 < end && _text[at + 1] is ',' or '[' or ']' or '{' or '}')
                    return null;
                if (IsBlankOrEnd(at + 1))
                    break;
            }
        }

        _position = at;
        while (at > start && _text[at - 1] == ' ')
            at--;
        return _text.AsSpan(start, at - start).ContainsAny('*', '&') ? null : Plain(start, at, parentIndent);
    }

    // What a collection has put on a shared stack becomes its own array.
    private static ImmutableArray<T> Take<T>(List<T> stack, int first)
    {
        var own = new T[stack.Count - first];
        stack.CopyTo(first, own, 0, own.Length);
        stack.RemoveRange(first, own.Length);
        return ImmutableCollectionsMarshal.AsImmutableArray(own);
    }
}
