using System.Collections.Frozen;

namespace Content.Workbooks.Preview.Maps;

/// <summary>Where countries and Azure regions lie.</summary>
internal static class Places
{
    private static readonly Lazy<FrozenDictionary<string, (double Latitude, double Longitude)>> Countries = new(() => Load("countries.csv"));
    private static readonly Lazy<FrozenDictionary<string, (double Latitude, double Longitude)>> Regions = new(() => Load("regions.csv"));

    /// <summary>The middle of a country by its name or its code of two or three letters; null for an unknown one.</summary>
    public static (double Latitude, double Longitude)? Country(string name) => Countries.Value.TryGetValue(name.Trim(), out var place) ? place : null;

    /// <summary>An Azure region by its name, in either spelling; null for an unknown one.</summary>
    public static (double Latitude, double Longitude)? Region(string name) => Regions.Value.TryGetValue(name.Replace(" ", "", StringComparison.Ordinal), out var place) ? place : null;

    // latitude;longitude;names…
    private static FrozenDictionary<string, (double, double)> Load(string resource)
    {
        using var stream = typeof(Places).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var places = new Dictionary<string, (double, double)>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var parts = line.Split(';');
            var place = (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
            foreach (var name in parts.AsSpan(2))
                places.Add(name, place);
        }

        return places.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
