using Content.Diagnostics;

namespace Content.Kql.Syntax;

/// <summary>A token: its kind and place. White space and comments lie between tokens.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Start">Offset of the first character.</param>
/// <param name="Length">Number of characters.</param>
public readonly record struct Token(SyntaxKind Kind, int Start, int Length)
{
    /// <summary>Offset just past the last character.</summary>
    public int End => Start + Length;

    /// <summary>The place.</summary>
    public TextSpan Span => new(Start, Length);
}
