using System.Collections;
using System.Globalization;

namespace Content.Workbooks.Evaluation;

/// <summary>
/// JSONPath as workbooks use it: <c>$.a.b</c>, <c>['a']</c>, <c>[0]</c>, <c>[-1]</c>, <c>[*]</c>, <c>..a</c>, and filters with comparisons,
/// <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and parentheses over <c>@</c>. A path that cannot be read selects nothing.
/// </summary>
internal static class JsonPath
{
    private const int DepthLimit = 64;
    private const int ResultLimit = 100_000;

    /// <summary>The values that a path selects, in order.</summary>
    public static IReadOnlyList<object?> Select(object? root, string path) => new Reader(path).Select(root) ?? [];

    private static IEnumerable<object?> Children(object? value) => value switch
    {
        IEnumerable<KeyValuePair<string, object?>> bag => bag.Select(pair => pair.Value),
        string => [],
        IEnumerable list => list.Cast<object?>(),
        _ => [],
    };

    private static bool TryGet(object? value, string name, out object? found)
    {
        if (value is IReadOnlyDictionary<string, object?> bag)
            return bag.TryGetValue(name, out found);
        found = name == "length" && value is ICollection list ? (long)list.Count : null;
        return found is not null;
    }

    private static void Descend(object? value, List<object?> into, int depth)
    {
        if (depth > DepthLimit || into.Count >= ResultLimit)
            return;
        into.Add(value);
        foreach (var child in Children(value))
            Descend(child, into, depth + 1);
    }

    private sealed class Reader(string path)
    {
        private int _position;

        public List<object?>? Select(object? root)
        {
            Skip();
            if (!Take("$"))
                return null;
            var result = Steps([root]);
            Skip();
            return result is null || _position < path.Length ? null : result;
        }

        // What follows $ or @.
        private List<object?>? Steps(List<object?> values)
        {
            while (_position < path.Length)
            {
                if (Take(".."))
                {
                    var all = new List<object?>();
                    foreach (var value in values)
                        Descend(value, all, 0);
                    values = all;
                    if (Peek() == '[')
                        continue;
                    if (Take("*"))
                        continue;
                    if (Name() is not { } name)
                        return null;
                    values = Member(values, name);
                }
                else if (Take("."))
                {
                    if (Take("*"))
                        values = [.. values.SelectMany(Children)];
                    else if (Name() is { } name)
                        values = Member(values, name);
                    else
                        return null;
                }
                else if (Take("["))
                {
                    if (Bracket(values) is not { } inner)
                        return null;
                    values = inner;
                }
                else
                    break;
            }

            return values;
        }

        private static List<object?> Member(List<object?> values, string name)
        {
            var found = new List<object?>();
            foreach (var value in values)
            {
                if (TryGet(value, name, out var member))
                    found.Add(member);
            }

            return found;
        }

        private List<object?>? Bracket(List<object?> values)
        {
            Skip();
            if (Take("*"))
                return Close() ? [.. values.SelectMany(Children)] : null;
            if (Peek() is '\'' or '"')
                return Quoted() is { } name && Close() ? Member(values, name) : null;
            if (Take("?"))
            {
                var start = _position;
                var kept = new List<object?>();
                var end = -1;
                foreach (var child in values.SelectMany(Children))
                {
                    _position = start;
                    if (Or(child, 0) is not { } holds)
                        return null;
                    end = _position;
                    if (holds)
                        kept.Add(child);
                }

                // Without a value to look at, where the filter ends is told by its brackets.
                if (end < 0)
                    return SkipFilter() ? kept : null;
                _position = end;
                return Close() ? kept : null;
            }

            if (Number() is not { } number || number != Math.Floor(number) || Math.Abs(number) > int.MaxValue || !Close())
                return null;
            var found = new List<object?>();
            foreach (var value in values)
            {
                if (value is IList list && (number < 0 ? list.Count + (int)number : (int)number) is var index && index >= 0 && index < list.Count)
                    found.Add(list[index]);
            }

            return found;
        }

