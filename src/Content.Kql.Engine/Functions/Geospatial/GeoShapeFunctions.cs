using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels of functions of lines and polygons.</summary>
internal static class GeoShapeFunctions
{
    private const string Messages = "its messages are not published";

    public static void Register(KernelTable table)
    {
        table.Scalar("geo_intersects_2lines", GeoKernels.Bool(static row => row.Lines(0) is { } a && row.Lines(1) is { } b ? GeoIntersections.Meet(a, b) : null));
        table.Scalar("geo_intersects_2polygons", GeoKernels.Bool(static row => row.Polygons(0) is { } a && row.Polygons(1) is { } b ? GeoIntersections.Meet(a, b) : null));
        table.Scalar("geo_intersects_line_with_polygon", GeoKernels.Bool(static row => row.Lines(0) is { } a && row.Polygons(1) is { } b ? GeoIntersections.Meet(a, b) : null));
        table.Scalar("geo_intersection_2lines", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Lines(0) is { } a && row.Lines(1) is { } b)
                GeoIntersections.Write(a, b, writer);
        }));
        table.Scalar("geo_intersection_2polygons", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Polygons(0) is { } a && row.Polygons(1) is { } b)
                GeoIntersections.Write(a, b, writer);
        }));
        table.Scalar("geo_intersection_line_with_polygon", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Lines(0) is { } a && row.Polygons(1) is { } b)
                GeoIntersections.Write(a, b, writer);
        }));
        table.Scalar("geo_line_buffer", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Lines(0) is { } lines && GeoBuffer.Radius(row, 1) is { } radius && row.Tolerance(2, zero: false) is { } tolerance)
                GeoJson.WritePolygons(writer, GeoBuffer.Around(lines.Edges(), [], radius, tolerance));
        }));
        table.Scalar("geo_polygon_buffer", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Polygons(0) is { } polygons && GeoBuffer.Radius(row, 1) is { } radius && row.Tolerance(2, zero: false) is { } tolerance)
                GeoJson.WritePolygons(writer, GeoBuffer.Around(polygons.Edges(), polygons.Polygons, radius, tolerance));
        }));
        table.Scalar("geo_line_centroid", GeoKernels.Shape(LineCentroid));
        table.Scalar("geo_polygon_centroid", GeoKernels.Shape(PolygonCentroid));
        table.Scalar("geo_line_densify", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Lines(0) is { } lines && row.Tolerance(1, zero: false) is { } tolerance)
                GeoJson.WriteLines(writer, lines.Lines.ConvertAll(line => GeoRefining.Densify(line, tolerance)));
        }));
        table.Scalar("geo_polygon_densify", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Polygons(0) is { } polygons && row.Tolerance(1, zero: false) is { } tolerance)
                GeoJson.WritePolygons(writer, GeoRefining.Densify(polygons, tolerance));
        }));
        table.Scalar("geo_line_interpolate_point", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Lines(0) is { Lines.Count: 1 } lines && row.Real(1) is >= 0 and <= 1 and var fraction)
                GeoJson.WritePoint(writer, Interpolate(lines, fraction));
        }));
        table.Scalar("geo_line_length", GeoKernels.Real(static row => row.Lines(0) is { } lines ? lines.Length() * Sphere.Radius : null));
        table.Scalar("geo_line_locate_point", GeoKernels.Real(static row => row.Lines(0) is { Lines.Count: 1 } lines && row.Place(1) is { } place ? Locate(lines, place.Point) : null));
        table.Scalar("geo_line_simplify", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Lines(0) is { } lines && row.Tolerance(1, zero: true) is { } tolerance && GeoRefining.Simplify(lines, tolerance) is { } simplified)
                GeoJson.WriteLines(writer, simplified);
        }));
        table.Scalar("geo_polygon_simplify", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Polygons(0) is { } polygons && row.Tolerance(1, zero: true) is { } tolerance && GeoRefining.Simplify(polygons, tolerance) is { } simplified)
                GeoJson.WritePolygons(writer, simplified);
        }));
        table.Scalar("geo_polygon_area", GeoKernels.Real(static row =>
            row.Polygons(0) is { } polygons ? Sphere.SquareMetres(polygons.Merged().Polygons.Sum(static polygon => polygon.Area())) : null));
        table.Scalar("geo_polygon_perimeter", GeoKernels.Real(static row =>
            row.Polygons(0) is { } polygons ? polygons.Merged().Edges().Sum(static edge => Sphere.Angle(edge.A.Point, edge.B.Point)) * Sphere.Radius : null));
        table.Scalar("geo_union_lines_array", GeoKernels.Shape(UnionLines));
        table.Scalar("geo_union_polygons_array", GeoKernels.Shape(UnionPolygons));
        table.Scalar("geo_simplify_polygons_array", GeoKernels.Shape(SimplifyTogether));
        table.Scalar("__geo_line_validate", _ => throw new UnsupportedException("__geo_line_validate", Messages));
        table.Scalar("__geo_polygon_validate", _ => throw new UnsupportedException("__geo_polygon_validate", Messages));
    }

    private static void LineCentroid(RowArguments row, DynamicWriter writer)
    {
        if (row.Lines(0) is not { } lines)
            return;
        var sum = new Vec3(0, 0, 0);
        foreach (var (a, b) in lines.Edges())
        {
            // The mean point of an arc times its length.
            var middle = a.Point + b.Point;
            var length = middle.Length;
            if (length > 0)
                sum += middle * ((a.Point - b.Point).Length / length);
        }

        if (sum.Length > 0)
            GeoJson.WritePoint(writer, GeoPoint.At(sum.Unit()));
    }

    private static void PolygonCentroid(RowArguments row, DynamicWriter writer)
    {
        if (row.Polygons(0) is not { } polygons)
            return;
        var sum = new Vec3(0, 0, 0);
        Vec3? origin = null;
        foreach (var (a, b) in polygons.Merged().Edges())
        {
            // Triangles from one corner to every edge, those on the far side negative: small areas keep their digits.
            origin ??= a.Point;
            sum += Sphere.MeanOfTriangle(origin.Value, a.Point, b.Point);
        }

        if (sum.Length > 0)
            GeoJson.WritePoint(writer, GeoPoint.At(sum.Unit()));
    }

    private static GeoPoint Interpolate(GeoLines lines, double fraction)
    {
        var left = lines.Length() * fraction;
        var points = lines.Lines[0];
        for (var i = 1; i < points.Length; i++)
        {
            var length = Sphere.Angle(points[i - 1].Point, points[i].Point);
            if (left < length)
                return GeoPoint.At(Sphere.Along(points[i - 1].Point, points[i].Point, left));
            left -= length;
        }

        return points[^1];
    }

    private static double Locate(GeoLines lines, Vec3 place)
    {
        var best = double.PositiveInfinity;
        var at = 0d;
        var before = 0d;
        foreach (var (a, b) in lines.Edges())
        {
            var point = Sphere.Closest(place, a.Point, b.Point);
            var away = Sphere.Angle(place, point);
            if (away < best)
            {
                best = away;
                at = before + Sphere.Angle(a.Point, point);
            }

            before += Sphere.Angle(a.Point, b.Point);
        }

        return Math.Min(1, at / before);
    }

    private static void UnionPolygons(RowArguments row, DynamicWriter writer)
    {
        if (All(row) is { } polygons)
            GeoJson.WritePolygons(writer, GeoOverlay.Union(new GeoPolygons(polygons)).FromPoints());
    }

    private static void SimplifyTogether(RowArguments row, DynamicWriter writer)
    {
        const double Greatest = 7_800_000;
        var tolerance = row.Count > 1 ? row.Real(1) : GeoKernels.DefaultTolerance;
        if (tolerance is >= 0 and <= Greatest && All(row) is { } polygons && GeoRefining.SimplifyTogether(polygons, tolerance.Value) is { } simplified)
            GeoJson.WritePolygons(writer, simplified);
    }

    // The polygons of an array; null when one is not valid or there are none.
    private static List<GeoPolygon>? All(RowArguments row)
    {
        var all = new List<GeoPolygon>();
        foreach (var element in row.Array(0).Elements)
        {
            if (GeoJson.ReadPolygons(element) is not { } polygons)
                return null;
            all.AddRange(polygons.Polygons);
        }

        return all.Count > 0 ? all : null;
    }

    // Edges that several lines share count once; lines that continue each other are joined.
    private static void UnionLines(RowArguments row, DynamicWriter writer)
    {
        var edges = new List<(GeoPoint A, GeoPoint B)>();
        var seen = new HashSet<(Vec3, Vec3)>();
        foreach (var element in row.Array(0).Elements)
        {
            if (GeoJson.ReadLines(element) is not { } lines)
                return;
            foreach (var (a, b) in lines.Edges())
            {
                if (!seen.Contains((b.Point, a.Point)) && seen.Add((a.Point, b.Point)))
                    edges.Add((a, b));
            }
        }

        var degree = new Dictionary<Vec3, int>();
        foreach (var (a, b) in edges)
        {
            degree[a.Point] = degree.GetValueOrDefault(a.Point) + 1;
            degree[b.Point] = degree.GetValueOrDefault(b.Point) + 1;
        }

        var joined = new List<List<GeoPoint>>();
        foreach (var (a, b) in edges)
        {
            var line = degree[a.Point] == 2 ? joined.Find(line => line[^1].Point == a.Point) : null;
            if (line is null)
                joined.Add([a, b]);
            else
                line.Add(b);
        }

        for (var i = 0; i < joined.Count; i++)
        {
            var start = joined[i][0].Point;
            var other = degree[start] == 2 ? joined.FindIndex(line => line != joined[i] && line[^1].Point == start) : -1;
            if (other < 0)
                continue;
            joined[other].AddRange(joined[i].Skip(1));
            joined.RemoveAt(i);
            i = -1;
        }

        GeoJson.WriteLines(writer, joined.ConvertAll(static line => line.Select(static place => GeoPoint.At(place.Point)).ToArray()));
    }
}
