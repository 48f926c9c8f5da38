using System.Text;
using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Expressions;

/// <summary><c>in</c> and its kin: membership in a list of values, where a dynamic array stands for its elements.</summary>
internal static class ListOperators
{
    /// <summary>A kernel over the left operand alone, when all items are known.</summary>
    public static ScalarKernel Create(OperatorKind op, TypeKind left, IReadOnlyList<Vector> items)
    {
        if (op is OperatorKind.HasAny or OperatorKind.HasAll)
            return Terms(op, Flatten(items, TypeKind.String, keepNulls: true));
        var negate = op is OperatorKind.NotIn or OperatorKind.NotInTilde;
        var ignoreCase = op is OperatorKind.InTilde or OperatorKind.NotInTilde;
        var kind = left;
        foreach (var item in items)
        {
            if (item.Kind != TypeKind.Dynamic)
                kind = Comparison.CommonKind(kind, item.Kind);
        }

        if (ignoreCase)
            kind = TypeKind.String;
        var list = Flatten(items, kind);
        if (kind == TypeKind.String)
        {
            var set = new Utf8Set(ignoreCase);
            var texts = (StringVector)list;
            for (var i = 0; i < texts.Length; i++)
                set.Add(texts[i]);
            var predicate = new TextPredicate(set.Contains, negate);
            return (arguments, length) => predicate.Evaluate(arguments[0].AsString(), length);
        }

        var table = new GroupTable([kind]);
        table.Find([list], list.Length, new int[list.Length], add: true);
        return (arguments, length) =>
        {
            var source = Conversions.To(arguments[0], kind);
            var groups = new int[length];
            table.Find([source], length, groups, add: false);
            var values = new bool[length];
            for (var i = 0; i < length; i++)
                values[i] = (groups[i] >= 0 && !source.IsNull(i)) != negate;
            return new FixedVector<bool>(TypeKind.Bool, values, length);
        };
    }

    /// <summary>A kernel over the left operand and then the items, when some items vary by row.</summary>
    public static ScalarKernel CreateVarying(OperatorKind op, TypeKind left)
    {
        var negate = op is OperatorKind.NotIn or OperatorKind.NotInTilde;
        return (arguments, length) =>
        {
            var values = new bool[length];
            for (var i = 0; i < length; i++)
            {
                var items = new List<Vector>();
                for (var k = 1; k < arguments.Length; k++)
                    items.Add(arguments[k].AsConstant(i, 1));
                var one = Create(op, left, items)([arguments[0].AsConstant(i, 1)], 1).AsBool();
                values[i] = one.IsNull(0) ? negate : one[0];
            }

            return new FixedVector<bool>(TypeKind.Bool, values, length);
        };
    }

    /// <summary>All items one after another as one type; nulls are left out, or are the empty text that every text has.</summary>
    private static Vector Flatten(IReadOnlyList<Vector> items, TypeKind kind, bool keepNulls = false)
    {
        var builder = VectorBuilder.Create(kind);
        foreach (var item in items)
        {
            for (var row = 0; row < item.Length; row++)
            {
                if (item is DynamicVector dynamics)
                {
                    var value = dynamics[row];
                    if (value.Tag == DynamicTag.Array)
                    {
                        foreach (var element in value.Elements)
                            AddConverted(builder, element, keepNulls);
                    }
                    else
                    {
                        AddConverted(builder, value, keepNulls);
                    }
                }
                else if (!item.IsNull(row))
                {
                    var converted = Conversions.To(item.AsConstant(row, 1), kind);
                    if (!converted.IsNull(0))
                        builder.AddFrom(converted, 0);
                }
            }
        }

        return builder.Build();
    }

    private static void AddConverted(VectorBuilder builder, DynamicValue value, bool keepNulls)
    {
        if (value.IsNull)
        {
            if (keepNulls)
                builder.AddNull();
            return;
        }

        var one = new DynamicBuilder(1);
        one.Add(value);
        var converted = Conversions.To(one.Build(), builder.Kind);
        if (!converted.IsNull(0))
            builder.AddFrom(converted, 0);
    }

