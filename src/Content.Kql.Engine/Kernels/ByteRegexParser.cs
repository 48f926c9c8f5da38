namespace Content.Kql.Engine.Kernels;

/// <summary>A piece of a pattern.</summary>
internal abstract record ByteRegexNode
{
    /// <summary>Nothing.</summary>
    public sealed record Empty : ByteRegexNode;

    /// <summary>One character of a set of ASCII characters.</summary>
    public sealed record Set(UInt128 Characters) : ByteRegexNode;

    /// <summary>One after another.</summary>
    public sealed record Sequence(List<ByteRegexNode> Items) : ByteRegexNode;

    /// <summary>The first that matches.</summary>
    public sealed record Choice(List<ByteRegexNode> Items) : ByteRegexNode;

    /// <summary>Repeated; no upper limit when <paramref name="Most"/> is -1.</summary>
    public sealed record Repeat(ByteRegexNode Item, int Least, int Most, bool Lazy) : ByteRegexNode;

    /// <summary>A numbered group.</summary>
    public sealed record Capture(int Number, ByteRegexNode Item) : ByteRegexNode;

    /// <summary>A place: <c>^</c>, <c>$</c>, <c>b</c> or <c>B</c>.</summary>
    public sealed record Place(char Kind) : ByteRegexNode;

    /// <summary>Whether it can match nothing.</summary>
    public bool IsNullable => this switch
    {
        Set => false,
        Sequence sequence => sequence.Items.TrueForAll(item => item.IsNullable),
        Choice choice => choice.Items.Exists(item => item.IsNullable),
        Repeat repeat => repeat.Least == 0 || repeat.Item.IsNullable,
        Capture capture => capture.Item.IsNullable,
        _ => true,
    };
}

/// <summary>Reads the plain part of the syntax: what <see cref="ByteRegex"/> runs over ASCII text. Null for anything else.</summary>
internal sealed class ByteRegexParser
{
    private const int MaxDepth = 50;
    private static readonly UInt128 Digits = Range('0', '9');
    private static readonly UInt128 Words = Digits | Range('A', 'Z') | Range('a', 'z') | Bit('_');
    private static readonly UInt128 Spaces = Bit('\t') | Bit('\n') | Bit('\f') | Bit('\r') | Bit(' ');

    private readonly string _pattern;
    private readonly bool _ignoreCase;
    private int _at;
    private bool _plain = true;

    private ByteRegexParser(string pattern)
    {
        _pattern = pattern;
        if (pattern.StartsWith("(?i)", StringComparison.Ordinal))
        {
            _ignoreCase = true;
            _at = 4;
        }
    }

    /// <summary>Number of groups.</summary>
    public int Groups { get; private set; }

    public static (ByteRegexNode Node, int Groups)? Parse(string pattern)
    {
        var parser = new ByteRegexParser(pattern);
        var node = parser.Choice(0);
        return parser._plain && parser._at == pattern.Length ? (node, parser.Groups) : null;
    }

    private static UInt128 Bit(char c) => UInt128.One << c;

    private static UInt128 Range(char first, char last)
    {
        UInt128 set = 0;
        for (var c = first; c <= last; c++)
            set |= Bit(c);
        return set;
    }

    private ByteRegexNode Give()
    {
        _plain = false;
        _at = _pattern.Length;
        return new ByteRegexNode.Empty();
    }

    private ByteRegexNode Choice(int depth)
    {
        if (depth > MaxDepth)
            return Give();
        var items = new List<ByteRegexNode> { Sequence(depth) };
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _at++;
            items.Add(Sequence(depth));
        }

