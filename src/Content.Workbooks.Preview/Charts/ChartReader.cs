using System.Runtime.InteropServices;
using Content.Kql.Symbols;
using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Charts;

/// <summary>
/// Makes chart data of rows: by <c>chartSettings</c>, and where those say nothing as the service does: the first column of times is the
/// horizontal axis, columns of numbers are values, columns of texts part them into series; arrays of a make-series are unrolled.
/// </summary>
internal sealed class ChartReader
{
    private const int MaximumSeries = 100;
    private const int MaximumColors = 20;
    private const int MaximumPoints = 10_000;

    private readonly EvaluatedQuery _query;
    private readonly JsonElementNode? _settings;
    private readonly ImmutableArray<ColumnSymbol> _columns;
    private readonly IReadOnlyList<object?[]> _rows;
    // The row of the table that a row came from.
    private readonly IReadOnlyList<int>? _origins;

    private ChartReader(EvaluatedQuery query)
    {
        _query = query;
        _settings = query.Settings["chartSettings"];
        (_columns, _rows, _origins) = Unrolled(query.Table);
    }

    /// <summary>Reads the rows of a query.</summary>
    public static ChartData Read(EvaluatedQuery query) => new ChartReader(query).Read();

    private ChartData Read()
    {
        var x = XColumn();
        var values = YColumns(x);
        var group = GroupColumn(x, values);
        var kind = x < 0 ? XKind.Category : IsTime(x) ? XKind.Time : IsNumber(x) && _query.Visualization is not ("categoricalbar" or "barchart" or "columnchart" or "unstackedbar") ? XKind.Number : XKind.Category;
        // Bars of one column over texts are told apart by their text.
        if (kind == XKind.Category && x >= 0 && group < 0 && values.Length <= 1 && _query.Visualization is "categoricalbar" or "barchart" or "columnchart"
            && _rows.Select(row => DisplayText.Of(row[x])).Distinct(StringComparer.Ordinal).Count() <= MaximumColors)
            group = x;
        var categories = new List<string>();
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        var points = new Dictionary<string, Dictionary<double, Cell>>(StringComparer.Ordinal);
        var order = new List<string>();
        int count = 0, seriesLeft = 0, pointsLeft = 0;
        for (var r = 0; r < _rows.Count; r++)
        {
            var row = _rows[r];
            if (Place(row, x, kind, categories, positions) is not { } place)
                continue;
            // Without a column of values rows are counted.
            for (var v = 0; v < Math.Max(1, values.Length); v++)
            {
                var y = values.Length == 0 ? 1 : DisplayText.Number(row[values[v]]);
                if (y is null || double.IsNaN(y.Value))
                    continue;
                var name = SeriesName(row, group, values, v);
                if (!points.TryGetValue(name, out var series))
                {
                    if (points.Count == MaximumSeries)
                    {
                        seriesLeft++;
                        continue;
                    }

                    points.Add(name, series = []);
                    order.Add(name);
                }

                ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(series, place, out var exists);
                if (!exists && ++count > MaximumPoints)
                {
                    series.Remove(place);
                    pointsLeft++;
                    continue;
                }

                cell = exists ? cell with { Sum = cell.Sum + y.Value, Count = cell.Count + 1, Low = Math.Min(cell.Low, y.Value), High = Math.Max(cell.High, y.Value) } : new Cell(y.Value, 1, y.Value, y.Value, Origin(r));
            }
        }

        var (figure, figureName) = Figure();
        var labels = _settings.ListOf("seriesLabelSettings");
        var ySettings = _settings?["ySettings"];
        var series_ = order.Select((name, i) => Series(name, i, points[name], labels, figure));
        var format = ySettings?["numberFormatSettings"] is { } numbers ? NumberText.Read(numbers) : ySettings.IntOf("unit") is { } unit and not 0 ? NumberText.Default with { Unit = NumberUnit.Of(unit) } : NumberText.Count;
        string?[] left = [seriesLeft > 0 ? $"more than {MaximumSeries} series" : null, pointsLeft > 0 ? $"{pointsLeft} points beyond {MaximumPoints}" : null];
        return new ChartData(
            kind, _settings?["xSettings"].TextIn("label") ?? (x < 0 ? "" : _columns[x].Name), ySettings.TextIn("label") ?? (values.Length == 1 ? _columns[values[0]].Name : values.Length == 0 ? "Rows" : ""), [.. categories], [.. series_],
            figureName, format, ySettings.DoubleOf("min"), ySettings.DoubleOf("max"), _settings.DoubleOf("customThresholdLine"), left.Any(part => part is not null) ? "Not drawn: " + string.Join(" and ", left.Where(part => part is not null)) + "." : null);
    }

    private readonly record struct Cell(double Sum, int Count, double Low, double High, int Row);

