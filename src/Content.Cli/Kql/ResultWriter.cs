using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Cli.Kql;

/// <summary>
/// Writes results. In JSON a datetime is ISO 8601 UTC with seven fraction digits and Z, a timespan <c>[-][d.]hh:mm:ss[.fffffff]</c>, a
/// decimal a string, NaN and infinities strings, a dynamic plain JSON. Several tables (fork, facet, graph-to-table): the table format writes
/// one below the other under its name, CSV one below the other with an empty line between, NDJSON gives each row its table's name as
/// <c>$table</c>, and JSON has the first table as ever and all of them in <c>tables</c>.
/// </summary>
internal static class ResultWriter
{
    /// <summary>Options of all JSON that the kql commands write.</summary>
    public static JsonWriterOptions JsonOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private const string DateTimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    private const int CellLimit = 120;

    /// <summary>Writes a result.</summary>
    public static void Write(QueryResult result, string format, Stream output)
    {
        switch (format)
        {
            case "json":
                using (var json = new Utf8JsonWriter(output, JsonOptions))
                {
                    json.WriteStartObject();
                    WriteTables(json, result);
                    json.WriteEndObject();
                }

                output.Write("\n"u8);
                break;
            case "ndjson":
                foreach (var (name, table) in result.Tables)
                    WriteNdjson(result.Tables.Length > 1 ? name : null, table, output);
                break;
            case "csv":
                for (var i = 0; i < result.Tables.Length; i++)
                {
                    if (i > 0)
                        output.Write("\r\n"u8);
                    WriteCsv(result.Tables[i].Table, output);
                }

                break;
            default:
                for (var i = 0; i < result.Tables.Length; i++)
                {
                    if (result.Tables.Length > 1)
                        output.Write(Encoding.UTF8.GetBytes((i > 0 ? "\n" : "") + result.Tables[i].Name + ":\n"));
                    WriteTable(result.Tables[i].Table, output);
                }

                break;
        }
    }

