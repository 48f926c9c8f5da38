using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels of grid cells: geohash, S2 and H3.</summary>
internal static class GeoCellFunctions
{
    private const int DefaultHash = 5;
    private const int DefaultS2 = 11;
    private const int DefaultH3 = 6;
    private const int MaxChildren = 65_536;
    private const int MaxH3 = 61_680;

    public static void Register(KernelTable table)
    {
        table.Scalar("geo_point_to_geohash", GeoKernels.Text(static row =>
            row.Place(0) is { } place && Number(row, 2, DefaultHash, 1, GeoHash.MaxLength) is { } length ? GeoHash.Encode(place, length) : null));
        table.Scalar("geo_geohash_neighbors", GeoKernels.Texts(static row => GeoHash.Neighbors(row.Text(0))));
        table.Scalar("geo_geohash_to_central_point", GeoKernels.Shape(static (row, writer) =>
        {
            if (GeoHash.Decode(row.Text(0)) is { } box)
                GeoJson.WritePoint(writer, GeoPoint.At((box.West + box.East) / 2, (box.South + box.North) / 2));
        }));
        table.Scalar("geo_geohash_to_polygon", GeoKernels.Shape(static (row, writer) =>
        {
            if (GeoHash.Decode(row.Text(0)) is { } box)
                Polygon(writer, [GeoPoint.At(box.West, box.South), GeoPoint.At(box.East, box.South), GeoPoint.At(box.East, box.North), GeoPoint.At(box.West, box.North)]);
        }));

        table.Scalar("geo_point_to_s2cell", GeoKernels.Text(static row =>
            row.Place(0) is { } place && Number(row, 2, DefaultS2, 0, S2Cell.MaxLevel) is { } level ? S2Cell.At(place.Point, level).Token : null));
        table.Scalar("geo_s2cell_neighbors", GeoKernels.Texts(static row => S2Cell.Parse(row.Text(0))?.Neighbors().ConvertAll(static cell => cell.Token)));
        table.Scalar("geo_s2cell_to_central_point", GeoKernels.Shape(static (row, writer) =>
        {
            if (S2Cell.Parse(row.Text(0)) is { } cell)
                GeoJson.WritePoint(writer, GeoPoint.At(cell.Center()));
        }));
        table.Scalar("geo_s2cell_to_polygon", GeoKernels.Shape(static (row, writer) =>
        {
            if (S2Cell.Parse(row.Text(0)) is { } cell)
                Polygon(writer, Array.ConvertAll(cell.Corners(), GeoPoint.At));
        }));
        table.Scalar("geo_line_to_s2cells", GeoKernels.Texts(static row => row.Lines(0) is { } lines ? Cover(row, lines.Edges(), null) : null));
        table.Scalar("geo_polygon_to_s2cells", GeoKernels.Texts(static row => row.Polygons(0) is { } polygons ? Cover(row, polygons.Edges(), polygons) : null));
        table.Scalar("__geo_length_to_s2cell_level", GeoKernels.Int(static row => row.Real(0) is >= 0 and var length ? S2Covering.LevelOf(length) : null));
        table.Scalar("__geo_line_s2cell_covering_level", _ => throw new UnsupportedException("__geo_line_s2cell_covering_level", "how it chooses is not published"));
        table.Scalar("__geo_polygon_s2cell_covering_level", _ => throw new UnsupportedException("__geo_polygon_s2cell_covering_level", "how it chooses is not published"));

        table.Scalar("geo_point_to_h3cell", GeoKernels.Text(static row =>
            row.Place(0) is { } place && Number(row, 2, DefaultH3, 0, H3Cell.MaxLevel) is { } level ? H3Cell.At(place.Point, level).Text : null));
        table.Scalar("geo_h3cell_children", GeoKernels.Texts(Children));
        table.Scalar("geo_h3cell_level", GeoKernels.Int(static row => H3Cell.Parse(row.Text(0))?.Level));
        table.Scalar("geo_h3cell_neighbors", GeoKernels.Texts(static row => H3Cell.Parse(row.Text(0))?.Ring(1).ConvertAll(static cell => cell.Text)));
        table.Scalar("geo_h3cell_parent", GeoKernels.Text(static row =>
            H3Cell.Parse(row.Text(0)) is { } cell && Number(row, 1, cell.Level - 1, 0, cell.Level - 1) is { } level ? cell.Parent(level).Text : null));
        table.Scalar("geo_h3cell_rings", GeoKernels.Shape(Rings));
        table.Scalar("geo_h3cell_to_central_point", GeoKernels.Shape(static (row, writer) =>
        {
            if (H3Cell.Parse(row.Text(0)) is { } cell)
                GeoJson.WritePoint(writer, GeoPoint.At(cell.Center()));
        }));
        table.Scalar("geo_h3cell_to_polygon", GeoKernels.Shape(static (row, writer) =>
        {
            if (H3Cell.Parse(row.Text(0)) is { } cell)
                Polygon(writer, Array.ConvertAll(cell.Corners(), GeoPoint.At));
        }));
        table.Scalar("geo_polygon_to_h3cells", GeoKernels.Texts(H3Cover));
    }