    private ChartSeries Series(string name, int position, Dictionary<double, Cell> points, ImmutableArray<JsonElementNode> labels, Func<IEnumerable<double>, double> figure)
    {
        var label = labels.FirstOrDefault(entry => entry.TextOf("seriesName") == name || entry.TextOf("series") == name);
        var sorted = points.OrderBy(point => point.Key).Select(point => new ChartPoint(point.Key, point.Value.Sum, point.Value.Row)).ToImmutableArray();
        return new ChartSeries(label.TextIn("label") is { } shown ? _query.Text(shown) : name, Palette.Named(label.TextIn("color")) ?? Palette.Nth(position), sorted, sorted.IsEmpty ? 0 : figure(sorted.Select(point => point.Y)));
    }

    // The numbers of the format for what the legend shows; without one it is the sum.
    private (Func<IEnumerable<double>, double>, string) Figure() => _query.Settings.IntOf("aggregation") switch
    {
        2 => (Enumerable.Min, "Min"),
        3 => (Enumerable.Max, "Max"),
        4 => (Enumerable.Average, "Average"),
        5 or 7 => (values => values.Count(), "Count"),
        _ => (Enumerable.Sum, "Sum"),
    };

    private static double? Place(object?[] row, int x, XKind kind, List<string> categories, Dictionary<string, int> positions)
    {
        switch (kind)
        {
            case XKind.Time:
                return DisplayText.Time(row[x])?.Ticks;
            case XKind.Number:
                return DisplayText.Number(row[x]);
        }

        var text = x < 0 ? "" : DisplayText.Of(row[x]);
        if (!positions.TryGetValue(text, out var position))
        {
            positions.Add(text, position = categories.Count);
            categories.Add(text);
        }

        return position;
    }

    private string SeriesName(object?[] row, int group, ImmutableArray<int> values, int value)
    {
        var name = values.Length == 0 ? "Rows" : _columns[values[value]].Name;
        if (group < 0)
            return name;
        var part = DisplayText.Of(row[group]);
        part = part.Length == 0 ? "(empty)" : part;
        return values.Length > 1 ? $"{part} {name}" : part;
    }

    private int XColumn()
    {
        if (Index(_settings.TextIn("xAxis")) is var named and >= 0)
            return named;
        var time = Find(IsTime);
        if (time >= 0)
            return time;
        return _query.Visualization == "scatterchart" ? Find(IsNumber) : Find(column => !IsNumber(column)) is var text and >= 0 ? text : -1;
    }

    private ImmutableArray<int> YColumns(int x)
    {
        var named = _settings.TextsOf("yAxis").Select(Index).Where(column => column >= 0 && column != x).ToImmutableArray();
        return named.IsEmpty ? [.. Enumerable.Range(0, _columns.Length).Where(column => column != x && IsNumber(column))] : named;
    }

    private int GroupColumn(int x, ImmutableArray<int> values)
    {
        if (Index(_settings.TextIn("group")) is var named and >= 0)
            return named;
        return Find(column => column != x && !values.Contains(column) && !IsNumber(column) && !IsTime(column));
    }

    private int Origin(int row) => _origins is null ? row : _origins[row];

    private int Index(string? name) => name is null ? -1 : Find(column => _columns[column].Name == _query.Text(name));

    private int Find(Func<int, bool> predicate)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (predicate(i))
                return i;
        }

        return -1;
    }

    private bool IsTime(int column) => Sample(column) is DateTime || (Sample(column) is string text && DisplayText.Time(text) is not null && text.Contains('T', StringComparison.Ordinal));

    private bool IsNumber(int column) => Sample(column) is int or long or double or decimal;

    private object? Sample(int column)
    {
        foreach (var row in _rows)
        {
            if (row[column] is { } value)
                return value;
        }

        return null;
    }

    // Lists of one length in a row, one of them of times or numbers, are a make-series: a row for each item.
    private static (ImmutableArray<ColumnSymbol>, IReadOnlyList<object?[]>, IReadOnlyList<int>?) Unrolled(WorkbookTable table)
    {
        var lists = Enumerable.Range(0, table.Columns.Length).Where(column => table.Rows.Count > 0 && table.Rows.All(row => DisplayText.List(row[column]) is { Count: > 0 })).ToArray();
        if (lists.Length == 0)
            return (table.Columns, table.Rows, null);
        var rows = new List<object?[]>();
        var origins = new List<int>();
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var parts = lists.ToDictionary(column => column, column => DisplayText.List(table.Rows[r][column])!);
            for (var i = 0; i < parts.Values.Max(part => part.Count) && rows.Count < 10 * MaximumPoints; i++)
            {
                var row = (object?[])table.Rows[r].Clone();
                foreach (var (column, part) in parts)
                    row[column] = i < part.Count ? part[i] is string text && DisplayText.Time(text) is { } time ? time : part[i] : null;
                rows.Add(row);
                origins.Add(r);
            }
        }

        return (table.Columns, rows, origins);
    }
}
