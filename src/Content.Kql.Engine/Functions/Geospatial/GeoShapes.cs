namespace Content.Kql.Engine.Functions;

/// <summary>One or several lines.</summary>
internal sealed class GeoLines(List<GeoPoint[]> lines)
{
    public List<GeoPoint[]> Lines { get; } = lines;

    /// <summary>Edges of all lines.</summary>
    public IEnumerable<(GeoPoint A, GeoPoint B)> Edges()
    {
        foreach (var line in Lines)
        {
            for (var i = 1; i < line.Length; i++)
                yield return (line[i - 1], line[i]);
        }
    }

    /// <summary>Length in radians.</summary>
    public double Length()
    {
        var sum = 0d;
        foreach (var (a, b) in Edges())
            sum += Sphere.Angle(a.Point, b.Point);
        return sum;
    }
}

/// <summary>A shell and its holes. Rings go counterclockwise, holes clockwise, and do not repeat their first point.</summary>
internal sealed class GeoPolygon
{
    public GeoPolygon(List<GeoPoint[]> rings)
    {
        AsWritten = rings;
        Rings = new List<GeoPoint[]>(rings.Count);
        foreach (var ring in rings)
        {
            // The smaller side of a ring is its inside, whichever way it is written.
            var area = RingArea(ring);
            Rings.Add((Rings.Count == 0 ? area < 0 : area > 0) ? [ring[0], .. ring.AsSpan(1).ToArray().Reverse()] : ring);
        }
    }

    /// <summary>The rings in the direction in which they came.</summary>
    public List<GeoPoint[]> AsWritten { get; }

    public List<GeoPoint[]> Rings { get; }

    public double Area()
    {
        var sum = 0d;
        foreach (var ring in Rings)
            sum += RingArea(ring);
        return sum;
    }

    /// <summary>Signed area of the smaller side, in steradians.</summary>
    public static double RingArea(GeoPoint[] ring)
    {
        var sum = 0d;
        var origin = ring[0].Point;
        for (var i = 1; i + 1 < ring.Length; i++)
            sum += Sphere.Area(origin, ring[i].Point, ring[i + 1].Point);
        return sum > 2 * Math.PI ? sum - 4 * Math.PI : sum < -2 * Math.PI ? sum + 4 * Math.PI : sum;
    }

    public bool Contains(Vec3 p)
    {
        if (!RingContains(Rings[0], p))
            return false;
        for (var i = 1; i < Rings.Count; i++)
        {
            if (RingContains(Rings[i], p))
                return false;
        }

        return true;
    }

    // The angles under which the edges are seen from a point inside add up to a full turn.
    private static bool RingContains(GeoPoint[] ring, Vec3 p)
    {
        var turn = 0d;
        var counterclockwise = RingArea(ring) > 0;
        for (var i = 0; i < ring.Length; i++)
        {
            var a = ring[i].Point;
            var b = ring[(i + 1) % ring.Length].Point;
            var x = a - p * a.Dot(p);
            var y = b - p * b.Dot(p);
            turn += Trigonometry.Atan2(x.Cross(y).Dot(p), x.Dot(y));
        }

        return counterclockwise ? turn > Math.PI : turn < -Math.PI;
    }
}

/// <summary>One or several polygons.</summary>
internal sealed class GeoPolygons(List<GeoPolygon> polygons)
{
    public List<GeoPolygon> Polygons { get; } = polygons;

    public IEnumerable<(GeoPoint A, GeoPoint B)> Edges()
    {
        foreach (var polygon in Polygons)
        {
            foreach (var ring in polygon.Rings)
            {
                for (var i = 0; i < ring.Length; i++)
                    yield return (ring[i], ring[(i + 1) % ring.Length]);
            }
        }
    }

    public bool Contains(Vec3 p)
    {
        foreach (var polygon in Polygons)
        {
            if (polygon.Contains(p))
                return true;
        }

        return false;
    }

    /// <summary>The same shape with the degrees of its points, as shapes come that were computed.</summary>
    public GeoPolygons FromPoints() => new(Polygons.ConvertAll(static polygon =>
        new GeoPolygon(polygon.AsWritten.ConvertAll(static ring => Array.ConvertAll(ring, static place => GeoPoint.At(place.Point))))));

    /// <summary>The same area without overlaps.</summary>
    public GeoPolygons Merged() => Polygons.Count < 2 ? this : GeoOverlay.Union(this);
}
