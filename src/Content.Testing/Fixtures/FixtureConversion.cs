using System.Globalization;
using System.Text;
using System.Text.Json;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Testing.Fixtures;

/// <summary>Makes values of a column's type from what tests write.</summary>
internal static class FixtureConversion
{
    /// <summary>Converts a value; the result is an object as <see cref="Vector.GetValue"/> gives it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">Type of the column.</param>
    /// <param name="now">What relative times are relative to, in UTC.</param>
    /// <param name="result">The converted value.</param>
    /// <returns>False when the value does not fit the type.</returns>
    public static bool TryConvert(FixtureValue value, KqlType type, DateTime now, out object? result)
    {
        result = null;
        if (value.Kind == YamlValueKind.Null)
            return true;
        switch (type.Kind)
        {
            case TypeKind.String:
                result = value.Kind is YamlValueKind.List or YamlValueKind.Map ? value.ToJson() : value.Text;
                return true;
            case TypeKind.Bool:
                return ToBoolean(value, out result);
            case TypeKind.Int:
                return ToLong(value, out var small) && small is >= int.MinValue and <= int.MaxValue && Set((int)small, out result);
            case TypeKind.Long:
                return ToLong(value, out var whole) && Set(whole, out result);
            case TypeKind.Real:
                return ToReal(value, out var real) && Set(real, out result);
            case TypeKind.Decimal:
                return IsScalar(value) && decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Set(number, out result);
            case TypeKind.DateTime:
                return IsScalar(value) && TryDateTime(value.Text, now, out var time) && Set(Later(time, value.Offset), out result);
            case TypeKind.TimeSpan:
                return IsScalar(value) && TryTimeSpan(value.Text, out var span) && Set(span, out result);
            case TypeKind.Guid:
                return IsScalar(value) && Guid.TryParse(value.Text, out var guid) && Set(guid, out result);
            default:
                result = ToDynamic(value);
                return true;
        }
    }

    /// <summary>Reads a point in time: ISO 8601, KQL's other forms, or relative to the time of the run.</summary>
    public static bool TryDateTime(string text, DateTime now, out DateTime time)
    {
        if (Instants.TryParseRelative(text, out var offset))
        {
            var ticks = now.Ticks + offset.Ticks;
            time = new DateTime(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
            return true;
        }

        if (Instants.TryParse(text, out time))
            return true;
        if (TextParser.DateTime(Encoding.UTF8.GetBytes(text)) is not { } parsed)
            return false;
        time = new DateTime(parsed, DateTimeKind.Utc);
        return true;
    }

    private static DateTime Later(DateTime time, TimeSpan offset) => new(Math.Clamp(time.Ticks + offset.Ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    private static bool TryTimeSpan(string text, out TimeSpan span)
    {
        span = default;
        if (TextParser.TimeSpan(Encoding.UTF8.GetBytes(text)) is { } parsed)
            span = new TimeSpan(parsed);
        else if (KqlTimeSpan.TryParse(text, out var ticks))
            span = new TimeSpan(ticks);
        else
            return false;
        return true;
    }

    /// <summary>The value as a dynamic. A text that is a JSON array or object becomes one, as it does when it is ingested.</summary>
    public static object? ToDynamic(FixtureValue value) => value.Kind switch
    {
        YamlValueKind.Null => null,
        YamlValueKind.Boolean => value.Boolean,
        YamlValueKind.Integer => value.Integer,
        YamlValueKind.Real => value.Real,
        YamlValueKind.List => Array.ConvertAll([.. value.Items], ToDynamic),
        YamlValueKind.Map => Array.ConvertAll([.. value.Properties], property => KeyValuePair.Create(property.Column, ToDynamic(property.Value))),
        _ => FromJson(value.Text, out var parsed) ? parsed : value.Text,
    };

    private static bool FromJson(string text, out object? value)
    {
        value = null;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length < 2 || !((trimmed[0] == '{' && trimmed[^1] == '}') || (trimmed[0] == '[' && trimmed[^1] == ']')))
            return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            value = FromJson(document.RootElement);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A JSON value as a dynamic.</summary>
    public static object? FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Array => element.EnumerateArray().Select(FromJson).ToArray(),
        JsonValueKind.Object => element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, FromJson(property.Value))).ToArray(),
        _ => null,
    };

    private static bool ToBoolean(FixtureValue value, out object? result)
    {
        result = value.Kind switch
        {
            YamlValueKind.Boolean => value.Boolean,
            YamlValueKind.Integer when value.Integer is 0 or 1 => value.Integer == 1,
            YamlValueKind.Text when bool.TryParse(value.Text, out var parsed) => parsed,
            YamlValueKind.Text when value.Text is "0" or "1" => value.Text == "1",
            _ => null,
        };
        return result is not null;
    }

    private static bool ToLong(FixtureValue value, out long result)
    {
        result = value.Integer;
        return value.Kind switch
        {
            YamlValueKind.Integer => true,
            YamlValueKind.Real when value.Real == Math.Truncate(value.Real) && Math.Abs(value.Real) < 1e18 => Set((long)value.Real, out result),
            YamlValueKind.Text => long.TryParse(value.Text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out result),
            _ => false,
        };
    }

    private static bool ToReal(FixtureValue value, out double result)
    {
        result = value.Real;
        return value.Kind switch
        {
            YamlValueKind.Integer => Set(value.Integer, out result),
            YamlValueKind.Real => true,
            YamlValueKind.Text => double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out result) || Named(value.Text, out result),
            _ => false,
        };
    }

    private static bool Named(string text, out double result)
    {
        result = text.ToLowerInvariant() switch { "nan" => double.NaN, "inf" or "+inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => 0 };
        return result != 0;
    }

    private static bool IsScalar(FixtureValue value) => value.Kind is not (YamlValueKind.List or YamlValueKind.Map or YamlValueKind.Boolean);

    private static bool Set<T>(T value, out object? result)
    {
        result = value;
        return true;
    }

    private static bool Set(long value, out long result)
    {
        result = value;
        return true;
    }

    private static bool Set(double value, out double result)
    {
        result = value;
        return true;
    }
}
