using System.Globalization;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels of the date and time functions. A result outside of the years 1 to 9999 is null.</summary>
internal static class DateTimeFunctions
{
    public static void Register(KernelTable table)
    {
        table.Scalar("now", binding => FromNow(binding, 1));
        table.Scalar("ago", binding => FromNow(binding, -1));
        table.Scalar("dayofmonth", Part(static date => date.Day));
        table.Scalar("dayofyear", Part(static date => date.DayOfYear));
        table.Scalar("getmonth", Part(static date => date.Month));
        table.Scalar("getyear", Part(static date => date.Year));
        table.Scalar("hourofday", Part(static date => date.Hour));
        table.Scalar("monthofyear", Part(static date => date.Month));
        table.Scalar("week_of_year", Part(ISOWeek.GetWeekOfYear));
        table.Scalar("weekofyear", Part(ISOWeek.GetWeekOfYear));
        table.Scalar("dayofweek", Kernel.Unary<long, long>(TypeKind.DateTime, TypeKind.TimeSpan, static ticks => (int)Date(ticks).DayOfWeek * TimeSpan.TicksPerDay));
        table.Scalar("startofday", Period("day", end: false));
        table.Scalar("startofweek", Period("week", end: false));
        table.Scalar("startofmonth", Period("month", end: false));
        table.Scalar("startofyear", Period("year", end: false));
        table.Scalar("endofday", Period("day", end: true));
        table.Scalar("endofweek", Period("week", end: true));
        table.Scalar("endofmonth", Period("month", end: true));
        table.Scalar("endofyear", Period("year", end: true));
        table.Scalar("datetime_add", Add);
        table.Scalar("datetime_diff", Difference);
        table.Scalar("datetime_part", PartByName);
        table.Scalar("datepart", PartByName);
        table.Scalar("make_datetime", MakeDateTime);
        table.Scalar("make_timespan", MakeTimeSpan);
        table.Scalar("unixtime_seconds_todatetime", UnixTime(TimeSpan.TicksPerSecond, 1));
        table.Scalar("unixtime_milliseconds_todatetime", UnixTime(TimeSpan.TicksPerMillisecond, 1));
        table.Scalar("unixtime_microseconds_todatetime", UnixTime(TimeSpan.TicksPerMicrosecond, 1));
        table.Scalar("unixtime_nanoseconds_todatetime", UnixTime(1, TimeSpan.NanosecondsPerTick));
        TimeFormats.Register(table);
        TimeZones.Register(table);
    }

    internal static DateTime Date(long ticks) => new(ticks, DateTimeKind.Utc);

