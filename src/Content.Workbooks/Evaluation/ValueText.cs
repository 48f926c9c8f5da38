using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Content.Workbooks.Evaluation;

/// <summary>Values of <see cref="WorkbookTable"/> as texts and as JSON.</summary>
public static class ValueText
{
    private const string DateTimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A value as a parameter takes it: a text as it is, a time in ISO 8601, a dynamic value as JSON; empty for null.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToString(DateTimeFormat, CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        Guid id => id.ToString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Json(value),
    };

    /// <summary>A value as JSON.</summary>
    public static string Json(object? value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
            Write(writer, value);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A row as a JSON object.</summary>
    public static string Row(WorkbookTable table, object?[] row)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            for (var i = 0; i < table.Columns.Length; i++)
            {
                writer.WritePropertyName(table.Columns[i].Name);
                Write(writer, i < row.Length ? row[i] : null);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes a value as JSON.</summary>
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case IEnumerable<KeyValuePair<string, object?>> bag:
                writer.WriteStartObject();
                foreach (var (key, each) in bag)
                {
                    writer.WritePropertyName(key);
                    Write(writer, each);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable list and not string:
                writer.WriteStartArray();
                foreach (var each in list)
                    Write(writer, each);
                writer.WriteEndArray();
                break;
            default: writer.WriteStringValue(Of(value)); break;
        }
    }

    /// <summary>Reads JSON as values: texts, numbers, lists (<c>object?[]</c>) and dictionaries in order of writing.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="value">The value; null when it is none.</param>
    public static bool TryParse(string text, out object? value)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            value = Convert(document.RootElement);
            return true;
        }
        // An escape that is half of a character is found when the string is taken out.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            value = null;
            return false;
        }
    }

    private static object? Convert(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            case JsonValueKind.Number: return element.TryGetInt64(out var whole) ? (object)whole : element.GetDouble();
            case JsonValueKind.String: return element.GetString();
            case JsonValueKind.Array: return element.EnumerateArray().Select(Convert).ToArray();
            case JsonValueKind.Object:
                var bag = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                    bag[property.Name] = Convert(property.Value);
                return bag;
            default: return null;
        }
    }
}
