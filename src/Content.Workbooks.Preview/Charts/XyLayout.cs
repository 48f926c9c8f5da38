namespace Content.Workbooks.Preview.Charts;

/// <summary>A shape of a chart.</summary>
/// <param name="X">Left edge, or centre of a point.</param>
/// <param name="Y">Upper edge, or centre of a point.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Series">Position of its series.</param>
/// <param name="Point">What it stands for.</param>
internal readonly record struct XyShape(double X, double Y, double Width, double Height, int Series, ChartPoint Point);

/// <summary>Where everything of a chart over two axes stands.</summary>
internal sealed class XyLayout
{
    private const double Left = 58;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 30;
    private const double MinimumGap = 2;

    public XyLayout(ChartData data, XyStyle style, double width, double height)
    {
        (Data, Style, Width, Height) = (data, style, width, height);
        Places = data.Places();
        (PlotLeft, PlotRight, PlotTop, PlotBottom) = (Left, width - Right, Top, height - Bottom);
        var step = Step();
        var isBars = style is XyStyle.StackedBar or XyStyle.GroupedBar;
        if (data.Kind == XKind.Category)
            X = new Scale(-0.5, Math.Max(0.5, data.Categories.Length - 0.5), PlotLeft, PlotRight);
        else
        {
            var (low, high) = Places.IsEmpty ? (0, 1) : (Places[0], Places[^1]);
            if (isBars || high <= low)
                (low, high) = (low - (step / 2), high + (step / 2));
            X = new Scale(low, high, PlotLeft, PlotRight);
        }

        var (bottom, top) = Range();
        if (data.Threshold is { } line)
            (bottom, top) = (Math.Min(bottom, line), Math.Max(top, line));
        Y = Scale.Round(bottom, top, YTickCount, PlotBottom, PlotTop, data.Minimum, data.Maximum);
        BarWidth = Math.Max(1, (X.At(X.Minimum + step) - X.Start) * 0.8);
    }

    public ChartData Data { get; }
    public XyStyle Style { get; }
    public double Width { get; }
    public double Height { get; }
    public Scale X { get; }
    public Scale Y { get; }
    public double PlotLeft { get; }
    public double PlotRight { get; }
    public double PlotTop { get; }
    public double PlotBottom { get; }

    /// <summary>All places of points on the horizontal axis.</summary>
    public ImmutableArray<double> Places { get; }

    /// <summary>Width of the bars of one place.</summary>
    public double BarWidth { get; }

    /// <summary>Ticks of the vertical axis.</summary>
    public IEnumerable<(double At, string Text)> YTicks() => Y.Ticks(YTickCount).Select(tick => (Y.At(tick), Data.Format.Of(tick)));

    /// <summary>Ticks of the horizontal axis: as many as have room.</summary>
    public IEnumerable<(double At, string Text)> XTicks()
    {
        var room = Math.Max(2, (int)((PlotRight - PlotLeft) / 90));
        if (Data.Kind == XKind.Time)
        {
            var (times, pattern) = X.TimeTicks(room);
            return times.Select(time => (X.At(time.Ticks), time.ToString(pattern, CultureInfo.InvariantCulture)));
        }

        if (Data.Kind == XKind.Number)
            return X.Ticks(room).Select(tick => (X.At(tick), Formatting.NumberText.Count.Of(tick)));
        var every = Math.Max(1, (int)Math.Ceiling(Data.Categories.Length / (double)room));
        var letters = Math.Max(6, (int)((PlotRight - PlotLeft) / Math.Max(1, Math.Min(room, Data.Categories.Length)) / 6.5));
        return Data.Categories.Select((text, i) => (At: X.At(i), Text: text.Length > letters ? text[..(letters - 1)] + "…" : text, Index: i)).Where(tick => tick.Index % every == 0).Select(tick => (tick.At, tick.Text));
    }

    /// <summary>Bars or points; none for lines and areas.</summary>
    public IEnumerable<XyShape> Shapes() => Style switch
    {
        XyStyle.StackedBar => StackedBars(),
        XyStyle.GroupedBar => GroupedBars(),
        _ => Data.Series.SelectMany((series, s) => series.Points.Select(point => new XyShape(X.At(point.X), Y.At(point.Y), 0, 0, s, point))),
    };

    /// <summary>The line of a series.</summary>
    public string LineOf(int series) => SvgPath.Line(Data.Series[series].Points.Select(point => (X.At(point.X), Y.At(point.Y))));

    /// <summary>The areas of all series upon each other, one a series.</summary>
    public ImmutableArray<string> Areas()
    {
        var below = Places.ToDictionary(place => place, _ => 0.0);
        return [.. Data.Series.Select(series =>
        {
            var values = series.Points.ToDictionary(point => point.X, point => point.Y);
            var points = new List<(double, double, double)>();
            foreach (var place in Places)
            {
                var from = below[place];
                var to = below[place] = from + values.GetValueOrDefault(place);
                points.Add((X.At(place), Y.At(from), Y.At(to)));
            }

            return SvgPath.Area(points);
        })];
    }

    private const int YTickCount = 4;

    private IEnumerable<XyShape> StackedBars()
    {
        var (above, below) = (new Dictionary<double, double>(), new Dictionary<double, double>());
        for (var s = 0; s < Data.Series.Length; s++)
        {
            foreach (var point in Data.Series[s].Points)
            {
                var side = point.Y >= 0 ? above : below;
                var from = side.GetValueOrDefault(point.X);
                var to = side[point.X] = from + point.Y;
                yield return Bar(X.At(point.X) - (BarWidth / 2), BarWidth, from, to, s, point);
            }
        }
    }

    private IEnumerable<XyShape> GroupedBars()
    {
        var each = BarWidth / Math.Max(1, Data.Series.Length);
        for (var s = 0; s < Data.Series.Length; s++)
        {
            foreach (var point in Data.Series[s].Points)
                yield return Bar(X.At(point.X) - (BarWidth / 2) + (s * each), each, 0, point.Y, s, point);
        }
    }

    private XyShape Bar(double x, double width, double from, double to, int series, ChartPoint point)
    {
        var (a, b) = (Math.Clamp(Y.At(from), PlotTop, PlotBottom), Math.Clamp(Y.At(to), PlotTop, PlotBottom));
        return new XyShape(x, Math.Min(a, b), Math.Max(0.5, width - (width > MinimumGap * 2 ? 0.5 : 0)), Math.Max(Math.Abs(a - b), point.Y == 0 ? 0 : 0.5), series, point);
    }

    private (double, double) Range()
    {
        var points = Data.Series.SelectMany(series => series.Points);
        if (!points.Any())
            return (0, 1);
        if (Style is XyStyle.StackedBar or XyStyle.Area)
        {
            var sums = points.GroupBy(point => point.X).Select(group => (Low: group.Where(point => point.Y < 0).Sum(point => point.Y), High: group.Where(point => point.Y > 0).Sum(point => point.Y))).ToArray();
            return (sums.Min(sum => sum.Low), sums.Max(sum => sum.High));
        }

        return (points.Min(point => point.Y), points.Max(point => point.Y));
    }

    private double Step()
    {
        if (Data.Kind == XKind.Category)
            return 1;
        var gap = double.PositiveInfinity;
        for (var i = 1; i < Places.Length; i++)
            gap = Math.Min(gap, Places[i] - Places[i - 1]);
        return double.IsFinite(gap) ? gap : Data.Kind == XKind.Time ? TimeSpan.TicksPerHour : 1;
    }
}
