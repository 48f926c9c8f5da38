using System.Text.RegularExpressions;

namespace Content.Workbooks.Preview.Grids;

/// <summary>Texts of settings that refer to the row that they are shown for.</summary>
internal static partial class RowText
{
    /// <summary>Puts values in for <c>["column"]</c>, the text of a cell for <c>{0}</c> and its unit for <c>{1}</c>.</summary>
    public static string Of(string text, string shown, string unit, WorkbookTable table, object?[] row)
    {
        text = Reference().Replace(text, match => table.IndexOf(match.Groups[1].Value) is var index and >= 0 && index < row.Length ? Formatting.DisplayText.Of(row[index]) : match.Value);
        return text.Replace("{0}", shown, StringComparison.Ordinal).Replace("{1}", unit, StringComparison.Ordinal);
    }

    [GeneratedRegex("\\[\"([^\"\\]]{1,200})\"\\]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}
