using System.Globalization;

namespace Content.Kql.Syntax;

/// <summary>Reads timespans as KQL writes them.</summary>
public static class KqlTimeSpan
{
    /// <summary>
    /// Reads <c>1.5h</c>, <c>10min</c>, <c>[-][d.]hh:mm[:ss[.fffffff]]</c>, or a bare number of days.
    /// </summary>
    /// <param name="text">The text, trimmed.</param>
    /// <param name="ticks">100 ns ticks.</param>
    /// <returns>False when the text is no timespan.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        text = text.Trim();
        if (text.IsEmpty)
            return false;
        var negative = text[0] == '-';
        if (text[0] is '-' or '+')
            text = text[1..].TrimStart();
        if (!TryParseUnsigned(text, out ticks))
            return false;
        if (negative)
            ticks = -ticks;
        return true;
    }

    private static bool TryParseUnsigned(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.Contains(':'))
            return TryParseClock(text, out ticks);
        var number = 0;
        while (number < text.Length && (char.IsAsciiDigit(text[number]) || text[number] == '.'))
            number++;
        if (number == 0)
            return false;
        var suffix = text[number..].Trim();
        var unit = suffix.IsEmpty ? TimeSpan.TicksPerDay : LiteralValues.TicksPerUnit(suffix);
        if (unit == 0 || !decimal.TryParse(text[..number], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return false;
        if (suffix.StartsWith("nano"))
            value /= 100;
        var total = decimal.Round(value * unit, MidpointRounding.AwayFromZero);
        if (total > long.MaxValue)
            return false;
        ticks = (long)total;
        return true;
    }

    private static bool TryParseClock(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        long days = 0;
        var colon = text.IndexOf(':');
        var dot = text[..colon].IndexOf('.');
        if (dot >= 0)
        {
            if (!long.TryParse(text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out days))
                return false;
            text = text[(dot + 1)..];
        }

        Span<Range> parts = stackalloc Range[5];
        var count = text.Split(parts, ':');
        if (count == 4 && dot < 0)
        {
            if (!long.TryParse(text[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture, out days))
                return false;
            return TryParseTime(days, text[parts[1]], text[parts[2]], text[parts[3]], out ticks);
        }

        return count switch
        {
            2 => TryParseTime(days, text[parts[0]], text[parts[1]], "0", out ticks),
            3 => TryParseTime(days, text[parts[0]], text[parts[1]], text[parts[2]], out ticks),
            _ => false,
        };
    }

    private static bool TryParseTime(long days, ReadOnlySpan<char> hours, ReadOnlySpan<char> minutes, ReadOnlySpan<char> seconds, out long ticks)
    {
        ticks = 0;
        long fraction = 0;
        var dot = seconds.IndexOf('.');
        if (dot >= 0)
        {
            var digits = seconds[(dot + 1)..];
            seconds = seconds[..dot];
            if (digits.Length > 7)
                digits = digits[..7];
            if (digits.Length > 0 && !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out fraction))
                return false;
            for (var i = digits.Length; i < 7; i++)
                fraction *= 10;
        }

        if (!long.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var h) || h > 23
            || !long.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m) || m > 59
            || !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var s) || s > 59
            || days > TimeSpan.MaxValue.Days)
        {
            return false;
        }

        ticks = (days * TimeSpan.TicksPerDay) + (h * TimeSpan.TicksPerHour) + (m * TimeSpan.TicksPerMinute) + (s * TimeSpan.TicksPerSecond) + fraction;
        return true;
    }
}
