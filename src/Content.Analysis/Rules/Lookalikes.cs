using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>A Cyrillic or Greek letter that looks like a Latin one, a typographic quote, a dash or a blank that is none: the query binds, and never matches what the reader sees.</summary>
internal sealed class Lookalikes() : AnalysisRule("RULE043", DiagnosticSeverity.Warning, "The query holds a character that looks like another one.")
{
    private const string Letters = "\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0410\u0412\u0415\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0423\u0425\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7\u03BF\u03BD";
    private const string Marks = "\u2018\u2019\u201C\u201D\u2013\u2014\u2212\u00A0\u2007\u202F\u200B\u200C\u200D\u2060\uFEFF\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";
    private static readonly System.Buffers.SearchValues<char> Suspicious = System.Buffers.SearchValues.Create(Letters + Marks);

    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        var text = context.Query.Source.Content;
        for (var at = Next(context.Offset); at >= 0; at = Next(at + 1))
        {
            var c = text[at];

            // A whole word of that script is meant as such.
            if (Letters.Contains(c) && !(IsLatin(at - 1) || IsLatin(at + 1)))
                continue;
            context.Add(new TextSpan(at, 1), $"The character U+{(int)c:X4} looks like another one or like nothing.", "Type the character that is meant.");
        }

        int Next(int from) => from < text.Length && text.AsSpan(from).IndexOfAny(Suspicious) is var index and >= 0 ? from + index : -1;
        bool IsLatin(int index) => index >= 0 && index < text.Length && char.IsAsciiLetter(text[index]);
    }
}
