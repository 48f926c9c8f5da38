using System.Text.Json;
using Content.Kql.Engine.SelfContained;
using Content.Kql.Symbols;

namespace Content.Cli.CrossCheck;

/// <summary>Declares to the judge what a schema knows: tables, functions with parameters and body or result, watchlists.</summary>
internal static class JudgeSchema
{
    /// <summary>Writes a schema as the request that declares it. Tables and functions refer to their rows by number: many share one.</summary>
    public static void Write(Utf8JsonWriter json, ISchema schema)
    {
        var rows = new RowNumbers();
        json.WriteStartObject();
        json.WriteStartObject("schema");
        json.WriteStartArray("tables");
        foreach (var name in schema.TableNames)
        {
            if (schema.FindTable(name) is not { } table)
                continue;
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("row", rows.Of(table.Row));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("functions");
        foreach (var name in schema.FunctionNames)
        {
            if (schema.FindFunction(name) is { } function)
                WriteFunction(json, function, rows);
        }

        json.WriteEndArray();
        json.WriteStartArray("watchlists");
        foreach (var alias in schema.WatchlistAliases)
        {
            if (schema.FindWatchlist(alias) is not { } row)
                continue;
            json.WriteStartObject();
            json.WriteString("alias", alias);
            json.WriteNumber("row", rows.Of(row));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        rows.Write(json);

        // A schema with watchlists is one of a Log Analytics workspace, which knows workspace('name') too (see the binder).
        json.WriteBoolean("workspaces", schema.FindFunction(WorkspaceFunction.WatchlistReader) is not null && schema.FindFunction("workspace") is null);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, WorkspaceFunction function, RowNumbers rows)
    {
        json.WriteStartObject();
        json.WriteString("name", function.Name);
        json.WriteString("parameters", FunctionText.Parameters(function));
        if (function.ReadsWatchlist)
            json.WriteBoolean("watchlist", true);
        else if (function.Body is not null)
            json.WriteString("body", $"{{{function.Body}\n}}");
        else
            json.WriteNumber("row", rows.Of(function.Result ?? RowType.Open));
        json.WriteEndObject();
    }

    private sealed class RowNumbers
    {
        private readonly Dictionary<RowType, int> _numbers = new(ReferenceEqualityComparer.Instance);
        private readonly List<RowType> _rows = [];

        public int Of(RowType row)
        {
            if (!_numbers.TryGetValue(row, out var number))
            {
                _numbers.Add(row, number = _rows.Count);
                _rows.Add(row);
            }

            return number;
        }

        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartArray("rows");
            foreach (var row in _rows)
            {
                json.WriteStartObject();
                json.WriteStartArray("columns");
                foreach (var column in row.Columns)
                {
                    json.WriteStartArray();
                    json.WriteStringValue(column.Name);
                    json.WriteStringValue(column.Type.Name);
                    json.WriteEndArray();
                }

                json.WriteEndArray();
                json.WriteBoolean("open", row.IsOpen);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }
}