        return items.Count == 1 ? items[0] : new ByteRegexNode.Choice(items);
    }

    private ByteRegexNode Sequence(int depth)
    {
        var items = new List<ByteRegexNode>();
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
            items.Add(Repeated(Atom(depth)));
        return items.Count == 1 ? items[0] : new ByteRegexNode.Sequence(items);
    }

    private ByteRegexNode Repeated(ByteRegexNode atom)
    {
        if (_at >= _pattern.Length)
            return atom;
        int least;
        int most;
        switch (_pattern[_at])
        {
            case '*': (least, most) = (0, -1); _at++; break;
            case '+': (least, most) = (1, -1); _at++; break;
            case '?': (least, most) = (0, 1); _at++; break;
            case '{':
            {
                var end = _pattern.IndexOf('}', _at);
                var bounds = end < 0 ? [] : _pattern[(_at + 1)..end].Split(',');
                if (bounds.Length is 0 or > 2 || !Number(bounds[0], out least))
                    return Give();
                if (bounds.Length == 1)
                    most = least;
                else if (bounds[1].Length == 0)
                    most = -1;
                else if (!Number(bounds[1], out most) || most < least)
                    return Give();
                _at = end + 1;
                break;
            }

            default: return atom;
        }

        if (atom is ByteRegexNode.Place || atom.IsNullable)
            return Give();
        var lazy = false;
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            lazy = true;
            _at++;
        }

        // a** and a{2}{3} are left to others.
        return _at < _pattern.Length && _pattern[_at] is '*' or '+' or '?' or '{' ? Give() : new ByteRegexNode.Repeat(atom, least, most, lazy);
    }

    private static bool Number(string text, out int value) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out value) && value <= 100;

    private ByteRegexNode Atom(int depth)
    {
        var c = _pattern[_at++];
        switch (c)
        {
            case '(':
            {
                var number = 0;
                if (_at < _pattern.Length && _pattern[_at] == '?')
                {
                    if (!_pattern.AsSpan(_at).StartsWith("?:"))
                        return Give();
                    _at += 2;
                }
                else
                {
                    number = ++Groups;
                }

                var inner = Choice(depth + 1);
                if (_at >= _pattern.Length || _pattern[_at] != ')')
                    return Give();
                _at++;
                return number == 0 ? inner : new ByteRegexNode.Capture(number, inner);
            }

            case '[': return Class();
            case '.': return new ByteRegexNode.Set(~Bit('\n'));
            case '^' or '$': return new ByteRegexNode.Place(c);
            case '\\': return Escape();
            case '*' or '+' or '?' or '{' or ')': return Give();
            default: return c < 128 ? One(Bit(c)) : Give();
        }
    }

    private ByteRegexNode.Set One(UInt128 set) => new(_ignoreCase ? Folded(set) : set);

    private static UInt128 Folded(UInt128 set)
    {
        for (var c = 'a'; c <= 'z'; c++)
        {
            var both = Bit(c) | Bit((char)(c - 32));
            if ((set & both) != 0)
                set |= both;
        }

        return set;
    }

    private ByteRegexNode Escape()
    {
        if (_at >= _pattern.Length)
            return Give();
        if (_pattern[_at] is 'b' or 'B')
            return new ByteRegexNode.Place(_pattern[_at++]);
        return Escaped() is { } set ? One(set) : Give();
    }

    // The set that an escape stands for; null for one that is not plain.
    private UInt128? Escaped()
    {
        var c = _pattern[_at++];
        return c switch
        {
            'd' => Digits,
            'D' => ~Digits,
            'w' => Words,
            'W' => ~Words,
            's' => Spaces,
            'S' => ~Spaces,
            't' => Bit('\t'),
            'n' => Bit('\n'),
            'r' => Bit('\r'),
            'f' => Bit('\f'),
            'v' => Bit('\v'),
            < (char)128 when !char.IsAsciiLetterOrDigit(c) => Bit(c),
            _ => null,
        };
    }

    private ByteRegexNode Class()
    {
        var negate = _at < _pattern.Length && _pattern[_at] == '^';
        if (negate)
            _at++;
        UInt128 set = 0;
        for (var first = true; ; first = false)
        {
            if (_at >= _pattern.Length)
                return Give();
            var c = _pattern[_at++];
            if (c == ']' && !first)
                break;
            if (c >= 128 || c == '[')
                return Give();
            UInt128 one;
            if (c == '\\')
            {
                if (_at >= _pattern.Length || Escaped() is not { } escaped)
                    return Give();
                one = escaped;
            }
            else
            {
                one = Bit(c);
            }

            if (_at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] != ']')
            {
                var last = _pattern[_at + 1];
                if (c == '\\' || last is '\\' or '[' || last >= 128 || last < c)
                    return Give();
                one = Range(c, last);
                _at += 2;
            }

            set |= one;
        }

        if (_ignoreCase)
            set = Folded(set);
        return new ByteRegexNode.Set(negate ? ~set : set);
    }
}
