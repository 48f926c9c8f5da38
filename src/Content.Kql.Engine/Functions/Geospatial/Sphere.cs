namespace Content.Kql.Engine.Functions;

/// <summary>A vector in space; of length 1 for a point on the sphere.</summary>
internal readonly record struct Vec3(double X, double Y, double Z)
{
    public static Vec3 operator +(Vec3 a, Vec3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);
    public static Vec3 operator -(Vec3 a, Vec3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);
    public static Vec3 operator *(Vec3 a, double f) => new(a.X * f, a.Y * f, a.Z * f);
    public double Dot(Vec3 b) => X * b.X + Y * b.Y + Z * b.Z;
    public Vec3 Cross(Vec3 b) => new(Y * b.Z - Z * b.Y, Z * b.X - X * b.Z, X * b.Y - Y * b.X);
    public double Length => Math.Sqrt(Dot(this));

    public Vec3 Unit()
    {
        var length = Length;
        return length == 0 ? this : this * (1 / length);
    }
}

/// <summary>A place: degrees as given, and the point on the unit sphere.</summary>
internal readonly record struct GeoPoint(double Longitude, double Latitude, Vec3 Point)
{
    public static GeoPoint At(double longitude, double latitude) => new(longitude, latitude, Sphere.FromDegrees(longitude, latitude));

    public static GeoPoint At(Vec3 point)
    {
        var (longitude, latitude) = Sphere.ToDegrees(point);
        return new GeoPoint(longitude, latitude, point);
    }

    /// <summary>Null unless the degrees are in range.</summary>
    public static GeoPoint? Checked(double? longitude, double? latitude) =>
        longitude is >= -180 and <= 180 && latitude is >= -90 and <= 90 ? At(longitude.Value, latitude.Value) : null;
}

/// <summary>Geometry on the sphere: edges are the shorter arcs of great circles.</summary>
internal static class Sphere
{
    /// <summary>Radius of the earth in metres, as Kusto has it.</summary>
    public const double Radius = 6_371_010;

    private const double RadiusKilometres = 0.001 * Radius;

    private const double Degree = Math.PI / 180;

    private const double Degrees = 180 / Math.PI;

    public static Vec3 FromDegrees(double longitude, double latitude)
    {
        var (sinLat, cosLat) = Trigonometry.SinCos(latitude * Degree);
        var (sinLng, cosLng) = Trigonometry.SinCos(longitude * Degree);
        return new Vec3(cosLat * cosLng, cosLat * sinLng, sinLat);
    }

    public static (double Longitude, double Latitude) ToDegrees(Vec3 p) =>
        (Trigonometry.Atan2(p.Y, p.X) * Degrees, Trigonometry.Atan2(p.Z, Math.Sqrt(p.X * p.X + p.Y * p.Y)) * Degrees);

    /// <summary>Steradians as square metres, by way of square kilometres as S2 has it.</summary>
    public static double SquareMetres(double steradians) => 1e6 * (steradians * RadiusKilometres * RadiusKilometres);

    /// <summary>Whether one shortest arc joins two points: they neither coincide nor lie opposite each other.</summary>
    public static bool HaveArc(Vec3 a, Vec3 b) => a != b && (a + b).Length > 1e-14;

    /// <summary>Angle between two points in radians, precise for small ones too.</summary>
    public static double Angle(Vec3 a, Vec3 b) => Trigonometry.Atan2(a.Cross(b).Length, a.Dot(b));

    /// <summary>Angle of an arc by its chord, as distances to places are measured.</summary>
    public static double ChordAngle(Vec3 a, Vec3 b) => 2 * Trigonometry.Asin(Math.Min(1, 0.5 * (a - b).Length));

