using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels of functions of places.</summary>
internal static class GeoPointFunctions
{
    public static void Register(KernelTable table)
    {
        table.Scalar("geo_angle", GeoKernels.Real(Angle));
        table.Scalar("geo_azimuth", GeoKernels.Real(static row =>
            row.Place(0) is { } from && row.Place(2) is { } to && Sphere.HaveArc(from.Point, to.Point) ? Sphere.Azimuth(from, to) : null));
        table.Scalar("geo_closest_point_on_line", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Place(0) is { } place && row.Lines(2) is { } lines)
                GeoJson.WritePoint(writer, GeoPoint.At(Closest(place.Point, lines.Edges())));
        }));
        table.Scalar("geo_closest_point_on_polygon", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Place(0) is { } place && row.Polygons(2) is { } polygons)
                GeoJson.WritePoint(writer, polygons.Contains(place.Point) ? place : GeoPoint.At(Closest(place.Point, polygons.Edges())));
        }));
        table.Scalar("geo_distance_2points", GeoKernels.Real(static row => row.Place(0) is not { } from || row.Place(2) is not { } to ? null
            : row.Bool(4) == true ? Sphere.SpheroidDistance(from, to) : Sphere.Haversine(from, to) * Sphere.Radius));
        table.Scalar("geo_distance_point_to_line", GeoKernels.Real(static row =>
            row.Place(0) is { } place && row.Lines(2) is { } lines ? Distance(place.Point, lines.Edges()) : null));
        table.Scalar("geo_distance_point_to_polygon", GeoKernels.Real(static row =>
            row.Place(0) is not { } place || row.Polygons(2) is not { } polygons ? null
            : polygons.Contains(place.Point) ? 0 : polygons.Edges().Min(edge => Sphere.FootDistance(place.Point, edge.A.Point, edge.B.Point)) * Sphere.Radius));
        table.Scalar("geo_from_wkt", GeoKernels.Shape(WellKnownText.Read));
        table.Scalar("geo_point_buffer", GeoKernels.Shape(static (row, writer) =>
        {
            if (row.Place(0) is { } place && GeoBuffer.Radius(row, 2) is { } radius && row.Tolerance(3, zero: false) is { } tolerance)
                GeoJson.WritePolygons(writer, new GeoPolygons([GeoBuffer.Circle(place.Point, radius, tolerance)]));
        }));
        table.Scalar("geo_point_in_circle", GeoKernels.Bool(static row =>
            row.Place(0) is { } place && row.Place(2) is { } center && row.Real(4) is { } radius && radius >= 0
                ? Sphere.Haversine(place, center) * Sphere.Radius <= radius : null));
        table.Scalar("geo_point_in_polygon", GeoKernels.Bool(static row =>
            row.Place(0) is { } place && row.Polygons(2) is { } polygons ? polygons.Contains(place.Point) : null));
    }

    private static double? Angle(RowArguments row)
    {
        if (row.Place(0) is not { } a || row.Place(2) is not { } b || row.Place(4) is not { } c || !Sphere.HaveArc(a.Point, b.Point) || !Sphere.HaveArc(b.Point, c.Point))
            return null;
        var angle = Sphere.Azimuth(b, c) - Sphere.Azimuth(b, a);
        return angle < 0 ? angle + 2 * Math.PI : angle;
    }

    private static Vec3 Closest(Vec3 place, IEnumerable<(GeoPoint A, GeoPoint B)> edges)
    {
        var best = default(Vec3);
        var bestAngle = double.PositiveInfinity;
        foreach (var (a, b) in edges)
        {
            var point = Sphere.Closest(place, a.Point, b.Point);
            var angle = Sphere.Angle(place, point);
            if (angle < bestAngle)
            {
                bestAngle = angle;
                best = point;
            }
        }

        return best;
    }

    private static double Distance(Vec3 place, IEnumerable<(GeoPoint A, GeoPoint B)> edges)
    {
        var least = double.PositiveInfinity;
        foreach (var (a, b) in edges)
            least = Math.Min(least, Sphere.Distance(place, a.Point, b.Point));
        return least * Sphere.Radius;
    }
}
