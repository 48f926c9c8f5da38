using System.Globalization;
using System.Text;
using Content.Kql.Syntax;

namespace Content.Model;

/// <summary>A value of a tunable. Two are equal when a query that holds one gives what it gives with the other, however they are spelled.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Value">The value: bool, long, double, string, DateTime in UTC or TimeSpan.</param>
public sealed record TunableValue(TunableType Type, object Value)
{
    /// <summary>Names of the types, as configuration and KQL have them.</summary>
    public static string NameOf(TunableType type) => type switch
    {
        TunableType.Bool => "bool",
        TunableType.Long => "long",
        TunableType.Real => "real",
        TunableType.String => "string",
        TunableType.DateTime => "datetime",
        _ => "timespan",
    };

    /// <summary>The value as a KQL literal, always spelled the same way.</summary>
    public string Literal => Value switch
    {
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Real(number),
        DateTime instant => $"datetime({instant.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)}Z)",
        TimeSpan duration => Duration(duration),
        _ => Quote((string)Value),
    };

    /// <summary>Reads a value as configuration has it.</summary>
    /// <param name="type">The type.</param>
    /// <param name="text">Such as <c>10m</c>, <c>3</c>, <c>true</c>; a text without quotes.</param>
    /// <returns>Null when the text is no value of the type.</returns>
    public static TunableValue? Parse(TunableType type, string text)
    {
        var inner = text.Trim();
        object? value = type switch
        {
            TunableType.Bool => bool.TryParse(inner, out var flag) ? flag : null,
            TunableType.Long => long.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            TunableType.Real => double.TryParse(inner, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
            TunableType.DateTime => Instants.TryParse(inner, out var instant) ? instant : null,
            // A bare number would be days in KQL and is hardly ever meant so.
            TunableType.TimeSpan => inner.Any(c => char.IsAsciiLetter(c) || c == ':') && KqlTimeSpan.TryParse(inner, out var ticks) ? new TimeSpan(ticks)
                : Durations.TryParse(inner, out var duration) ? duration : null,
            _ => text,
        };
        return value is null ? null : new TunableValue(type, value);
    }

    /// <summary>The value of an expression; null when it is no literal of a type that tunables have. A number or timespan may have a minus before it.</summary>
    public static TunableValue? Of(ExpressionSyntax expression)
    {
        if (expression is UnarySyntax { Operator.Kind: SyntaxKind.Minus, Operand: LiteralSyntax operand })
        {
            return Of(operand) switch
            {
                { Value: long number } value => value with { Value = -number },
                { Value: double number } value => value with { Value = -number },
                { Value: TimeSpan duration } value => value with { Value = -duration },
                _ => null,
            };
        }

        return expression is not LiteralSyntax { Value: { } literal } token ? null : (token.Kind, literal) switch
        {
            (SyntaxKind.StringLiteral, string text) => new TunableValue(TunableType.String, text),
            (SyntaxKind.BooleanLiteral, bool flag) => new TunableValue(TunableType.Bool, flag),
            (SyntaxKind.LongLiteral, long number) => new TunableValue(TunableType.Long, number),
            (SyntaxKind.RealLiteral, double number) => new TunableValue(TunableType.Real, number),
            (SyntaxKind.DateTimeLiteral, DateTime instant) => new TunableValue(TunableType.DateTime, instant),
            (SyntaxKind.TimeSpanLiteral, TimeSpan duration) => new TunableValue(TunableType.TimeSpan, duration),
            _ => null,
        };
    }

    // A whole number would be a long in KQL.
    private static string Real(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }

    // The largest unit that goes in without a rest, as people write it.
    private static string Duration(TimeSpan duration)
    {
        ReadOnlySpan<(long Ticks, string Suffix)> units = [(TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"), (TimeSpan.TicksPerSecond, "s"), (TimeSpan.TicksPerMillisecond, "ms")];
        foreach (var (ticks, suffix) in units)
        {
            if (duration.Ticks != 0 && duration.Ticks % ticks == 0)
                return (duration.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + suffix;
        }

        return duration == TimeSpan.Zero ? "0s" : $"timespan({duration.ToString("c", CultureInfo.InvariantCulture)})";
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
