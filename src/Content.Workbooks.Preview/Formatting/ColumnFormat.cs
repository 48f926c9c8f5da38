namespace Content.Workbooks.Preview.Formatting;

/// <summary>Ways to draw a cell; the numbers are those of the format.</summary>
public enum Formatter
{
    /// <summary>As the value suggests.</summary>
    Automatic = 0,
    /// <summary>Text.</summary>
    Text = 1,
    /// <summary>Text at the right.</summary>
    RightAligned = 2,
    /// <summary>A bar, then the value.</summary>
    Bar = 3,
    /// <summary>The value over a bar.</summary>
    BarUnderneath = 4,
    /// <summary>Not shown.</summary>
    Hidden = 5,
    /// <summary>A point of time.</summary>
    DateTime = 6,
    /// <summary>A link.</summary>
    Link = 7,
    /// <summary>On a colour by size.</summary>
    Heatmap = 8,
    /// <summary>A line of a list of numbers.</summary>
    SparkLine = 9,
    /// <summary>Bars of a list of numbers.</summary>
    SparkBars = 10,
    /// <summary>An icon.</summary>
    Icon = 11,
    /// <summary>A large number.</summary>
    BigNumber = 12,
    /// <summary>The name of a resource.</summary>
    Resource = 13,
    /// <summary>The name of a resource group.</summary>
    ResourceGroup = 14,
    /// <summary>A subscription.</summary>
    Subscription = 15,
    /// <summary>A type of resources.</summary>
    ResourceType = 16,
    /// <summary>A location.</summary>
    Location = 17,
    /// <summary>An icon or colour by thresholds.</summary>
    Thresholds = 18,
    /// <summary>A span of time.</summary>
    Timeline = 19,
    /// <summary>A bar between limits.</summary>
    BarOfRange = 20,
    /// <summary>An area of a list of numbers.</summary>
    SparkArea = 21,
    /// <summary>A bar of the values of several columns.</summary>
    CompositeBar = 22,
}

/// <summary>How a column is drawn: an entry of <c>formatters</c>, or the content of a tile or node.</summary>
/// <param name="Match">Name or pattern of columns.</param>
/// <param name="Formatter">The way.</param>
/// <param name="Options">Its settings; null without.</param>
/// <param name="Number">How numbers are written; null when nothing is said.</param>
/// <param name="Date">How times are written; null when nothing is said.</param>
/// <param name="Tooltip">Text shown over the cell; null for none.</param>
/// <param name="Thresholds">Lines of thresholds.</param>
public sealed record ColumnFormat(string Match, Formatter Formatter, JsonElementNode? Options, NumberText? Number, JsonElementNode? Date, string? Tooltip, ImmutableArray<Threshold> Thresholds)
{
    /// <summary>Nothing said.</summary>
    public static ColumnFormat Automatic { get; } = new("", Formatter.Automatic, null, null, null, null, []);

    /// <summary>Name of the palette; null when none is said.</summary>
    public string? PaletteName => Options.TextIn("palette") ?? Options.TextIn("customColor");

    /// <summary>How values of a group of rows become one: Sum, Count, Min, Max, Average, Unique; null for none.</summary>
    public string? Aggregation => Options.TextIn("aggregation");

    /// <summary>Width of the column in pixels; null when none is said or it is a share of the whole or of what is left (<c>%</c>, <c>fr</c>).</summary>
    public int? Width
    {
        get
        {
            // A number on its own counts characters.
            const double Character = 8;
            var text = Options.TextIn("customColumnWidthSetting")?.Trim() ?? "";
            var unit = text.TrimStart([.. "0123456789."]);
            return !double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number is <= 0 or > 5000 ? null : unit.Trim() switch
            {
                "px" => (int)number,
                "ch" or "" => (int)(number * Character),
                _ => null,
            };
        }
    }

    /// <summary>Reads one.</summary>
    /// <param name="node">Its JSON.</param>
    /// <param name="text">Puts the values of parameters into texts.</param>
    public static ColumnFormat Read(JsonElementNode node, Func<string, string> text)
    {
        var options = node["formatOptions"];
        var number = node.IntOf("formatter") ?? 0;
        return new ColumnFormat(
            text(node.TextOf("columnMatch") ?? ""), Enum.IsDefined((Formatter)number) ? (Formatter)number : Formatter.Automatic, options, node["numberFormat"] is { } format ? NumberText.Read(format) : null,
            node["dateFormat"], node["tooltipFormat"].TextIn("tooltip") is { } tooltip ? text(tooltip) : null, Threshold.Read(options.ListOf("thresholdsGrid"), text));
    }

    /// <summary>The format of a column: one of its very name, otherwise the first whose pattern matches all of it.</summary>
    public static ColumnFormat Of(ImmutableArray<ColumnFormat> formats, string column) =>
        formats.FirstOrDefault(format => format.Match == column) ?? formats.FirstOrDefault(format => format.Match.Length > 0 && Threshold.Matches($"^(?:{format.Match})$", column)) ?? Automatic;

    /// <summary>The text of a value, and its unit apart.</summary>
    public (string Text, string Unit) Parts(object? value)
    {
        if (value is null or "" && Number?.Empty is { } empty)
            return (empty, "");
        if (Number is not null && value is not bool && DisplayText.Number(value) is { } number)
            return Number.Parts(number);
        if (Formatter == Formatter.BigNumber && value is not (bool or string) && DisplayText.Number(value) is { } count)
            return NumberText.Count.Parts(count);
        if ((Date is not null || Formatter == Formatter.DateTime) && DisplayText.Time(value) is { } time)
            return (DateText.Of(time, Date), "");
        if (value is double real)
            return (NumberText.Plain(Math.Round(real, 3)), "");
        return (DisplayText.Of(value), "");
    }

    /// <summary>The text of a value with its unit.</summary>
    public string TextOf(object? value)
    {
        if (Number is not null && value is not bool && DisplayText.Number(value) is { } number)
            return Number.Of(number);
        var (text, unit) = Parts(value);
        return text + unit;
    }
}
