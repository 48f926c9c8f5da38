namespace Content.Kql.Engine.Functions;

/// <summary>The S2 cells of one level that a shape meets, or comes near.</summary>
internal static class S2Covering
{
    /// <summary>More cells than this give null, as in Kusto.</summary>
    public const int MaxCells = 65_536;

    private const double Border = 1e-15;

    // Edge lengths of cells by level, on average: metres at level 0.
    private const double AverageEdge = 1.459213746386106062 * Sphere.Radius;

    /// <summary>Covers the edges and areas of a shape widened by a radius (radians); null when there are too many cells.</summary>
    public static List<S2Cell>? Cover((GeoPoint A, GeoPoint B)[] edges, GeoPolygons? areas, int level, double radius, CancellationToken cancellation)
    {
        var result = new List<S2Cell>();
        for (var face = 0; face < 6; face++)
        {
            if (!Visit(S2Cell.OfFace(face), edges, areas, level, radius, result, cancellation))
                return null;
        }

        return result;
    }

    private static bool Visit(S2Cell cell, (GeoPoint A, GeoPoint B)[] edges, GeoPolygons? areas, int level, double radius, List<S2Cell> result, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var corners = cell.Corners();
        var near = Near(cell, corners, edges, radius);
        if (near.Length == 0)
        {
            // No edge comes near: the cell is inside or outside as a whole.
            if (areas is null || !areas.Contains(cell.Center()))
                return true;
            return All(cell, level, result);
        }

        if (cell.Level == level)
        {
            result.Add(cell);
            return result.Count <= MaxCells;
        }

        for (var i = 0; i < 4; i++)
        {
            if (!Visit(cell.Child(i), near, areas, level, radius, result, cancellation))
                return false;
        }

        return true;
    }

    private static bool All(S2Cell cell, int level, List<S2Cell> result)
    {
        if (cell.Level == level)
        {
            result.Add(cell);
            return result.Count <= MaxCells;
        }

        for (var i = 0; i < 4; i++)
        {
            if (!All(cell.Child(i), level, result))
                return false;
        }

        return true;
    }

    // Edges that enter the cell or pass it within the radius.
    private static (GeoPoint A, GeoPoint B)[] Near(S2Cell cell, Vec3[] corners, (GeoPoint A, GeoPoint B)[] edges, double radius)
    {
        var result = new List<(GeoPoint A, GeoPoint B)>();
        foreach (var edge in edges)
        {
            var meets = Inside(corners, edge.A.Point) || Inside(corners, edge.B.Point);
            for (var i = 0; i < 4 && !meets; i++)
            {
                // Touching counts: an edge along the border of cells meets those on both sides.
                meets = Sphere.Distance(edge.A.Point, edge.B.Point, corners[i], corners[(i + 1) & 3]) <= radius + Border;
            }

            if (meets)
                result.Add(edge);
        }

        return result.ToArray();
    }

    private static bool Inside(Vec3[] corners, Vec3 p)
    {
        if (p.Dot(corners[0] + corners[2]) < 0)
            return false;
        for (var i = 0; i < 4; i++)
        {
            if (Sphere.Side(corners[i], corners[(i + 1) & 3], p) < 0)
                return false;
        }

        return true;
    }

    /// <summary>The level whose cells have edges closest to a length in metres.</summary>
    public static int LevelOf(double length)
    {
        var level = length <= 0 ? S2Cell.MaxLevel : (int)Math.Round(Math.Log2(AverageEdge / length));
        return Math.Clamp(level, 0, S2Cell.MaxLevel);
    }
}
