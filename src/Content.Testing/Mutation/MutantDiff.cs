using System.Collections.Immutable;
using Content.Diagnostics;

namespace Content.Testing.Mutation;

/// <summary>The lines of a text that an edit changes.</summary>
internal static class MutantDiff
{
    public static (ImmutableArray<string> Was, ImmutableArray<string> Becomes) Of(string text, TextSpan span, string replacement)
    {
        var start = text.LastIndexOf('\n', Math.Max(0, span.Start - 1), Math.Max(0, span.Start)) + 1;
        var end = text.IndexOf('\n', span.End) is var at and >= 0 ? at : text.Length;
        var was = Lines(text[start..end]);
        var becomes = Lines(string.Concat(text.AsSpan(start, span.Start - start), replacement, text.AsSpan(span.End, end - span.End)));
        var head = 0;
        while (head < was.Count && head < becomes.Count && was[head] == becomes[head])
            head++;
        var tail = 0;
        while (tail < was.Count - head && tail < becomes.Count - head && was[^(tail + 1)] == becomes[^(tail + 1)])
            tail++;
        return (Cut(was, head, tail), Cut(becomes, head, tail));
    }

    private static List<string> Lines(string text) => [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    private static ImmutableArray<string> Cut(List<string> lines, int head, int tail)
    {
        var left = lines.GetRange(head, lines.Count - head - tail);
        var indent = left.Count == 0 ? 0 : left.Min(line => line.Length - line.TrimStart().Length);
        return [.. left.Select(line => line[indent..])];
    }
}
