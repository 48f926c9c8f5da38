using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Content.Kql.Engine.Loading;
using Content.Kql.Symbols;

namespace Content.Azure.Query;

/// <summary>A table of an answer of a query API: all of them write rows as arrays, and values in the same way.</summary>
internal static class AnswerTable
{
    /// <summary>Reads a table.</summary>
    /// <param name="columns">Names and types of its columns.</param>
    /// <param name="rows">Its rows, one array each.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static LoadResult Read(IEnumerable<(string? Name, string? Type)> columns, JsonArray? rows, CancellationToken cancellationToken)
    {
        var row = new RowType([.. columns.Select(column => new ColumnSymbol(column.Name ?? "", KqlType.FromName(column.Type) ?? KqlType.String))]);
        using var text = new MemoryStream();
        foreach (var values in (rows ?? []).OfType<JsonArray>())
        {
            using (var json = new Utf8JsonWriter(text))
            {
                json.WriteStartObject();
                for (var i = 0; i < row.Columns.Length && i < values.Count; i++)
                {
                    json.WritePropertyName(row.Columns[i].Name);
                    Write(json, values[i], row.Columns[i].Type);
                }

                json.WriteEndObject();
            }

            text.Write("\n"u8);
        }

        text.Position = 0;
        return DataLoader.Load(text, "the answer", new LoadOptions(row) { Format = DataFormat.Ndjson }, cancellationToken);
    }

    private static void Write(Utf8JsonWriter json, JsonNode? value, KqlType type)
    {
        if (value is null)
            json.WriteNullValue();
        // A dynamic comes as the text of its JSON.
        else if (type.Kind == TypeKind.Dynamic && JsonText.Text(value) is { } text && IsJson(text))
            json.WriteRawValue(text);
        // The first version of Data Explorer's answers has no other booleans than 0 and 1.
        else if (type.Kind == TypeKind.Bool && value is JsonValue number && number.TryGetValue<int>(out var flag))
            json.WriteBooleanValue(flag != 0);
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
