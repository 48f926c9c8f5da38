using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Workbooks.Evaluation;

/// <summary>
/// Tables as a query with a time range sees them: Log Analytics filters each table by TimeGenerated before the query looks at it. What has no
/// TimeGenerated is seen as a whole, and so are watchlists. A filtered table is kept as long as its source.
/// </summary>
internal sealed class RangedTables(ITableSource tables)
{
    private const string TimeGenerated = "TimeGenerated";
    private const int RangeLimit = 16;

    private readonly ConditionalWeakTable<ColumnarTable, ConcurrentDictionary<(DateTime, DateTime), ColumnarTable>> _kept = [];

    /// <summary>All rows.</summary>
    public ITableSource All => tables;

    /// <summary>The rows of a range, both ends belong to it.</summary>
    public ITableSource Within((DateTime Start, DateTime End) range) => new Source(this, range);

    private ColumnarTable? Filter(ColumnarTable? table, (DateTime Start, DateTime End) range)
    {
        if (table?.Row.IndexOf(TimeGenerated) is not { } column || column < 0 || table.Row.Columns[column].Type.Kind != TypeKind.DateTime)
            return table;
        var kept = _kept.GetValue(table, static _ => new ConcurrentDictionary<(DateTime, DateTime), ColumnarTable>());
        if (kept.TryGetValue(range, out var known))
            return known;
        if (kept.Count >= RangeLimit)
            kept.Clear();
        return kept[range] = Cut(table, column, range);
    }

    private static ColumnarTable Cut(ColumnarTable table, int column, (DateTime Start, DateTime End) range)
    {
        var chunks = ImmutableArray.CreateBuilder<TableChunk>(table.Chunks.Length);
        foreach (var chunk in table.Chunks)
        {
            if (chunk.Columns[column] is not FixedVector<long> times)
                continue;
            var rows = new List<int>(chunk.Length);
            for (var i = 0; i < chunk.Length; i++)
            {
                if (!times.IsNull(i) && times[i] >= range.Start.Ticks && times[i] <= range.End.Ticks)
                    rows.Add(i);
            }

            if (rows.Count == chunk.Length)
                chunks.Add(chunk);
            else if (rows.Count > 0)
                chunks.Add(new TableChunk([.. chunk.Columns.Select(vector => vector?.Gather(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows)))], rows.Count));
        }

        return new ColumnarTable(table.Row, chunks.ToImmutable());
    }

    // Two of the same range are equal, so that what was computed from one holds for the other.
    private sealed record Source(RangedTables Owner, (DateTime, DateTime) Range) : ITableSource
    {
        public ColumnarTable? FindTable(TableRequest request) => Owner.Filter(Owner.All.FindTable(request), Range);

        public ColumnarTable? FindWatchlist(TableRequest request) => Owner.All.FindWatchlist(request);

        public ColumnarTable? FindFunction(TableRequest request) => Owner.Filter(Owner.All.FindFunction(request), Range);

        public ColumnarTable? FindExternalData(TableRequest request) => Owner.All.FindExternalData(request);
    }
}
