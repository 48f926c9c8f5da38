using System.Globalization;

namespace Content.Kql.Engine.Functions;

/// <summary>
/// A cell of the H3 grid. The index holds mode and level, one of 122 base cells, and a digit a level. Twelve base cells are pentagons around
/// a corner of the icosahedron (see <see cref="H3Pentagon"/>): there is no way in the direction of the third axis.
/// </summary>
internal readonly record struct H3Cell(ulong Index)
{
    public const int MaxLevel = 15;

    private const ulong Mode = 1UL << 59;

    // Home face (a to t) and place on it of every base cell: the digit's bits are the three axes; 8 is a corner, a pentagon.
    private const string BaseCells =
        "b4c6b0c4a8b6b1c0a4c2b2b3d4d6l8e4a0g2a1c3h1c1a6g1k8g0d0l4e6d2a3e0f2a2h2l6h0k4m8g5h5e1d1d3e2g4l0i1f1o8f0m4k6e3m6h4l2k0n8k1l1j2" +
        "i2g8i0j1o4f5q3i5f4m0h8m2k2j0n4q1p3p2q2o6n6f8i4o0j5o1r1m1q0r3p1q5j4p0n0i8n2r5t2o2t3r2n1r0q4j8p5p4s3s1t1r4t0s2s5t8t4s0t5s4";

    internal static readonly Vec3[] BaseCenters = MakeBaseCenters();

    public int Level => (int)(Index >> 52 & 15);

    public int BaseCell => (int)(Index >> 45 & 127);

    public string Text => Index.ToString("x", CultureInfo.InvariantCulture);

    private int Digit(int level) => (int)(Index >> (3 * (MaxLevel - level)) & 7);

    internal static bool IsPentagon(int baseCell) => BaseCells[2 * baseCell + 1] == '8';

    internal static (int Face, long Q, long R) Home(int baseCell)
    {
        var code = BaseCells[2 * baseCell + 1] - '0';
        var (i, j, k) = code == 8 ? (2, 0, 0) : (code >> 2 & 1, code >> 1 & 1, code & 1);
        return (BaseCells[2 * baseCell] - 'a', i - k, j - k);
    }

    private static Vec3[] MakeBaseCenters()
    {
        var result = new Vec3[122];
        for (var cell = 0; cell < result.Length; cell++)
        {
            var (face, q, r) = Home(cell);
            var (x, y) = H3Grid.ToPlane(0, q, r);
            result[cell] = H3Grid.Unproject(face, x, y);
        }

        return result;
    }

    public static H3Cell? Parse(string? text)
    {
        if (text is null || text.Length is 0 or > 16 || !ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var index))
            return null;
        var cell = new H3Cell(index);
        if (index >> 59 != 1 || (index >> 56 & 7) != 0 || cell.BaseCell >= 122)
            return null;
        for (var level = 1; level <= MaxLevel; level++)
        {
            if (level <= cell.Level ? cell.Digit(level) == 7 : cell.Digit(level) != 7)
                return null;
        }

        return IsPentagon(cell.BaseCell) && cell.Leading == 1 ? null : cell;
    }

    /// <summary>The cell of a level around a place.</summary>
    public static H3Cell At(Vec3 place, int level)
    {
        var face = H3Grid.NearestFace(place);
        var (x, y) = H3Grid.Project(face, place);
        var (q, r) = H3Grid.ToLattice(level, x, y);
        Span<int> digits = stackalloc int[MaxLevel + 1];
        for (var at = level; at >= 1; at--)
        {
            var (parentQ, parentR) = H3Grid.Coarser(at, q, r);
            var (centerQ, centerR) = H3Grid.Finer(at, parentQ, parentR);
            digits[at] = DigitOf(q - centerQ, r - centerR);
            (q, r) = (parentQ, parentR);
        }

        var (planeX, planeY) = H3Grid.ToPlane(0, q, r);
        var baseCell = NearestBase(H3Grid.Unproject(face, planeX, planeY));
        var used = digits.Slice(1, level);
        if (IsPentagon(baseCell))
        {
            H3Pentagon.ToIndex(baseCell, face, q, used);
        }
        else
        {
            for (var turns = Turns(face, q, r, baseCell); turns > 0; turns--)
                H3Pentagon.TurnLeft(used);
        }

        var index = Mode | (ulong)level << 52 | (ulong)baseCell << 45;
        for (var at = 1; at <= MaxLevel; at++)
            index |= (ulong)(at > level ? 7 : digits[at]) << (3 * (MaxLevel - at));
        return new H3Cell(index);
    }

    private static int DigitOf(long q, long r)
    {
        for (var digit = 0; digit < 7; digit++)
        {
            if (H3Grid.StepQ[digit] == q && H3Grid.StepR[digit] == r)
                return digit;
        }

        return 0;
    }

    private static int NearestBase(Vec3 place)
    {
        var best = 0;
        for (var cell = 1; cell < BaseCenters.Length; cell++)
        {
            if (place.Dot(BaseCenters[cell]) > place.Dot(BaseCenters[best]))
                best = cell;
        }

        return best;
    }

    // How the axes of a face are turned against those of the base cell's home: seen from where the first child of digit 4 lies.
    private static int Turns(int face, long q, long r, int baseCell)
    {
        var (homeFace, homeQ, homeR) = Home(baseCell);
        if (face == homeFace)
            return 0;
        const int Probe = 4;
        var place = Child(face, q, r, Probe);
        var best = 0;
        var nearest = double.NegativeInfinity;
        for (var candidate = 1; candidate < 7; candidate++)
        {
            var dot = Child(homeFace, homeQ, homeR, candidate).Dot(place);
            if (dot > nearest)
            {
                nearest = dot;
                best = candidate;
            }
        }

        var turns = 0;
        for (int digit = Probe; digit != best; digit = H3Grid.TurnedLeft[digit])
            turns++;
        return turns;
    }

    private static Vec3 Child(int face, long q, long r, int digit)
    {
        var (childQ, childR) = H3Grid.Finer(1, q, r);
        var (x, y) = H3Grid.ToPlane(1, childQ + H3Grid.StepQ[digit], childR + H3Grid.StepR[digit]);
        return H3Grid.Unproject(face, x, y);
    }

    /// <summary>A face near the cell and lattice coordinates there; they may lie beyond the face.</summary>
    private (int Face, long Q, long R) Lattice()
    {
        var (face, q, r) = Home(BaseCell);
        Span<int> digits = stackalloc int[Level];
        for (var at = 0; at < digits.Length; at++)
            digits[at] = Digit(at + 1);
        if (IsPentagon(BaseCell))
            (face, q, r) = H3Pentagon.FromIndex(BaseCell, digits);
        for (var at = 0; at < digits.Length; at++)
        {
            (q, r) = H3Grid.Finer(at + 1, q, r);
            q += H3Grid.StepQ[digits[at]];
            r += H3Grid.StepR[digits[at]];
        }

        return (face, q, r);
    }

    /// <summary>Whether the cell is a pentagon: in the middle of a base cell that is one.</summary>
    private bool IsCorner => IsPentagon(BaseCell) && Leading == 0;

    private int Leading
    {
        get
        {
            for (var level = 1; level <= Level; level++)
            {
                if (Digit(level) != 0)
                    return Digit(level);
            }

            return 0;
        }
    }

    public Vec3 Center()
    {
        var (face, q, r) = Lattice();
        var (x, y) = H3Grid.ToPlane(Level, q, r);
        return H3Grid.Unproject(face, x, y);
    }

    /// <summary>Corners counterclockwise.</summary>
    public Vec3[] Corners()
    {
        if (IsCorner)
            return H3Pentagon.Corners(BaseCell, Level);
        var (face, q, r) = Lattice();
        var result = new Vec3[6];
        for (var i = 0; i < 6; i++)
        {
            // A corner is the middle of three cells: this one and two next to each other.
            var (q1, r1) = Around[(i + 0) % 6];
            var (q2, r2) = Around[(i + 1) % 6];
            var (x, y) = H3Grid.ToPlane(Level, q + (q1 + q2) / 3.0, r + (r1 + r2) / 3.0);
            result[i] = H3Grid.Unproject(face, x, y);
        }

        return result;
    }

    // Steps counterclockwise from the first axis.
    private static readonly (int Q, int R)[] Around = [(1, 0), (1, 1), (0, 1), (-1, 0), (-1, -1), (0, -1)];

    /// <summary>The cells at a distance, counterclockwise.</summary>
    public List<H3Cell> Ring(int distance)
    {
        if (distance == 0)
            return [this];
        if (IsPentagon(BaseCell))
            return Spread(distance);
        var (face, q, r) = Lattice();
        // From the first axis out; each side of the ring runs two sixths of a turn further than its corner.
        q += distance;
        var result = new List<H3Cell>();
        for (var side = 0; side < 6; side++)
        {
            var (dq, dr) = Around[(side + 2) % 6];
            for (var i = 0; i < distance; i++)
            {
                q += dq;
                r += dr;
                var (x, y) = H3Grid.ToPlane(Level, q, r);
                result.Add(At(H3Grid.Unproject(face, x, y), Level));
            }
        }

        return result;
    }

    // Around a pentagon a ring has gaps: neighbours of neighbours that were not seen before.
    private List<H3Cell> Spread(int distance)
    {
        var seen = new HashSet<ulong> { Index };
        List<H3Cell> ring = [this];
        for (var d = 0; d < distance; d++)
        {
            var next = new List<H3Cell>();
            foreach (var cell in ring)
            {
                foreach (var neighbor in cell.AcrossEdges())
                {
                    if (seen.Add(neighbor.Index))
                        next.Add(neighbor);
                }
            }

            ring = next;
        }

        return ring;
    }

    private List<H3Cell> AcrossEdges()
    {
        var center = Center();
        var corners = Corners();
        var result = new List<H3Cell>();
        for (var i = 0; i < corners.Length; i++)
        {
            var middle = (corners[i] + corners[(i + 1) % corners.Length]).Unit();
            result.Add(At((middle + (middle - center) * 0.5).Unit(), Level));
        }

        return result;
    }

    public H3Cell Parent(int level)
    {
        var index = Index & ~(15UL << 52) | (ulong)level << 52;
        for (var at = level + 1; at <= MaxLevel; at++)
            index |= 7UL << (3 * (MaxLevel - at));
        return new H3Cell(index);
    }

    /// <summary>All cells of a finer level inside, in the order of their indexes.</summary>
    public List<H3Cell> Children(int level)
    {
        var result = new List<H3Cell> { this };
        for (var at = Level + 1; at <= level; at++)
        {
            var finer = new List<H3Cell>(result.Count * 7);
            foreach (var cell in result)
            {
                var corner = cell.IsCorner;
                var clear = cell.Index & ~(15UL << 52) & ~(7UL << (3 * (MaxLevel - at))) | (ulong)at << 52;
                for (var digit = 0; digit < 7; digit++)
                {
                    if (!corner || digit != 1)
                        finer.Add(new H3Cell(clear | (ulong)digit << (3 * (MaxLevel - at))));
                }
            }

            result = finer;
        }

        return result;
    }
}
