using System.Text.RegularExpressions;

namespace Content.Workbooks.Preview.Formatting;

/// <summary>A line of a table of thresholds.</summary>
/// <param name="Operator">Comparison; Default for what no other line takes.</param>
/// <param name="Value">What is compared with.</param>
/// <param name="Representation">Name of an icon or a colour.</param>
/// <param name="Text">What is shown; null for the value with its unit.</param>
public sealed record Threshold(string Operator, string Value, string Representation, string? Text)
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads a table of thresholds.</summary>
    /// <param name="grid">The lines.</param>
    /// <param name="text">Puts the values of parameters into texts.</param>
    public static ImmutableArray<Threshold> Read(ImmutableArray<JsonElementNode> grid, Func<string, string> text) =>
        [.. grid.Select(line => new Threshold(line.TextIn("operator") ?? "Default", text(line["thresholdValue"]?.Text ?? ""), line.TextIn("representation") ?? "", line.TextIn("text") is { } shown ? text(shown) : null))];

    /// <summary>The line that a value falls under: the first that holds, otherwise the default; null when there is neither.</summary>
    public static Threshold? Find(ImmutableArray<Threshold> lines, object? value) =>
        lines.FirstOrDefault(line => !line.IsDefault && line.Holds(value)) ?? lines.FirstOrDefault(line => line.IsDefault);

    private bool IsDefault => Operator.Equals("Default", StringComparison.OrdinalIgnoreCase);

    private bool Holds(object? value)
    {
        var text = DisplayText.Of(value);
        switch (Operator.ToLowerInvariant())
        {
            case "is empty" or "isempty" or "isnull":
                return text.Length == 0;
            case "is not empty" or "isnotempty" or "isnotnull":
                return text.Length > 0;
            case "contains":
                return text.Contains(Value, StringComparison.OrdinalIgnoreCase);
            case "notcontains" or "does not contain" or "not contains":
                return !text.Contains(Value, StringComparison.OrdinalIgnoreCase);
            case "startswith":
                return text.StartsWith(Value, StringComparison.OrdinalIgnoreCase);
            case "endswith":
                return text.EndsWith(Value, StringComparison.OrdinalIgnoreCase);
            case "regex":
                return Matches(Value, text);
        }

        int order;
        if (DisplayText.Number(value) is { } number && DisplayText.Number(Value) is { } limit)
            order = number.CompareTo(limit);
        else if (value is DateTime time && DisplayText.Time(Value) is { } point)
            order = time.CompareTo(point);
        else if (Operator is "==" or "!=")
            order = string.Compare(text, Value, StringComparison.OrdinalIgnoreCase);
        else
            return false;
        return Operator switch { "==" => order == 0, "!=" => order != 0, ">" => order > 0, ">=" => order >= 0, "<" => order < 0, "<=" => order <= 0, _ => false };
    }

    /// <summary>True when a pattern of a workbook is found in a text. One that is wrong, or takes too long, is found nowhere.</summary>
    internal static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternTime);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
