using System.Buffers;
using System.Globalization;

namespace Content.Model;

/// <summary>Points in time as tests and sample data spell them.</summary>
public static class Instants
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>Reads ISO 8601: a date, or a date and a time with up to 7 fraction digits and an optional offset. Without one it is UTC.</summary>
    /// <param name="text">The text.</param>
    /// <param name="instant">The instant, of kind UTC.</param>
    public static bool TryParse(string text, out DateTime instant) => DateTime.TryParseExact(
        text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out instant);

    /// <summary>
    /// Reads an instant that is relative to the time a test runs at: <c>t</c>, <c>t-10m</c>, <c>t+5s</c>, <c>t-1d2h</c>, <c>t-1.5h</c>
    /// (units d, h, m, s, ms).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="offset">What is to be added to that time.</param>
    public static bool TryParseRelative(string text, out TimeSpan offset)
    {
        offset = default;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty || rest[0] is not ('t' or 'T'))
            return false;
        if (rest.Length == 1)
            return true;
        var sign = rest[1] switch { '-' => -1, '+' => 1, _ => 0 };
        rest = rest[2..];
        if (sign == 0 || rest.IsEmpty)
            return false;
        var total = 0m;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
                return false;
            rest = rest[digits..];
            var (ticks, length) = rest[0] switch
            {
                'd' => (TimeSpan.TicksPerDay, 1),
                'h' => (TimeSpan.TicksPerHour, 1),
                'm' when rest.Length > 1 && rest[1] == 's' => (TimeSpan.TicksPerMillisecond, 2),
                'm' => (TimeSpan.TicksPerMinute, 1),
                's' => (TimeSpan.TicksPerSecond, 1),
                _ => (0L, 0),
            };
            if (length == 0 || count > int.MaxValue)
                return false;
            total += count * ticks;
            if (total > TimeSpan.MaxValue.Ticks)
                return false;
            rest = rest[length..];
        }

        offset = TimeSpan.FromTicks(sign * (long)total);
        return true;
    }
}
