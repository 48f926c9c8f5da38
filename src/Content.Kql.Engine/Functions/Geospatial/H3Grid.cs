namespace Content.Kql.Engine.Functions;

/// <summary>
/// The planar side of the H3 grid: twenty faces of an icosahedron, each with a hexagonal lattice around its centre. Lengths are in steps of
/// the coarsest lattice. What leaves a face over an edge is folded onto the next one.
/// </summary>
internal static class H3Grid
{
    private const double Step = 0.38196601125010500003;

    /// <summary>Turn of every other level against the coarser one.</summary>
    public static readonly double LevelTurn = Trigonometry.Asin(Math.Sqrt(3.0 / 28.0));

    private const double Root7 = 2.6457513110645905905;
    private const double Root3 = 1.7320508075688772935;

    private readonly record struct FaceFrame(Vec3 Center, Vec3 X, Vec3 Y);

    private static readonly FaceFrame[] Frames = MakeFrames();

    /// <summary>Face centres (latitude, longitude) and the direction of the first axis there (clockwise from north), in radians.</summary>
    private static FaceFrame[] MakeFrames()
    {
        ReadOnlySpan<double> data =
        [
            0.803582649718989942, 1.248397419617396099, 5.619958268523939882,
            1.307747883455638156, 2.536945009877921159, 5.760339081714187279,
            1.054751253523952054, -1.347517358900396623, 0.780213654393430055,
            0.600191595538186799, -0.450603909469755746, 0.430469363979999913,
            0.491715428198773866, 0.401988202911306943, 6.130269123335111400,
            0.172745327415618701, 1.678146885280433686, 2.692877706530642877,
            0.605929321571350690, 2.953923329812411617, 2.982963003477243874,
            0.427370518328979641, -1.888876200336285401, 3.532912002790141181,
            -0.079066118549212831, -0.733429513380867741, 3.494305004259568154,
            -0.230961644455383637, 0.506495587332349035, 3.003214169499538391,
            0.079066118549212831, 2.408163140208925497, 5.930472956509811562,
            0.230961644455383637, -2.635097066257444203, 0.138378484090254847,
            -0.172745327415618701, -1.463445768309359553, 0.448714947059150361,
            -0.605929321571350690, -0.187669323777381622, 0.158629650112549365,
            -0.427370518328979641, 1.252716453253507838, 5.891865957979238535,
            -0.600191595538186799, 2.690988744120037492, 2.711123289609793325,
            -0.491715428198773866, -2.739604450678486295, 3.294508837434268316,
            -0.803582649718989942, -1.893195233972397139, 3.804819692245439833,
            -1.307747883455638156, -0.604647643711872080, 3.664438879055192436,
            -1.054751253523952054, 1.794075294689396615, 2.361378999196363184,
        ];
        var frames = new FaceFrame[20];
        for (var f = 0; f < 20; f++)
        {
            var (sinLat, cosLat) = Trigonometry.SinCos(data[f * 3]);
            var (sinLng, cosLng) = Trigonometry.SinCos(data[f * 3 + 1]);
            var (sinAz, cosAz) = Trigonometry.SinCos(data[f * 3 + 2]);
            var center = new Vec3(cosLat * cosLng, cosLat * sinLng, sinLat);
            var east = new Vec3(-sinLng, cosLng, 0);
            var north = center.Cross(east);
            var x = north * cosAz + east * sinAz;
            frames[f] = new FaceFrame(center, x, center.Cross(x));
        }

        return frames;
    }

    /// <summary>Centre of a face.</summary>
    public static Vec3 FaceCenter(int face) => Frames[face].Center;

    /// <summary>The face whose centre is nearest.</summary>
    public static int NearestFace(Vec3 p)
    {
        var best = 0;
        for (var f = 1; f < 20; f++)
        {
            if (p.Dot(Frames[f].Center) > p.Dot(Frames[best].Center))
                best = f;
        }

        return best;
    }

    /// <summary>A place on the plane of a face.</summary>
    public static (double X, double Y) Project(int face, Vec3 p)
    {
        var frame = Frames[face];
        var depth = p.Dot(frame.Center) * Step;
        return (p.Dot(frame.X) / depth, p.Dot(frame.Y) / depth);
    }

    /// <summary>The place that a point in the plane of a face stands for, after folding what lies beyond its edges.</summary>
    public static Vec3 Unproject(int face, double x, double y)
    {
        for (var folds = 0; folds < 3; folds++)
        {
            var edge = OutsideOf(x, y);
            if (edge < 0)
                break;
            (face, x, y) = Fold(face, edge, x, y);
        }

        var frame = Frames[face];
        return (frame.Center + frame.X * (x * Step) + frame.Y * (y * Step)).Unit();
    }