    /// <summary>The mean point of a spherical triangle times its area; negative when its corners go clockwise.</summary>
    public static Vec3 MeanOfTriangle(Vec3 a, Vec3 b, Vec3 c)
    {
        // The vector m with a·m, b·m and c·m each half the determinant times the length of the opposite side over its sine, solved with the
        // differences to the first corner, which are exact for corners that lie close together.
        static double OverSine(double angle) => angle == 0 ? 1 : angle / Trigonometry.Sin(angle);
        var atA = OverSine(Angle(b, c));
        var sides = new Vec3(atA, OverSine(Angle(c, a)) - atA, OverSine(Angle(a, b)) - atA);
        var x = new Vec3(a.X, b.X - a.X, c.X - a.X);
        var y = new Vec3(a.Y, b.Y - a.Y, c.Y - a.Y);
        var z = new Vec3(a.Z, b.Z - a.Z, c.Z - a.Z);
        return new Vec3(y.Cross(z).Dot(sides), z.Cross(x).Dot(sides), x.Cross(y).Dot(sides)) * 0.5;
    }

    /// <summary>Angle by the haversine formula, as distances of two places are computed.</summary>
    public static double Haversine(GeoPoint a, GeoPoint b)
    {
        var latA = a.Latitude * Degree;
        var latB = b.Latitude * Degree;
        var dLat = Trigonometry.Sin((latB - latA) / 2);
        var dLng = Trigonometry.Sin((b.Longitude - a.Longitude) * Degree / 2);
        return 2 * Trigonometry.Asin(Math.Sqrt(Math.Min(1, dLat * dLat + dLng * dLng * Trigonometry.Cos(latA) * Trigonometry.Cos(latB))));
    }

    /// <summary>The point of an arc at an angle from its start.</summary>
    public static Vec3 Along(Vec3 a, Vec3 b, double angle)
    {
        var (sin, cos) = Trigonometry.SinCos(angle);
        return (a * cos + Normal(a, b).Cross(a).Unit() * sin).Unit();
    }

    /// <summary>The point at a fraction of the arc.</summary>
    public static Vec3 Interpolate(Vec3 a, Vec3 b, double fraction)
    {
        var angle = Angle(a, b);
        if (angle == 0)
            return a;
        var sin = Trigonometry.Sin(angle);
        return (a * (Trigonometry.Sin((1 - fraction) * angle) / sin) + b * (Trigonometry.Sin(fraction * angle) / sin)).Unit();
    }

    /// <summary>A vector across the plane of an arc, precise for near points too.</summary>
    public static Vec3 Normal(Vec3 a, Vec3 b) => (a + b).Cross(b - a);

    /// <summary>The point of an arc that is closest to a point.</summary>
    public static Vec3 Closest(Vec3 p, Vec3 a, Vec3 b) => Foot(p, a, b) is { } normal
        ? normal.Cross(p).Cross(normal).Unit()
        : (p - a).Dot(p - a) <= (p - b).Dot(p - b) ? a : b;

    /// <summary>Angle of a point from an arc, measured to the foot, and by the chord to an end: how distances from polygons are computed.</summary>
    public static double FootDistance(Vec3 p, Vec3 a, Vec3 b) => Foot(p, a, b) is { } normal
        ? Angle(p, (p - normal * p.Dot(normal)).Unit())
        : Math.Min(ChordAngle(p, a), ChordAngle(p, b));

    /// <summary>The unit normal of an arc over whose inner part a point lies; null when the point is closest to an end.</summary>
    private static Vec3? Foot(Vec3 p, Vec3 a, Vec3 b)
    {
        var normal = Normal(a, b);
        if (normal.Length == 0)
            return null;
        normal = normal.Unit();
        var across = normal.Cross(p);
        return across.Dot(a) < 0 && across.Dot(b) > 0 ? normal : null;
    }

    /// <summary>Angle of a point from an arc.</summary>
    public static double Distance(Vec3 p, Vec3 a, Vec3 b)
    {
        double chord;
        if (Foot(p, a, b) is { } normal)
        {
            // The chord from the point to its foot: height above the plane of the arc, and the gap along the plane.
            var height = p.Dot(normal);
            var gap = 1 - normal.Cross(p).Length;
            chord = height * height + gap * gap;
        }
        else
        {
            chord = Math.Min((p - a).Dot(p - a), (p - b).Dot(p - b));
        }

        return 2 * Trigonometry.Asin(Math.Min(1, 0.5 * Math.Sqrt(chord)));
    }

