using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Charts;

/// <summary>A slice.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Value">Its size.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Rows">The rows that it comes from.</param>
internal sealed record PieSlice(string Name, double Value, Color Color, ImmutableArray<int> Rows);

/// <summary>A pie.</summary>
/// <param name="Slices">The slices, largest first, what is gathered as other last.</param>
/// <param name="Total">The sum.</param>
/// <param name="Format">How values are written.</param>
internal sealed record PieData(ImmutableArray<PieSlice> Slices, double Total, NumberText Format)
{
    private const int DefaultSlices = 10;

    /// <summary>Reads the rows of a query.</summary>
    public static PieData Read(EvaluatedQuery query)
    {
        var settings = query.Settings["chartSettings"];
        var table = query.Table;
        int Named(string? name) => name is null ? -1 : table.IndexOf(query.Text(name));
        bool IsNumber(int column) => table.Rows.Select(row => row[column]).FirstOrDefault(value => value is not null) is int or long or double or decimal;
        var columns = Enumerable.Range(0, table.Columns.Length);
        var value = settings.TextsOf("yAxis").Select(Named).Append(-1).First() is var named and >= 0 ? named : columns.Where(IsNumber).Append(-1).First();
        var label = Named(settings.TextIn("group")) is var group and >= 0 ? group : Named(settings.TextIn("xAxis")) is var axis and >= 0 && axis != value ? axis : columns.Where(column => column != value && !IsNumber(column)).Append(columns.Where(column => column != value).Append(-1).First()).First();
        var sums = new Dictionary<string, (double Sum, ImmutableArray<int>.Builder Rows)>(StringComparer.Ordinal);
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var amount = value < 0 ? 1 : DisplayText.Number(table.Rows[r][value]) ?? 0;
            // What is below nothing has no place in a circle.
            if (amount <= 0 || double.IsNaN(amount))
                continue;
            var name = label < 0 ? value < 0 ? "Rows" : table.Columns[value].Name : DisplayText.Of(table.Rows[r][label]);
            var sum = sums.TryGetValue(name, out var known) ? known : (0, ImmutableArray.CreateBuilder<int>());
            sum.Rows.Add(r);
            sums[name] = (sum.Item1 + amount, sum.Rows);
        }

        var most = Math.Clamp(settings.IntOf("createOtherGroup") is { } other and > 0 ? other : DefaultSlices, 1, 100);
        var sorted = sums.OrderByDescending(entry => entry.Value.Sum).ToArray();
        var labels = settings.ListOf("seriesLabelSettings");
        var slices = sorted.Take(sorted.Length == most + 1 ? most + 1 : most).Select((entry, i) =>
        {
            var said = labels.FirstOrDefault(each => each.TextOf("seriesName") == entry.Key || each.TextOf("series") == entry.Key);
            return new PieSlice(said.TextIn("label") is { } shown ? query.Text(shown) : entry.Key.Length == 0 ? "(empty)" : entry.Key, entry.Value.Sum, Palette.Named(said.TextIn("color")) ?? Palette.Nth(i), entry.Value.Rows.ToImmutable());
        }).ToList();
        if (sorted.Length > slices.Count)
        {
            var rest = sorted.Skip(slices.Count).ToArray();
            slices.Add(new PieSlice($"Other ({rest.Length})", rest.Sum(entry => entry.Value.Sum), Palette.Named("gray")!.Value, [.. rest.SelectMany(entry => entry.Value.Rows)]));
        }

        var ySettings = settings?["ySettings"];
        var format = ySettings?["numberFormatSettings"] is { } numbers ? NumberText.Read(numbers) : NumberText.Count;
        return new PieData([.. slices], slices.Sum(slice => slice.Value), format);
    }
}
