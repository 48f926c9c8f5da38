namespace Content.Kql.Functions;

/// <summary>Declarations of the date time functions.</summary>
internal static class DateTimeFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        ago(timespan: timespan) -> datetime
            Gives the time that lies so long before now.

        datepart(part: string literal of calendar-part, date: datetime) -> int
            @hidden  @obsolete datetime_part
            Old name of datetime_part.

        datetime_add(part: string literal of date-part, value: integer, datetime: datetime) -> datetime
            Adds a number of calendar parts to a date.

        datetime_diff(part: string literal of date-part, datetime1: datetime, datetime2: datetime) -> long
            Counts how many borders of a calendar part lie between two dates.

        datetime_list_timezones() -> array
            Lists the names of the time zones that are known.

        datetime_local_to_utc(from: datetime, timezone: string) -> datetime
            Converts the local time of a time zone to UTC.

        datetime_part(part: string literal of calendar-part, date: datetime) -> int
            Takes one calendar part of a date as a number.

        datetime_utc_to_local(from: datetime, timezone: string) -> datetime
            Converts UTC to the local time of a time zone.

        dayofmonth(date: datetime) -> int
            Gives the day of the month, from 1.

        dayofweek(date: datetime) -> timespan
            Gives the time since the preceding Sunday in whole days.

        dayofyear(date: datetime) -> int
            Gives the day of the year, from 1.

        endofday(date: datetime, offset?: long) -> datetime
            Gives the last tick of a date's day.

        endofmonth(date: datetime, offset?: long) -> datetime
            Gives the last tick of a date's month.

        endofweek(date: datetime, offset?: long) -> datetime
            Gives the last tick of a date's week, which ends on Saturday.

        endofyear(date: datetime, offset?: long) -> datetime
            Gives the last tick of a date's year.

        format_datetime(date: datetime, format: string literal-not-empty) -> string
            @named *
            Writes a date in a format of choice.

        format_timespan(timespan: timespan, format: string literal-not-empty) -> string
            @named *
            Writes a duration in a format of choice.

        getmonth(date: datetime) -> int
            Gives the month of a date, from 1.

        getyear(date: datetime) -> int
            Gives the year of a date.

        hourofday(date: datetime) -> int
            Gives the hour of a date, from 0 to 23.

        ingestion_time() -> datetime
            @named $IngestionTime  @not-constant
            Gives the time at which the row was ingested.

        make_datetime(year: number, month: number, day: number, hour?: number, minute?: number, second?: number) -> datetime
        make_datetime(value: scalar) -> datetime
            @named only
            Makes a date of its parts, or of a text.

        make_timespan(days: integer, hours: integer, minutes: integer, seconds: integer) -> timespan
        make_timespan(hours: integer, minutes: integer, seconds?: integer) -> timespan
        make_timespan(value: scalar) -> timespan
            @named only
            Makes a duration of its parts.

        monthofyear(date: datetime) -> int
            Gives the month of a date, from 1.

        now(offset?: timespan) -> datetime
            Gives the current time in UTC, optionally shifted.

        startofday(date: datetime, offset?: long) -> datetime
            @named *
            Gives the start of a date's day, or of one some days away.

        startofmonth(date: datetime, offset?: long) -> datetime
            Gives the start of a date's month, or of one some months away.

        startofweek(date: datetime, offset?: long) -> datetime
            Gives the start of a date's week, a Sunday, or of one some weeks away.

        startofyear(date: datetime, offset?: long) -> datetime
            Gives the start of a date's year, or of one some years away.

        unixtime_microseconds_todatetime(number: number) -> datetime
            Converts microseconds since 1970 to a date.

        unixtime_milliseconds_todatetime(number: number) -> datetime
            Converts milliseconds since 1970 to a date.

        unixtime_nanoseconds_todatetime(number: number) -> datetime
            Converts nanoseconds since 1970 to a date.

        unixtime_seconds_todatetime(number: number) -> datetime
            Converts seconds since 1970 to a date.

        week_of_year(date: datetime) -> int
            Gives the ISO 8601 week of a date.

        weekofyear(date: datetime) -> int
            @hidden  @obsolete week_of_year
            Old name of week_of_year.
        """;
}
