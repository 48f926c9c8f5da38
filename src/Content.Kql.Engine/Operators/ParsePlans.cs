using System.Text;
using System.Text.RegularExpressions;
using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators;

/// <summary><c>parse</c> and <c>parse-where</c>.</summary>
internal sealed class ParsePlan : Plan
{
    private readonly Plan _input;
    private readonly Expr _source;
    private readonly BoundParse _node;
    private readonly BoundParsePart[] _captures;
    private readonly byte[]?[] _texts;
    private readonly KustoRegex? _regex;
    private readonly KernelContext _context;

    public ParsePlan(Plan input, RowType row, bool[] need, Expr source, BoundParse node, KernelContext context) : base(row, need)
    {
        _input = input;
        _source = source;
        _node = node;
        _context = context;
        _captures = [.. node.Parts.Where(part => part.Output >= 0)];
        _texts = [.. node.Parts.Select(part => part.Text is null ? null : Encoding.UTF8.GetBytes(part.Text))];
        if (node.Kind == ParseKind.Regex)
            _regex = KustoRegex.Create(Pattern(node), Flags(node.RegexFlags));
    }

    public override IEnumerable<Batch> Run()
    {
        foreach (var batch in _input.Run())
        {
            _context.ThrowIfCancelled();
            var text = _source.Evaluate(batch).AsString();
            var builders = Array.ConvertAll(_captures, capture => VectorBuilder.Create(capture.Type?.Kind ?? TypeKind.String, batch.Length));
            var values = new (int Start, int Length)[_captures.Length];
            var rows = new List<int>(batch.Length);
            for (var i = 0; i < batch.Length; i++)
            {
                var matched = _regex is null ? MatchText(text[i], values, builders) : MatchRegex(text.GetString(i), builders);
                if (matched)
                {
                    rows.Add(i);
                    continue;
                }

                if (_node.DropUnmatched)
                    continue;
                rows.Add(i);
                foreach (var builder in builders)
                    builder.AddNull();
            }

            if (rows.Count == 0)
                continue;
            var kept = rows.Count == batch.Length ? batch : batch.Select([.. rows]);
            var columns = new Vector?[Row.Columns.Length];
            for (var i = 0; i < columns.Length; i++)
            {
                if (Need[i] && _node.Columns[i] >= 0)
                    columns[i] = kept.Column(_node.Columns[i]);
            }

            for (var c = 0; c < _captures.Length; c++)
                columns[_captures[c].Output] = Conversions.To(builders[c].Build(), KindOf(_captures[c].Output));
            yield return new Batch(columns, kept.Length);
        }
    }

    private bool MatchText(ReadOnlySpan<byte> text, (int Start, int Length)[] values, VectorBuilder[] builders)
    {
        var parts = _node.Parts;
        var at = 0;
        var capture = 0;
        var open = -1;
        var floating = false;
        for (var p = 0; p < parts.Length; p++)
        {
            var part = parts[p];
            if (part.Text is not null)
            {
                var needle = _texts[p]!;
                int found;
                if (open < 0 && !floating)
                    found = text[at..].StartsWith(needle) ? 0 : -1;
                else if (p == parts.Length - 1)
                    found = text.Length - at >= needle.Length && text.EndsWith(needle) ? text.Length - at - needle.Length : -1;
                else
                    found = text[at..].IndexOf(needle);
                if (found < 0)
                    return false;
                if (open >= 0)
                    values[capture++] = (open, at + found - open);
                open = -1;
                floating = false;
                at += found + needle.Length;
            }
            else
            {
                if (open >= 0)
                {
                    // A column right before a star or another column takes what looks like its type.
                    var length = Prefix(text[open..], _captures[capture].Type?.Kind ?? TypeKind.String);
                    values[capture++] = (open, length);
                    at = open + length;
                    open = -1;
                }

                if (part.Output >= 0)
                    open = at;
                else
                    floating = true;
                if (part.Output >= 0 && floating)
                {
                    // After a star, a typed column begins at the first place that can hold it.
                    open = at + Skip(text[at..], part.Type?.Kind ?? TypeKind.String);
                    at = open;
                    floating = false;
                }
            }
        }

        if (open >= 0)
            values[capture++] = (open, text.Length - open);
        else if (!floating && at != text.Length && parts.Length > 0)
            return false;
        return Take(text, values, builders);
    }

