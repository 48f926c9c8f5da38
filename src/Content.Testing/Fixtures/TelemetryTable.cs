using System.Collections.Immutable;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Testing.Fixtures;

/// <summary>Which events a run sees.</summary>
/// <param name="Start">Earliest instant, in UTC.</param>
/// <param name="End">Latest instant, in UTC.</param>
/// <param name="ByIngestion">True when the time of ingestion counts and the start itself is left out (NRT rules); false when TimeGenerated counts and both ends belong to it.</param>
public readonly record struct TimeWindow(DateTime Start, DateTime End, bool ByIngestion)
{
    /// <summary>Whether an event of a time is seen.</summary>
    public bool Contains(DateTime time) => time <= End && (ByIngestion ? time > Start : time >= Start);
}

/// <summary>Rows of a table with the times that decide which run sees them. Immutable.</summary>
public sealed class TelemetryTable
{
    private readonly ImmutableArray<object?[]> _rows;
    private readonly ImmutableArray<(DateTime Generated, DateTime Ingested)>? _times;
    private Windowed? _last;

    /// <summary>Creates a table.</summary>
    /// <param name="row">The columns that the rows give; the table's others are null.</param>
    /// <param name="rows">Values as the engine takes them.</param>
    /// <param name="times">When each event happened and was ingested, in UTC; null for a table without TimeGenerated, of which every run sees all rows.</param>
    public TelemetryTable(RowType row, ImmutableArray<object?[]> rows, ImmutableArray<(DateTime Generated, DateTime Ingested)>? times)
    {
        Row = row;
        _rows = rows;
        _times = times;
    }

    /// <summary>The columns.</summary>
    public RowType Row { get; }

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Length;

    /// <summary>The rows that a run of a window sees.</summary>
    public ColumnarTable Within(TimeWindow window)
    {
        if (_last is { } last && last.Window == window)
            return last.Table;
        var rows = _times is not { } times ? _rows.AsEnumerable()
            : _rows.Where((_, i) => window.Contains(window.ByIngestion ? times[i].Ingested : times[i].Generated));
        var table = ColumnarTable.FromRows(Row, rows);
        _last = new Windowed(window, table);
        return table;
    }

    private sealed record Windowed(TimeWindow Window, ColumnarTable Table);
}
