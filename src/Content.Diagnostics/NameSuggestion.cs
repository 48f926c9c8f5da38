namespace Content.Diagnostics;

/// <summary>Finds the name that was probably meant.</summary>
public static class NameSuggestion
{
    /// <summary>
    /// The candidate nearest to a misspelt name by Damerau–Levenshtein distance without regard to case; null when none is near
    /// (at most a third of the name's length, and at most 3 edits). Of equally near ones the first by ordinal order is taken.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var limit = Math.Clamp(name.Length / 3, 1, 3);
        string? best = null;
        var bestDistance = limit + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) > limit)
                continue;
            var distance = Distance(name, candidate, bestDistance);
            if (distance < bestDistance || (distance == bestDistance && distance <= limit && string.CompareOrdinal(candidate, best) < 0))
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best;
    }

    private static int Distance(string left, string right, int limit)
    {
        Span<int> previous2 = stackalloc int[Math.Min(right.Length + 1, 256)];
        if (right.Length >= previous2.Length)
            return limit + 1;
        Span<int> previous = stackalloc int[right.Length + 1];
        Span<int> current = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var a = char.ToLowerInvariant(left[i - 1]);
                var b = char.ToLowerInvariant(right[j - 1]);
                var cost = a == b ? 0 : 1;
                var value = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && a == char.ToLowerInvariant(right[j - 2]) && char.ToLowerInvariant(left[i - 2]) == b)
                    value = Math.Min(value, previous2[j - 2] + 1);
                current[j] = value;
            }

            previous.CopyTo(previous2);
            current.CopyTo(previous);
        }

        return previous[right.Length];
    }
}
