namespace Content.Kql.Engine.Functions;

/// <summary>Areas within a distance of shapes.</summary>
internal static class GeoBuffer
{
    private const double Greatest = 1_000_000;

    /// <summary>A radius in metres, positive and at most 1,000 km; null otherwise.</summary>
    public static double? Radius(RowArguments row, int argument) => row.Real(argument) is > 0 and <= Greatest and var radius ? radius : null;

    public static GeoPolygon Circle(Vec3 center, double radius, double tolerance) => new([Arc(center, radius, tolerance, 0, 2 * Math.PI, closed: true)]);

    /// <summary>All places within a radius of edges, and inside of polygons.</summary>
    public static GeoPolygons Around(IEnumerable<(GeoPoint A, GeoPoint B)> edges, IEnumerable<GeoPolygon> areas, double radius, double tolerance)
    {
        var parts = new List<GeoPolygon>(areas);
        foreach (var (a, b) in edges)
            parts.Add(Capsule(a, b, radius, tolerance));
        return GeoOverlay.Union(new GeoPolygons(parts));
    }

    // Half a circle around each end.
    private static GeoPolygon Capsule(GeoPoint a, GeoPoint b, double radius, double tolerance)
    {
        var ahead = Sphere.Azimuth(a, b);
        var back = Sphere.Azimuth(b, a);
        return new GeoPolygon([[
            .. Arc(a.Point, radius, tolerance, ahead - Math.PI / 2, ahead - 3 * Math.PI / 2, closed: false),
            .. Arc(b.Point, radius, tolerance, back - Math.PI / 2, back - 3 * Math.PI / 2, closed: false)]]);
    }

    // The corners of a polygon inside the circle whose sides stay within the tolerance of it.
    private static GeoPoint[] Arc(Vec3 center, double radius, double tolerance, double from, double to, bool closed)
    {
        var step = 2 * Trigonometry.Acos(Math.Max(0, 1 - Math.Min(tolerance, radius) / radius));
        var count = Math.Clamp((int)Math.Ceiling(Math.Abs(to - from) / step), closed ? 8 : 4, 4096);
        var points = new GeoPoint[closed ? count : count + 1];
        for (var i = 0; i < points.Length; i++)
            points[i] = GeoPoint.At(Sphere.Travel(center, from + (to - from) * i / count, radius / Sphere.Radius));
        return points;
    }
}
