using System.Globalization;
using System.Text;

namespace Content.Model;

/// <summary>Durations as content spells them.</summary>
public static class Durations
{
    /// <summary>
    /// Reads <c>5m</c>, <c>1h</c>, <c>14d</c> (one unit, any case), a .NET time span (<c>01:00:00</c>, <c>1.00:00:00</c>) or ISO 8601
    /// (<c>PT5H</c>, <c>P1D</c>, <c>P2DT1H30M</c>; no months or years, which have no fixed length).
    /// </summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        text = text.Trim();
        if (text.Length < 2)
            return false;
        if (text[0] is 'P' or 'p')
            return TryParseIso(text.AsSpan(1), out duration);
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
        return text[^1] is not ('s' or 'S' or 'w' or 'W') && TryUnit(text[^1], inTime: text[^1] is not ('d' or 'D'), out var ticks)
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && TryAdd(ref duration, count, ticks);
    }

    /// <summary>ISO 8601 as ARM takes it: <c>PT5M</c>, <c>P1D</c>, <c>P2DT1H30M</c>; <c>PT0S</c> for nothing.</summary>
    public static string ToIso8601(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "PT0S";
        var text = new StringBuilder(duration < TimeSpan.Zero ? "-P" : "P");
        var rest = duration.Duration();
        if (rest.Days != 0)
            text.Append(rest.Days).Append('D');
        if (rest.Ticks % TimeSpan.TicksPerDay == 0)
            return text.ToString();
        text.Append('T');
        if (rest.Hours != 0)
            text.Append(rest.Hours).Append('H');
        if (rest.Minutes != 0)
            text.Append(rest.Minutes).Append('M');
        var seconds = (decimal)(rest.Ticks % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond;
        if (seconds != 0)
            text.Append(seconds.ToString("0.#######", CultureInfo.InvariantCulture)).Append('S');
        return text.ToString();
    }

    private static bool TryParseIso(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var inTime = false;
        var parts = 0;
        while (!text.IsEmpty)
        {
            if (text[0] is 'T' or 't' && !inTime && text.Length > 1)
            {
                inTime = true;
                text = text[1..];
                continue;
            }

            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits < 0)
                return false;
            var fraction = text[digits] is '.' or ',' ? text[(digits + 1)..].IndexOfAnyExceptInRange('0', '9') : -1;
            var unitAt = fraction >= 0 ? digits + 1 + fraction : digits;
            if (digits == 0 || unitAt >= text.Length || !TryUnit(text[unitAt], inTime, out var ticks) || (fraction >= 0 && text[unitAt] is not ('S' or 's')))
                return false;
            if (!decimal.TryParse(text[..unitAt].ToString().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || !TryAdd(ref duration, count, ticks))
                return false;
            text = text[(unitAt + 1)..];
            parts++;
        }

        return parts > 0;
    }

    private static bool TryUnit(char unit, bool inTime, out long ticks)
    {
        ticks = char.ToLowerInvariant(unit) switch
        {
            'd' when !inTime => TimeSpan.TicksPerDay,
            'w' when !inTime => 7 * TimeSpan.TicksPerDay,
            'h' when inTime => TimeSpan.TicksPerHour,
            'm' when inTime => TimeSpan.TicksPerMinute,
            's' when inTime => TimeSpan.TicksPerSecond,
            _ => 0,
        };
        return ticks > 0;
    }

    private static bool TryAdd(ref TimeSpan duration, decimal count, long ticks)
    {
        var total = duration.Ticks + (count * ticks);
        if (total > TimeSpan.MaxValue.Ticks)
            return false;
        duration = TimeSpan.FromTicks((long)total);
        return true;
    }
}
