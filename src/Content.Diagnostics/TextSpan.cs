namespace Content.Diagnostics;

/// <summary>A half-open range of UTF-16 code units in a text.</summary>
/// <param name="Start">Offset of the first unit, from 0.</param>
/// <param name="Length">Number of units, 0 or more.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Offset just past the last unit.</summary>
    public int End => Start + Length;

    /// <summary>The span between two offsets; an end before the start gives an empty span.</summary>
    public static TextSpan FromBounds(int start, int end) => new(start, Math.Max(0, end - start));

    /// <summary>True when the offset lies in the span or directly at its end.</summary>
    public bool Touches(int offset) => offset >= Start && offset <= End;

    /// <inheritdoc/>
    public override string ToString() => $"[{Start}..{End})";
}