    /// <summary>Ticks of an instant; null outside of the calendar.</summary>
    internal static long? Checked(Int128 ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? (long)ticks : null;

    private static ScalarKernel FromNow(KernelBinding binding, int sign)
    {
        var now = binding.Context.NowTicks;
        return (arguments, length) =>
        {
            if (arguments.Length == 0)
                return new FixedVector<long>(TypeKind.DateTime, [now], 0, length, null, isConstant: true);
            var offsets = arguments[0].AsTimeSpan();
            var builder = new FixedBuilder<long>(TypeKind.DateTime, length);
            for (var i = 0; i < length; i++)
                builder.Add(offsets.IsNull(i) ? null : Checked(now + (Int128)offsets[i] * sign));
            return builder.Build();
        };
    }

    private static ScalarKernelFactory Part(Func<DateTime, int> part) => Kernel.Unary<long, int>(TypeKind.DateTime, TypeKind.Int, ticks => part(Date(ticks)));

    private static ScalarKernelFactory Period(string unit, bool end) => _ => (arguments, length) =>
    {
        var dates = arguments[0].AsDateTime();
        var offsets = arguments.Length > 1 ? arguments[1].AsLong() : null;
        var builder = new FixedBuilder<long>(TypeKind.DateTime, length);
        for (var i = 0; i < length; i++)
        {
            if (dates.IsNull(i) || offsets is not null && offsets.IsNull(i))
            {
                builder.AddNull();
                continue;
            }

            var start = StartOf(unit, Date(dates[i]));
            var offset = offsets is null ? 0 : offsets[i];
            if (!end)
                builder.Add(Shift(unit, start, offset));
            else if (Shift(unit, start, offset) is { } begin)
                // The last period of the calendar has no successor to count from.
                builder.Add(Shift(unit, begin, 1) is { } next ? next - 1 : DateTime.MaxValue.Ticks);
            else
                builder.AddNull();
        }

        return builder.Build();
    };

    private static long StartOf(string unit, DateTime date) => unit switch
    {
        "day" => date.Date.Ticks,
        "week" => BinFunctions.Floor(date.Ticks + TimeSpan.TicksPerDay, 7 * TimeSpan.TicksPerDay) - TimeSpan.TicksPerDay,
        "month" => new DateTime(date.Year, date.Month, 1).Ticks,
        _ => new DateTime(date.Year, 1, 1).Ticks,
    };

    /// <summary>Moves an instant by calendar units; null when that leaves the calendar.</summary>
    internal static long? Shift(string unit, long ticks, long count)
    {
        switch (unit)
        {
            case "year": return Months(ticks, (Int128)count * 12);
            case "quarter": return Months(ticks, (Int128)count * 3);
            case "month": return Months(ticks, count);
            case "nanosecond": return Checked((Int128)ticks + count / TimeSpan.NanosecondsPerTick);
            default: return Checked((Int128)ticks + (Int128)TicksOf(unit) * count);
        }
    }

    private static long? Months(long ticks, Int128 months)
    {
        if (ticks < 0)
            return null;
        var date = Date(ticks);
        var month = date.Year * 12 + date.Month - 1 + months;
        return month < 12 || month >= 12 * 10_000 ? null : date.AddMonths((int)months).Ticks;
    }

    private static long TicksOf(string unit) => unit switch
    {
        "week" => 7 * TimeSpan.TicksPerDay,
        "day" => TimeSpan.TicksPerDay,
        "hour" => TimeSpan.TicksPerHour,
        "minute" => TimeSpan.TicksPerMinute,
        "second" => TimeSpan.TicksPerSecond,
        "millisecond" => TimeSpan.TicksPerMillisecond,
        "microsecond" => TimeSpan.TicksPerMicrosecond,
        _ => throw new QueryFailedException($"'{unit}' is no part of a date."),
    };

    private static ScalarKernel Add(KernelBinding binding)
    {
        var constant = binding.ConstantString(0)?.ToLowerInvariant();
        return (arguments, length) =>
        {
            var units = arguments[0].AsString();
            var counts = arguments[1].AsLong();
            var dates = arguments[2].AsDateTime();
            var builder = new FixedBuilder<long>(TypeKind.DateTime, length);
            for (var i = 0; i < length; i++)
            {
                builder.Add(counts.IsNull(i) || dates.IsNull(i) ? null
                    : Shift(constant ?? units.GetString(i).ToLowerInvariant(), dates[i], counts[i]));
            }

            return builder.Build();
        };
    }

    private static ScalarKernel Difference(KernelBinding binding)
    {
        var constant = binding.ConstantString(0)?.ToLowerInvariant();
        return (arguments, length) =>
        {
            var units = arguments[0].AsString();
            var first = arguments[1].AsDateTime();
            var second = arguments[2].AsDateTime();
            var builder = new FixedBuilder<long>(TypeKind.Long, length);
            for (var i = 0; i < length; i++)
            {
                if (first.IsNull(i) || second.IsNull(i))
                    builder.AddNull();
                else
                    builder.Add(Borders(constant ?? units.GetString(i).ToLowerInvariant(), first[i], second[i]));
            }

            return builder.Build();
        };
    }

    // Borders of the unit between two instants: 23:59 and 00:00 are a day apart.
    private static long Borders(string unit, long first, long second)
    {
        var a = Date(first);
        var b = Date(second);
        return unit switch
        {
            "year" => a.Year - b.Year,
            "quarter" => (a.Year * 4 + (a.Month - 1) / 3) - (b.Year * 4 + (b.Month - 1) / 3),
            "month" => (a.Year * 12 + a.Month) - (b.Year * 12 + b.Month),
            "week" => (StartOf("week", a) - StartOf("week", b)) / (7 * TimeSpan.TicksPerDay),
            "nanosecond" => (first - second) * TimeSpan.NanosecondsPerTick,
            _ => first / TicksOf(unit) - second / TicksOf(unit),
        };
    }

    private static ScalarKernel PartByName(KernelBinding binding)
    {
        var constant = binding.ConstantString(0)?.ToLowerInvariant();
        return (arguments, length) =>
        {
            var units = arguments[0].AsString();
            var dates = arguments[1].AsDateTime();
            var builder = new FixedBuilder<int>(TypeKind.Int, length);
            for (var i = 0; i < length; i++)
            {
                if (dates.IsNull(i))
                    builder.AddNull();
                else
                    builder.Add(PartOf(constant ?? units.GetString(i).ToLowerInvariant(), Date(dates[i])));
            }

            return builder.Build();
        };
    }

    private static int? PartOf(string unit, DateTime date) => unit switch
    {
        "year" => date.Year,
        "quarter" => (date.Month - 1) / 3 + 1,
        "month" => date.Month,
        "week_of_year" or "weekofyear" => ISOWeek.GetWeekOfYear(date),
        "day" => date.Day,
        "dayofyear" => date.DayOfYear,
        "hour" => date.Hour,
        "minute" => date.Minute,
        "second" => date.Second,
        "millisecond" => date.Millisecond,
        "microsecond" => (int)(date.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond),
        "nanosecond" => (int)(date.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick),
        _ => throw new QueryFailedException($"'{unit}' is no part of a date."),
    };

    private static ScalarKernel MakeDateTime(KernelBinding binding)
    {
        if (binding.Count == 1)
            return (arguments, _) => arguments[0].AsDateTime();
        return (arguments, length) =>
        {
            var parts = new FixedVector<double>[arguments.Length];
            for (var k = 0; k < parts.Length; k++)
                parts[k] = arguments[k].AsReal();
            var builder = new FixedBuilder<long>(TypeKind.DateTime, length);
            for (var i = 0; i < length; i++)
            {
                var missing = false;
                foreach (var part in parts)
                    missing |= part.IsNull(i);
                builder.Add(missing ? null : Ticks(Get(0, i), Get(1, i), Get(2, i), Get(3, i), Get(4, i), Get(5, i)));
            }

            return builder.Build();

            double Get(int part, int row) => part < parts.Length ? parts[part][row] : 0;
        };
    }

    private static long? Ticks(double year, double month, double day, double hour, double minute, double second)
    {
        if (!(year is >= 1 and < 10_000 && month is >= 1 and < 13 && day >= 1 && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60))
            return null;
        if (day >= DateTime.DaysInMonth((int)year, (int)month) + 1)
            return null;
        return Checked(new DateTime((int)year, (int)month, (int)day, (int)hour, (int)minute, 0).Ticks + (long)Math.Round(second * TimeSpan.TicksPerSecond));
    }

    private static ScalarKernel MakeTimeSpan(KernelBinding binding)
    {
        if (binding.Count == 1)
            return (arguments, _) => arguments[0].AsTimeSpan();
        return (arguments, length) =>
        {
            var parts = new FixedVector<double>[arguments.Length];
            for (var k = 0; k < parts.Length; k++)
                parts[k] = arguments[k].AsReal();
            var builder = new FixedBuilder<long>(TypeKind.TimeSpan, length);
            var first = parts.Length == 4 ? 0 : 1;
            for (var i = 0; i < length; i++)
            {
                var missing = false;
                var ticks = 0d;
                for (var k = 0; k < parts.Length; k++)
                {
                    var value = parts[k][i];
                    missing |= parts[k].IsNull(i) || (first + k) switch { 0 => false, 1 => !(value is >= 0 and < 24), _ => !(value is >= 0 and < 60) };
                    ticks += value * (first + k) switch
                    {
                        0 => TimeSpan.TicksPerDay,
                        1 => TimeSpan.TicksPerHour,
                        2 => TimeSpan.TicksPerMinute,
                        _ => TimeSpan.TicksPerSecond,
                    };
                }

                builder.Add(missing ? null : Conversions.RealToLong(Math.Round(ticks)));
            }

            return builder.Build();
        };
    }

    private static ScalarKernelFactory UnixTime(long multiplier, long divisor) => binding => (arguments, length) =>
    {
        var builder = new FixedBuilder<long>(TypeKind.DateTime, length);
        if (binding.KindOf(0) is TypeKind.Int or TypeKind.Long)
        {
            var values = arguments[0].AsLong();
            for (var i = 0; i < length; i++)
                builder.Add(values.IsNull(i) ? null : Checked((Int128)values[i] * multiplier / divisor + DateTime.UnixEpoch.Ticks));
            return builder.Build();
        }

        var reals = arguments[0].AsReal();
        for (var i = 0; i < length; i++)
        {
            builder.Add(reals.IsNull(i) || Conversions.RealToLong(Math.Round(reals[i] * multiplier / divisor)) is not { } ticks
                ? null
                : Checked((Int128)ticks + DateTime.UnixEpoch.Ticks));
        }

        return builder.Build();
    };
}
