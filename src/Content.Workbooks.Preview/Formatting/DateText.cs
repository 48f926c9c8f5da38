namespace Content.Workbooks.Preview.Formatting;

/// <summary>Points of time as text, UTC, in the patterns that <c>dateFormat</c> names.</summary>
internal static class DateText
{
    /// <summary>Without a format.</summary>
    public static string Automatic(DateTime time) => time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>With a format.</summary>
    /// <param name="time">UTC.</param>
    /// <param name="dateFormat">The setting <c>dateFormat</c>; null for none.</param>
    public static string Of(DateTime time, JsonElementNode? dateFormat) => dateFormat.TextIn("formatName")?.ToLowerInvariant() switch
    {
        "shortdatepattern" => Format(time, "yyyy-MM-dd"),
        "longdatepattern" => Format(time, "dddd, d MMMM yyyy"),
        "shorttimepattern" => Format(time, "HH:mm"),
        "longtimepattern" => Format(time, "HH:mm:ss"),
        "fulldatetimepattern" => Format(time, "dddd, d MMMM yyyy HH:mm:ss"),
        "shortdatetimepattern" or "generaldateshorttimepattern" => Format(time, "yyyy-MM-dd HH:mm"),
        "monthdaypattern" => Format(time, "d MMMM"),
        "yearmonthpattern" => Format(time, "MMMM yyyy"),
        "rfc1123pattern" => Format(time, "ddd, dd MMM yyyy HH:mm:ss 'GMT'"),
        "sortabledatetimepattern" => Format(time, "yyyy-MM-dd'T'HH:mm:ss"),
        "universalsortabledatetimepattern" => Format(time, "yyyy-MM-dd HH:mm:ss'Z'"),
        _ => Automatic(time),
    };

    private static string Format(DateTime time, string pattern) => time.ToString(pattern, CultureInfo.InvariantCulture);
}
