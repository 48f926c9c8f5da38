using System.Collections.Concurrent;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Workbooks.Evaluation.Generation;

/// <summary>Tables whose rows are made for one query.</summary>
/// <param name="needs">What the query asks of them.</param>
/// <param name="maker">Makes the values.</param>
internal sealed class GeneratedTables(IReadOnlyDictionary<string, TableNeed> needs, ValueMaker maker) : ITableSource
{
    private readonly ConcurrentDictionary<string, ColumnarTable> _made = new(StringComparer.Ordinal);

    public ColumnarTable? FindTable(TableRequest request) => Make(request);

    public ColumnarTable? FindWatchlist(TableRequest request) => Make(request);

    public ColumnarTable? FindFunction(TableRequest request) => Make(request);

    public ColumnarTable? FindExternalData(TableRequest request) => Make(request);

    // Only columns that are read: wide tables have hundreds.
    private ColumnarTable Make(TableRequest request) => _made.GetOrAdd(request.Name + "\n" + string.Join(',', request.Columns), _ =>
    {
        var table = needs.GetValueOrDefault(request.Name) ?? new TableNeed();
        var columns = request.Columns.Where(ordinal => ordinal < request.Row.Columns.Length).Select(ordinal => request.Row.Columns[ordinal]).ToArray();
        var asked = columns.Select(column => table.Columns.GetValueOrDefault(column.Name) ?? new ColumnNeed(column.Name)).ToArray();
        var rows = new List<object?[]>(maker.Rows);
        for (var row = 0; row < maker.Rows; row++)
            rows.Add([.. columns.Select((column, i) => maker.Value(asked[i], column.Type, row))]);
        return ColumnarTable.FromRows(new RowType([.. columns]), rows);
    });
}
