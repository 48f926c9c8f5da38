using System.Globalization;

namespace Content.Model;

/// <summary>Sizes of memory as people write them.</summary>
public static class ByteSizes
{
    /// <summary>Reads <c>512MB</c>, <c>2 GB</c>, <c>64k</c> (powers of 1,024, any case); a number alone counts megabytes. The result is at least 1 byte.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var factor = text.AsSpan(end).Trim().ToString().ToUpperInvariant() switch { "" or "MB" or "M" => 1L << 20, "KB" or "K" => 1L << 10, "GB" or "G" => 1L << 30, _ => 0 };
        if (factor == 0 || !double.TryParse(text.AsSpan(0, end), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var number)
            || number * factor is not (>= 1 and <= long.MaxValue / 2))
            return false;
        bytes = (long)(number * factor);
        return true;
    }
}
