using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Appends the result for a text to the open row.</summary>
internal delegate void TextRewrite(ReadOnlySpan<byte> text, StringBuilderVector output);

/// <summary>
/// Rewrites a column of texts. In the dictionary form each entry is rewritten once, when a row first needs it, however many batches the
/// dictionary goes through. One memo belongs to one call.
/// </summary>
internal sealed class TextMemo(TextRewrite rewrite)
{
    private BytesRef[]? _dictionary;
    private int[] _done = [];
    private StringBuilderVector _output = new();

    /// <summary>The rewritten texts.</summary>
    public StringVector Apply(StringVector text, int length)
    {
        if (text.IsConstant)
        {
            var one = new StringBuilderVector(1);
            rewrite(text[0], one);
            one.EndRow();
            return (StringVector)one.Build().AsConstant(0, length);
        }

        if (!text.IsDictionary)
        {
            var output = new StringBuilderVector(length);
            for (var i = 0; i < length; i++)
            {
                rewrite(text[i], output);
                output.EndRow();
            }

            return (StringVector)output.Build();
        }

        if (!ReferenceEquals(_dictionary, text.Refs))
        {
            _dictionary = text.Refs;
            _done = new int[text.Refs.Length];
            _output = new StringBuilderVector(Math.Min(length, text.Refs.Length));
        }

        var codes = new int[length];
        for (var i = 0; i < length; i++)
        {
            var code = text.Codes![text.Start + i];
            if (_done[code] == 0)
            {
                rewrite(text[i], _output);
                _output.EndRow();
                _done[code] = _output.Count;
            }

            codes[i] = _done[code] - 1;
        }

        var entries = (StringVector)_output.Build();
        return new StringVector(entries.Arena, entries.Refs, codes, 0, length, entries.IsAscii);
    }
}
