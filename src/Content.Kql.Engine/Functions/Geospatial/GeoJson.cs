using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Reads and writes GeoJSON geometries. What is not valid is read as null.</summary>
internal static class GeoJson
{
    public static GeoLines? ReadLines(DynamicValue value)
    {
        if (value.Tag != DynamicTag.Bag)
            return null;
        var coordinates = value.Get("coordinates"u8);
        if (coordinates.Tag != DynamicTag.Array || coordinates.Count == 0)
            return null;
        var type = value.Get("type"u8).Text;
        var lines = new List<GeoPoint[]>();
        if (type.SequenceEqual("LineString"u8))
        {
            if (ReadLine(coordinates) is not { } line)
                return null;
            lines.Add(line);
        }
        else if (type.SequenceEqual("MultiLineString"u8))
        {
            foreach (var item in coordinates.Elements)
            {
                if (ReadLine(item) is not { } line)
                    return null;
                lines.Add(line);
            }
        }
        else
        {
            return null;
        }

        return new GeoLines(lines);
    }

    private static GeoPoint[]? ReadLine(DynamicValue value)
    {
        if (ReadPoints(value) is not { } points)
            return null;
        var distinct = WithoutRepeats(points);
        return distinct.Length < 2 ? null : distinct;
    }

    public static GeoPolygons? ReadPolygons(DynamicValue value)
    {
        if (value.Tag != DynamicTag.Bag)
            return null;
        var coordinates = value.Get("coordinates"u8);
        if (coordinates.Tag != DynamicTag.Array || coordinates.Count == 0)
            return null;
        var type = value.Get("type"u8).Text;
        var polygons = new List<GeoPolygon>();
        if (type.SequenceEqual("Polygon"u8))
        {
            if (ReadPolygon(coordinates) is not { } polygon)
                return null;
            polygons.Add(polygon);
        }
        else if (type.SequenceEqual("MultiPolygon"u8))
        {
            foreach (var item in coordinates.Elements)
            {
                if (ReadPolygon(item) is not { } polygon)
                    return null;
                polygons.Add(polygon);
            }
        }
        else
        {
            return null;
        }

        return new GeoPolygons(polygons);
    }

    private static GeoPolygon? ReadPolygon(DynamicValue value)
    {
        if (value.Tag != DynamicTag.Array || value.Count == 0)
            return null;
        var rings = new List<GeoPoint[]>();
        foreach (var item in value.Elements)
        {
            if (ReadPoints(item) is not { Length: >= 4 } points || points[0] != points[^1])
                return null;
            var ring = points[..^1];
            if (new HashSet<GeoPoint>(ring).Count != ring.Length || ring.Length < 3 || Crosses(ring))
                return null;
            rings.Add(ring);
        }

        return new GeoPolygon(rings);
    }

    // Long rings are taken as they are: looking at all pairs of their edges would take too long.
    private static bool Crosses(GeoPoint[] ring)
    {
        var n = ring.Length;
        if (n > 1500)
            return false;
        for (var i = 0; i < n; i++)
        {
            for (var k = i + 2; k < n; k++)
            {
                if ((k + 1) % n != i && Sphere.Cross(ring[i].Point, ring[i + 1].Point, ring[k].Point, ring[(k + 1) % n].Point))
                    return true;
            }
        }

        return false;
    }

    private static GeoPoint[] WithoutRepeats(GeoPoint[] points)
    {
        var kept = new List<GeoPoint>(points.Length);
        foreach (var point in points)
        {
            if (kept.Count == 0 || kept[^1] != point)
                kept.Add(point);
        }

        return kept.ToArray();
    }

    private static GeoPoint[]? ReadPoints(DynamicValue value)
    {
        if (value.Tag != DynamicTag.Array)
            return null;
        var points = new GeoPoint[value.Count];
        var i = 0;
        foreach (var element in value.Elements)
        {
            if (ReadPoint(element) is not { } point)
                return null;
            points[i++] = point;
        }

        return points;
    }

