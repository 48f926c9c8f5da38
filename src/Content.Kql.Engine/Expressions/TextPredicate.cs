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

/// <summary>A search for one text, over whole runs of the arena where rows lie one after another.</summary>
internal sealed class SearchPredicate
{
    private readonly TermSearch _search;
    private readonly bool _negate;
    private readonly TextPredicate _plain;

    public SearchPredicate(TermSearch search, bool negate)
    {
        _search = search;
        _negate = negate;
        _plain = new TextPredicate(search.IsMatch, negate);
    }

    public FixedVector<bool> Evaluate(StringVector text, int length)
    {
        if (!_search.CanScan || text.IsConstant || text.Codes is not null || length < 16)
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

        var values = new bool[length];
        if (_negate)
            values.AsSpan().Fill(true);
        var arena = text.Arena.AsSpan(begin, end - begin);
        var row = 0;
        var from = 0;
        while (from < arena.Length)
        {
            var at = _search.Find(arena, from);
            if (at < 0)
                break;
            while (refs[row].Offset - begin + refs[row].Length <= at)
                row++;
            var start = refs[row].Offset - begin;
            var stop = start + refs[row].Length;
            if (at + _search.NeedleLength <= stop && _search.EdgesFit(arena[start..stop], at - start))
            {
                values[row] = !_negate;
                from = stop;
            }
            else
            {
                from = at + 1;
            }
        }

        return new FixedVector<bool>(TypeKind.Bool, values, length);
    }
}
