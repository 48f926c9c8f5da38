using System.Collections.Immutable;
using Content.Kql.Engine.Tables;

namespace Content.Testing.Fixtures;

/// <summary>The data of a test case: telemetry that runs see windows of, and watchlists.</summary>
public sealed class CaseData
{
    private readonly IReadOnlyDictionary<string, TelemetryTable> _tables;
    private readonly Func<string, ColumnarTable?> _watchlist;

    /// <summary>Creates the data.</summary>
    /// <param name="tables">Tables, and rows of functions that have no body, by name.</param>
    /// <param name="watchlist">The rows of a watchlist by its alias; null when there is none.</param>
    public CaseData(IReadOnlyDictionary<string, TelemetryTable> tables, Func<string, ColumnarTable?>? watchlist = null)
    {
        _tables = tables;
        _watchlist = watchlist ?? (static _ => null);
    }

    /// <summary>Names of the tables that the case gives.</summary>
    public IEnumerable<string> TableNames => _tables.Keys;

    /// <summary>How much of each table a run over a window sees, in order of the names.</summary>
    public ImmutableArray<SeenRows> Seen(TimeWindow window) =>
        [.. _tables.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new SeenRows(pair.Key, pair.Value.Within(window).RowCount, pair.Value.Count))];

    /// <summary>The same data with later times of ingestion.</summary>
    /// <param name="delay">What is added to each.</param>
    public CaseData Delayed(TimeSpan delay) =>
        delay == TimeSpan.Zero ? this : new CaseData(_tables.ToDictionary(pair => pair.Key, pair => pair.Value.Delayed(delay), StringComparer.Ordinal), _watchlist);

    /// <summary>The data with nothing but what a run over a window sees.</summary>
    public CaseData SeenIn(TimeWindow window) => new(_tables.ToDictionary(pair => pair.Key, pair => pair.Value.SeenIn(window), StringComparer.Ordinal), _watchlist);

    /// <summary>Whether a run over a window sees any row of a table with times.</summary>
    public bool ShowsAnyIn(TimeWindow window) => _tables.Values.Any(table => table.ShowsAnyIn(window));

    /// <summary>How far apart the first and the last event are, over all tables with times; null when none has a row.</summary>
    public TimeSpan? Spread
    {
        get
        {
            var (first, last) = (DateTime.MaxValue, DateTime.MinValue);
            foreach (var table in _tables.Values)
            {
                foreach (var (generated, _) in table.Times)
                    (first, last) = (generated < first ? generated : first, generated > last ? generated : last);
            }

            return first > last ? null : last - first;
        }
    }

    /// <summary>The tables that the case gives, in order of the names.</summary>
    public IEnumerable<KeyValuePair<string, TelemetryTable>> Tables => _tables.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>What a run over a window sees. A table that the case does not name is empty; a function without body is missing.</summary>
    public ITableSource Within(TimeWindow window) => new WindowSource(this, window);

    // Two of the same data and window are equal, so that what was computed from one holds for the other.
    private sealed record WindowSource(CaseData Data, TimeWindow Window) : ITableSource
    {
        // A table of another place is there only when the case gives it under its full name: a query that reads another stays undecided.
        public ColumnarTable? FindTable(TableRequest request) =>
            Data._tables.TryGetValue(request.QualifiedName, out var table) ? table.Within(Window)
            : request.Cluster is not null || request.Database is not null ? null : ColumnarTable.Empty(request.Row);

        public ColumnarTable? FindWatchlist(TableRequest request) => Data._watchlist(request.Name);

        public ColumnarTable? FindFunction(TableRequest request) => Data._tables.GetValueOrDefault(request.Name)?.Within(Window);

        public ColumnarTable? FindExternalData(TableRequest request) => null;
    }
}