    /// <summary>A number argument in a range: the default when it is not there, null when it is null or out of range.</summary>
    private static int? Number(RowArguments row, int argument, int missing, int least, int most)
    {
        var value = row.Count > argument ? row.Long(argument) : missing;
        return value >= least && value <= most ? (int)value : null;
    }

    private static void Polygon(DynamicWriter writer, GeoPoint[] ring) => GeoJson.WritePolygons(writer, new GeoPolygons([new GeoPolygon([ring])]));

    private static List<string>? Cover(RowArguments row, IEnumerable<(GeoPoint A, GeoPoint B)> edges, GeoPolygons? areas)
    {
        if (Number(row, 1, DefaultS2, 0, S2Cell.MaxLevel) is not { } level || (row.Count > 2 ? row.Real(2) : 0) is not { } radius || radius < 0)
            return null;
        var cells = S2Covering.Cover(edges.ToArray(), areas, level, radius / Sphere.Radius, row.Binding.Context.Cancellation);
        return cells?.ConvertAll(static cell => cell.Token);
    }

    private static List<string>? Children(RowArguments row)
    {
        if (H3Cell.Parse(row.Text(0)) is not { } cell || Number(row, 1, cell.Level + 1, cell.Level + 1, H3Cell.MaxLevel) is not { } level
            || Math.Pow(7, level - cell.Level) > MaxChildren)
        {
            return null;
        }

        return cell.Children(level).ConvertAll(static child => child.Text);
    }

    private static void Rings(RowArguments row, DynamicWriter writer)
    {
        if (H3Cell.Parse(row.Text(0)) is not { } cell || Number(row, 1, 1, 0, 142) is not { } distance)
            return;
        var start = writer.BeginArray();
        for (var d = 0; d <= distance; d++)
        {
            var ring = cell.Ring(d);
            var inner = writer.BeginArray();
            foreach (var item in ring)
                writer.String(item.Text);
            writer.EndArray(inner, ring.Count);
        }

        writer.EndArray(start, distance + 1);
    }

    // Cells whose centres lie in the polygon, found by spreading from cell to cell along the border and inwards. Edges count as straight on
    // a map of degrees here, as they do in H3.
    private static List<string>? H3Cover(RowArguments row)
    {
        if (row.Polygons(0) is not { } polygons || Number(row, 1, DefaultH3, 0, H3Cell.MaxLevel) is not { } level
            || (row.Count > 2 ? row.Real(2) : 0) is not { } radius || radius < 0)
        {
            return null;
        }

        var edges = polygons.Edges().ToArray();
        var angle = radius / Sphere.Radius;
        var found = new List<string>();
        var seen = new HashSet<ulong>();
        var open = new Queue<H3Cell>();
        foreach (var (a, _) in edges)
        {
            var cell = H3Cell.At(a.Point, level);
            if (seen.Add(cell.Index))
                open.Enqueue(cell);
        }

        while (open.TryDequeue(out var cell))
        {
            row.Binding.Context.ThrowIfCancelled();
            var center = GeoPoint.At(cell.Center());
            var inside = Contains(polygons, center) || angle > 0 && Array.Exists(edges, edge => Sphere.Distance(center.Point, edge.A.Point, edge.B.Point) <= angle);
            if (!inside && !OnBorder(cell, center, edges, angle))
                continue;
            if (inside)
                found.Add(cell.Text);
            if (seen.Count > 4 * MaxH3)
                return null;
            foreach (var next in cell.Ring(1))
            {
                if (seen.Add(next.Index))
                    open.Enqueue(next);
            }
        }

        found.Sort(StringComparer.Ordinal);
        return found.Count > MaxH3 ? null : found;
    }

    private static bool Contains(GeoPolygons polygons, GeoPoint p)
    {
        foreach (var polygon in polygons.Polygons)
        {
            var inside = false;
            foreach (var ring in polygon.Rings)
            {
                for (int i = 0, k = ring.Length - 1; i < ring.Length; k = i++)
                {
                    if (ring[i].Latitude > p.Latitude != ring[k].Latitude > p.Latitude
                        && p.Longitude < (ring[k].Longitude - ring[i].Longitude) * (p.Latitude - ring[i].Latitude) / (ring[k].Latitude - ring[i].Latitude) + ring[i].Longitude)
                    {
                        inside = !inside;
                    }
                }
            }

            if (inside)
                return true;
        }

        return false;
    }

    // Whether an edge comes as near to the centre as a corner does.
    private static bool OnBorder(H3Cell cell, GeoPoint center, (GeoPoint A, GeoPoint B)[] edges, double angle)
    {
        var reach = 2 * Sphere.Angle(center.Point, cell.Corners()[0]) + angle;
        return Array.Exists(edges, edge => Sphere.Distance(center.Point, edge.A.Point, edge.B.Point) <= reach);
    }
}
