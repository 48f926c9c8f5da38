using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Azure.Query;

/// <summary>The tables of a workspace in the form that <c>workspaceSchema</c> and <c>--schema</c> read.</summary>
/// <param name="Text">JSON: <c>{"Table": {"Column": "type"}}</c>; tables and columns in ordinal order, so that the same workspace gives the same bytes.</param>
/// <param name="Tables">Number of tables in it.</param>
/// <param name="LeftOut">Tables that are left out since they are known as they are.</param>
public sealed record WorkspaceSchemaFile(string Text, int Tables, int LeftOut)
{
    /// <summary>Writes the tables.</summary>
    /// <param name="tables">The tables of the workspace.</param>
    /// <param name="known">What is known without the file: the built-in schema, and the custom tables of the content.</param>
    /// <param name="all">Whether tables that are known with all their columns are written too.</param>
    public static WorkspaceSchemaFile Of(ImmutableArray<WorkspaceTable> tables, ISchema known, bool all)
    {
        using var text = new MemoryStream();
        var written = 0;
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            foreach (var table in tables.OrderBy(table => table.Name, StringComparer.Ordinal))
            {
                if (!all && known.FindTable(table.Name) is { } other && table.Columns.All(column => other.Row.Find(column.Name) is { } found && found.Type.Kind == column.Type.Kind))
                    continue;
                written++;
                json.WriteStartObject(table.Name);
                foreach (var column in Columns(table, known))
                    json.WriteString(column.Name, column.Type.Name);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return new WorkspaceSchemaFile(Encoding.UTF8.GetString(text.ToArray()) + "\n", written, tables.Length - written);
    }

    // The list leaves out columns that every table has, and of tables of Microsoft some that queries know.
    private static IEnumerable<ColumnSymbol> Columns(WorkspaceTable table, ISchema known) =>
        table.Columns.Concat(known.FindTable(table.Name)?.Row.Columns ?? []).Concat(CustomTable.Standard).DistinctBy(column => column.Name, StringComparer.Ordinal).OrderBy(column => column.Name, StringComparer.Ordinal);
}
