using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Testing.Fixtures;

/// <summary>The rows of watchlists as <c>_GetWatchlist</c> gives them.</summary>
public static class WatchlistTables
{
    private const string ItemId = "_DTItemId";
    private const string LastUpdated = "LastUpdatedTimeUTC";
    private const string SearchKey = "SearchKey";

    /// <summary>
    /// The rows that a watchlist ships with. Identifiers of items are made from their position, and every item was last changed at
    /// <paramref name="now"/>: both are the workspace's to give, and neither may differ between two runs.
    /// </summary>
    public static ColumnarTable Shipped(Watchlist watchlist, DateTime now)
    {
        var row = watchlist.Row;
        if (watchlist.Data is not { } data)
            return ColumnarTable.Empty(row);
        var key = watchlist.ItemsSearchKey is { } name ? data.IndexOf(name.Value) : -1;
        var ordinals = data.Headers.Select(header => row.IndexOf(header.Value)).ToArray();
        return ColumnarTable.FromRows(row, data.Rows.Select((item, number) =>
        {
            var values = Standard(row, number, now);
            values[row.IndexOf(SearchKey)] = key < 0 ? "" : item.Values[key];
            for (var i = 0; i < ordinals.Length; i++)
                values[ordinals[i]] = item.Values[i];
            return values;
        }));
    }

    /// <summary>Rows that a test gives, with the standard columns filled in where it does not.</summary>
    internal static ColumnarTable Given(Watchlist watchlist, TelemetryTable given, DateTime now)
    {
        var row = watchlist.Row;
        var rows = given.Within(default);
        var from = row.Columns.Select(column => rows.Row.IndexOf(column.Name)).ToArray();
        var key = watchlist.ItemsSearchKey is { } name ? rows.Row.IndexOf(name.Value) : -1;
        var number = 0;
        var values = new List<object?[]>();
        foreach (var chunk in rows.Chunks)
        {
            for (var i = 0; i < chunk.Length; i++, number++)
            {
                var target = Standard(row, number, now);
                if (key >= 0)
                    target[row.IndexOf(SearchKey)] = chunk.Columns[key]?.GetValue(i);
                for (var c = 0; c < from.Length; c++)
                {
                    if (from[c] >= 0 && chunk.Columns[from[c]]?.GetValue(i) is { } value && (c > 2 || value is not ""))
                        target[c] = value;
                }

                values.Add(target);
            }
        }

        return ColumnarTable.FromRows(row, values);
    }

    private static object?[] Standard(RowType row, int number, DateTime now)
    {
        var values = new object?[row.Columns.Length];
        values[row.IndexOf(ItemId)] = new Guid(number + 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).ToString();
        values[row.IndexOf(LastUpdated)] = now;
        return values;
    }
}