    private bool Take(ReadOnlySpan<byte> text, (int Start, int Length)[] values, VectorBuilder[] builders)
    {
        var strict = _node.Kind == ParseKind.Simple;
        if (strict)
        {
            for (var c = 0; c < values.Length; c++)
            {
                if (_captures[c].Type is { Kind: not TypeKind.String } type && !CanRead(text.Slice(values[c].Start, values[c].Length), type.Kind))
                    return false;
            }
        }

        for (var c = 0; c < values.Length; c++)
            Read(builders[c], text.Slice(values[c].Start, values[c].Length));
        return true;
    }

    private static bool CanRead(ReadOnlySpan<byte> text, TypeKind kind) => kind switch
    {
        TypeKind.Bool => TextParser.Bool(text) is not null,
        TypeKind.Int or TypeKind.Long => TextParser.Long(text) is not null,
        TypeKind.Real => TextParser.Real(text) is not null,
        TypeKind.Decimal => TextParser.Decimal(text) is not null,
        TypeKind.DateTime => TextParser.DateTime(text) is not null,
        TypeKind.TimeSpan => TextParser.TimeSpan(text) is not null,
        TypeKind.Guid => TextParser.Guid(text) is not null,
        _ => true,
    };

    private static void Read(VectorBuilder builder, ReadOnlySpan<byte> text)
    {
        if (builder is StringBuilderVector strings)
            strings.Add(text);
        else
            builder.AddFrom(Conversions.To(StringVector.Constant(text, 1), builder.Kind), 0);
    }

    private static int Prefix(ReadOnlySpan<byte> text, TypeKind kind)
    {
        var length = 0;
        switch (kind)
        {
            case TypeKind.String or TypeKind.Dynamic:
                return 0;
            case TypeKind.Int or TypeKind.Long:
                if (length < text.Length && text[length] is (byte)'-' or (byte)'+')
                    length++;
                while (length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9')
                    length++;
                return length;
            case TypeKind.Real or TypeKind.Decimal:
                while (length < text.Length && text[length] is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'-' or (byte)'+' or (byte)'e' or (byte)'E')
                    length++;
                return length;
            default:
                while (length < text.Length && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] is (byte)':' or (byte)'.' or (byte)'/' or (byte)'-' or (byte)'+'))
                    length++;
                return length;
        }
    }

    private static int Skip(ReadOnlySpan<byte> text, TypeKind kind)
    {
        if (kind is TypeKind.Int or TypeKind.Long or TypeKind.Real or TypeKind.Decimal)
        {
            var digit = text.IndexOfAnyInRange((byte)'0', (byte)'9');
            if (digit < 0)
                return 0;
            return digit > 0 && text[digit - 1] == '-' ? digit - 1 : digit;
        }

        return 0;
    }

    private bool MatchRegex(string text, VectorBuilder[] builders)
    {
        var match = _regex!.Match(text);
        if (!match.Success)
            return false;
        for (var c = 0; c < builders.Length; c++)
            Read(builders[c], Encoding.UTF8.GetBytes(match.Groups[$"kql{c}"].Value));
        return true;
    }

    private static string Pattern(BoundParse node)
    {
        var pattern = new StringBuilder();
        var capture = 0;
        // Columns take as much as they can unless the flag U asks for as little.
        var lazy = node.RegexFlags.Contains('U', StringComparison.Ordinal);
        for (var i = 0; i < node.Parts.Length; i++)
        {
            var part = node.Parts[i];
            var last = i == node.Parts.Length - 1;
            if (part.Text is not null)
            {
                pattern.Append("(?:").Append(part.Text).Append(')');
            }
            else if (part.IsStar)
            {
                pattern.Append(last ? ".*" : ".*?");
            }
            else
            {
                var inner = (part.Type?.Kind ?? TypeKind.String) switch
                {
                    TypeKind.Int or TypeKind.Long => "[-+]?\\d+",
                    TypeKind.Real or TypeKind.Decimal => "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?",
                    _ => last || !lazy ? ".*" : ".*?",
                };
                pattern.Append("(?P<kql").Append(capture++).Append('>').Append(inner).Append(')');
            }
        }

        return pattern.ToString();
    }

    private static RegexOptions Flags(string flags)
    {
        var options = RegexOptions.None;
        foreach (var flag in flags)
        {
            options |= flag switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                _ => RegexOptions.None,
            };
        }

        return options;
    }
}
