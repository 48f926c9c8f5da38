using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>What lines and polygons have in common.</summary>
internal static class GeoIntersections
{
    private const double Near = 1e-14;

    // The corners of a shared area are computed.
    private const double NearBorder = 1e-12;

    public static bool Meet(GeoLines a, GeoLines b) => AnyTouch(a.Edges(), b.Edges());

    public static bool Meet(GeoLines line, GeoPolygons polygons) => polygons.Contains(line.Lines[0][0].Point) || AnyTouch(line.Edges(), polygons.Edges())
        || line.Lines.Exists(points => polygons.Contains(points[0].Point));

    public static bool Meet(GeoPolygons a, GeoPolygons b) => AnyTouch(a.Edges(), b.Edges())
        || a.Polygons.Exists(polygon => b.Contains(polygon.Rings[0][0].Point)) || b.Polygons.Exists(polygon => a.Contains(polygon.Rings[0][0].Point));

    private static bool AnyTouch(IEnumerable<(GeoPoint A, GeoPoint B)> first, IEnumerable<(GeoPoint A, GeoPoint B)> second)
    {
        var others = second.ToArray();
        foreach (var (a, b) in first)
        {
            foreach (var (c, d) in others)
            {
                if (Sphere.Touch(a.Point, b.Point, c.Point, d.Point))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Common points and pieces of two lines.</summary>
    public static void Write(GeoLines first, GeoLines second, DynamicWriter writer)
    {
        var pieces = Pieces(first, second.Edges().ToArray(), out var points);
        var shared = Join(pieces, middle => OnAny(middle, second.Edges()));
        points.RemoveAll(point => shared.Exists(line => OnAny(point.Point, Edges(line))));
        GeoJson.WriteMixed(writer, points, shared, []);
    }

    /// <summary>The pieces of a line inside of polygons, and the points where it only touches them.</summary>
    public static void Write(GeoLines line, GeoPolygons polygons, DynamicWriter writer)
    {
        var pieces = Pieces(line, polygons.Edges().ToArray(), out var points);
        var inside = Join(pieces, middle => polygons.Contains(middle) || OnAny(middle, polygons.Edges()));
        points.RemoveAll(point => inside.Exists(part => OnAny(point.Point, Edges(part))));
        GeoJson.WriteMixed(writer, points, inside, []);
    }

    /// <summary>The area that polygons share, and the points and lines where they only touch.</summary>
    public static void Write(GeoPolygons first, GeoPolygons second, DynamicWriter writer)
    {
        first = first.Merged();
        second = second.Merged();
        var shared = GeoOverlay.Intersection(first, second);
        var border = shared.Edges().ToArray();
        var outlines = new List<GeoPoint[]>();
        foreach (var polygon in first.Polygons)
        {
            foreach (var ring in polygon.Rings)
                outlines.Add([.. ring, ring[0]]);
        }

        var others = second.Edges().ToArray();
        var pieces = Pieces(new GeoLines(outlines), others, out var points);
        var lines = Join(pieces, middle => OnAny(middle, others) && !OnAny(middle, border, NearBorder));
        points.RemoveAll(point => OnAny(point.Point, border, NearBorder) || lines.Exists(line => OnAny(point.Point, Edges(line))));
        GeoJson.WriteMixed(writer, points, lines, shared.FromPoints().Polygons);
    }

    // The edges of a line cut where others meet it, and the places where they do.
    private static List<(GeoPoint A, GeoPoint B)> Pieces(GeoLines lines, (GeoPoint A, GeoPoint B)[] others, out List<GeoPoint> points)
    {
        var pieces = new List<(GeoPoint A, GeoPoint B)>();
        points = [];
        foreach (var (a, b) in lines.Edges())
        {
            var cuts = new List<GeoPoint>();
            foreach (var (c, d) in others)
            {
                if (Sphere.Cross(a.Point, b.Point, c.Point, d.Point))
                    cuts.Add(GeoPoint.At(Sphere.Crossing(a.Point, b.Point, c.Point, d.Point)));
                foreach (var end in (ReadOnlySpan<GeoPoint>)[c, d])
                {
                    if (Sphere.Distance(end.Point, a.Point, b.Point) < Near)
                        cuts.Add(end);
                }

                foreach (var end in (ReadOnlySpan<GeoPoint>)[a, b])
                {
                    if (Sphere.Distance(end.Point, c.Point, d.Point) < Near)
                        cuts.Add(end);
                }
            }

            cuts.Sort((x, y) => Sphere.Angle(a.Point, x.Point).CompareTo(Sphere.Angle(a.Point, y.Point)));
            var from = a;
            foreach (var cut in cuts)
            {
                if (!points.Exists(point => Sphere.Angle(point.Point, cut.Point) < Near))
                    points.Add(cut);
                if (Sphere.Angle(from.Point, cut.Point) < Near || Sphere.Angle(b.Point, cut.Point) < Near)
                    continue;
                pieces.Add((from, cut));
                from = cut;
            }

            pieces.Add((from, b));
        }

        return pieces;
    }

    private static List<GeoPoint[]> Join(List<(GeoPoint A, GeoPoint B)> pieces, Func<Vec3, bool> isWanted)
    {
        var lines = new List<List<GeoPoint>>();
        foreach (var (a, b) in pieces)
        {
            if (!isWanted(Sphere.Interpolate(a.Point, b.Point, 0.5)))
                continue;
            if (lines.Count > 0 && lines[^1][^1].Point == a.Point)
                lines[^1].Add(b);
            else
                lines.Add([a, b]);
        }

        return lines.ConvertAll(static line => line.ToArray());
    }

    private static IEnumerable<(GeoPoint A, GeoPoint B)> Edges(GeoPoint[] line)
    {
        for (var i = 1; i < line.Length; i++)
            yield return (line[i - 1], line[i]);
    }

    private static bool OnAny(Vec3 point, IEnumerable<(GeoPoint A, GeoPoint B)> edges, double near = Near)
    {
        foreach (var (a, b) in edges)
        {
            if (Sphere.Distance(point, a.Point, b.Point) < near)
                return true;
        }

        return false;
    }
}
