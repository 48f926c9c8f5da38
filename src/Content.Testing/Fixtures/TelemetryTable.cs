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
    /// <summary>When the run is executed, in UTC: what is ingested later is not there yet. Null for no such limit.</summary>
    public DateTime? Executed { get; init; }

    /// <summary>Whether an event is seen.</summary>
    /// <param name="generated">Its TimeGenerated, in UTC.</param>
    /// <param name="ingested">When it was ingested, in UTC.</param>
    public bool Contains(DateTime generated, DateTime ingested) =>
        (ByIngestion ? ingested > Start && ingested <= End : generated >= Start && generated <= End) && !(ingested > Executed);
}

/// <summary>
/// Rows of a table with the times that decide which run sees them. Immutable, and safe for use from several threads. The columns are
/// built once; a run gets slices of them.
/// </summary>
public sealed class TelemetryTable
{
    // A large table whose rows do not stand in order of time would fall into many small slices: it is put in order first.
    private const int OrderedFrom = 1_024;

    private readonly Lazy<ColumnarTable> _all;
    private readonly (DateTime Generated, DateTime Ingested)[]? _times;
    private readonly object?[][] _rows;
    private readonly bool _isRising;
    private Windowed? _last;

    /// <summary>Creates a table.</summary>
    /// <param name="row">The columns that the rows give; the table's others are null.</param>
    /// <param name="rows">Values as the engine takes them.</param>
    /// <param name="times">When each event happened and was ingested, in UTC; null for a table without TimeGenerated, of which every run sees all rows.</param>
    public TelemetryTable(RowType row, ImmutableArray<object?[]> rows, ImmutableArray<(DateTime Generated, DateTime Ingested)>? times)
    {
        Row = row;
        (_rows, _times) = times is { } given ? Order([.. rows], [.. given]) : ([.. rows], null);
        _isRising = _times is not null && IsInOrder(_times, rising: true);
        _all = new Lazy<ColumnarTable>(() => ColumnarTable.FromRows(Row, _rows));
    }

    private static (object?[][] Rows, (DateTime Generated, DateTime Ingested)[] Times) Order(object?[][] rows, (DateTime Generated, DateTime Ingested)[] times)
    {
        if (rows.Length < OrderedFrom || IsInOrder(times, rising: true) || IsInOrder(times, rising: false))
            return (rows, times);
        var order = Enumerable.Range(0, rows.Length).OrderBy(i => times[i].Generated).ToArray();
        return (Array.ConvertAll(order, i => rows[i]), Array.ConvertAll(order, i => times[i]));
    }

    private static bool IsInOrder((DateTime Generated, DateTime Ingested)[] times, bool rising)
    {
        for (var i = 1; i < times.Length; i++)
        {
            if (rising ? times[i - 1].Generated > times[i].Generated : times[i - 1].Generated < times[i].Generated)
                return false;
        }

        return true;
    }

    /// <summary>The columns.</summary>
    public RowType Row { get; }

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Length;

    /// <summary>Values of the rows, in the order of <see cref="Row"/>; a row may be shorter or longer.</summary>
    public IReadOnlyList<object?[]> Rows => _rows;

    /// <summary>When the events happened and were ingested, in UTC; null for a table without TimeGenerated.</summary>
    public ReadOnlySpan<(DateTime Generated, DateTime Ingested)> Times => _times;

    /// <summary>The table with other times of ingestion.</summary>
    /// <param name="delay">What is added to each.</param>
    public TelemetryTable Delayed(TimeSpan delay)
    {
        if (_times is not { } times || delay == TimeSpan.Zero)
            return this;
        var later = Array.ConvertAll(times, time => time with { Ingested = time.Ingested + delay });
        var column = Row.IndexOf(FixtureTables.IngestionTime);
        var row = column >= 0 ? Row : new RowType([.. Row.Columns, new ColumnSymbol(FixtureTables.IngestionTime, KqlType.DateTime)]);
        var ordinal = column >= 0 ? column : Row.Columns.Length;
        var rows = _rows.Select((values, i) =>
        {
            var copy = new object?[row.Columns.Length];
            Array.Copy(values, copy, Math.Min(values.Length, Row.Columns.Length));
            copy[ordinal] = later[i].Ingested;
            return copy;
        });
        return new TelemetryTable(row, [.. rows], [.. later]);
    }

    /// <summary>The table with nothing but the rows that a run of a window sees.</summary>
    public TelemetryTable SeenIn(TimeWindow window)
    {
        if (_times is not { } times)
            return this;
        var seen = Enumerable.Range(0, _rows.Length).Where(i => window.Contains(times[i].Generated, times[i].Ingested)).ToArray();
        return seen.Length == _rows.Length ? this : new TelemetryTable(Row, [.. seen.Select(i => _rows[i])], [.. seen.Select(i => times[i])]);
    }

    /// <summary>Whether the rows have times and a run of a window sees any of them.</summary>
    public bool ShowsAnyIn(TimeWindow window) => _times is not null && Array.Exists(_times, time => window.Contains(time.Generated, time.Ingested));

    /// <summary>The rows that a run of a window sees.</summary>
    public ColumnarTable Within(TimeWindow window)
    {
        if (_times is not { } times)
            return _all.Value;
        var (from, to) = _isRising && !window.ByIngestion ? Range(times, window) : (0, times.Length);
        var runs = Visible(times, from, to, window);
        // Most windows of a long simulation show the same rows as the one before.
        if (_last is { } last && last.Runs.AsSpan().SequenceEqual(runs.AsSpan()))
            return last.Table;
        var table = Slice(_all.Value, runs);
        _last = new Windowed(runs, table);
        return table;
    }

    // Runs of neighbouring rows that are seen.
    private static ImmutableArray<(int Start, int Length)> Visible((DateTime Generated, DateTime Ingested)[] times, int from, int to, TimeWindow window)
    {
        var runs = ImmutableArray.CreateBuilder<(int Start, int Length)>();
        var start = -1;
        for (var i = from; i < to; i++)
        {
            if (window.Contains(times[i].Generated, times[i].Ingested))
                start = start < 0 ? i : start;
            else if (start >= 0)
            {
                runs.Add((start, i - start));
                start = -1;
            }
        }

        if (start >= 0)
            runs.Add((start, to - start));
        return runs.ToImmutable();
    }

    // The rows of a table in order of time that a window by TimeGenerated can show.
    private static (int From, int To) Range((DateTime Generated, DateTime Ingested)[] times, TimeWindow window)
    {
        return (First(time => time >= window.Start), First(time => time > window.End));

        int First(Func<DateTime, bool> isThere)
        {
            var (low, high) = (0, times.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                (low, high) = isThere(times[middle].Generated) ? (low, middle) : (middle + 1, high);
            }

            return low;
        }
    }

    private static ColumnarTable Slice(ColumnarTable all, ImmutableArray<(int Start, int Length)> runs)
    {
        if (runs is [(0, var whole)] && whole == all.RowCount)
            return all;
        var chunks = ImmutableArray.CreateBuilder<TableChunk>();
        var first = 0;
        foreach (var chunk in all.Chunks)
        {
            foreach (var (start, length) in runs)
            {
                var from = Math.Max(start, first);
                var to = Math.Min(start + length, first + chunk.Length);
                if (from < to)
                    chunks.Add(new TableChunk([.. chunk.Columns.Select(column => column?.Slice(from - first, to - from))], to - from));
            }

            first += chunk.Length;
        }

        return new ColumnarTable(all.Row, chunks.ToImmutable());
    }

    private sealed record Windowed(ImmutableArray<(int Start, int Length)> Runs, ColumnarTable Table);
}
