using Content.Kql.Engine.Tables;
using Content.Model;
using Content.Testing.Fixtures;

namespace Content.Testing.Backtesting;

/// <summary>Makes telemetry, with the times that decide which run sees a row, of tables that were loaded from files.</summary>
public static class TelemetryReading
{
    private const string TimeGenerated = "TimeGenerated";

    /// <summary>Makes the data of a backtest; watchlists that are not given have their shipped rows.</summary>
    /// <param name="tables">The tables by name.</param>
    /// <param name="repository">The content, whose watchlists these are.</param>
    /// <param name="now">When items of watchlists were last changed.</param>
    public static CaseData Of(IReadOnlyDictionary<string, ColumnarTable> tables, ContentRepository repository, DateTime now)
    {
        var watchlists = repository.Watchlists.ToDictionary(watchlist => watchlist.Alias.Value, watchlist => WatchlistTables.Shipped(watchlist, now), StringComparer.Ordinal);
        return new CaseData(tables.ToDictionary(table => table.Key, table => Telemetry(table.Value), StringComparer.Ordinal), watchlists.GetValueOrDefault);
    }

    /// <summary>The time of the last event of a table; null when it has none.</summary>
    public static DateTime? LastEvent(ColumnarTable table) => Telemetry(table) is { Count: > 0, Times.IsEmpty: false } telemetry ? Latest(telemetry) : null;

    private static DateTime Latest(TelemetryTable telemetry)
    {
        var latest = DateTime.MinValue;
        foreach (var (generated, _) in telemetry.Times)
            latest = generated > latest ? generated : latest;
        return latest;
    }

    // An event without a time is seen by no run.
    private static TelemetryTable Telemetry(ColumnarTable table)
    {
        var generated = table.Row.IndexOf(TimeGenerated);
        var ingested = table.Row.IndexOf("_IngestionTime");
        var rows = new List<object?[]>();
        var times = new List<(DateTime, DateTime)>();
        foreach (var chunk in table.Chunks)
        {
            for (var i = 0; i < chunk.Length; i++)
            {
                var values = new object?[chunk.Columns.Count];
                for (var c = 0; c < values.Length; c++)
                    values[c] = chunk.Columns[c]?.GetValue(i);
                if (generated < 0)
                    rows.Add(values);
                else if (values[generated] is DateTime time)
                {
                    rows.Add(values);
                    times.Add((time, ingested >= 0 && values[ingested] is DateTime arrival ? arrival : time));
                }
            }
        }

        return new TelemetryTable(table.Row, [.. rows], generated < 0 ? null : [.. times]);
    }
}
