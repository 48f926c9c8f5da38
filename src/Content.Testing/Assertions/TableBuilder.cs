using System.Collections.Immutable;

namespace Content.Testing.Assertions;

/// <summary>Lays out expected items that found no partner beside the actual items that come nearest to them.</summary>
internal static class TableBuilder
{
    /// <summary>Rows of each side that are shown at most.</summary>
    public const int RowLimit = 10;

    /// <summary>Builds a table.</summary>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="missing">Expected items without partner.</param>
    /// <param name="actual">Actual items without partner; those nearest to a missing one are shown under it.</param>
    /// <param name="expectedCell">Text of an expected cell; null when nothing is expected there.</param>
    /// <param name="actualCell">Text of an actual cell.</param>
    /// <param name="matches">Whether an actual cell is what is expected.</param>
    public static ComparisonTable Build<TExpected, TActual>(
        ImmutableArray<string> columns, IReadOnlyList<TExpected> missing, IReadOnlyList<TActual> actual,
        Func<TExpected, int, string?> expectedCell, Func<TActual, int, string> actualCell, Func<TExpected, TActual, int, bool> matches)
    {
        var rows = ImmutableArray.CreateBuilder<ComparisonRow>();
        var left = Enumerable.Range(0, actual.Count).ToList();
        var none = ImmutableArray.Create(new bool[columns.Length]);
        foreach (var item in missing.Take(RowLimit))
        {
            var given = Enumerable.Range(0, columns.Length).Where(c => expectedCell(item, c) is not null).ToList();
            rows.Add(new ComparisonRow(ComparisonSide.Expected, [.. Enumerable.Range(0, columns.Length).Select(c => expectedCell(item, c) ?? "")], none));
            if (left.Count == 0)
                continue;
            var nearest = left.MaxBy(a => given.Count(c => matches(item, actual[a], c)));
            left.Remove(nearest);
            rows.Add(new ComparisonRow(ComparisonSide.Actual, [.. Enumerable.Range(0, columns.Length).Select(c => actualCell(actual[nearest], c))],
                [.. Enumerable.Range(0, columns.Length).Select(c => given.Contains(c) && !matches(item, actual[nearest], c))]));
        }

        foreach (var a in left.Take(RowLimit))
            rows.Add(new ComparisonRow(ComparisonSide.Actual, [.. Enumerable.Range(0, columns.Length).Select(c => actualCell(actual[a], c))], none));
        return new ComparisonTable(columns, rows.ToImmutable(), Math.Max(0, missing.Count - RowLimit) + Math.Max(0, left.Count - RowLimit));
    }
}