    // The corners of a face lie at distance 2 in the directions of the axes: edge 0 faces away from the third axis, and so on.
    private static readonly (double X, double Y)[] Outward = [(0.5, Root3 / 2), (-1, 0), (0.5, -Root3 / 2)];

    private static int OutsideOf(double x, double y)
    {
        var worst = -1;
        var most = 1e-12;
        for (var e = 0; e < 3; e++)
        {
            var beyond = x * Outward[e].X + y * Outward[e].Y - 1;
            if (beyond > most)
            {
                most = beyond;
                worst = e;
            }
        }

        return worst;
    }

    private static (int Face, double X, double Y) Fold(int face, int edge, double x, double y)
    {
        var from = Frames[face];
        var (ox, oy) = Outward[edge];
        // The next face's centre lies beyond the middle of the edge, as far as this one's before it.
        var middle = (from.Center + from.X * (ox * Step) + from.Y * (oy * Step)).Unit();
        var target = middle * (2 * from.Center.Dot(middle)) - from.Center;
        var next = NearestFace(target);
        var to = Frames[next];
        // Unrolled, the next face lies on the same plane at twice the distance; directions along and across the edge are the same on both.
        var along = (from.X * -oy + from.Y * ox).Unit();
        var across = (to.Center * middle.Dot(to.Center) - middle).Unit();
        var dx = x - 2 * ox;
        var dy = y - 2 * oy;
        var a = dx * ox + dy * oy;
        var b = dx * -oy + dy * ox;
        var v = across * a + along * b;
        return (next, v.Dot(to.X), v.Dot(to.Y));
    }

    /// <summary>Turns lattice coordinates of a level into the plane.</summary>
    public static (double X, double Y) ToPlane(int level, double q, double r)
    {
        var x = q - r / 2;
        var y = r * Root3 / 2;
        return Scale(level, x, y, toPlane: true);
    }

    /// <summary>The lattice point of a level that is nearest to a point of the plane.</summary>
    public static (long Q, long R) ToLattice(int level, double planeX, double planeY)
    {
        var (x, y) = Scale(level, planeX, planeY, toPlane: false);
        var r = y * 2 / Root3;
        var q = x + r / 2;
        return Round(q, r);
    }

    private static (double X, double Y) Scale(int level, double x, double y, bool toPlane)
    {
        var scale = Math.Pow(7, level / 2) * ((level & 1) != 0 ? Root7 : 1);
        var turn = (level & 1) != 0 ? LevelTurn : 0;
        var (sin, cos) = Trigonometry.SinCos(toPlane ? turn : -turn);
        scale = toPlane ? 1 / scale : scale;
        return ((x * cos - y * sin) * scale, (x * sin + y * cos) * scale);
    }

    // Rounding on a hexagonal lattice: of three coordinates that add up to zero the one that moved most follows from the others.
    private static (long Q, long R) Round(double q, double r)
    {
        var a = q - r;
        var b = r;
        var c = -q;
        var ra = Math.Round(a);
        var rb = Math.Round(b);
        var rc = Math.Round(c);
        var da = Math.Abs(ra - a);
        var db = Math.Abs(rb - b);
        var dc = Math.Abs(rc - c);
        if (da > db && da > dc)
            ra = -rb - rc;
        else if (db > dc)
            rb = -ra - rc;
        else
            rc = -ra - rb;
        return ((long)-rc, (long)rb);
    }

    /// <summary>Lattice steps of the digits 0 to 6.</summary>
    public static ReadOnlySpan<sbyte> StepQ => [0, -1, 0, -1, 1, 0, 1];

    /// <summary>Second coordinate of <see cref="StepQ"/>.</summary>
    public static ReadOnlySpan<sbyte> StepR => [0, -1, 1, 0, 0, -1, 1];

    /// <summary>The point of the next finer level at the same place.</summary>
    public static (long Q, long R) Finer(int finerLevel, long q, long r) => (finerLevel & 1) != 0 ? (2 * q + r, 3 * r - q) : (3 * q - r, q + 2 * r);

    /// <summary>The point of the next coarser level whose cell a point belongs to.</summary>
    public static (long Q, long R) Coarser(int finerLevel, long q, long r) => (finerLevel & 1) != 0
        ? ((long)Math.Round((3 * q - r) / 7.0), (long)Math.Round((q + 2 * r) / 7.0))
        : ((long)Math.Round((2 * q + r) / 7.0), (long)Math.Round((3 * r - q) / 7.0));

    /// <summary>A digit turned by 60° counterclockwise.</summary>
    public static ReadOnlySpan<byte> TurnedLeft => [0, 5, 3, 1, 6, 4, 2];
}
