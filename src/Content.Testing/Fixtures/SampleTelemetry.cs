using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Testing.Fixtures;

/// <summary>The telemetry of all test cases of a repository as that of one workspace: what a workbook shows without any other data.</summary>
/// <param name="Tables">Tables, watchlists as they ship, and rows of functions without a body. Other tables are empty.</param>
/// <param name="Now">The clock: that of the latest case, to which the others are moved.</param>
/// <param name="RowCount">Rows in all tables.</param>
/// <param name="Diagnostics">What is wrong with the data.</param>
public sealed record SampleTelemetry(ITableSource Tables, DateTime Now, long RowCount, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Collects the telemetry. A row that several cases give is there as often as in the case that has it most often.</summary>
    /// <param name="repository">The content.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when no case gives any rows.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static SampleTelemetry? Of(ContentRepository repository, CancellationToken cancellationToken = default)
    {
        var cases = repository.TestSuites.SelectMany(suite => suite.Cases).ToArray();
        if (cases.Length == 0)
            return null;
        var now = cases.Max(test => test.Now.Value);
        var loader = new FixtureLoader(repository);
        var collected = new Dictionary<string, Collected>(StringComparer.Ordinal);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var test in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (data, found) = loader.Load(test);
            diagnostics.AddRange(found);
            foreach (var (name, table) in data.Tables)
            {
                if (!collected.TryGetValue(name, out var into))
                    collected.Add(name, into = new Collected());
                into.Add(table, now - test.Now.Value);
            }
        }

        var tables = new TableSet { MissingTablesAreEmpty = true };
        var count = 0L;
        foreach (var (name, rows) in collected)
        {
            var table = rows.Build();
            count += table.RowCount;
            // What is no table of the schema are the rows of a function.
            if (name.Contains(").", StringComparison.Ordinal) || repository.Schema.FindTable(name) is not null)
                tables.AddTable(name, table);
            else
                tables.AddFunction(name, table);
        }

        foreach (var watchlist in repository.Watchlists)
            tables.AddWatchlist(watchlist.Alias.Value, WatchlistTables.Shipped(watchlist, now));
        return count == 0 ? null : new SampleTelemetry(tables, now, count, [.. diagnostics.DistinctBy(finding => (finding.Code, finding.Path, finding.Span))]);
    }

    private sealed class Collected
    {
        private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
        private readonly List<ColumnSymbol> _columns = [];
        private readonly List<object?[]> _rows = [];
        private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
        private readonly Dictionary<(TelemetryTable, TimeSpan), bool> _seen = [];

        public void Add(TelemetryTable table, TimeSpan later)
        {
            // Cases share the rows of their sample files.
            if (!_seen.TryAdd((table, later), true))
                return;
            var places = table.Row.Columns.Select(column =>
            {
                if (!_ordinals.TryGetValue(column.Name, out var ordinal))
                {
                    _ordinals.Add(column.Name, ordinal = _columns.Count);
                    _columns.Add(column);
                }

                return ordinal;
            }).ToArray();
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var values in table.Rows)
            {
                var row = new object?[_columns.Count];
                for (var i = 0; i < Math.Min(values.Length, places.Length); i++)
                    row[places[i]] = values[i] is DateTime time && later != TimeSpan.Zero ? time + later : values[i];
                var key = string.Join('\u0001', row.Select((value, i) => value is null or "" ? "" : $"{i}={ValueFormat.Text(value)}").Where(text => text.Length > 0));
                var count = counts[key] = counts.GetValueOrDefault(key) + 1;
                if (count <= _counts.GetValueOrDefault(key))
                    continue;
                _counts[key] = count;
                _rows.Add(row);
            }
        }

        public ColumnarTable Build() => ColumnarTable.FromRows(new RowType([.. _columns]), _rows);
    }
}
