namespace Content.Kql.Engine.Functions;

/// <summary>More points, or fewer, for lines and polygons.</summary>
internal static class GeoRefining
{
    // Where an arc and a straight edge of a map are farthest apart, and how far beyond the two probes they can be.
    private const double Probe = 0.31215691082248312;
    private const double Scale = 0.83829992569888509;

    /// <summary>Adds points on the straight edges of a plain map until arcs between them stay within a tolerance (in metres).</summary>
    public static GeoPoint[] Densify(GeoPoint[] line, double tolerance)
    {
        var result = new List<GeoPoint> { line[0] };
        for (var i = 1; i < line.Length; i++)
            Split(line[i - 1], line[i], tolerance / Sphere.Radius * Scale, result, 0);
        return result.ToArray();
    }

    public static GeoPolygons Densify(GeoPolygons polygons, double tolerance) => new(polygons.Polygons.ConvertAll(polygon =>
        new GeoPolygon(polygon.AsWritten.ConvertAll(ring => Densify([.. ring, ring[0]], tolerance)[..^1]))));

    private static void Split(GeoPoint a, GeoPoint b, double tolerance, List<GeoPoint> result, int depth)
    {
        if (depth > 24 || Math.Max(Error(a, b, Probe), Error(a, b, 1 - Probe)) <= tolerance)
        {
            result.Add(b);
            return;
        }

        var middle = GeoPoint.At((a.Longitude + b.Longitude) / 2, (a.Latitude + b.Latitude) / 2);
        Split(a, middle, tolerance, result, depth + 1);
        Split(middle, b, tolerance, result, depth + 1);
    }

    private static double Error(GeoPoint a, GeoPoint b, double fraction) => Sphere.Angle(
        Sphere.Interpolate(a.Point, b.Point, fraction),
        Sphere.FromDegrees(a.Longitude + (b.Longitude - a.Longitude) * fraction, a.Latitude + (b.Latitude - a.Latitude) * fraction));

    /// <summary>Leaves out points within a tolerance (in metres); null when nothing of a line is left.</summary>
    public static List<GeoPoint[]>? Simplify(GeoLines lines, double tolerance)
    {
        var result = new List<GeoPoint[]>();
        foreach (var line in lines.Lines)
        {
            var kept = Simplify(line, tolerance / Sphere.Radius);
            if (kept.Length == 2 && Sphere.Angle(kept[0].Point, kept[1].Point) <= tolerance / Sphere.Radius)
                continue;
            result.Add(kept);
        }

        return result.Count == 0 ? null : result;
    }

    public static GeoPolygons? Simplify(GeoPolygons polygons, double tolerance)
    {
        var result = new List<GeoPolygon>();
        foreach (var polygon in polygons.Polygons)
        {
            var rings = new List<GeoPoint[]>();
            for (var r = 0; r < polygon.AsWritten.Count; r++)
            {
                var ring = Simplify([.. polygon.AsWritten[r], polygon.AsWritten[r][0]], tolerance / Sphere.Radius)[..^1];
                if (ring.Length >= 3)
                    rings.Add(ring);
                else if (r == 0)
                    break;
            }

            if (rings.Count > 0)
                result.Add(new GeoPolygon(rings));
        }

        return result.Count == 0 ? null : new GeoPolygons(result);
    }

    /// <summary>Simplifies polygons that share borders alike: points where borders meet or part stay, and what lies between is simplified the same way for both sides.</summary>
    public static GeoPolygons? SimplifyTogether(List<GeoPolygon> polygons, double tolerance)
    {
        var neighbors = new Dictionary<Vec3, HashSet<Vec3>>();
        foreach (var (a, b) in new GeoPolygons(polygons).Edges())
        {
            foreach (var (from, to) in (ReadOnlySpan<(Vec3, Vec3)>)[(a.Point, b.Point), (b.Point, a.Point)])
            {
                if (!neighbors.TryGetValue(from, out var list))
                    neighbors[from] = list = [];
                list.Add(to);
            }
        }

        var result = new List<GeoPolygon>();
        foreach (var polygon in polygons)
        {
            var rings = new List<GeoPoint[]>();
            for (var r = 0; r < polygon.AsWritten.Count; r++)
            {
                var ring = SimplifyRing(polygon.AsWritten[r], point => neighbors[point.Point].Count > 2, tolerance / Sphere.Radius);
                if (ring.Length >= 3)
                    rings.Add(ring);
                else if (r == 0)
                    break;
            }

            if (rings.Count > 0)
                result.Add(new GeoPolygon(rings));
        }

        return result.Count == 0 ? null : new GeoPolygons(result);
    }

    private static GeoPoint[] SimplifyRing(GeoPoint[] ring, Predicate<GeoPoint> stays, double tolerance)
    {
        var first = Math.Max(0, Array.FindIndex(ring, stays));
        GeoPoint[] closed = [.. ring[first..], .. ring[..first], ring[first]];
        var result = new List<GeoPoint>();
        for (int from = 0, to = 1; to < closed.Length; to++)
        {
            if (to < closed.Length - 1 && !stays(closed[to]))
                continue;
            var chain = closed[from..(to + 1)];
            // The same chain seen from the other side must give the same points.
            var backwards = (chain[0].Longitude, chain[0].Latitude).CompareTo((chain[^1].Longitude, chain[^1].Latitude)) > 0;
            if (backwards)
                Array.Reverse(chain);
            chain = Simplify(chain, tolerance);
            if (backwards)
                Array.Reverse(chain);
            result.AddRange(chain[..^1]);
            from = to;
        }

        return result.ToArray();
    }

    // Douglas and Peucker: the farthest point stays while it is beyond the tolerance.
    private static GeoPoint[] Simplify(GeoPoint[] line, double tolerance)
    {
        var keep = new bool[line.Length];
        keep[0] = keep[^1] = true;
        var open = new Stack<(int From, int To)>();
        open.Push((0, line.Length - 1));
        while (open.TryPop(out var range))
        {
            var farthest = -1;
            var distance = tolerance;
            for (var i = range.From + 1; i < range.To; i++)
            {
                var away = Sphere.Distance(line[i].Point, line[range.From].Point, line[range.To].Point);
                if (away > distance)
                {
                    distance = away;
                    farthest = i;
                }
            }

            if (farthest < 0)
                continue;
            keep[farthest] = true;
            open.Push((range.From, farthest));
            open.Push((farthest, range.To));
        }

        return line.Where((_, i) => keep[i]).ToArray();
    }
}
