using System.Collections.Immutable;
using Content.Diagnostics;

namespace Content.Analysis;

/// <summary>A <c>{{Column}}</c> of an alert's title or description.</summary>
/// <param name="Column">What stands in the braces, as written.</param>
/// <param name="Span">The braces and what they hold.</param>
public readonly record struct Placeholder(string Column, TextSpan Span)
{
    /// <summary>The place of what stands in the braces.</summary>
    public TextSpan ColumnSpan => new(Span.Start + 2, Column.Length);
}

/// <summary>The format texts of alert overrides.</summary>
public static class Placeholders
{
    /// <summary>Placeholders that a format may have.</summary>
    public const int Limit = 3;

    /// <summary>The placeholders of a format, in order.</summary>
    public static ImmutableArray<Placeholder> Find(string format)
    {
        var found = ImmutableArray.CreateBuilder<Placeholder>();
        var position = 0;
        while (format.IndexOf("{{", position, StringComparison.Ordinal) is var start and >= 0)
        {
            var stop = format.AsSpan(start + 2).IndexOfAny('{', '}');
            if (stop < 0)
                break;
            var end = start + 2 + stop;
            if (format[end] == '}' && end + 1 < format.Length && format[end + 1] == '}')
            {
                found.Add(new Placeholder(format[(start + 2)..end], TextSpan.FromBounds(start, end + 2)));
                position = end + 2;
            }
            else
                position = start + 1;
        }

        return found.ToImmutable();
    }
}
