using System.Globalization;

namespace Content.Kql.Syntax;

/// <summary>Reads datetimes as KQL writes them.</summary>
public static class KqlDateTime
{
    /// <summary>
    /// Reads the ISO 8601 forms (date, optional time of 0 to 7 fraction digits, Z or an offset), RFC 822 and RFC 850 forms, a bare number of
    /// 4 (year) or 6 and 8 digits (yyyyMM, yyyyMMdd), and what else names a day with its year (parts set apart by blanks, commas, dots or
    /// slashes; month before day where the year does not come first). A text without an offset is UTC.
    /// </summary>
    /// <param name="text">The text, trimmed.</param>
    /// <param name="ticks">100 ns ticks since 0001-01-01 UTC.</param>
    /// <returns>False when the text is no datetime.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out long ticks)
    {
        text = text.Trim();
        if (TryParseIso(text, out ticks))
            return true;
        foreach (var zone in (ReadOnlySpan<string>)[" GMT", " UTC", " UT", "Z"])
        {
            if (text.EndsWith(zone, StringComparison.OrdinalIgnoreCase))
            {
                text = text[..^zone.Length].TrimEnd();
                return TryParseIso(text, out ticks) || TryParseOther(text, out ticks);
            }
        }

        return TryParseOther(text, out ticks);
    }

    private static bool TryParseIso(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (!TakeNumber(ref text, 4, 4, out var year))
            return false;
        int month = 1, day = 1;
        if (text.Length >= 2 && text[0] == '-')
        {
            text = text[1..];
            if (!TakeNumber(ref text, 1, 2, out month))
                return false;
            if (text.Length >= 2 && text[0] == '-')
            {
                text = text[1..];
                if (!TakeNumber(ref text, 1, 2, out day))
                    return false;
            }
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        long time = 0;
        if (text.Length > 0 && text[0] is 'T' or 't' or ' ')
        {
            text = text[1..].TrimStart(' ');
            if (!text.IsEmpty && !TakeTime(ref text, out time))
                return false;
        }

        text = text.TrimStart(' ');
        if (!TakeOffset(ref text, out var offset) || !text.IsEmpty)
            return false;
        ticks = new DateTime(year, month, day).Ticks + time - offset;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
    }

    private static bool TakeTime(ref ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        int minute = 0, second = 0;
        long fraction = 0;
        if (!TakeNumber(ref text, 1, 2, out var hour))
            return false;
        if (text.Length > 0 && text[0] == ':')
        {
            text = text[1..];
            if (!TakeNumber(ref text, 1, 2, out minute))
                return false;
            if (text.Length > 0 && text[0] == ':')
            {
                text = text[1..];
                if (!TakeNumber(ref text, 1, 2, out second))
                    return false;
                if (text.Length > 0 && text[0] is '.' or ',')
                {
                    text = text[1..];
                    var scale = TimeSpan.TicksPerSecond;
                    var digits = 0;
                    while (text.Length > 0 && char.IsAsciiDigit(text[0]))
                    {
                        scale /= 10;
                        fraction += (text[0] - '0') * scale;
                        text = text[1..];
                        digits++;
                    }

                    if (digits == 0)
                        return false;
                }
            }
        }

        if (hour > 23 || minute > 59 || second > 59)
            return false;
        var rest = text.TrimStart(' ');
        if (rest.StartsWith("AM", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("PM", StringComparison.OrdinalIgnoreCase))
        {
            if (hour is < 1 or > 12)
                return false;
            hour = (hour % 12) + (rest[0] is 'P' or 'p' ? 12 : 0);
            text = rest[2..];
        }

        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute) + (second * TimeSpan.TicksPerSecond) + fraction;
        return true;
    }

    private static bool TakeOffset(ref ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] is 'Z' or 'z')
        {
            text = text[1..];
            return true;
        }

        if (text[0] is not ('+' or '-'))
            return false;
        var negative = text[0] == '-';
        text = text[1..];
        var minutes = 0;
        if (!TakeNumber(ref text, 1, 2, out var hours))
            return false;
        if (text.Length > 0 && text[0] == ':')
            text = text[1..];
        if (text.Length > 0 && !TakeNumber(ref text, 2, 2, out minutes))
            return false;
        ticks = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute * (negative ? -1 : 1);
        return hours <= 14 && minutes < 60;
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> text, int least, int most, out int value)
    {
        value = 0;
        var length = 0;
        while (length < text.Length && length < most && char.IsAsciiDigit(text[length]))
            value = (value * 10) + (text[length++] - '0');
        if (length < least)
            return false;
        text = text[length..];
        return true;
    }

    private static readonly string[] OtherFormats =
    [
        "yyyyMMdd", "yyyyMMddHHmmss", "yyyyMMdd HH:mm:ss", "yyyyMM",
        "ddd, d MMM yy HH:mm", "ddd, d MMM yy HH:mm:ss", "ddd, d MMM yyyy HH:mm", "ddd, d MMM yyyy HH:mm:ss",
        "d MMM yy HH:mm", "d MMM yy HH:mm:ss", "d MMM yyyy HH:mm", "d MMM yyyy HH:mm:ss", "d MMM yyyy",
        "dddd, d-MMM-yy HH:mm:ss", "dddd, d-MMM-yy HH:mm", "d-MMM-yy HH:mm:ss", "d-MMM-yy HH:mm",
        "M/d/yyyy", "M/d/yyyy H:mm", "M/d/yyyy H:mm:ss", "M/d/yyyy h:mm tt", "M/d/yyyy h:mm:ss tt", "M/d/yyyy H:mm:ss.FFFFFFF",
        "yyyy/M/d", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm:ss.FFFFFFF",
        "MMM d yyyy", "MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy HH:mm:ss", "ddd MMM d HH:mm:ss yyyy",
    ];

    private static bool TryParseOther(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        const DateTimeStyles Styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParseExact(text, OtherFormats, CultureInfo.InvariantCulture, Styles, out var value))
        {
            // A time of day alone, which would fall into the year 1, and a bare number are no datetimes.
            if (text.IndexOfAnyExceptInRange('0', '9') < 0
                || !DateTime.TryParse(text, CultureInfo.InvariantCulture, Styles | DateTimeStyles.NoCurrentDateDefault, out value) || value.Year <= 1)
            {
                return false;
            }
        }

        ticks = value.Ticks;
        return true;
    }
}
