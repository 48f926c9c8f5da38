using Content.Kql.Syntax;

namespace Content.Workbooks.Evaluation;

/// <summary>Which visualization an item has.</summary>
internal static class RenderedChart
{
    public const string Grid = "table";

    /// <summary>The name of the format: the item's own, otherwise what a <c>render</c> at the end of the query says, otherwise a grid.</summary>
    public static string Of(string? own, string query)
    {
        if (!string.IsNullOrEmpty(own) && own != "default")
            return own;
        if (!query.Contains("render", StringComparison.Ordinal))
            return Grid;
        var tokens = Lexer.Scan(query, []);
        for (var i = tokens.Length - 2; i >= 1; i--)
        {
            if (tokens[i].Kind == SyntaxKind.RenderKeyword && tokens[i - 1].Kind == SyntaxKind.Bar)
                return FromKql(query.Substring(tokens[i + 1].Start, tokens[i + 1].Length));
        }

        return Grid;
    }

    private static string FromKql(string chart) => chart switch
    {
        "piechart" or "timechart" or "barchart" or "areachart" or "linechart" or "scatterchart" or "card" => chart,
        "columnchart" => "categoricalbar",
        "stackedareachart" => "areachart",
        _ => Grid,
    };
}
