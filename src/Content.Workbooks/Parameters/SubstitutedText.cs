using System.Collections.Immutable;
using System.Text;
using Content.Diagnostics;

namespace Content.Workbooks.Parameters;

/// <summary>A text with the values of parameters in it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Map">From offsets of <paramref name="Text"/> to the text with the references.</param>
internal sealed record SubstitutedText(string Text, SourceMap Map)
{
    /// <summary>Puts values where references stand.</summary>
    /// <param name="text">The text.</param>
    /// <param name="valueOf">The value of a reference; null leaves it as it is written.</param>
    public static SubstitutedText Create(string text, Func<ParameterReference, string?> valueOf)
    {
        var result = new StringBuilder(text.Length);
        var segments = ImmutableArray.CreateBuilder<SourceSegment>();
        var position = 0;
        foreach (var reference in ParameterReference.Find(text))
        {
            if (valueOf(reference) is not { } value)
                continue;
            Keep(reference.Start);
            if (value.Length > 0)
                segments.Add(new SourceSegment(result.Length, reference.Start, value.Length, reference.Length));
            result.Append(value);
            position = reference.Start + reference.Length;
        }

        Keep(text.Length);
        return new SubstitutedText(result.ToString(), new SourceMap(new SourceText(text), segments.ToImmutable()));

        void Keep(int end)
        {
            if (end > position)
                segments.Add(new SourceSegment(result.Length, position, end - position, end - position));
            result.Append(text, position, end - position);
        }
    }
}
