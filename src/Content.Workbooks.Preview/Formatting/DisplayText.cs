using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Content.Workbooks.Preview.Formatting;

/// <summary>Values of rows as text, as numbers, and in order. Nothing depends on the machine.</summary>
internal static class DisplayText
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a value that no formatter formats; empty for null.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "true" : "false",
        DateTime time => DateText.Automatic(time),
        double number => NumberText.Plain(number),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        IDictionary or IEnumerable => JsonSerializer.Serialize(value, Json),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The number that a value is, also as text; null when it is none.</summary>
    public static double? Number(object? value) => value switch
    {
        int number => number,
        long number => number,
        double number => double.IsFinite(number) ? number : null,
        decimal number => (double)number,
        bool truth => truth ? 1 : 0,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>The point of time that a value is, also as text in ISO form; null when it is none.</summary>
    public static DateTime? Time(object? value) => value switch
    {
        DateTime time => time,
        string { Length: >= 10 } text when text[4] == '-' && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => null,
    };

    /// <summary>The numbers of a list, which may be the JSON text of one; empty when it is none.</summary>
    public static ImmutableArray<double> Numbers(object? value) => value switch
    {
        string text when text.StartsWith('[') => ParseNumbers(text),
        string => [],
        IDictionary => [],
        IEnumerable list => [.. list.Cast<object?>().Select(item => Number(item) ?? double.NaN)],
        _ => [],
    };

    /// <summary>The items of a list; null when a value is none.</summary>
    public static IReadOnlyList<object?>? List(object? value) => value is IEnumerable list and not string and not IDictionary ? [.. list.Cast<object?>()] : null;

    /// <summary>Order of two values: nothing first, numbers and times by size, the rest as text.</summary>
    public static int Compare(object? left, object? right)
    {
        if (left is null || right is null)
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        if (left is DateTime leftTime && right is DateTime rightTime)
            return leftTime.CompareTo(rightTime);
        if (left is TimeSpan leftSpan && right is TimeSpan rightSpan)
            return leftSpan.CompareTo(rightSpan);
        if (left is string && right is string)
            return string.Compare((string)left, (string)right, StringComparison.OrdinalIgnoreCase);
        return Number(left) is { } leftNumber && Number(right) is { } rightNumber ? leftNumber.CompareTo(rightNumber) : string.Compare(Of(left), Of(right), StringComparison.OrdinalIgnoreCase);
    }

    private static ImmutableArray<double> ParseNumbers(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number ? item.GetDouble() : double.NaN)];
        }
        catch (JsonException)
        {
            // Text that looks like a list and is none is text.
            return [];
        }
    }
}
