using System.Globalization;

namespace Content.Workbooks.Evaluation;

/// <summary>Time ranges as queries and people read them.</summary>
public static class TimeRanges
{
    // Steps of a time axis. Which one the portal takes is only known for 24 hours (30 minutes); the others follow the same rule here.
    private static readonly TimeSpan[] Grains =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2),
        TimeSpan.FromHours(4), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(30),
    ];

    private const int MaximumOfPoints = 60;

    /// <summary>The instants of a range, UTC.</summary>
    public static (DateTime Start, DateTime End) Of(TimeRangeValue range, DateTime now)
    {
        var end = range.End ?? now;
        var duration = range.Duration < TimeSpan.Zero ? TimeSpan.Zero : range.Duration;
        return (end.Ticks > duration.Ticks ? end - duration : DateTime.MinValue, end);
    }

    /// <summary>What a person reads: <c>Last 24 hours</c>, or the two ends.</summary>
    public static string Label(TimeRangeValue range)
    {
        if (range.End is { } end)
            return $"{Readable(Of(range, end).Start)} to {Readable(end)}";
        var span = range.Duration;
        if (span <= TimeSpan.Zero)
            return "Set in query";
        return "Last " + (span.Ticks % TimeSpan.TicksPerDay == 0 && span.TotalDays >= 2 ? Count(span.TotalDays, "day") : span.Ticks % TimeSpan.TicksPerHour == 0 ? Count(span.TotalHours, "hour")
            : span.Ticks % TimeSpan.TicksPerMinute == 0 ? Count(span.TotalMinutes, "minute") : Count(span.TotalSeconds, "second"));
    }

    /// <summary>The condition behind a column's name: <c>&gt; ago(1d)</c>, or <c>between</c> for a range with an end.</summary>
    public static string Query(TimeRangeValue range)
    {
        if (range.End is not { } end)
            return range.Duration <= TimeSpan.Zero ? "" : $"> ago({Literal(range.Duration)})";
        return $"between ({Literal(Of(range, end).Start)} .. {Literal(end)})";
    }

    /// <summary>A length as KQL writes it, in the largest unit that holds it: <c>1d</c>, <c>90m</c>.</summary>
    public static string Literal(TimeSpan span)
    {
        (long Ticks, string Unit)[] units = [(TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"), (TimeSpan.TicksPerSecond, "s"), (TimeSpan.TicksPerMillisecond, "ms")];
        foreach (var (ticks, unit) in units)
        {
            if (span.Ticks % ticks == 0)
                return (span.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + unit;
        }

        return $"{span.Ticks}tick";
    }

    /// <summary>An instant as KQL writes it.</summary>
    public static string Literal(DateTime time) => $"datetime({Iso(time)})";

    /// <summary>An instant in ISO 8601.</summary>
    public static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A length in ISO 8601: <c>PT24H</c>.</summary>
    public static string IsoDuration(TimeSpan span) => span.Ticks % TimeSpan.TicksPerHour == 0 ? $"PT{span.Ticks / TimeSpan.TicksPerHour}H"
        : span.Ticks % TimeSpan.TicksPerMinute == 0 ? $"PT{span.Ticks / TimeSpan.TicksPerMinute}M" : string.Create(CultureInfo.InvariantCulture, $"PT{span.TotalSeconds:0.###}S");

    /// <summary>The step of a time axis over the range.</summary>
    public static TimeSpan Grain(TimeSpan duration) => Array.Find(Grains, grain => duration.Ticks <= grain.Ticks * MaximumOfPoints) is { Ticks: > 0 } found ? found : Grains[^1];

    /// <summary>An instant for people.</summary>
    public static string Readable(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Count(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number:0.###} {unit}{(number == 1 ? "" : "s")}");
}
