using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Content.Diagnostics;
using Content.Kql.Engine.Loading;
using Content.Model.Csv;

namespace Content.Testing.Scrubbing;

/// <summary>Scrubs files of rows: NDJSON, a JSON document, or CSV with a header. What is not replaced stays as it is.</summary>
public static class ScrubbedFile
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <summary>Scrubs a file.</summary>
    /// <param name="text">What is in it.</param>
    /// <param name="path">Its path, whose end says what it is; else its first character does.</param>
    /// <param name="scrubber">What replaces; counts are there.</param>
    /// <returns>The scrubbed text, or what is wrong with the file.</returns>
    public static (string? Text, string? Problem) Scrub(string text, string path, Scrubber scrubber)
    {
        var isCsv = DataFileName.FormatOf(path) == DataFormat.Csv || text.AsSpan().TrimStart() is not ['{' or '[', ..];
        try
        {
            return isCsv ? Csv(text, path, scrubber) : (Json(text, scrubber), null);
        }
        catch (JsonException exception)
        {
            return (null, $"It is no JSON (line {(exception.LineNumber ?? 0) + 1}): {exception.Message}");
        }
        catch (RegexMatchTimeoutException)
        {
            return (null, "A value is too long to be searched.");
        }
    }

    private static (string?, string?) Csv(string text, string path, Scrubber scrubber)
    {
        var source = new SourceText(text, path);
        var document = CsvDocument.Parse(source);
        if (document.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error) is { } problem)
            return (null, $"{problem.Start}: {problem.Message}");
        foreach (var row in document.Rows)
        {
            for (var i = 0; i < document.Headers.Length; i++)
                Walk(document.Headers[i].Value, row.Values[i], scrubber);
        }

        var result = new StringBuilder();
        var at = 0;
        foreach (var row in document.Rows)
        {
            for (var i = 0; i < document.Headers.Length && i < row.Spans.Length; i++)
            {
                var value = row.Values[i];
                var scrubbed = Value(document.Headers[i].Value, value, scrubber);
                var span = row.Spans[i];
                if (scrubbed == value || span.Length == 0)
                    continue;
                result.Append(text, at, span.Start - at).Append(text[span.Start] == '"' || scrubbed.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? "\"" + scrubbed.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : scrubbed);
                at = span.End;
            }
        }

        return (result.Append(text, at, text.Length - at).ToString(), null);
    }

    private static string Json(string text, Scrubber scrubber)
    {
        // One document, or one a line.
        if (TryParse(text) is { } whole)
        {
            using (whole)
            {
                Learn("", whole.RootElement, scrubber);
                return Write(whole.RootElement, scrubber, text.AsSpan().TrimEnd().Contains('\n') ? Indented : Plain) + (text.EndsWith('\n') ? "\n" : "");
            }
        }

        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            using var document = Parse(lines[i], i);
            Learn("", document.RootElement, scrubber);
        }

        for (var i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            using var document = Parse(lines[i], i);
            lines[i] = Write(document.RootElement, scrubber, Plain);
        }

        return string.Join('\n', lines);
    }

    private static JsonDocument? TryParse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonDocument Parse(string line, int number)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException exception)
        {
            throw new JsonException(exception.Message, exception.Path, number, exception.BytePositionInLine);
        }
    }

    private static string Write(JsonElement element, Scrubber scrubber, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, options))
            Write(json, "", element, scrubber);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string name, JsonElement element, Scrubber scrubber)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Name, property.Value, scrubber);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(json, name, item, scrubber);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Value(name, element.GetString()!, scrubber));
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }

    private static void Learn(string name, JsonElement element, Scrubber scrubber)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Learn(property.Name, property.Value, scrubber);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Learn(name, item, scrubber);
                break;
            case JsonValueKind.String:
                Walk(name, element.GetString()!, scrubber);
                break;
        }
    }

    // A text that is JSON itself has columns of its own.
    private static void Walk(string name, string text, Scrubber scrubber)
    {
        if (Inner(text) is { } inner)
        {
            using (inner)
                Learn(name, inner.RootElement, scrubber);
        }
        else
            scrubber.Learn(name, text);
    }

    private static string Value(string name, string text, Scrubber scrubber)
    {
        if (Inner(text) is not { } inner)
            return scrubber.Scrub(name, text);
        using (inner)
        {
            // A text in which nothing was replaced stays as it is written.
            var written = Write(inner.RootElement, scrubber, Plain);
            using var again = JsonDocument.Parse(written);
            return JsonElement.DeepEquals(inner.RootElement, again.RootElement) ? text : written;
        }
    }

    private static JsonDocument? Inner(string text) => text.AsSpan().Trim() is ['{', .., '}'] or ['[', .., ']'] ? TryParse(text) : null;
}
