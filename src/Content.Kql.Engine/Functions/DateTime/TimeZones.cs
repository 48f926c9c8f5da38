using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>
/// Kernels that convert between UTC and local times, by the rules of the machine's time zone database. A zone that is not in there makes the
/// query fail; without a database the functions cannot run.
/// </summary>
internal static class TimeZones
{
    public static void Register(KernelTable table)
    {
        table.Scalar("datetime_utc_to_local", binding => Convert(binding, ToLocal));
        table.Scalar("datetime_local_to_utc", binding => Convert(binding, ToUtc));
        table.Scalar("datetime_list_timezones", List);
    }

    private static ScalarKernel Convert(KernelBinding binding, Func<long, TimeZoneInfo, long?> convert)
    {
        var zones = new Dictionary<string, TimeZoneInfo>(StringComparer.Ordinal);
        if (binding.ConstantString(1) is { } constant)
            Zone(binding.Name, zones, constant);
        return (arguments, length) =>
        {
            var dates = arguments[0].AsDateTime();
            var names = arguments[1].AsString();
            var builder = new FixedBuilder<long>(TypeKind.DateTime, length);
            for (var i = 0; i < length; i++)
                builder.Add(dates.IsNull(i) ? null : convert(dates[i], Zone(binding.Name, zones, names.GetString(i))));
            return builder.Build();
        };
    }

    private static TimeZoneInfo Zone(string function, Dictionary<string, TimeZoneInfo> zones, string name)
    {
        if (zones.TryGetValue(name, out var zone))
            return zone;
        try
        {
            zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            if (TimeZoneInfo.GetSystemTimeZones().Count <= 1)
                throw new UnsupportedException(function, "the machine has no time zone database");
            throw new QueryFailedException($"{function}(): there is no time zone '{name}'.");
        }

        return zones[name] = zone;
    }

    private static long? ToLocal(long ticks, TimeZoneInfo zone) =>
        DateTimeFunctions.Checked((Int128)ticks + zone.GetUtcOffset(new DateTime(ticks, DateTimeKind.Utc)).Ticks);

    // Of the two instants of a repeated hour the standard time's is taken; a skipped hour counts by the offset behind it, the greater one.
    private static long? ToUtc(long ticks, TimeZoneInfo zone)
    {
        var local = new DateTime(ticks, DateTimeKind.Unspecified);
        var offset = zone.GetUtcOffset(local);
        if (zone.IsInvalidTime(local))
        {
            var later = zone.GetUtcOffset(local < DateTime.MaxValue.AddDays(-1) ? local.AddDays(1) : local);
            offset = later > offset ? later : offset;
        }

        return DateTimeFunctions.Checked((Int128)ticks - offset.Ticks);
    }

    private static ScalarKernel List(KernelBinding binding)
    {
        var names = new List<string>();
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
            names.Add(zone.Id);
        if (names.Count <= 1)
            throw new UnsupportedException(binding.Name, "the machine has no time zone database");
        names.Sort(StringComparer.Ordinal);
        var one = Vector.Constant(TypeKind.Dynamic, names.ToArray<object?>(), 1);
        return (_, length) => one.AsConstant(0, length);
    }
}
