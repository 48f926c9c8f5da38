using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Expressions;

/// <summary>A yes-or-no question about a text, asked once an entry of a dictionary.</summary>
internal sealed class TextPredicate(Utf8Function<bool> test, bool negate)
{
    private BytesRef[]? _dictionary;
    private byte[] _answers = [];

    public FixedVector<bool> Evaluate(StringVector text, int length)
    {
        if (text.IsConstant)
            return new FixedVector<bool>(TypeKind.Bool, [test(text[0]) != negate], 0, length, null, isConstant: true);
        var values = new bool[length];
        if (text.Codes is { } codes)
        {
            if (!ReferenceEquals(_dictionary, text.Refs))
            {
                _dictionary = text.Refs;
                _answers = new byte[_dictionary.Length];
            }

            for (var i = 0; i < length; i++)
            {
                ref var answer = ref _answers[codes[text.Start + i]];
                if (answer == 0)
                    answer = test(text[i]) != negate ? (byte)2 : (byte)1;
                values[i] = answer == 2;
            }
        }
        else
        {
            for (var i = 0; i < length; i++)
                values[i] = test(text[i]) != negate;
        }

        return new FixedVector<bool>(TypeKind.Bool, values, length);
    }
}

/// <summary>A search for any or all of some texts, over whole runs of the arena where rows lie one after another.</summary>
internal sealed class SearchPredicate
{
    private readonly TermSearch[] _searches;
    private readonly bool _all;
    private readonly bool _negate;
    private readonly bool _canScan;
    private readonly TextPredicate _plain;

    public SearchPredicate(TermSearch search, bool negate) : this([search], all: false, negate)
    {
    }

    public SearchPredicate(TermSearch[] searches, bool all, bool negate)
    {
        _searches = searches;
        _all = all;
        _negate = negate;
        _canScan = searches.Length > 0 && Array.TrueForAll(searches, search => search.CanScan);
        _plain = new TextPredicate(searches.Length == 1 ? searches[0].IsMatch : IsMatch, negate);
    }

    public FixedVector<bool> Evaluate(StringVector text, int length)
    {
        if (!_canScan || text.IsConstant || text.Codes is not null || length < 16)
            return _plain.Evaluate(text, length);
        var refs = text.Refs.AsSpan(text.Start, length);
        var begin = refs[0].Offset;
        var end = begin;
        foreach (var place in refs)
        {
            if (place.Offset != end)
                return _plain.Evaluate(text, length);
            end += place.Length;
        }

        var arena = text.Arena.AsSpan(begin, end - begin);
        var values = new bool[length];
        Scan(_searches[0], arena, refs, values);
        var others = _all && _searches.Length > 1 ? new bool[length] : values;
        foreach (var search in _searches.AsSpan(1))
        {
            if (_all)
                others.AsSpan().Clear();
            Scan(search, arena, refs, others);
            for (var i = 0; _all && i < values.Length; i++)
                values[i] &= others[i];
        }

        for (var i = 0; _negate && i < values.Length; i++)
            values[i] = !values[i];
        return new FixedVector<bool>(TypeKind.Bool, values, length);
    }

    private bool IsMatch(ReadOnlySpan<byte> text)
    {
        foreach (var search in _searches)
        {
            if (search.IsMatch(text) != _all)
                return !_all;
        }

        return _all;
    }

    // Sets the rows in which the text is found.
    private static void Scan(TermSearch search, ReadOnlySpan<byte> arena, ReadOnlySpan<BytesRef> refs, bool[] values)
    {
        var begin = refs[0].Offset;
        var row = 0;
        var from = 0;
        while (from < arena.Length)
        {
            var at = search.Find(arena, from);
            if (at < 0)
                break;
            while (refs[row].Offset - begin + refs[row].Length <= at)
                row++;
            var start = refs[row].Offset - begin;
            var stop = start + refs[row].Length;
            if (at + search.NeedleLength <= stop && search.EdgesFit(arena[start..stop], at - start))
            {
                values[row] = true;
                from = stop;
            }
            else
            {
                from = at + 1;
            }
        }
    }
}
