namespace Content.Kql.Engine.Functions;

/// <summary>Geohashes: longitude and latitude halved in turn, five bits a letter.</summary>
internal static class GeoHash
{
    public const int MaxLength = 18;

    private const string Letters = "0123456789bcdefghjkmnpqrstuvwxyz";

    public static string Encode(GeoPoint place, int length)
    {
        Span<char> text = stackalloc char[length];
        double west = -180, east = 180, south = -90, north = 90;
        for (var i = 0; i < length * 5; i++)
        {
            int bit;
            if ((i & 1) == 0)
                bit = Halve(place.Longitude, ref west, ref east);
            else
                bit = Halve(place.Latitude, ref south, ref north);
            var letter = i / 5;
            text[letter] = (char)((i % 5 == 0 ? 0 : text[letter]) << 1 | bit);
        }

        for (var i = 0; i < length; i++)
            text[i] = Letters[text[i]];
        return new string(text);
    }

    private static int Halve(double value, ref double low, ref double high)
    {
        var middle = (low + high) / 2;
        if (value >= middle)
        {
            low = middle;
            return 1;
        }

        high = middle;
        return 0;
    }

    /// <summary>The rectangle of a geohash; null for what is none.</summary>
    public static (double West, double South, double East, double North)? Decode(string? hash)
    {
        if (hash is null || hash.Length is 0 or > MaxLength)
            return null;
        double west = -180, east = 180, south = -90, north = 90;
        for (var i = 0; i < hash.Length * 5; i++)
        {
            var letter = Letters.IndexOf(char.ToLowerInvariant(hash[i / 5]));
            if (letter < 0)
                return null;
            var bit = letter >> (4 - i % 5) & 1;
            if ((i & 1) == 0)
                _ = bit == 1 ? west = (west + east) / 2 : east = (west + east) / 2;
            else
                _ = bit == 1 ? south = (south + north) / 2 : north = (south + north) / 2;
        }

        return (west, south, east, north);
    }

    /// <summary>Geohashes of the same length around one, in Kusto's order; fewer at the poles.</summary>
    public static List<string>? Neighbors(string? hash)
    {
        if (Decode(hash) is not { } box)
            return null;
        var width = box.East - box.West;
        var height = box.North - box.South;
        var longitude = (box.West + box.East) / 2;
        var latitude = (box.South + box.North) / 2;
        var result = new List<string>();
        foreach (var (dx, dy) in (ReadOnlySpan<(int, int)>)[(-1, -1), (-1, 1), (1, -1), (0, 1), (-1, 0), (1, 1), (1, 0), (0, -1)])
        {
            var y = latitude + dy * height;
            if (y is < -90 or > 90)
                continue;
            var x = longitude + dx * width;
            x = x < -180 ? x + 360 : x > 180 ? x - 360 : x;
            result.Add(Encode(GeoPoint.At(x, y), hash!.Length));
        }

        return result;
    }
}
