using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Content.Kql.Engine.Vectors;

/// <summary>Reads scalar values from UTF-8 text; null for text that is none. White space around is ignored.</summary>
public static class TextParser
{
    /// <summary>true, false (any case), or a number that is or is not 0.</summary>
    public static bool? Bool(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (Ascii.EqualsIgnoreCase(text, "true"u8))
            return true;
        if (Ascii.EqualsIgnoreCase(text, "false"u8))
            return false;
        return Long(text) is { } number ? number != 0 : null;
    }

    /// <summary>A decimal or 0x… whole number.</summary>
    public static long? Long(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (text.IsEmpty)
            return null;
        var digits = text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (digits.Length > 2 && digits[0] == '0' && (digits[1] | 0x20) == 'x')
        {
            return Utf8Parser.TryParse(digits[2..], out ulong hex, out var used, 'x') && used == digits.Length - 2
                ? text[0] == '-' ? -(long)hex : (long)hex : null;
        }

        if (digits.IsEmpty || digits[0] is < (byte)'0' or > (byte)'9')
            return null;
        return Utf8Parser.TryParse(text, out long value, out var consumed) && consumed == text.Length ? value : null;
    }

    /// <summary>A number with optional fraction and exponent, NaN, or an infinity.</summary>
    public static double? Real(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (text.IsEmpty)
            return null;
        if (Utf8Parser.TryParse(text, out double value, out var consumed) && consumed == text.Length)
            return value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return value;
        if (Ascii.EqualsIgnoreCase(text, "+inf"u8) || Ascii.EqualsIgnoreCase(text, "inf"u8))
            return double.PositiveInfinity;
        if (Ascii.EqualsIgnoreCase(text, "-inf"u8))
            return double.NegativeInfinity;
        return null;
    }

