using System.Text.Json;

namespace Content.Workbooks.Preview.Formatting;

/// <summary>Reads settings of a workbook, in which numbers and switches are also written as text.</summary>
internal static class SettingNode
{
    /// <summary>A number, also one in quotes; null when there is none.</summary>
    public static double? DoubleOf(this JsonElementNode? node, string name) =>
        node?[name] is { Kind: JsonValueKind.Number or JsonValueKind.String, Text: { } text } && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A whole number, also one in quotes; null when there is none.</summary>
    public static int? IntOf(this JsonElementNode? node, string name) => node.DoubleOf(name) is { } number && number is >= int.MinValue and <= int.MaxValue ? (int)number : null;

    /// <summary>True when a switch is on.</summary>
    public static bool IsOn(this JsonElementNode? node, string name) => node?[name] is { } value && (value.Kind == JsonValueKind.True || (value.Kind == JsonValueKind.String && value.Text is "true" or "True"));

    /// <summary>A text that is not empty; null otherwise.</summary>
    public static string? TextIn(this JsonElementNode? node, string name) => node?.TextOf(name) is { Length: > 0 } text ? text : null;

    /// <summary>The items of a list; none when it is not one.</summary>
    public static ImmutableArray<JsonElementNode> ListOf(this JsonElementNode? node, string name) => node?[name] is { Kind: JsonValueKind.Array } list ? list.Items : [];

    /// <summary>The texts of a list, or the only one.</summary>
    public static ImmutableArray<string> TextsOf(this JsonElementNode? node, string name) =>
        node.TextIn(name) is { } only ? [only] : [.. node.ListOf(name).Where(item => item is { Kind: JsonValueKind.String, Text.Length: > 0 }).Select(item => item.Text!)];
}
