using System.Globalization;

namespace Content.Testing.Mutation;

/// <summary>Writes timespans as KQL literals.</summary>
internal static class KqlDuration
{
    private static readonly (string Suffix, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>The shortest exact form: a whole number of the largest unit, else ticks.</summary>
    public static string Format(TimeSpan span)
    {
        foreach (var (suffix, ticks) in Units)
        {
            if (span.Ticks % ticks == 0)
            {
                var number = (span.Ticks / ticks).ToString(CultureInfo.InvariantCulture);
                return span.Ticks < 0 ? $"time({number}{suffix})" : number + suffix;
            }
        }

        return $"time({span.Ticks.ToString(CultureInfo.InvariantCulture)}tick)";
    }
}
