using System.Globalization;
using System.Text;

namespace Content.Testing.Generation;

/// <summary>
/// Makes a text that a regular expression matches: the first alternative, as few repetitions as it takes, the first of a set. What it does not know
/// (conditions on what stands around) it passes over; the engine says whether the text matches.
/// </summary>
internal sealed class RegexSample
{
    private const int Deepest = 60;

    private readonly string _pattern;
    private readonly int _variant;
    private readonly int _fixedGroup;
    private readonly string? _fixedText;
    private int _at;
    private int _groups;

    private RegexSample(string pattern, int variant, int fixedGroup, string? fixedText) => (_pattern, _variant, _fixedGroup, _fixedText) = (pattern, variant, fixedGroup, fixedText);

    /// <summary>A text that a pattern matches.</summary>
    /// <param name="pattern">RE2 syntax.</param>
    /// <param name="variant">Number of the text; others differ where a set of characters allows it.</param>
    public static string Make(string pattern, int variant = 0) => new RegexSample(pattern, variant, -1, null).Alternatives(0);

    /// <summary>A text that a pattern matches with a text of our own in one of its groups.</summary>
    public static string Make(string pattern, int group, string text) => new RegexSample(pattern, 0, group, text).Alternatives(0);

    private string Alternatives(int depth)
    {
        var first = Sequence(depth);
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _at++;
            Sequence(depth);
        }

        return first;
    }

    private string Sequence(int depth)
    {
        var text = new StringBuilder();
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            var piece = Atom(depth);
            var (least, most) = Repetition();
            var count = most == 0 ? 0 : least;
            for (var i = 0; i < Math.Min(count, 1_000); i++)
                text.Append(piece);
        }

        return text.ToString();
    }

    private string Atom(int depth)
    {
        var c = _pattern[_at++];
        switch (c)
        {
            case '(':
                return Group(depth);
            case '[':
                return Set();
            case '\\':
                return Escape();
            case '.':
                return Letter('x');
            case '^' or '$':
                return "";
            default:
                return c.ToString();
        }
    }

    private string Group(int depth)
    {
        var number = -1;
        var isNothing = false;
        if (Next("?P<") || Next("?<"))
        {
            isNothing = _at < _pattern.Length && _pattern[_at] is '=' or '!';
            _at = _pattern.IndexOf('>', _at) is var end and >= 0 && !isNothing ? end + 1 : _at + 1;
            number = isNothing ? -1 : ++_groups;
        }
        else if (Next("?"))
        {
            while (_at < _pattern.Length && _pattern[_at] is not (':' or ')' or '=' or '!'))
                _at++;
            isNothing = _at < _pattern.Length && _pattern[_at] is '=' or '!';
            if (_at < _pattern.Length && _pattern[_at] != ')')
                _at++;
        }
        else
            number = ++_groups;

        var text = depth > Deepest ? "" : Alternatives(depth + 1);
        if (_at < _pattern.Length)
            _at++;
        return isNothing ? "" : number >= 0 && number == _fixedGroup ? _fixedText! : text;
    }

    private string Set()
    {
        var negated = Next("^");
        var ranges = new List<(char From, char To)>();
        var isFirst = true;
        while (_at < _pattern.Length && (_pattern[_at] != ']' || isFirst))
        {
            isFirst = false;
            if (_pattern[_at] == '[' && _at + 1 < _pattern.Length && _pattern[_at + 1] == ':' && _pattern.IndexOf(":]", _at, StringComparison.Ordinal) is var close and > 0)
            {
                ranges.AddRange(_pattern[(_at + 2)..close] switch { "digit" => [('0', '9')], "space" => [(' ', ' ')], "upper" => [('A', 'Z')], _ => [('a', 'z')] });
                _at = close + 2;
                continue;
            }

            var from = One(ranges);
            if (from is not { } start)
                continue;
            var end = start;
            if (_at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] != ']')
            {
                _at++;
                end = One(ranges) ?? start;
            }

            ranges.Add((start, end));
        }

        _at++;
        if (!negated)
            return ranges.Count == 0 ? "" : ranges.Exists(range => range is ('a', 'z')) ? Letter('a') : Within(ranges[0]);
        foreach (var candidate in "xa0-_ A!~")
        {
            if (!ranges.Exists(range => candidate >= range.From && candidate <= range.To))
                return candidate.ToString();
        }

        return "x";
    }

    // A class of characters adds its ranges and is no single one.
    private char? One(List<(char From, char To)> ranges)
    {
        var c = _pattern[_at++];
        if (c != '\\' || _at >= _pattern.Length)
            return c;
        var escaped = _pattern[_at++];
        switch (escaped)
        {
            case 'd':
                ranges.Add(('0', '9'));
                return null;
            case 'w':
                ranges.AddRange([('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]);
                return null;
            case 's':
                ranges.Add((' ', ' '));
                return null;
            case 'D' or 'S' or 'W':
                ranges.Add(('!', '!'));
                return null;
            default:
                return Named(escaped);
        }
    }

    private string Escape()
    {
        if (_at >= _pattern.Length)
            return "";
        var c = _pattern[_at++];
        switch (c)
        {
            case 'd':
                return ((char)('1' + _variant % 9)).ToString();
            case 'w':
                return Letter('a');
            case 's':
                return " ";
            case 'D' or 'S':
                return "x";
            case 'W':
                return " ";
            case 'b' or 'B' or 'A' or 'z' or 'Z':
                return "";
            case 'Q' when _pattern.IndexOf("\\E", _at, StringComparison.Ordinal) is var end and >= 0:
                var text = _pattern[_at..end];
                _at = end + 2;
                return text;
            case 'x' when _at + 2 <= _pattern.Length && int.TryParse(_pattern.AsSpan(_at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code):
                _at += 2;
                return ((char)code).ToString();
            default:
                return Named(c).ToString();
        }
    }

    private static char Named(char c) => c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'f' => '\f', 'v' => '\v', _ => c };

    private (int Least, int Most) Repetition()
    {
        if (_at >= _pattern.Length)
            return (1, 1);
        var result = (1, 1);
        switch (_pattern[_at])
        {
            case '*':
                _at++;
                result = (0, int.MaxValue);
                break;
            case '+':
                _at++;
                result = (1, int.MaxValue);
                break;
            case '?':
                _at++;
                result = (0, 1);
                break;
            case '{' when _pattern.IndexOf('}', _at) is var end and > 0 && int.TryParse(_pattern[(_at + 1)..end].Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least):
                _at = end + 1;
                result = (least, int.MaxValue);
                break;
            default:
                return result;
        }

        if (_at < _pattern.Length && _pattern[_at] is '?' or '+')
            _at++;
        return result;
    }

    private string Letter(char first) => ((char)(first <= 'p' ? first + _variant % 10 : first)).ToString();

    private string Within((char From, char To) range) => ((char)(range.From + _variant % Math.Max(1, range.To - range.From + 1))).ToString();

    private bool Next(string text)
    {
        if (!_pattern.AsSpan(_at).StartsWith(text, StringComparison.Ordinal))
            return false;
        _at += text.Length;
        return true;
    }
}
