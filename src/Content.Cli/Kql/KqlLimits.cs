using System.Globalization;
using Content.Kql.Engine;
using Content.Kql.Engine.Loading;
using Content.Model;

namespace Content.Cli.Kql;

/// <summary>How much a run may take; null for the engine's own limit.</summary>
internal sealed record KqlLimits
{
    /// <summary>Rows of a result.</summary>
    public long? Rows { get; init; }

    /// <summary>Bytes that the loaded columns may hold, and bytes that the operators of a query may hold.</summary>
    public long? Bytes { get; init; }

    /// <summary>Time that loading may take, and time that a query may take.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Reads the options.</summary>
    public static KqlLimits Read(long? rows, string? memory, string? time)
    {
        if (rows < 0)
            throw new CommandException(ExitCodes.Usage, "'--max-rows' must be 0 or more.");
        return new KqlLimits
        {
            Rows = rows,
            Bytes = memory is null ? null : ByteSizes.TryParse(memory, out var bytes) ? bytes : throw new CommandException(ExitCodes.Usage, $"'--max-memory {memory}' is no size.", "Write a number of megabytes, or one with KB, MB or GB, such as 2GB."),
            Time = time is null ? null : ReadTime(time) ?? throw new CommandException(ExitCodes.Usage, $"'--timeout {time}' is no duration.", "Write a number of seconds, or one with ms, s, m or h, such as 2m."),
        };
    }

    public ExecutionOptions Apply(ExecutionOptions options) => options with
    {
        MaxRows = Rows ?? options.MaxRows,
        MaxBytes = Bytes ?? options.MaxBytes,
        MaxTime = Time ?? options.MaxTime,
    };

    public LoadOptions Apply(LoadOptions options) => Bytes is { } bytes ? options with { MaxBytes = bytes } : options;

    /// <summary>The message of an error, and what to do about a limit.</summary>
    public static string Explain(QueryError error) =>
        error.Kind == QueryErrorKind.LimitExceeded && Help(error.Name) is { } help ? error.Message + " " + help : error.Message;

    /// <summary>What to do about a limit.</summary>
    public static string? Help(string? limit) => limit switch
    {
        "rows" => "Filter, summarize or 'take' fewer rows, or raise --max-rows.",
        "bytes" => "Filter earlier, use fewer columns, or raise --max-memory.",
        "time" => "Filter earlier, or raise --timeout.",
        "steps" => "Filter earlier, or join and expand fewer rows.",
        _ => null,
    };

    private static TimeSpan? ReadTime(string text)
    {
        var (number, unit) = Split(text);
        var seconds = unit switch { "" or "s" => 1, "ms" => 0.001, "m" => 60, "h" => 3600, _ => 0.0 };
        return number is { } value && value * seconds is > 0 and <= 2_000_000 and var time ? TimeSpan.FromSeconds(time) : null;
    }

    private static (double? Number, string Unit) Split(string text)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        return (double.TryParse(text.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null, text[end..].Trim());
    }
}
