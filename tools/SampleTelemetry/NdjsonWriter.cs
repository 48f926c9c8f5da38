using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SampleTelemetry;

/// <summary>Writes telemetry as one NDJSON file a table, as tests and <c>sentinel-content kql run</c> read them.</summary>
public static class NdjsonWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a record, without a line break.</summary>
    public static string Line(TelemetryRecord record)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("TimeGenerated", Iso(record.Time));
            foreach (var (column, value) in record.Fields)
            {
                json.WritePropertyName(column);
                Write(json, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes all tables into a folder, and <c>incidents.json</c> with what has to be found.</summary>
    public static void WriteAll(FleetTelemetry telemetry, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var table in telemetry.Records.GroupBy(record => record.Table))
            File.WriteAllText(Path.Combine(folder, table.Key + ".ndjson"), string.Concat(table.Select(record => Line(record) + "\n")));
        File.WriteAllText(Path.Combine(folder, "incidents.json"), JsonSerializer.Serialize(telemetry.Incidents, Indented) + "\n");
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case DateTime time:
                json.WriteStringValue(Iso(time));
                break;
            case KeyValuePair<string, object?>[] pairs:
                json.WriteStartObject();
                foreach (var (key, inner) in pairs)
                {
                    json.WritePropertyName(key);
                    Write(json, inner);
                }

                json.WriteEndObject();
                break;
            case object?[] items:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue((string)value);
                break;
        }
    }

    private static string Iso(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
