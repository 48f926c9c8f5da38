using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Kql.Engine;
using Content.Kql.Engine.Loading;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Azure.Query;

/// <summary>Turns an answer of the query API into a result.</summary>
internal static class QueryAnswer
{
    /// <summary>The tables of an answer. One that says it is not whole is an error: rows that are missing would not show.</summary>
    /// <exception cref="ArmException">It is no answer of the query API.</exception>
    public static QueryResult Read(JsonObject answer, CancellationToken cancellationToken)
    {
        if (answer["error"] is JsonObject error)
        {
            var inner = error["details"] is JsonArray { Count: > 0 } details ? JsonText.Text(details[0]?["message"]) : null;
            return QueryResult.Of(new QueryError(QueryErrorKind.LimitExceeded, Redaction.Clean($"The service gave only some of the rows: {JsonText.Text(error["message"])} {inner}"), "rows"));
        }

        var tables = ImmutableArray.CreateBuilder<NamedTable>();
        foreach (var table in (answer["tables"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var loaded = Table(table, cancellationToken);
            if (loaded.Error is { } failure)
                return QueryResult.Of(failure);
            tables.Add(new NamedTable(JsonText.Text(table["name"]) ?? "PrimaryResult", loaded.Table));
        }

        return tables.Count == 0 ? throw new ArmException(200, "BadAnswer", "The query API answered without a table.") : QueryResult.Of(tables.ToImmutable(), 0);
    }

    private static LoadResult Table(JsonObject table, CancellationToken cancellationToken)
    {
        var columns = (table["columns"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(column => new ColumnSymbol(JsonText.Text(column["name"]) ?? "", KqlType.FromName(JsonText.Text(column["type"])) ?? KqlType.String)).ToImmutableArray();
        var row = new RowType(columns);
        using var text = new MemoryStream();
        foreach (var values in (table["rows"] as JsonArray ?? []).OfType<JsonArray>())
        {
            using (var json = new Utf8JsonWriter(text))
            {
                json.WriteStartObject();
                for (var i = 0; i < columns.Length && i < values.Count; i++)
                {
                    json.WritePropertyName(columns[i].Name);
                    Write(json, values[i], columns[i].Type);
                }

                json.WriteEndObject();
            }

            text.Write("\n"u8);
        }

        text.Position = 0;
        return DataLoader.Load(text, "the answer", new LoadOptions(row) { Format = DataFormat.Ndjson }, cancellationToken);
    }

    // A dynamic comes as the text of its JSON.
    private static void Write(Utf8JsonWriter json, JsonNode? value, KqlType type)
    {
        if (value is null)
            json.WriteNullValue();
        else if (type.Kind == TypeKind.Dynamic && JsonText.Text(value) is { } text && IsJson(text))
            json.WriteRawValue(text);
        else
            value.WriteTo(json);
    }

    private static bool IsJson(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            while (reader.Read())
            {
            }

            return text.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
