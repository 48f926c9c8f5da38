using System.Numerics;

namespace Content.Kql.Engine.Vectors;

/// <summary>Validity bitmaps: bit i is set where row i has a value. A missing bitmap means that all rows have one.</summary>
public static class Bits
{
    /// <summary>Words needed for a number of rows.</summary>
    public static int WordCount(int rows) => (rows + 63) >> 6;

    /// <summary>A bitmap with every row valid.</summary>
    public static ulong[] AllSet(int rows)
    {
        var words = new ulong[WordCount(rows)];
        Array.Fill(words, ulong.MaxValue);
        return words;
    }

    /// <summary>A bitmap with every row null.</summary>
    public static ulong[] NoneSet(int rows) => new ulong[WordCount(rows)];

    /// <summary>Whether a bit is set.</summary>
    public static bool Get(ulong[] words, int row) => (words[row >> 6] >> (row & 63) & 1) != 0;

    /// <summary>Sets a bit.</summary>
    public static void Set(ulong[] words, int row) => words[row >> 6] |= 1UL << (row & 63);

    /// <summary>Clears a bit.</summary>
    public static void Clear(ulong[] words, int row) => words[row >> 6] &= ~(1UL << (row & 63));

    /// <summary>Rows valid in both; null when all are.</summary>
    public static ulong[]? And(ulong[]? left, ulong[]? right, int rows)
    {
        if (left is null)
            return right;
        if (right is null)
            return left;
        var result = new ulong[WordCount(rows)];
        for (var i = 0; i < result.Length; i++)
            result[i] = left[i] & right[i];
        return result;
    }

    /// <summary>The bits of a range of rows, moved to start at 0; null when all of them are set.</summary>
    public static ulong[]? Slice(ulong[]? words, int start, int rows)
    {
        if (words is null)
            return null;
        var result = new ulong[WordCount(rows)];
        var word = start >> 6;
        var shift = start & 63;
        for (var i = 0; i < result.Length; i++)
        {
            var low = word + i < words.Length ? words[word + i] >> shift : 0;
            var high = shift != 0 && word + i + 1 < words.Length ? words[word + i + 1] << (64 - shift) : 0;
            result[i] = low | high;
        }

        return CountSet(result, rows) == rows ? null : result;
    }

    /// <summary>Number of set bits among the first rows.</summary>
    public static int CountSet(ulong[]? words, int rows)
    {
        if (words is null)
            return rows;
        var count = 0;
        var whole = rows >> 6;
        for (var i = 0; i < whole; i++)
            count += BitOperations.PopCount(words[i]);
        if ((rows & 63) != 0)
            count += BitOperations.PopCount(words[whole] & ((1UL << (rows & 63)) - 1));
        return count;
    }
}
