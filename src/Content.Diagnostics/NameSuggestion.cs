using System.Numerics;

namespace Content.Diagnostics;

/// <summary>Finds the name that was probably meant.</summary>
public static class NameSuggestion
{
    // Longer names are not compared: nobody writes them by hand.
    private const int MaxLength = 255;

    /// <summary>
    /// The candidate nearest to a misspelt name by Damerau–Levenshtein distance without regard to case; null when none is near
    /// (at most a third of the name's length, and at most 3 edits). Of equally near ones the first by ordinal order is taken.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var limit = Math.Clamp(name.Length / 3, 1, 3);
        if (name.Length > MaxLength + limit)
            return null;
        var letters = LettersOf(name);
        string? best = null;
        foreach (var candidate in candidates)
        {
            // Most candidates are told by their length or by the letters that they have: a replaced letter changes two of the set.
            if (Math.Abs(candidate.Length - name.Length) > limit || candidate.Length > MaxLength || BitOperations.PopCount(letters ^ LettersOf(candidate)) > 2 * limit)
                continue;
            var distance = Distance(name, candidate, limit);
            if (distance < limit || (distance == limit && (best is null || string.CompareOrdinal(candidate, best) < 0)))
            {
                best = candidate;
                limit = distance;
            }
        }

        return best;
    }

    // The set of ASCII letters, digits and signs of a name, letters without case. Other characters do not count.
    private static ulong LettersOf(string name)
    {
        var set = 0ul;
        foreach (var c in name)
        {
            if (c < 128)
                set |= 1ul << (Fold(c) & 63);
        }

        return set;
    }

    private static char Fold(char c) => c < 128 ? (c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c) : char.ToLowerInvariant(c);

    // The distance when it is at most the limit; something greater otherwise. Only cells near the diagonal can be within the limit.
    private static int Distance(string left, string right, int limit)
    {
        var far = limit + 1;
        Span<int> storage = stackalloc int[3 * (right.Length + 2)];
        storage.Fill(far);
        var before = storage[..(right.Length + 2)];
        var previous = storage.Slice(right.Length + 2, right.Length + 2);
        var current = storage[(2 * (right.Length + 2))..];
        for (var j = 0; j <= Math.Min(limit, right.Length); j++)
            previous[j] = j;
        var nearestBefore = 0;
        for (var i = 1; i <= left.Length; i++)
        {
            var first = Math.Max(1, i - limit);
            var last = Math.Min(right.Length, i + limit);
            current[first - 1] = first == 1 ? Math.Min(i, far) : far;
            var nearest = current[first - 1];
            var a = Fold(left[i - 1]);
            for (var j = first; j <= last; j++)
            {
                var b = Fold(right[j - 1]);
                var value = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (a == b ? 0 : 1));
                if (i > 1 && j > 1 && a == Fold(right[j - 2]) && Fold(left[i - 2]) == b)
                    value = Math.Min(value, before[j - 2] + 1);
                current[j] = value;
                nearest = Math.Min(nearest, value);
            }

            // The cell past the band is read by the next row.
            current[last + 1] = far;
            if (nearest > limit && nearestBefore > limit)
                return far;
            nearestBefore = nearest;
            var oldest = before;
            before = previous;
            previous = current;
            current = oldest;
        }

        return previous[right.Length];
    }
}
