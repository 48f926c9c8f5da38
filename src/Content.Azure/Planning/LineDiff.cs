using System.Collections.Immutable;

namespace Content.Azure.Planning;

/// <summary>A line of a difference of two texts.</summary>
/// <param name="Mark"><c>' '</c> in both, <c>'-'</c> only before, <c>'+'</c> only after, <c>'@'</c> for lines left out.</param>
/// <param name="Text">The line.</param>
public readonly record struct DiffLine(char Mark, string Text);

/// <summary>Compares texts line by line.</summary>
public static class LineDiff
{
    // Beyond this many cells the middle is shown as removed and added as a whole; a query has at most 10,000 characters.
    private const long MaxCells = 16_000_000;

    /// <summary>The lines that differ with some around them.</summary>
    /// <param name="before">Text before.</param>
    /// <param name="after">Text after.</param>
    /// <param name="context">Equal lines to keep around each difference.</param>
    public static ImmutableArray<DiffLine> Compare(string before, string after, int context = 3) => Shorten(Full(before.Split('\n'), after.Split('\n')), context);

    private static List<DiffLine> Full(string[] before, string[] after)
    {
        var start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start])
            start++;
        var end = 0;
        while (end < before.Length - start && end < after.Length - start && before[^(end + 1)] == after[^(end + 1)])
            end++;
        var lines = before.Take(start).Select(line => new DiffLine(' ', line)).ToList();
        Middle(before.AsSpan(start, before.Length - start - end), after.AsSpan(start, after.Length - start - end), lines);
        lines.AddRange(before.Skip(before.Length - end).Select(line => new DiffLine(' ', line)));
        return lines;
    }

    // Longest common subsequence; removed lines stand before added ones.
    private static void Middle(ReadOnlySpan<string> before, ReadOnlySpan<string> after, List<DiffLine> lines)
    {
        int i = 0, j = 0;
        if ((long)before.Length * after.Length <= MaxCells)
        {
            var width = after.Length + 1;
            var length = new int[(before.Length + 1) * width];
            for (var x = before.Length - 1; x >= 0; x--)
            {
                for (var y = after.Length - 1; y >= 0; y--)
                {
                    length[(x * width) + y] = before[x] == after[y]
                        ? length[((x + 1) * width) + y + 1] + 1
                        : Math.Max(length[((x + 1) * width) + y], length[(x * width) + y + 1]);
                }
            }

            while (i < before.Length && j < after.Length)
            {
                if (before[i] == after[j])
                {
                    lines.Add(new DiffLine(' ', before[i++]));
                    j++;
                }
                else if (length[((i + 1) * width) + j] >= length[(i * width) + j + 1])
                    lines.Add(new DiffLine('-', before[i++]));
                else
                    lines.Add(new DiffLine('+', after[j++]));
            }
        }

        while (i < before.Length)
            lines.Add(new DiffLine('-', before[i++]));
        while (j < after.Length)
            lines.Add(new DiffLine('+', after[j++]));
    }

    private static ImmutableArray<DiffLine> Shorten(List<DiffLine> lines, int context)
    {
        var keep = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Mark == ' ')
                continue;
            for (var near = Math.Max(0, i - context); near <= Math.Min(lines.Count - 1, i + context); near++)
                keep[near] = true;
        }

        var result = ImmutableArray.CreateBuilder<DiffLine>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (keep[i])
            {
                result.Add(lines[i]);
                continue;
            }

            var from = i;
            while (i + 1 < lines.Count && !keep[i + 1])
                i++;
            result.Add(new DiffLine('@', $"{i - from + 1} unchanged line{(i == from ? "" : "s")}"));
        }

        return result.ToImmutable();
    }
}