    /// <summary>Writes the columns as <c>[[name, type], …]</c>.</summary>
    public static void WriteColumns(Utf8JsonWriter json, IEnumerable<(string Name, KqlType Type)> columns)
    {
        json.WriteStartArray("columns");
        foreach (var (name, type) in columns)
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteStringValue(type.Name);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the line of a batch for a result.</summary>
    public static void WriteBatchResult(Stream output, string id, QueryResult result)
    {
        using (var json = new Utf8JsonWriter(output, JsonOptions))
        {
            json.WriteStartObject();
            json.WritePropertyName("id");
            json.WriteRawValue(id);
            WriteTables(json, result);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes the line of a batch for an error.</summary>
    public static void WriteBatchError(Stream output, string id, string error)
    {
        using (var json = new Utf8JsonWriter(output, JsonOptions))
        {
            json.WriteStartObject();
            json.WritePropertyName("id");
            json.WriteRawValue(id);
            json.WriteString("error", error);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteTables(Utf8JsonWriter json, QueryResult result)
    {
        WriteColumns(json, result.Row.Columns.Select(column => (column.Name, column.Type)));
        WriteRows(json, result.Table);
        if (result.Tables.Length == 1)
            return;
        json.WriteStartArray("tables");
        foreach (var (name, table) in result.Tables)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            WriteColumns(json, table.Row.Columns.Select(column => (column.Name, column.Type)));
            WriteRows(json, table);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRows(Utf8JsonWriter json, ColumnarTable table)
    {
        json.WriteStartArray("rows");
        foreach (var chunk in table.Chunks)
        {
            for (var row = 0; row < chunk.Length; row++)
            {
                json.WriteStartArray();
                foreach (var column in chunk.Columns)
                    WriteCell(json, column, row);
                json.WriteEndArray();
                if (json.BytesPending > 1 << 15)
                    json.Flush();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteNdjson(string? tableName, ColumnarTable table, Stream output)
    {
        using var json = new Utf8JsonWriter(output, JsonOptions);
        var names = table.Row.Columns.Select(column => JsonEncodedText.Encode(column.Name, JsonOptions.Encoder)).ToArray();
        foreach (var chunk in table.Chunks)
        {
            for (var row = 0; row < chunk.Length; row++)
            {
                json.WriteStartObject();
                if (tableName is not null)
                    json.WriteString("$table", tableName);
                for (var c = 0; c < names.Length; c++)
                {
                    json.WritePropertyName(names[c]);
                    WriteCell(json, chunk.Columns[c], row);
                }

                json.WriteEndObject();
                json.Flush();
                json.Reset();
                output.WriteByte((byte)'\n');
            }
        }
    }

    private static void WriteCell(Utf8JsonWriter json, Vector? vector, int row)
    {
        if (vector is null || vector.IsNull(row))
        {
            json.WriteNullValue();
            return;
        }

        switch (vector)
        {
            case StringVector text: json.WriteStringValue(text[row]); break;
            case DynamicVector dynamic: WriteDynamic(json, dynamic[row]); break;
            case FixedVector<bool> flags: json.WriteBooleanValue(flags[row]); break;
            case FixedVector<int> numbers: json.WriteNumberValue(numbers[row]); break;
            case FixedVector<double> reals: WriteReal(json, reals[row]); break;
            case FixedVector<decimal> decimals: json.WriteStringValue(decimals[row].ToString(CultureInfo.InvariantCulture)); break;
            case FixedVector<Guid> guids: json.WriteStringValue(guids[row]); break;
            case FixedVector<long> longs when vector.Kind == TypeKind.DateTime: WriteDateTime(json, longs[row]); break;
            case FixedVector<long> longs when vector.Kind == TypeKind.TimeSpan: WriteTimeSpan(json, longs[row]); break;
            case FixedVector<long> longs: json.WriteNumberValue(longs[row]); break;
            default: json.WriteNullValue(); break;
        }
    }

    private static void WriteDateTime(Utf8JsonWriter json, long ticks)
    {
        Span<char> text = stackalloc char[32];
        new DateTime(ticks, DateTimeKind.Utc).TryFormat(text, out var length, DateTimeFormat, CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    }

    private static void WriteTimeSpan(Utf8JsonWriter json, long ticks)
    {
        Span<char> text = stackalloc char[32];
        new TimeSpan(ticks).TryFormat(text, out var length, "c", CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    }

    private static void WriteReal(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    private static void WriteDynamic(Utf8JsonWriter json, DynamicValue value)
    {
        switch (value.Tag)
        {
            case DynamicTag.Null: json.WriteNullValue(); break;
            case DynamicTag.False or DynamicTag.True: json.WriteBooleanValue(value.Tag == DynamicTag.True); break;
            case DynamicTag.Int or DynamicTag.Long: json.WriteNumberValue(value.AsLong); break;
            case DynamicTag.Real: WriteReal(json, value.AsReal); break;
            case DynamicTag.Decimal: json.WriteStringValue(value.AsDecimal.ToString(CultureInfo.InvariantCulture)); break;
            case DynamicTag.DateTime: WriteDateTime(json, value.AsLong); break;
            case DynamicTag.TimeSpan: WriteTimeSpan(json, value.AsLong); break;
            case DynamicTag.Guid: json.WriteStringValue(value.AsGuid); break;
            case DynamicTag.String: json.WriteStringValue(value.Text); break;
            case DynamicTag.Array:
                json.WriteStartArray();
                foreach (var element in value.Elements)
                    WriteDynamic(json, element);
                json.WriteEndArray();
                break;
            default:
                json.WriteStartObject();
                foreach (var property in value.Properties)
                {
                    json.WritePropertyName(property.Key);
                    WriteDynamic(json, property.Value);
                }

                json.WriteEndObject();
                break;
        }
    }

    private static void WriteCsv(ColumnarTable table, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 14, leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine(string.Join(',', table.Row.Columns.Select(column => Quote(column.Name))));
        foreach (var chunk in table.Chunks)
        {
            for (var row = 0; row < chunk.Length; row++)
            {
                for (var c = 0; c < chunk.Columns.Count; c++)
                {
                    if (c > 0)
                        writer.Write(',');
                    writer.Write(Quote(CellText(chunk.Columns[c], row)));
                }

                writer.WriteLine();
            }
        }
    }

    private static void WriteTable(ColumnarTable table, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 14, leaveOpen: true) { NewLine = "\n" };
        var columns = table.Row.Columns;
        var rows = new List<string[]>();
        var widths = columns.Select(column => column.Name.Length).ToArray();
        foreach (var chunk in table.Chunks)
        {
            for (var row = 0; row < chunk.Length; row++)
            {
                var cells = new string[columns.Length];
                for (var c = 0; c < cells.Length; c++)
                {
                    var text = CellText(chunk.Columns[c], row).ReplaceLineEndings(" ");
                    cells[c] = text.Length > CellLimit ? text[..(CellLimit - 3)] + "..." : text;
                    widths[c] = Math.Max(widths[c], cells[c].Length);
                }

                rows.Add(cells);
            }
        }

        // Numbers stand at the right, as people compare them.
        var right = columns.Select(column => column.Type.IsNumeric).ToArray();
        Line(columns.Select(column => column.Name).ToArray());
        writer.WriteLine(string.Join("  ", widths.Select(width => new string('-', width))));
        foreach (var cells in rows)
            Line(cells);
        writer.WriteLine(rows.Count == 1 ? "(1 row)" : $"({rows.Count} rows)");

        void Line(string[] cells) =>
            writer.WriteLine(string.Join("  ", cells.Select((cell, c) => right[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd());
    }

    private static string CellText(Vector? vector, int row)
    {
        if (vector is null || vector.IsNull(row))
            return "";
        if (vector is StringVector text)
            return Encoding.UTF8.GetString(text[row]);
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
            WriteCell(json, vector, row);
        var written = Encoding.UTF8.GetString(buffer.WrittenSpan);
        if (written is not ['"', .., '"'] || written.Length < 2)
            return written;
        return vector is DynamicVector ? JsonDocument.Parse(written).RootElement.GetString() ?? "" : written[1..^1];
    }

    private static string Quote(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
