using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Graphs;

/// <summary>Colours of nodes by <c>colorSettings</c>.</summary>
internal static class NodeColors
{
    /// <summary>The colour of a row and its position; rows below zero have none.</summary>
    public static Func<int, int, Color> Of(EvaluatedQuery query, JsonElementNode? settings, int figure)
    {
        var table = query.Table;
        var column = settings.TextIn("nodeColorField") is { } name && table.IndexOf(query.Text(name)) is var index and >= 0 ? index : figure;
        var plain = Palette.Named("blue")!.Value;
        if (column < 0)
            return (_, _) => plain;
        var numbers = table.Rows.Select(row => DisplayText.Number(row[column])).Where(number => number is not null).Select(number => number!.Value).ToArray();
        var (low, high) = (settings.DoubleOf("heatmapMin") ?? (numbers.Length == 0 ? 0 : numbers.Min()), settings.DoubleOf("heatmapMax") ?? (numbers.Length == 0 ? 1 : numbers.Max()));
        var thresholds = Threshold.Read(settings.ListOf("thresholdsGrid"), query.Text);
        // What settings there are tells the kind; files name it by numbers that no document explains.
        var kind = settings.TextIn("type")?.ToLowerInvariant() ?? (!thresholds.IsEmpty ? "thresholds" : settings.TextIn("heatmapPalette") is not null ? "heatmap" : settings.TextIn("nodeColorField") is not null ? "categorical" : "none");
        var categories = new Dictionary<string, int>(StringComparer.Ordinal);
        return (row, _) =>
        {
            if (row < 0)
                return Palette.Named("gray")!.Value;
            var value = table.Rows[row][column];
            switch (kind)
            {
                case "heatmap":
                    return DisplayText.Number(value) is { } number ? Palette.At(settings.TextIn("heatmapPalette") ?? settings.TextIn("colorPalette"), number, low, high) : Palette.Named("gray")!.Value;
                case "thresholds":
                    return Palette.Named(Threshold.Find(thresholds, value)?.Representation) ?? plain;
                case "categorical":
                    var text = DisplayText.Of(value);
                    if (!categories.TryGetValue(text, out var position))
                        categories.Add(text, position = categories.Count);
                    return Palette.Nth(position);
                default:
                    return plain;
            }
        };
    }
}