    private static GeoPoint? ReadPoint(DynamicValue value)
    {
        if (value.Tag != DynamicTag.Array || value.Count < 2)
            return null;
        var longitude = value.At(0);
        var latitude = value.At(1);
        return longitude.IsNumber && latitude.IsNumber ? GeoPoint.Checked(longitude.AsReal, latitude.AsReal) : null;
    }

    public static void WritePoint(DynamicWriter writer, GeoPoint point) => Write(writer, "Point", () => Coordinates(writer, point));

    public static void WriteLines(DynamicWriter writer, List<GeoPoint[]> lines)
    {
        if (lines.Count == 1)
            Write(writer, "LineString", () => Path(writer, lines[0]));
        else if (lines.Count > 1)
            Write(writer, "MultiLineString", () => Each(writer, lines, Path));
    }

    /// <summary>Writes polygons; nothing when there are none.</summary>
    public static void WritePolygons(DynamicWriter writer, GeoPolygons polygons)
    {
        if (polygons.Polygons.Count == 1)
            Write(writer, "Polygon", () => Rings(writer, polygons.Polygons[0]));
        else if (polygons.Polygons.Count > 1)
            Write(writer, "MultiPolygon", () => Each(writer, polygons.Polygons, Rings));
    }

    /// <summary>Writes points, lines and polygons as the least geometry that holds them; an empty collection when there are none.</summary>
    public static void WriteMixed(DynamicWriter writer, List<GeoPoint> points, List<GeoPoint[]> lines, List<GeoPolygon> polygons)
    {
        if (points.Count == 0 && lines.Count == 0 && polygons.Count > 0)
        {
            WritePolygons(writer, new GeoPolygons(polygons));
        }
        else if (points.Count == 0 && lines.Count > 0 && polygons.Count == 0)
        {
            WriteLines(writer, lines);
        }
        else if (points.Count == 0 || lines.Count > 0 || polygons.Count > 0)
        {
            Write(writer, "GeometryCollection", () =>
            {
                var start = writer.BeginArray();
                foreach (var point in points)
                    WritePoint(writer, point);
                foreach (var line in lines)
                    WriteLines(writer, [line]);
                foreach (var polygon in polygons)
                    WritePolygons(writer, new GeoPolygons([polygon]));
                writer.EndArray(start, points.Count + lines.Count + polygons.Count);
            }, "geometries");
        }
        else if (points.Count == 1)
        {
            WritePoint(writer, points[0]);
        }
        else
        {
            Write(writer, "MultiPoint", () => Each(writer, points, Coordinates));
        }
    }

    private static void Write(DynamicWriter writer, string type, Action content, string member = "coordinates")
    {
        var start = writer.BeginBag();
        writer.Key("type");
        writer.String(type);
        writer.Key(member);
        content();
        writer.EndBag(start, 2);
    }

    private static void Each<T>(DynamicWriter writer, List<T> items, Action<DynamicWriter, T> write)
    {
        var start = writer.BeginArray();
        foreach (var item in items)
            write(writer, item);
        writer.EndArray(start, items.Count);
    }

    private static void Coordinates(DynamicWriter writer, GeoPoint point)
    {
        var start = writer.BeginArray();
        Number(writer, point.Longitude);
        Number(writer, point.Latitude);
        writer.EndArray(start, 2);
    }

    // Whole degrees are written without a fraction.
    internal static void Number(DynamicWriter writer, double value)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15)
            writer.Long((long)value);
        else
            writer.Real(value);
    }

    private static void Path(DynamicWriter writer, GeoPoint[] points)
    {
        var start = writer.BeginArray();
        foreach (var point in points)
            Coordinates(writer, point);
        writer.EndArray(start, points.Length);
    }

    private static void Rings(DynamicWriter writer, GeoPolygon polygon)
    {
        var start = writer.BeginArray();
        foreach (var ring in polygon.AsWritten)
            Path(writer, [.. ring, ring[0]]);
        writer.EndArray(start, polygon.AsWritten.Count);
    }
}
