using System.Collections.Immutable;
using Content.Diagnostics;

namespace Content.Model.Json;

/// <summary>Says where each character of a JSON string stands in the file, escapes included.</summary>
internal static class JsonStringMap
{
    /// <summary>The map of a string.</summary>
    /// <param name="text">The JSON text.</param>
    /// <param name="literal">The string in it, with its quotes.</param>
    /// <param name="outer">From the JSON text to the file.</param>
    /// <param name="isWhole">Whether the JSON text is the file.</param>
    public static SourceMap Of(string text, TextSpan literal, SourceMap outer, bool isWhole)
    {
        var segments = ImmutableArray.CreateBuilder<SourceSegment>();
        var value = 0;
        var position = literal.Start + 1;
        while (position < literal.End - 1)
        {
            var length = 1;
            var taken = 1;
            if (text[position] == '\\')
                taken = text[position + 1] == 'u' ? 6 : 2;
            else
            {
                while (position + length < literal.End - 1 && text[position + length] != '\\' && (isWhole || !EndsRun(outer, position + length)))
                    length++;
                taken = length;
            }

            var start = isWhole ? position : outer.MapOffset(position);
            var end = isWhole ? position + taken : outer.MapSpan(new TextSpan(position, taken)).End;
            segments.Add(new SourceSegment(value, start, length, end - start));
            value += length;
            position += taken;
        }

        if (segments.Count == 0)
            segments.Add(new SourceSegment(0, isWhole ? literal.Start + 1 : outer.MapOffset(literal.Start + 1), 0, 0));
        return new SourceMap(outer.Source, segments.ToImmutable());
    }

    // Where the run of the outer text ends, what follows does not stand unit for unit behind it.
    private static bool EndsRun(SourceMap outer, int offset) => outer.MapOffset(offset) != outer.MapOffset(offset - 1) + 1;
}
