using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Content.Model;

namespace Content.Azure.Resources;

/// <summary>Brings single values of a resource into the form in which two spellings of the same value are equal.</summary>
internal static class Normal
{
    /// <summary>A text with LF line ends and without blanks at its end; absent and null are empty.</summary>
    public static string Text(JsonNode? node) => Text(JsonText.Text(node));

    /// <summary>A text with LF line ends and without blanks at its end; null is empty.</summary>
    public static string Text(string? text) =>
        (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimEnd();

    /// <summary>A Boolean.</summary>
    public static bool Flag(JsonNode? node, bool absent) => node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : absent;

    /// <summary>A whole number, which the service may give as a real or a text.</summary>
    public static long? Number(JsonNode? node)
    {
        if (node is not JsonValue value)
            return null;
        if (value.TryGetValue<long>(out var whole))
            return whole;
        if (value.TryGetValue<double>(out var real))
            return (long)real;
        return value.TryGetValue<string>(out var text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole) ? whole : null;
    }

    /// <summary>A duration in one spelling: P1D, PT24H and 1.00:00:00 are the same.</summary>
    public static string Duration(JsonNode? node, string absent)
    {
        var text = Text(node);
        if (text.Length == 0)
            return absent;
        return Durations.TryParse(text, out var duration) ? Durations.ToIso8601(duration) : text;
    }

    /// <summary>A point in time in one spelling; empty for none.</summary>
    public static string Instant(JsonNode? node)
    {
        var text = Text(node);
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var instant) ? Instant(instant) : text;
    }

    /// <summary>A point in time as the service takes it.</summary>
    public static string Instant(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A word of a list in the list's own spelling; an unknown one as it is.</summary>
    public static string Word(JsonNode? node, string absent, params ReadOnlySpan<string> words)
    {
        var text = Text(node);
        foreach (var word in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return word;
        }

        return text.Length == 0 ? absent : text;
    }

    /// <summary>A list of texts whose order means nothing: sorted, each once.</summary>
    public static JsonArray Set(JsonNode? node) => new([.. (node as JsonArray ?? []).Select(Text).Where(text => text.Length > 0)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(text => (JsonNode)text)]);

    /// <summary>A resource id or region, which the service returns in another case.</summary>
    public static string Lower(JsonNode? node) => Text(node).ToLowerInvariant();

    /// <summary>Parameters of a function without blanks outside of quotes.</summary>
    public static string Parameters(JsonNode? node)
    {
        var text = Text(node);
        var result = new StringBuilder(text.Length);
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                result.Append(c);
                if (c == '\\' && i + 1 < text.Length)
                    result.Append(text[++i]);
                else if (c == quote)
                    quote = '\0';
                continue;
            }

            if (c is '\'' or '"')
                quote = c;
            if (!char.IsWhiteSpace(c))
                result.Append(c);
        }

        return result.ToString();
    }
}
