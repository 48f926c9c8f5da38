using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tests.Conformance;

/// <summary>Compares a value with what a page prints: by value where the form differs, to the last digit that is printed.</summary>
internal static partial class CellComparer
{
    public static bool Same(TypeKind kind, object? actual, string printed)
    {
        var text = printed.Trim();
        if (actual is null)
            return text is "" or "null" or "(null)";
        return kind switch
        {
            TypeKind.Bool => actual is bool value && text.ToLowerInvariant() is "true" or "1" == (bool)actual,
            TypeKind.Int or TypeKind.Long => Digits(text) is { } number && number == Convert.ToInt64(actual, CultureInfo.InvariantCulture),
            TypeKind.Real => SameNumber(Convert.ToDouble(actual, CultureInfo.InvariantCulture), text),
            TypeKind.Decimal => SameNumber((double)(decimal)actual, text),
            TypeKind.DateTime => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time == (DateTime)actual,
            TypeKind.TimeSpan => Span(text) is { } span && span == (TimeSpan)actual,
            TypeKind.Guid => Guid.TryParse(text, out var guid) && guid == (Guid)actual,
            TypeKind.String => SameText((string)actual, printed),
            _ => SameDynamic(actual, text),
        };
    }

    private static long? Digits(string text) => long.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static TimeSpan? Span(string text)
    {
        var parsed = TextParser.TimeSpan(Encoding.UTF8.GetBytes(text));
        return parsed is null ? null : new TimeSpan(parsed.Value);
    }

    // Half of the last digit that is printed, and what binary fractions lose.
    private static bool SameNumber(double actual, string text)
    {
        text = text.Replace(",", "", StringComparison.Ordinal);
        if (text is "NaN")
            return double.IsNaN(actual);
        if (text is "∞" or "Infinity" or "-∞" or "-Infinity")
            return actual == (text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var expected))
            return false;
        var exponent = text.IndexOfAny(['e', 'E']);
        var mantissa = exponent < 0 ? text : text[..exponent];
        var scale = exponent < 0 ? 0 : int.Parse(text.AsSpan(exponent + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var decimals = dot < 0 ? 0 : mantissa.Length - dot - 1;
        var tolerance = (dot < 0 && exponent < 0 ? 0 : 0.51 * Math.Pow(10, scale - decimals)) + Math.Abs(expected) * 1e-14;
        return Math.Abs(actual - expected) <= tolerance;
    }

    private static bool SameText(string actual, string printed)
    {
        if (Squeeze(actual) == Squeeze(printed))
            return true;
        if (actual.StartsWith('[') || actual.StartsWith('{'))
            return SameJsonText(actual, printed);
        var unquoted = printed.Trim();
        return unquoted.Length > 1 && unquoted[0] == '"' && unquoted[^1] == '"' && Squeeze(unquoted[1..^1]) == Squeeze(actual);
    }

    // JSON as text: numbers may be written in several ways.
    private static bool SameJsonText(string actual, string printed)
    {
        try
        {
            using var document = JsonDocument.Parse(printed);
            var builder = new DynamicBuilder(1);
            return DynamicJson.TryParse(Encoding.UTF8.GetBytes(actual), builder.Writer) && SameJson(builder.Writer.ValueAt(0).ToObject(), document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // A page does not keep white space.
    private static string Squeeze(string text) => WhiteSpace().Replace(text, "").Replace("\\n", "", StringComparison.Ordinal);

    private static bool SameDynamic(object actual, string text)
    {
        text = text.Trim('`', ':').Trim();
        if (actual is string own && SameText(own, text))
            return true;
        foreach (var candidate in (string[])[text, SingleQuotes().Replace(text, "\"")])
        {
            try
            {
                using var document = JsonDocument.Parse(candidate);
                if (SameJson(actual, document.RootElement))
                    return true;
            }
            catch (JsonException)
            {
                // Not written as JSON: compared as text.
            }
        }

        return actual switch
        {
            DateTime or TimeSpan or Guid or bool or int or long or double or decimal => Same(KindOf(actual), actual, text),
            object?[] or KeyValuePair<string, object?>[] => Squeeze(Json(actual)).Replace("\"", "", StringComparison.Ordinal) == Squeeze(text).Replace("\"", "", StringComparison.Ordinal),
            _ => false,
        };
    }

    private static TypeKind KindOf(object value) => value switch
    {
        DateTime => TypeKind.DateTime,
        TimeSpan => TypeKind.TimeSpan,
        Guid => TypeKind.Guid,
        bool => TypeKind.Bool,
        int or long => TypeKind.Long,
        _ => TypeKind.Real,
    };

    private static string Json(object? value)
    {
        var builder = new DynamicBuilder(1);
        builder.AddObject(value);
        return builder.Build().AsString().GetString(0);
    }

    private static bool SameJson(object? actual, JsonElement expected)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Null: return actual is null;
            case JsonValueKind.True or JsonValueKind.False: return actual is bool value && value == expected.GetBoolean();
            case JsonValueKind.Number:
                return actual is int or long or double or decimal && SameNumber(Convert.ToDouble(actual, CultureInfo.InvariantCulture), expected.GetRawText());
            case JsonValueKind.String:
                var text = expected.GetString()!;
                return actual switch
                {
                    string own => SameText(own, text),
                    DateTime or TimeSpan or Guid or double => Same(KindOf(actual), actual, text),
                    _ => false,
                };
            case JsonValueKind.Array:
                return actual is object?[] items && items.Length == expected.GetArrayLength()
                    && items.Zip(expected.EnumerateArray()).All(pair => SameJson(pair.First, pair.Second));
            default:
                return actual is KeyValuePair<string, object?>[] properties && properties.Length == expected.EnumerateObject().Count()
                    && properties.All(property => expected.TryGetProperty(property.Key, out var other) && SameJson(property.Value, other));
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex("'")]
    private static partial Regex SingleQuotes();
}
