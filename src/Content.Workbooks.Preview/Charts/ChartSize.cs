using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Charts;

/// <summary>How large a chart is, in units of about a pixel of a wide page.</summary>
internal static class ChartSize
{
    private const double PageWidth = 1180;

    /// <summary>Width: that of the item's share of the row.</summary>
    public static double Width(EvaluatedQuery query) => Math.Max(360, PageWidth * (query.Width ?? 100) / 100);

    /// <summary>Height: by the setting <c>size</c>.</summary>
    public static double Height(EvaluatedQuery query) => query.Settings.IntOf("size") switch { 1 => 180, 2 => 360, 3 => 420, 4 => 130, _ => 240 };
}