    /// <summary>Signed volume: positive when c lies left of the arc from a to b. Written with differences, which keeps digits for near points.</summary>
    public static double Side(Vec3 a, Vec3 b, Vec3 c) => (b - a).Cross(c - a).Dot(a);

    /// <summary>Whether two arcs cross in inner points.</summary>
    public static bool Cross(Vec3 a, Vec3 b, Vec3 c, Vec3 d)
    {
        var abc = Side(a, b, c);
        var abd = Side(a, b, d);
        if (!(abc > 0 && abd < 0 || abc < 0 && abd > 0))
            return false;
        var cda = Side(c, d, a);
        var cdb = Side(c, d, b);
        if (!(cda > 0 && cdb < 0 || cda < 0 && cdb > 0))
            return false;
        // The great circles meet twice: the arcs must meet on the same side of the earth.
        return (a + b).Dot(c + d) > 0 || Crossing(a, b, c, d) is var x && x.Dot(a + b) > 0 && x.Dot(c + d) > 0;
    }

    /// <summary>Where two arcs cross: the ends of the shorter one weighted by their distances from the plane of the longer one.</summary>
    public static Vec3 Crossing(Vec3 a, Vec3 b, Vec3 c, Vec3 d)
    {
        if ((b - a).Dot(b - a) < (d - c).Dot(d - c))
            (a, b, c, d) = (c, d, a, b);
        var normal = (a - b).Cross(a + b);
        var x = d * Height(c, normal, a, b) - c * Height(d, normal, a, b);
        x = x.Unit();
        return x.Dot(a + b + (c + d)) < 0 ? x * -1 : x;
    }

    // Scaled by the length of the normal, and measured from the nearer end of the arc, which keeps digits for near points.
    private static double Height(Vec3 p, Vec3 normal, Vec3 a, Vec3 b)
    {
        var fromA = p - a;
        var fromB = p - b;
        return (fromA.Dot(fromA) < fromB.Dot(fromB) ? fromA : fromB).Dot(normal);
    }

    /// <summary>Whether two arcs have a point in common.</summary>
    public static bool Touch(Vec3 a, Vec3 b, Vec3 c, Vec3 d)
    {
        const double Near = 1e-14;
        return Cross(a, b, c, d) || Distance(a, c, d) < Near || Distance(b, c, d) < Near || Distance(c, a, b) < Near || Distance(d, a, b) < Near;
    }

    /// <summary>Angle between two arcs; 0 when they meet.</summary>
    public static double Distance(Vec3 a, Vec3 b, Vec3 c, Vec3 d) => Cross(a, b, c, d)
        ? 0
        : Math.Min(Math.Min(Distance(a, c, d), Distance(b, c, d)), Math.Min(Distance(c, a, b), Distance(d, a, b)));

    /// <summary>Clockwise angle from north at a point to the arc towards another point, from 0 to 2π.</summary>
    public static double Azimuth(GeoPoint from, GeoPoint to)
    {
        var dLng = (to.Longitude - from.Longitude) * Degree;
        var (sinA, cosA) = Trigonometry.SinCos(from.Latitude * Degree);
        var (sinB, cosB) = Trigonometry.SinCos(to.Latitude * Degree);
        var azimuth = Trigonometry.Atan2(Trigonometry.Sin(dLng) * cosB, cosA * sinB - sinA * cosB * Trigonometry.Cos(dLng));
        return azimuth < 0 ? azimuth + 2 * Math.PI : azimuth;
    }

