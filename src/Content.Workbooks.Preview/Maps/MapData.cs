using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Maps;

/// <summary>A place on a map.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Value">Its size.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record MapPoint(string Name, double Latitude, double Longitude, double Value, Color Color, ImmutableArray<int> Rows);

/// <summary>A map before any drawing.</summary>
/// <param name="Points">The places, largest first.</param>
/// <param name="Unplaced">Names that are no known place.</param>
/// <param name="Format">How sizes are written.</param>
internal sealed record MapData(ImmutableArray<MapPoint> Points, ImmutableArray<string> Unplaced, NumberText Format)
{
    private const int MaximumPoints = 100;

    /// <summary>Reads the rows of a query.</summary>
    public static MapData Read(EvaluatedQuery query)
    {
        var settings = query.Settings["mapSettings"];
        var table = query.Table;
        int Named(string setting) => settings.TextIn(setting) is { } name ? table.IndexOf(query.Text(name)) : -1;
        int Like(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                for (var i = 0; i < table.Columns.Length; i++)
                {
                    if (table.Columns[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                        return i;
                }
            }

            return -1;
        }

        var kind = settings.TextIn("locInfo") ?? "LatLong";
        var (latitude, longitude) = (Named("latitude") is var north and >= 0 ? north : Like("latitude", "lat"), Named("longitude") is var east and >= 0 ? east : Like("longitude", "lon", "long"));
        var location = Named("locInfoColumn") is var column and >= 0 ? column : Like("country", "countryOrRegion", "location", "region");
        var (size, label) = (Named("sizeSettings"), Named("labelSettings"));
        var aggregation = settings.TextIn("sizeAggregation") ?? "Sum";
        var places = new Dictionary<string, (double Latitude, double Longitude, string Name, List<double> Values, ImmutableArray<int>.Builder Rows)>(StringComparer.Ordinal);
        var unplaced = new List<string>();
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var row = table.Rows[r];
            var name = location >= 0 ? DisplayText.Of(row[location]) : "";
            var at = kind switch
            {
                "CountryRegion" => Maps.Places.Country(name),
                "AzureLoc" => Maps.Places.Region(name),
                _ when latitude >= 0 && longitude >= 0 => DisplayText.Number(row[latitude]) is { } lat && DisplayText.Number(row[longitude]) is { } lon && Math.Abs(lat) <= 90 && Math.Abs(lon) <= 180 ? (lat, lon) : null,
                _ => null,
            };
            var shown = label >= 0 ? DisplayText.Of(row[label]) : name;
            if (at is not { } place)
            {
                unplaced.Add(shown.Length > 0 ? shown : $"row {r + 1}");
                continue;
            }

            var key = $"{place.Item1:R}/{place.Item2:R}/{shown}";
            if (!places.TryGetValue(key, out var known))
                places.Add(key, known = (place.Item1, place.Item2, shown.Length > 0 ? shown : $"{SafeNumber(place.Item1)}, {SafeNumber(place.Item2)}", [], ImmutableArray.CreateBuilder<int>()));
            known.Values.Add(size < 0 ? 1 : DisplayText.Number(row[size]) ?? 0);
            known.Rows.Add(r);
        }

        var color = settings?["itemColorSettings"];
        var sums = places.Values.Select(place => (Place: place, Value: aggregation.ToLowerInvariant() switch { "count" => place.Values.Count, "max" => place.Values.Max(), "min" => place.Values.Min(), "average" or "avg" => place.Values.Average(), _ => place.Values.Sum() })).OrderByDescending(entry => entry.Value).ToArray();
        var (low, high) = sums.Length == 0 ? (0, 0) : (Math.Min(0, sums[^1].Value), sums[0].Value);
        var thresholds = Threshold.Read(color.ListOf("thresholdsGrid"), query.Text);
        Color ColorOf(double value, int i) => color.TextIn("type") switch
        {
            "heatmap" => Palette.At(color.TextIn("heatmapPalette"), value, low, high),
            "thresholds" when Threshold.Find(thresholds, value) is { } line => Palette.Named(line.Representation) ?? Palette.Nth(0),
            "categorical" => Palette.Nth(i),
            _ => Palette.Named("blue")!.Value,
        };
        return new MapData([.. sums.Take(MaximumPoints).Select((entry, i) => new MapPoint(entry.Place.Name, entry.Place.Latitude, entry.Place.Longitude, entry.Value, ColorOf(entry.Value, i), entry.Place.Rows.ToImmutable()))], [.. unplaced.Distinct()],
            settings?["numberOfMetrics"] is null && settings?["numberFormat"] is { } format ? NumberText.Read(format) : NumberText.Count);
    }

    private static string SafeNumber(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);
}
