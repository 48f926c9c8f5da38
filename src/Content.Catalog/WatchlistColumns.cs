using System.Collections.Immutable;
using Content.Kql.Symbols;

namespace Content.Catalog;

/// <summary>The columns that <c>_GetWatchlist</c> gives.</summary>
public static class WatchlistColumns
{
    /// <summary>Columns that every watchlist has, before those of its CSV file.</summary>
    public static ImmutableArray<ColumnSymbol> Standard { get; } =
    [
        new("_DTItemId", KqlType.String, "Identifier of the watchlist item."),
        new("LastUpdatedTimeUTC", KqlType.DateTime, "When the item was last changed."),
        new("SearchKey", KqlType.String, "Value of the column that the watchlist names as its search key."),
    ];

    /// <summary>The row type of a watchlist: <see cref="Standard"/>, then each header as a string column (a repeated one once).</summary>
    /// <param name="headers">CSV headers in order.</param>
    public static RowType Create(IEnumerable<string> headers)
    {
        var columns = Standard.ToBuilder();
        var known = new HashSet<string>(Standard.Select(column => column.Name), StringComparer.Ordinal);
        foreach (var header in headers)
        {
            if (known.Add(header))
                columns.Add(new ColumnSymbol(header, KqlType.String));
        }

        return new RowType(columns.ToImmutable());
    }
}
