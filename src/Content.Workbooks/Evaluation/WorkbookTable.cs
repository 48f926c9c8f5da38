using System.Collections.Immutable;
using Content.Kql.Symbols;

namespace Content.Workbooks.Evaluation;

/// <summary>Rows that an item of a workbook shows, wherever they come from: a query, JSON, a merge, a recorded response.</summary>
/// <param name="Columns">The columns in order.</param>
/// <param name="Rows">The rows in order, one value a column: null, bool, int, long, double, decimal, DateTime (UTC), TimeSpan, Guid, string, or a list or dictionary for a dynamic value.</param>
public sealed record WorkbookTable(ImmutableArray<ColumnSymbol> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>No columns, no rows.</summary>
    public static WorkbookTable Empty { get; } = new([], []);

    /// <summary>Index of a column by its exact name; -1 when there is none.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (Columns[i].Name == name)
                return i;
        }

        return -1;
    }
}
