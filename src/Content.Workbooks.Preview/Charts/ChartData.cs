using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Charts;

/// <summary>What the horizontal axis shows.</summary>
internal enum XKind : byte
{
    /// <summary>Points of time, in ticks of 100 ns.</summary>
    Time,
    /// <summary>Numbers.</summary>
    Number,
    /// <summary>Texts, by their position.</summary>
    Category,
}

/// <summary>A point of a series.</summary>
/// <param name="X">Where on the horizontal axis.</param>
/// <param name="Y">Its value.</param>
/// <param name="Row">The row that it comes from, the first of several.</param>
internal readonly record struct ChartPoint(double X, double Y, int Row);

/// <summary>A series.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Points">Its points by place.</param>
/// <param name="Figure">All of its values as one, for the legend.</param>
internal sealed record ChartSeries(string Name, Color Color, ImmutableArray<ChartPoint> Points, double Figure);

/// <summary>A chart over two axes, before any drawing.</summary>
/// <param name="Kind">What the horizontal axis shows.</param>
/// <param name="XTitle">What the horizontal axis is called.</param>
/// <param name="YTitle">What the vertical axis is called.</param>
/// <param name="Categories">The texts of a horizontal axis of texts.</param>
/// <param name="Series">The series in order.</param>
/// <param name="FigureName">How <see cref="ChartSeries.Figure"/> came about: Sum, Average and so on.</param>
/// <param name="Format">How values are written.</param>
/// <param name="Minimum">Lower limit of the vertical axis; null when values tell.</param>
/// <param name="Maximum">Upper limit of the vertical axis; null when values tell.</param>
/// <param name="Threshold">Value of a line across; null for none.</param>
/// <param name="LeftOut">What is not drawn because there is too much of it; null when all is.</param>
internal sealed record ChartData(
    XKind Kind, string XTitle, string YTitle, ImmutableArray<string> Categories, ImmutableArray<ChartSeries> Series, string FigureName, NumberText Format, double? Minimum, double? Maximum, double? Threshold, string? LeftOut)
{
    /// <summary>The text of a place on the horizontal axis.</summary>
    public string XText(double x) => Kind switch
    {
        XKind.Time => DateText.Automatic(TimeOf(x)),
        XKind.Number => NumberText.Plain(x),
        _ => Categories[(int)x],
    };

    /// <summary>The time of a place, to the millisecond: a place is not as exact as a time.</summary>
    public static DateTime TimeOf(double x) => new((long)Math.Clamp(Math.Round(x / TimeSpan.TicksPerMillisecond), 0, DateTime.MaxValue.Ticks / TimeSpan.TicksPerMillisecond) * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);

    /// <summary>The places of all points in order.</summary>
    public ImmutableArray<double> Places() => [.. Series.SelectMany(series => series.Points).Select(point => point.X).Distinct().Order()];
}
