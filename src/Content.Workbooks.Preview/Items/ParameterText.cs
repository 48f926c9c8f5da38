using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Items;

/// <summary>What a parameter holds, in words.</summary>
internal static class ParameterText
{
    private const string None = "<unset>";

    /// <summary>The words.</summary>
    public static string Of(EvaluatedParameter parameter) => parameter.Value switch
    {
        TimeRangeValue range => Range(range),
        ListValue { Values.Length: > 0 } list => string.Join(", ", list.Values.Select(value => Label(parameter, value))),
        _ => None,
    };

    /// <summary>A time range: Last 24 hours, or from and to.</summary>
    public static string Range(TimeRangeValue range) => range switch
    {
        { End: { } end } => $"{DateText.Automatic(end - range.Duration)} to {DateText.Automatic(end)}",
        { Duration.Ticks: 0 } => "Set in query",
        _ => "Last " + Length(range.Duration),
    };

    /// <summary>A length: 24 hours, 30 days.</summary>
    public static string Length(TimeSpan length)
    {
        var (count, unit) = length.TotalHours switch
        {
            < 1 => (length.TotalMinutes, "minute"),
            <= 48 => (length.TotalHours, "hour"),
            _ => (length.TotalDays, "day"),
        };
        return count == 1 ? unit : $"{Math.Round(count, 1).ToString(CultureInfo.InvariantCulture)} {unit}s";
    }

    private static string Label(EvaluatedParameter parameter, string value) => parameter.Choices.FirstOrDefault(choice => choice.Value == value)?.Label ?? (value == "value::all" ? "All" : value);
}
