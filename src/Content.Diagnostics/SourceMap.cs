using System.Collections.Immutable;

namespace Content.Diagnostics;

/// <summary>A run of an extracted text that stands, unit for unit, in the original.</summary>
/// <param name="Start">Offset in the extracted text.</param>
/// <param name="SourceStart">Offset in the original.</param>
/// <param name="Length">Number of UTF-16 units in the extracted text.</param>
/// <param name="SourceLength">Number of units in the original; differs from <paramref name="Length"/> for an escape.</param>
public readonly record struct SourceSegment(int Start, int SourceStart, int Length, int SourceLength);

/// <summary>Maps places of a text that was cut out of a file (a query in a YAML block scalar) back to the file.</summary>
public sealed class SourceMap
{
    /// <summary>Creates a map.</summary>
    /// <param name="source">The file.</param>
    /// <param name="segments">Runs in order of <see cref="SourceSegment.Start"/>, without overlap.</param>
    public SourceMap(SourceText source, ImmutableArray<SourceSegment> segments)
    {
        Source = source;
        Segments = segments;
    }

    /// <summary>The file.</summary>
    public SourceText Source { get; }

    /// <summary>The runs, in order.</summary>
    public ImmutableArray<SourceSegment> Segments { get; }

    /// <summary>A map of a text onto itself.</summary>
    public static SourceMap Identity(SourceText source) => new(source, [new SourceSegment(0, 0, source.Content.Length, source.Content.Length)]);

    /// <summary>The offset in the file of an offset in the extracted text.</summary>
    public int MapOffset(int offset)
    {
        if (Segments.IsEmpty)
            return 0;
        int low = 0, high = Segments.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Segments[middle].Start <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        var segment = Segments[low];
        var within = Math.Clamp(offset - segment.Start, 0, segment.Length);
        if (segment.Length == segment.SourceLength)
            return segment.SourceStart + within;
        return within == segment.Length ? segment.SourceStart + segment.SourceLength : segment.SourceStart;
    }

    /// <summary>The span in the file of a span in the extracted text.</summary>
    public TextSpan MapSpan(TextSpan span)
    {
        var start = MapOffset(span.Start);
        return span.Length == 0 ? new TextSpan(start, 0) : TextSpan.FromBounds(start, EndOf(span.End));
    }

    /// <summary>The diagnostic of the extracted text as one of the file. Fixes are kept where each edit maps to one run.</summary>
    public Diagnostic Map(Diagnostic diagnostic) => diagnostic with
    {
        Source = Source,
        Span = MapSpan(diagnostic.Span),
        Fix = diagnostic.Fix is { } fix && fix.Edits.All(IsEditable)
            ? fix with { Edits = [.. fix.Edits.Select(edit => edit with { Span = MapSpan(edit.Span) })] }
            : null,
    };

    // The end of a span is the end of its last unit, not the start of the next run (which may be on another line).
    private int EndOf(int end)
    {
        var last = MapOffset(end - 1);
        foreach (var segment in Segments)
        {
            if (segment.Start <= end - 1 && end - 1 < segment.Start + segment.Length)
                return segment.Length == segment.SourceLength ? last + 1 : segment.SourceStart + segment.SourceLength;
        }

        return last;
    }

    private bool IsEditable(TextEdit edit) =>
        edit.NewText.AsSpan().IndexOfAny('\r', '\n') < 0
        && Segments.Any(segment => segment.Length == segment.SourceLength && edit.Span.Start >= segment.Start && edit.Span.End <= segment.Start + segment.Length);
}