    /// <summary>A decimal number.</summary>
    public static decimal? Decimal(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    /// <summary>
    /// A guid: 32 hexadecimal digits with or without hyphens between its parts, or one of .NET's other forms (in braces, say). What follows
    /// the digits is ignored, as Kusto's <c>toguid()</c> does.
    /// </summary>
    public static Guid? Guid(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (Utf8Parser.TryParse(text, out Guid value, out var consumed) && consumed == text.Length)
            return value;
        return HexGuid(text) ?? (text.Length is >= 32 and <= 80 && System.Guid.TryParse(Encoding.UTF8.GetString(text), out value) ? value : null);
    }

    // The first 32 digits; a hyphen may stand behind the 8th, 12th, 16th and 20th.
    private static Guid? HexGuid(ReadOnlySpan<byte> text)
    {
        Span<byte> digits = stackalloc byte[32];
        var count = 0;
        var hyphenAt = 0;
        foreach (var b in text)
        {
            if (b == '-' && (count is 8 or 12 or 16 or 20) && hyphenAt != count)
            {
                hyphenAt = count;
                continue;
            }

            if (!char.IsAsciiHexDigit((char)b))
                return null;
            digits[count++] = b;
            if (count == digits.Length)
                return Utf8Parser.TryParse(digits, out Guid value, out _, 'N') ? value : null;
        }

        return null;
    }

    /// <summary>Ticks of an instant: ISO 8601 first, then the other forms that Kusto reads. Without an offset it is UTC.</summary>
    public static long? DateTime(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (text.Length < 4)
            return null;
        if (TryIso(text, out var ticks))
            return ticks;
        if (text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
            return null;
        if (text.Length == 4 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            var year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
            return year is 0 ? null : new DateTime(year, 1, 1).Ticks;
        }

        if (text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            return text.Length == 8 ? Day(text) : null;
        return Content.Kql.Syntax.KqlDateTime.TryParse(Encoding.UTF8.GetString(text), out ticks) ? ticks : null;
    }

    // yyyyMMdd
    private static long? Day(ReadOnlySpan<byte> digits) =>
        System.DateTime.TryParseExact(Encoding.ASCII.GetString(digits), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.Ticks : null;

    // yyyy-MM-dd[(T| )HH:mm[:ss[.f…]]][Z|(+|-)hh[:]mm]
    private static bool TryIso(ReadOnlySpan<byte> s, out long ticks)
    {
        ticks = 0;
        if (s.Length < 10 || s[4] != '-' || s[7] != '-' || !Two(s, 0, out var century) || !Two(s, 2, out var years) || !Two(s, 5, out var month) || !Two(s, 8, out var day))
            return false;
        var year = century * 100 + years;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > System.DateTime.DaysInMonth(year, month))
            return false;
        ticks = new DateTime(year, month, day).Ticks;
        if (s.Length == 10)
            return true;
        if (s[10] is not ((byte)'T' or (byte)' ' or (byte)'t') || s.Length < 16 || s[13] != ':' || !Two(s, 11, out var hour) || !Two(s, 14, out var minute) || hour > 23 || minute > 59)
            return false;
        ticks += hour * System.TimeSpan.TicksPerHour + minute * System.TimeSpan.TicksPerMinute;
        var at = 16;
        if (at < s.Length && s[at] == ':')
        {
            if (s.Length < 19 || !Two(s, 17, out var second) || second > 59)
                return false;
            ticks += second * System.TimeSpan.TicksPerSecond;
            at = 19;
            if (at < s.Length && s[at] is (byte)'.' or (byte)',')
            {
                var scale = System.TimeSpan.TicksPerSecond;
                at++;
                var first = at;
                while (at < s.Length && s[at] is >= (byte)'0' and <= (byte)'9')
                {
                    scale /= 10;
                    ticks += (s[at] - '0') * scale;
                    at++;
                }

                if (at == first)
                    return false;
            }
        }

        if (at == s.Length)
            return true;
        if (s[at] is (byte)'Z' or (byte)'z')
            return at + 1 == s.Length;
        if (s[at] == ' ' && at + 1 < s.Length)
            at++;
        if (s[at] is not ((byte)'+' or (byte)'-') || !Two(s, at + 1, out var offsetHours))
            return false;
        var rest = s[(at + 3)..];
        var offsetMinutes = 0;
        if (!rest.IsEmpty)
        {
            if (rest[0] == ':')
                rest = rest[1..];
            if (rest.Length != 2 || !Two(rest, 0, out offsetMinutes))
                return false;
        }

        var offset = offsetHours * System.TimeSpan.TicksPerHour + offsetMinutes * System.TimeSpan.TicksPerMinute;
        ticks = s[at] == '-' ? ticks + offset : ticks - offset;
        return ticks >= 0 && ticks <= System.DateTime.MaxValue.Ticks;
    }

    private static bool Two(ReadOnlySpan<byte> s, int at, out int value)
    {
        value = 0;
        if (at + 2 > s.Length)
            return false;
        var high = s[at] - '0';
        var low = s[at + 1] - '0';
        if ((uint)high > 9 || (uint)low > 9)
            return false;
        value = high * 10 + low;
        return true;
    }

    /// <summary>Ticks of a duration: <c>[-][d.]hh:mm[:ss[.f]]</c>, or a number with a unit (<c>2d</c>, <c>1.5 h</c>, <c>10ms</c>), or whole days.</summary>
    public static long? TimeSpan(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (text.IsEmpty)
            return null;
        if (text.IndexOf((byte)':') >= 0)
        {
            return System.TimeSpan.TryParse(Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture, out var span) ? span.Ticks : null;
        }

        var end = text.Length;
        while (end > 0 && text[end - 1] is not ((>= (byte)'0' and <= (byte)'9') or (byte)'.'))
            end--;
        if (end == 0 || Real(text[..end]) is not { } number)
            return null;
        double unit = Encoding.UTF8.GetString(Trim(text[end..])) switch
        {
            "" or "d" or "day" or "days" => System.TimeSpan.TicksPerDay,
            "h" or "hr" or "hrs" or "hour" or "hours" => System.TimeSpan.TicksPerHour,
            "m" or "min" or "minute" or "minutes" => System.TimeSpan.TicksPerMinute,
            "s" or "sec" or "second" or "seconds" => System.TimeSpan.TicksPerSecond,
            "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => System.TimeSpan.TicksPerMillisecond,
            "micro" or "micros" or "microsecond" or "microseconds" => System.TimeSpan.TicksPerMicrosecond,
            "tick" or "ticks" => 1,
            "nanosecond" or "nanoseconds" => 0.01,
            _ => 0,
        };
        return unit == 0 ? null : Conversions.RealToLong(Math.Round(number * unit));
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8);
}