        private bool SkipFilter()
        {
            var depth = 1;
            while (_position < path.Length)
            {
                var c = path[_position];
                if (c is '\'' or '"')
                {
                    if (Quoted() is null)
                        return false;
                    continue;
                }

                _position++;
                depth += c == '[' ? 1 : c == ']' ? -1 : 0;
                if (depth == 0)
                    return true;
            }

            return false;
        }

        private bool? Or(object? current, int depth)
        {
            var result = And(current, depth);
            while (result is not null && TakeToken("||"))
            {
                if (And(current, depth) is not { } right)
                    return null;
                result = result.Value || right;
            }

            return result;
        }

        private bool? And(object? current, int depth)
        {
            var result = Test(current, depth);
            while (result is not null && TakeToken("&&"))
            {
                if (Test(current, depth) is not { } right)
                    return null;
                result = result.Value && right;
            }

            return result;
        }

        private bool? Test(object? current, int depth)
        {
            if (depth > DepthLimit)
                return null;
            Skip();
            if (Peek() == '!' && Peek(1) != '=')
            {
                _position++;
                return Test(current, depth + 1) is { } negated ? !negated : null;
            }

            if (Take("("))
                return Or(current, depth + 1) is { } inner && TakeToken(")") ? inner : null;
            if (!Operand(current, out var left, out var exists))
                return null;
            Skip();
            foreach (var @operator in (string[])["==", "!=", ">=", "<=", ">", "<"])
            {
                if (!Take(@operator))
                    continue;
                // JavaScript writes === too.
                if (@operator is "==" or "!=")
                    Take("=");
                return Operand(current, out var right, out _) ? Compare(left, @operator, right) : null;
            }

            return exists && left is not (null or false);
        }

        private bool Operand(object? current, out object? value, out bool exists)
        {
            Skip();
            (value, exists) = (null, true);
            if (Peek() is '\'' or '"')
                return (value = Quoted()) is not null;
            if (Take("@"))
            {
                if (Steps([current]) is not { } found)
                    return false;
                exists = found.Count > 0;
                value = exists ? found[0] : null;
                return true;
            }

            foreach (var (word, meaning) in ((string, object?)[])[("true", true), ("false", false), ("null", null)])
            {
                if (Take(word))
                {
                    value = meaning;
                    return true;
                }
            }

            value = Number();
            return value is not null;
        }

        private static bool Compare(object? left, string @operator, object? right)
        {
            int? order = left is bool or null || right is bool or null ? null
                : AsNumber(left) is { } a && AsNumber(right) is { } b ? a.CompareTo(b)
                : left is string x && right is string y ? string.CompareOrdinal(x, y) : null;
            var equal = order is { } known ? known == 0 : Equals(left, right);
            return @operator switch
            {
                "==" => equal,
                "!=" => !equal,
                ">" => order > 0,
                "<" => order < 0,
                ">=" => order >= 0,
                _ => order <= 0,
            };
        }

        private static double? AsNumber(object? value) => value switch { long whole => whole, int whole => whole, double real => real, _ => null };

        private string? Name()
        {
            var start = _position;
            while (_position < path.Length && path[_position] is var c && (char.IsLetterOrDigit(c) || c is '_' or '-' or '$'))
                _position++;
            return _position > start ? path[start.._position] : null;
        }

        private string? Quoted()
        {
            var quote = path[_position++];
            var start = _position;
            var end = path.IndexOf(quote, start);
            if (end < 0)
                return null;
            _position = end + 1;
            return path[start..end];
        }

        private double? Number()
        {
            Skip();
            var start = _position;
            if (Peek() == '-')
                _position++;
            while (char.IsAsciiDigit(Peek()) || Peek() == '.' && char.IsAsciiDigit(Peek(1)))
                _position++;
            return double.TryParse(path.AsSpan(start, _position - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        }

        private bool Close() => TakeToken("]");

        private bool TakeToken(string text)
        {
            Skip();
            return Take(text);
        }

        private bool Take(string text)
        {
            if (string.CompareOrdinal(path, _position, text, 0, text.Length) != 0)
                return false;
            _position += text.Length;
            return true;
        }

        private char Peek(int ahead = 0) => _position + ahead < path.Length ? path[_position + ahead] : '\0';

        private void Skip()
        {
            while (_position < path.Length && char.IsWhiteSpace(path[_position]))
                _position++;
        }
    }
}
