using Content.Kql.Engine.Tables;

namespace Content.Azure.Stub.Service;

/// <summary>Tables with nothing but the rows whose TimeGenerated lies in the time span of a request; both ends belong to it.</summary>
internal sealed class TimespanTables(ITableSource inner, DateTime from, DateTime to) : ITableSource
{
    /// <summary>Rows of the tables that were read.</summary>
    public long RowsRead { get; private set; }

    public ColumnarTable? FindTable(TableRequest request) => Within(inner.FindTable(request));

    public ColumnarTable? FindWatchlist(TableRequest request) => inner.FindWatchlist(request);

    public ColumnarTable? FindFunction(TableRequest request) => Within(inner.FindFunction(request));

    public ColumnarTable? FindExternalData(TableRequest request) => inner.FindExternalData(request);

    private ColumnarTable? Within(ColumnarTable? table)
    {
        if (table is null || table.Row.IndexOf("TimeGenerated") is not (>= 0 and var time))
            return table;
        var rows = new List<object?[]>();
        foreach (var chunk in table.Chunks)
        {
            for (var i = 0; i < chunk.Length; i++)
            {
                if (chunk.Columns[time]?.GetValue(i) is DateTime moment && moment >= from && moment <= to)
                    rows.Add([.. chunk.Columns.Select(column => column?.GetValue(i))]);
            }
        }

        RowsRead += rows.Count;
        return ColumnarTable.FromRows(table.Row, rows);
    }
}
