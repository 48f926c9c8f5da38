using System.Text;
using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators;

/// <summary><c>parse-kv</c>: pairs set apart by given delimiters, by a regular expression, or by anything that is no letter or digit.</summary>
internal sealed class ParseKvPlan : Plan
{
    private readonly Plan _input;
    private readonly Expr _source;
    private readonly BoundParseKv _node;
    private readonly KeyValueReader _reader;

    public ParseKvPlan(Plan input, RowType row, bool[] need, Expr source, BoundParseKv node) : base(row, need)
    {
        _input = input;
        _source = source;
        _node = node;
        _reader = new KeyValueReader(
            Properties("pair_delimiter").FirstOrDefault(), Properties("kv_delimiter").FirstOrDefault(), [.. Properties("quote")], string.Concat(Properties("escape")),
            Properties("greedy").FirstOrDefault() == "true", Properties("regex").FirstOrDefault() is { } pattern ? KustoRegex.Create(pattern) : null,
            node.Keys.Select(key => key.Name).ToHashSet(StringComparer.Ordinal));
    }

    public override IEnumerable<Batch> Run()
    {
        foreach (var batch in _input.Run())
        {
            if (batch.Length == 0)
                continue;
            var text = _source.Evaluate(batch).AsString();
            var builders = _node.Keys.Select(_ => new StringBuilderVector(batch.Length)).ToArray();
            for (var i = 0; i < batch.Length; i++)
            {
                var found = _reader.Read(text.GetString(i));
                for (var k = 0; k < builders.Length; k++)
                {
                    if (found.TryGetValue(_node.Keys[k].Name, out var value))
                        builders[k].Add(value);
                    else
                        builders[k].AddNull();
                }
            }

            var parsed = new Vector[builders.Length];
            for (var k = 0; k < builders.Length; k++)
                parsed[k] = Conversions.To(builders[k].Build(), _node.Keys[k].Type.Kind);
            var columns = new Vector?[Row.Columns.Length];
            for (var i = 0; i < columns.Length; i++)
            {
                if (Need[i])
                    columns[i] = _node.Columns[i] >= 0 ? batch.Column(_node.Columns[i]) : parsed[~_node.Columns[i]];
            }

            yield return new Batch(columns, batch.Length);
        }
    }

    private IEnumerable<string> Properties(string name)
    {
        foreach (var (key, value) in _node.Properties)
        {
            if (key == name && value is not null)
                yield return value is bool flag ? (flag ? "true" : "false") : value.ToString()!;
        }
    }
}

/// <summary>Reads the pairs of one text; of a key that comes twice the first value counts.</summary>
internal sealed class KeyValueReader(string? pairDelimiter, string? keyValueDelimiter, string[] quotes, string escapes, bool greedy, KustoRegex? regex, HashSet<string> keys)
{
    private readonly string _pairs = pairDelimiter ?? " ";
    private readonly string _keyValue = keyValueDelimiter ?? "=";
    private readonly bool _delimited = pairDelimiter is { Length: > 0 } || keyValueDelimiter is { Length: > 0 };

    public Dictionary<string, string> Read(string text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (regex is not null)
        {
            foreach (var match in regex.Matches(text))
            {
                if (match.Groups.Count > 2)
                    pairs.TryAdd(match.Groups[1].Value, match.Groups[2].Value.Trim());
            }
        }
        else if (_delimited)
        {
            Delimited(text, pairs);
        }
        else
        {
            Words(text, pairs);
        }

        return pairs;
    }

    private void Delimited(string text, Dictionary<string, string> pairs)
    {
        var at = 0;
        while (at < text.Length)
        {
            at = SkipSpace(text, at);
            string key;
            if (Quoted(text, at, out var quotedKey, out var behindKey) && At(text, SkipSpace(text, behindKey), _keyValue))
            {
                key = quotedKey;
                at = SkipSpace(text, behindKey) + _keyValue.Length;
            }
            else
            {
                var equals = Find(text, _keyValue, at);
                var end = Find(text, _pairs, at);
                if (equals < 0)
                    return;
                if (end >= 0 && end < equals)
                {
                    // Without a value this is no pair.
                    at = end + _pairs.Length;
                    continue;
                }

                key = text[at..equals].Trim();
                at = equals + _keyValue.Length;
            }

            var opening = SkipSpace(text, at);
            if (Quoted(text, opening, out var value, out var behind))
            {
                var next = Find(text, _pairs, behind);
                at = next < 0 ? text.Length : next + _pairs.Length;
            }
            else
            {
                var end = ValueEnd(text, at);
                value = text[at..end].Trim();
                at = end + _pairs.Length;
            }

            pairs.TryAdd(key, value);
        }
    }

    // A value ends at the next delimiter; a greedy one at the last delimiter before the next key.
    private int ValueEnd(string text, int at)
    {
        if (greedy)
        {
            var equals = Find(text, _keyValue, at);
            if (equals < 0)
                return text.Length;
            var last = equals == at ? -1 : text.LastIndexOf(_pairs, equals - 1, equals - at, StringComparison.Ordinal);
            if (last >= 0)
                return last;
        }

        var end = Find(text, _pairs, at);
        return end < 0 ? text.Length : end;
    }

    // Without delimiters: words of letters and digits, and quoted texts; the value of a key is the word behind it.
    private void Words(string text, Dictionary<string, string> pairs)
    {
        string? key = null;
        var at = 0;
        while (at < text.Length)
        {
            if (!Quoted(text, at, out var word, out var behind))
            {
                if (!char.IsLetterOrDigit(text[at]))
                {
                    at++;
                    continue;
                }

                behind = at;
                while (behind < text.Length && char.IsLetterOrDigit(text[behind]))
                    behind++;
                word = text[at..behind];
            }

            at = behind;
            if (key is not null)
            {
                pairs.TryAdd(key, word);
                key = null;
            }
            else if (keys.Contains(word))
            {
                key = word;
            }
        }
    }

    // A text between quotes that begins at a place; what follows an escape stands for itself.
    private bool Quoted(string text, int at, out string value, out int behind)
    {
        value = "";
        behind = at;
        if (at >= text.Length)
            return false;
        foreach (var quote in quotes)
        {
            if (quote.Length == 0 || text[at] != quote[0])
                continue;
            var content = new StringBuilder();
            for (var i = at + 1; i < text.Length; i++)
            {
                if (escapes.Contains(text[i], StringComparison.Ordinal) && i + 1 < text.Length)
                {
                    content.Append(text[++i]);
                }
                else if (text[i] == quote[^1])
                {
                    value = content.ToString();
                    behind = i + 1;
                    return true;
                }
                else
                {
                    content.Append(text[i]);
                }
            }
        }

        return false;
    }

    private static int Find(string text, string what, int at) => at > text.Length ? -1 : text.IndexOf(what, at, StringComparison.Ordinal);

    private static bool At(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }
}
