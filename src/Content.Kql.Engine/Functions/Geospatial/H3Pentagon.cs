namespace Content.Kql.Engine.Functions;

/// <summary>
/// Base cells around a corner of the icosahedron, where five faces meet. Each face has a sixth of a turn of the index to itself; the sixth
/// sixth, the third axis, is left out.
/// </summary>
internal static class H3Pentagon
{
    // Digits in whose direction the five faces lie, counterclockwise from the home face, in the index.
    private static ReadOnlySpan<byte> Sectors => [3, 5, 4, 6, 2];

    private const int LeftOut = 1;

    /// <summary>Turns digits as a face has them into those of the index.</summary>
    /// <param name="baseCell">The base cell.</param>
    /// <param name="face">The face.</param>
    /// <param name="q">First lattice coordinate of the corner on the face.</param>
    /// <param name="digits">Digits by level.</param>
    public static void ToIndex(int baseCell, int face, long q, Span<int> digits)
    {
        var inward = Inward(q);
        if (Leading(digits) == LeftOut)
        {
            if (inward == 5)
                TurnRight(digits);
            else
                TurnLeft(digits);
        }

        var turns = Array.IndexOf(Faces(baseCell), face) - Sectors.IndexOf((byte)inward);
        for (turns = (turns + 5) % 5; turns > 0; turns--)
        {
            TurnLeft(digits);
            if (Leading(digits) == LeftOut)
                TurnLeft(digits);
        }
    }

    /// <summary>The face that the digits of an index lead to, with the corner there; the digits are turned to suit the face.</summary>
    public static (int Face, long Q, long R) FromIndex(int baseCell, Span<int> digits)
    {
        var faces = Faces(baseCell);
        var sector = Math.Max(0, Sectors.IndexOf((byte)Leading(digits)));
        var face = faces[sector];
        var (x, y) = H3Grid.Project(face, H3Cell.BaseCenters[baseCell]);
        var (q, r) = H3Grid.ToLattice(0, x, y);
        var inward = Inward(q, r);
        for (var guard = 0; guard < 6 && Leading(digits) is not 0 and var leading && leading != inward; guard++)
            TurnLeft(digits);
        return (face, q, r);
    }

    /// <summary>The five corners of the pentagon of a level, counterclockwise.</summary>
    public static Vec3[] Corners(int baseCell, int level)
    {
        var faces = Faces(baseCell);
        var center = H3Cell.BaseCenters[baseCell];
        var result = new Vec3[5];
        for (var i = 0; i < 5; i++)
        {
            // A corner lies between two directions of the lattice, the one that leads into the face and the one before it.
            var (x, y) = H3Grid.Project(faces[i], center);
            var (q, r) = H3Grid.ToLattice(0, x, y);
            var inward = Inward(q, r);
            var before = inward;
            for (var t = 0; t < 5; t++)
                before = H3Grid.TurnedLeft[before];
            for (var at = 1; at <= level; at++)
                (q, r) = H3Grid.Finer(at, q, r);
            var (cornerX, cornerY) = H3Grid.ToPlane(level,
                q + (H3Grid.StepQ[inward] + H3Grid.StepQ[before]) / 3.0, r + (H3Grid.StepR[inward] + H3Grid.StepR[before]) / 3.0);
            result[i] = H3Grid.Unproject(faces[i], cornerX, cornerY);
        }

        return result;
    }

    /// <summary>Turns all digits by 60° counterclockwise.</summary>
    public static void TurnLeft(Span<int> digits)
    {
        for (var i = 0; i < digits.Length; i++)
            digits[i] = H3Grid.TurnedLeft[digits[i]];
    }

    private static void TurnRight(Span<int> digits)
    {
        for (var i = 0; i < 5; i++)
            TurnLeft(digits);
    }

    // From a corner on an axis the face lies in the opposite direction.
    private static int Inward(long q, long r) => (q, r) switch { ( > 0, <= 0) => 3, ( < 0, < 0) => 6, _ => 5 };

    private static int Inward(long q) => q > 0 ? 3 : q < 0 ? 6 : 5;

    private static int Leading(ReadOnlySpan<int> digits)
    {
        foreach (var digit in digits)
        {
            if (digit != 0)
                return digit;
        }

        return 0;
    }

    /// <summary>The five faces around the corner, counterclockwise from the home face.</summary>
    private static int[] Faces(int baseCell)
    {
        var corner = H3Cell.BaseCenters[baseCell];
        var home = H3Cell.Home(baseCell).Face;
        var from = H3Grid.FaceCenter(home);
        var found = new List<(double Turn, int Face)>();
        for (var face = 0; face < 20; face++)
        {
            var center = H3Grid.FaceCenter(face);
            if (center.Dot(corner) < 0.75)
                continue;
            var turn = face == home ? 0 : Trigonometry.Atan2(from.Cross(center).Dot(corner), (from - corner * from.Dot(corner)).Dot(center - corner * center.Dot(corner)));
            found.Add((turn < 0 ? turn + 2 * Math.PI : turn, face));
        }

        found.Sort();
        return found.ConvertAll(static item => item.Face).ToArray();
    }
}