    /// <summary>The point in a direction (clockwise from north) at an angle.</summary>
    public static Vec3 Travel(Vec3 from, double azimuth, double angle)
    {
        var pole = new Vec3(0, 0, 1);
        var east = pole.Cross(from);
        east = east.Length < 1e-15 ? new Vec3(0, 1, 0) : east.Unit();
        var north = from.Cross(east);
        var direction = north * Trigonometry.Cos(azimuth) + east * Trigonometry.Sin(azimuth);
        return (from * Trigonometry.Cos(angle) + direction * Trigonometry.Sin(angle)).Unit();
    }

    /// <summary>Signed area of a triangle in steradians, positive when counterclockwise.</summary>
    public static double Area(Vec3 a, Vec3 b, Vec3 c)
    {
        var side = Side(a, b, c);
        var x = Angle(b, c);
        var y = Angle(c, a);
        var z = Angle(a, b);
        var half = (x + y + z) / 2;
        var slack = half - Math.Max(x, Math.Max(y, z));
        // L'Huilier's theorem keeps the digits of small triangles; long thin ones are better off with the solid angle, unless it is nearly nothing.
        if (half >= 3e-4 && slack < 0.01 * half * half * half * half * half)
        {
            var solid = 2 * Trigonometry.Atan2(side, 1 + a.Dot(b) + b.Dot(c) + c.Dot(a));
            if (slack > 0 && slack < half * (0.1 * Math.Abs(solid)))
                return solid;
        }

        var product = Trigonometry.Tan(half / 2) * Trigonometry.Tan((half - x) / 2) * Trigonometry.Tan((half - y) / 2) * Trigonometry.Tan((half - z) / 2);
        return Math.Sign(side) * 4 * Trigonometry.Atan(Math.Sqrt(Math.Max(0, product)));
    }

    /// <summary>Distance in metres on the WGS 84 ellipsoid (Vincenty's inverse formula); the spherical one where that does not converge.</summary>
    public static double SpheroidDistance(GeoPoint p, GeoPoint q)
    {
        const double A = 6_378_137;
        const double F = 1 / 298.257223563;
        const double B = A * (1 - F);
        var (sinU1, cosU1) = Trigonometry.SinCos(Trigonometry.Atan((1 - F) * Trigonometry.Tan(p.Latitude * Degree)));
        var (sinU2, cosU2) = Trigonometry.SinCos(Trigonometry.Atan((1 - F) * Trigonometry.Tan(q.Latitude * Degree)));
        var difference = (q.Longitude - p.Longitude) * Degree;
        var lambda = difference;
        for (var i = 0; i < 1000; i++)
        {
            var (sinL, cosL) = Trigonometry.SinCos(lambda);
            var sinSigma = Math.Sqrt(cosU2 * sinL * (cosU2 * sinL) + (cosU1 * sinU2 - sinU1 * cosU2 * cosL) * (cosU1 * sinU2 - sinU1 * cosU2 * cosL));
            if (sinSigma == 0)
                return 0;
            var cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosL;
            var sigma = Trigonometry.Atan2(sinSigma, cosSigma);
            var sinAlpha = cosU1 * cosU2 * sinL / sinSigma;
            var cosSq = 1 - sinAlpha * sinAlpha;
            var cosMiddle = cosSq == 0 ? 0 : cosSigma - 2 * sinU1 * sinU2 / cosSq;
            var c = F / 16 * cosSq * (4 + F * (4 - 3 * cosSq));
            var previous = lambda;
            lambda = difference + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (cosMiddle + c * cosSigma * (2 * cosMiddle * cosMiddle - 1)));
            if (Math.Abs(lambda - previous) > 1e-13)
                continue;
            var u = cosSq * (A * A - B * B) / (B * B);
            var big = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)));
            var small = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)));
            var delta = small * sinSigma * (cosMiddle + small / 4 * (cosSigma * (2 * cosMiddle * cosMiddle - 1)
                - small / 6 * cosMiddle * (4 * sinSigma * sinSigma - 3) * (4 * cosMiddle * cosMiddle - 3)));
            return B * big * (sigma - delta);
        }

        return Haversine(p, q) * Radius;
    }
}