    private static ScalarKernel Terms(OperatorKind op, Vector list)
    {
        var texts = (StringVector)list;
        var searches = new TermSearch[texts.Length];
        for (var i = 0; i < searches.Length; i++)
            searches[i] = new TermSearch(texts[i], TextMatch.Has, ignoreCase: true);
        var all = op == OperatorKind.HasAll;
        // Looking for one text is so fast that cutting texts into terms pays only for long lists.
        if (searches.Length <= 12)
        {
            var few = new SearchPredicate(searches, all, negate: false);
            return (arguments, length) => few.Evaluate(arguments[0].AsString(), length);
        }

        var predicate = new TextPredicate(TermTest(texts, searches, all), negate: false);
        return (arguments, length) => predicate.Evaluate(arguments[0].AsString(), length);
    }

    private static Utf8Function<bool> TermTest(StringVector texts, TermSearch[] searches, bool all)
    {
        var simple = !all;
        var longest = 0;
        for (var i = 0; i < texts.Length && simple; i++)
        {
            simple = texts[i].Length > 0 && texts[i].IndexOfAnyExcept(AsciiTerm) < 0;
            longest = Math.Max(longest, texts[i].Length);
        }

        if (!simple)
        {
            return text =>
            {
                foreach (var search in searches)
                {
                    if (search.IsMatch(text) != all)
                        return !all;
                }

                return all;
            };
        }

        // Many plain terms: cut the text into its terms once and look each up.
        var set = new Utf8Set(ignoreCase: true);
        for (var i = 0; i < texts.Length; i++)
            set.Add(texts[i]);
        return text =>
        {
            var at = 0;
            while (at < text.Length)
            {
                var begin = text[at..].IndexOfAny(AsciiTerm);
                if (begin < 0)
                    return false;
                begin += at;
                var run = text[begin..].IndexOfAnyExcept(AsciiTerm);
                var end = run < 0 ? text.Length : begin + run;
                var whole = (begin == 0 || text[begin - 1] < 0x80 || !TermSearch.IsTermBefore(text, begin))
                    && (end == text.Length || text[end] < 0x80 || !TermSearch.IsTermAt(text, end));
                if (whole && end - begin <= longest && set.Contains(text[begin..end]))
                    return true;
                at = end;
            }

            return false;
        };
    }

    private static readonly System.Buffers.SearchValues<byte> AsciiTerm = System.Buffers.SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
}

/// <summary>A set of texts.</summary>
internal sealed class Utf8Set(bool ignoreCase)
{
    private readonly List<byte[]> _entries = [];
    private int[] _slots = new int[16];
    private byte[] _buffer = new byte[64];

    public void Add(ReadOnlySpan<byte> text)
    {
        var key = Fold(text);
        if (Find(key, out var slot))
            return;
        _entries.Add(key.ToArray());
        _slots[slot] = _entries.Count;
        if (_entries.Count * 2 <= _slots.Length)
            return;
        _slots = new int[_slots.Length * 2];
        for (var i = 0; i < _entries.Count; i++)
        {
            Find(_entries[i], out slot);
            _slots[slot] = i + 1;
        }
    }

    public bool Contains(ReadOnlySpan<byte> text) => Find(Fold(text), out _);

    private bool Find(ReadOnlySpan<byte> key, out int slot)
    {
        var mask = _slots.Length - 1;
        slot = Hashing.Bytes(key) & mask;
        while (_slots[slot] != 0)
        {
            if (_entries[_slots[slot] - 1].AsSpan().SequenceEqual(key))
                return true;
            slot = (slot + 1) & mask;
        }

        return false;
    }

    private ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> text)
    {
        if (!ignoreCase)
            return text;
        if (_buffer.Length < text.Length)
            _buffer = new byte[text.Length * 2];
        if (Ascii.ToUpper(text, _buffer, out var written) == System.Buffers.OperationStatus.Done)
            return _buffer.AsSpan(0, written);
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).ToUpperInvariant());
    }
}
