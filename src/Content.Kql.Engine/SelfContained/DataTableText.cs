using System.Text;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.SelfContained;

/// <summary>Rows as a <c>datatable</c>.</summary>
internal static class DataTableText
{
    private const string EventTime = "TimeGenerated";

    /// <summary>Appends an expression that gives the rows with all columns in their order.</summary>
    /// <param name="text">What it is appended to.</param>
    /// <param name="table">The rows. Columns are matched by name; those that are not there are null.</param>
    /// <param name="row">The columns; open to have those of the rows.</param>
    /// <param name="ingestionColumn">Name of a further column with the time of ingestion; null for none.</param>
    public static void Append(StringBuilder text, ColumnarTable table, RowType row, string? ingestionColumn)
    {
        var columns = (row.IsOpen ? table.ColumnsWith(row) : row).Columns;
        var given = table.RowCount == 0
            ? [.. columns.Select(column => (Column: column, Ordinal: -1))]
            : columns.Select(column => (Column: column, Ordinal: table.Row.IndexOf(column.Name))).Where(pair => pair.Ordinal >= 0).ToList();
        var ingestion = ingestionColumn is null || table.RowCount == 0 ? -1 : table.Row.IndexOf(ColumnarTable.IngestionTime);
        if (ingestion >= 0 || (ingestionColumn is not null && table.RowCount == 0))
            given.Add((new ColumnSymbol(ingestionColumn!, KqlType.DateTime), ingestion));
        text.Append("datatable(");
        // There is no datatable without columns.
        var dummy = given.Count == 0;
        text.AppendJoin(", ", dummy ? ["Row:long"] : given.Select(pair => $"{KqlLiteral.Name(pair.Column.Name)}:{TypeOf(pair.Column).Name}"));
        text.Append(") [");
        foreach (var chunk in table.Chunks)
        {
            for (var i = 0; i < chunk.Length; i++)
            {
                text.Append("\n    ");
                if (dummy)
                    text.Append("long(0), ");
                foreach (var (column, ordinal) in given)
                {
                    KqlLiteral.Append(text, chunk.Columns[ordinal]?.GetValue(i), TypeOf(column));
                    text.Append(", ");
                }
            }
        }

        // A comma may not stand behind the last value everywhere.
        if (table.RowCount > 0)
            text.Length -= 2;
        text.Append(']');
        var isComplete = given.Count == columns.Length + (ingestionColumn is null ? 0 : 1);
        if (isComplete || (columns.IsEmpty && ingestionColumn is null))
            return;
        text.Append("\n  | project ");
        var known = given.Select(pair => pair.Column.Name).ToHashSet(StringComparer.Ordinal);
        var written = columns.Select(column => KqlLiteral.Name(column.Name) + (known.Contains(column.Name) ? "" : " = " + Null(column))).ToList();
        if (ingestionColumn is not null)
            written.Add(known.Contains(ingestionColumn) ? ingestionColumn : $"{ingestionColumn} = {(columns.Any(column => column.Name == EventTime && column.Type.Kind == TypeKind.DateTime) ? EventTime : "datetime(null)")}");
        text.AppendJoin(", ", written);
    }

    private static KqlType TypeOf(ColumnSymbol column) => column.Type.Kind is TypeKind.Unknown or TypeKind.Type ? KqlType.Dynamic : column.Type;

    private static string Null(ColumnSymbol column)
    {
        var text = new StringBuilder();
        KqlLiteral.Append(text, null, TypeOf(column));
        return text.ToString();
    }
}
