using System.Globalization;
using System.Numerics;

namespace Content.Kql.Engine.Functions;

/// <summary>
/// A cell of the S2 grid: six faces of a cube, each a quadtree along a Hilbert curve. The id holds the face in three bits, two bits a level,
/// a one, and zeros. The token is the id in hexadecimal without trailing zeros.
/// </summary>
internal readonly record struct S2Cell(ulong Id)
{
    public const int MaxLevel = 30;

    private const int Size = 1 << MaxLevel;

    // Quadrant (i, j as two bits) by position on the curve, for each orientation; bit 0 of an orientation swaps axes, bit 1 turns it over.
    private static ReadOnlySpan<byte> QuadrantOf => [0, 1, 3, 2, 0, 2, 3, 1, 3, 2, 0, 1, 3, 1, 0, 2];

    private static ReadOnlySpan<byte> Turn => [1, 0, 0, 3];

    public int Face => (int)(Id >> 61);

    public ulong LowestBit => Id & (~Id + 1);

    public int Level => MaxLevel - (BitOperations.TrailingZeroCount(Id) >> 1);

    public bool IsValid => Id != 0 && Face < 6 && (LowestBit & 0x1555555555555555) != 0;

    public string Token => Id == 0 ? "X" : Id.ToString("x16", CultureInfo.InvariantCulture).TrimEnd('0');

    /// <summary>Reads a token; null for what is none.</summary>
    public static S2Cell? Parse(string? token)
    {
        if (token is null || token.Length is 0 or > 16 || !ulong.TryParse(token, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
            return null;
        var cell = new S2Cell(id << (4 * (16 - token.Length)));
        return cell.IsValid ? cell : null;
    }

    public static S2Cell At(Vec3 p, int level)
    {
        var (face, u, v) = Project(p);
        return At(face, ToIndex(ToSt(u)), ToIndex(ToSt(v)), level);
    }

    /// <summary>The cell of a level around a leaf.</summary>
    public static S2Cell At(int face, int i, int j, int level)
    {
        var orientation = face & 1;
        ulong position = 0;
        for (var k = MaxLevel - 1; k >= 0; k--)
        {
            var quadrant = (i >> k & 1) << 1 | j >> k & 1;
            var at = 0;
            while (QuadrantOf[orientation * 4 + at] != quadrant)
                at++;
            position = position << 2 | (uint)at;
            orientation ^= Turn[at];
        }

        return new S2Cell((ulong)face << 61 | position << 1 | 1).Parent(level);
    }

    public S2Cell Parent(int level)
    {
        var bit = 1UL << (2 * (MaxLevel - level));
        return new S2Cell(Id & (~bit + 1) | bit);
    }

    public S2Cell Child(int position)
    {
        var bit = LowestBit >> 2;
        return new S2Cell(Id - LowestBit + (ulong)(2 * position + 1) * bit);
    }

    public static S2Cell OfFace(int face) => new((ulong)face << 61 | 1UL << 60);

    /// <summary>Face, and the least leaf coordinates.</summary>
    public (int Face, int I, int J, int Size) Bounds()
    {
        var orientation = Face & 1;
        int i = 0, j = 0;
        var level = Level;
        for (var k = 0; k < level; k++)
        {
            var at = (int)(Id >> (59 - 2 * k)) & 3;
            var quadrant = QuadrantOf[orientation * 4 + at];
            i = i << 1 | quadrant >> 1;
            j = j << 1 | quadrant & 1;
            orientation ^= Turn[at];
        }

        return (Face, i << (MaxLevel - level), j << (MaxLevel - level), 1 << (MaxLevel - level));
    }

    public Vec3 Center()
    {
        var (face, i, j, size) = Bounds();
        return ToPoint(face, ToUv((i + size / 2.0) / Size), ToUv((j + size / 2.0) / Size));
    }

    /// <summary>Corners counterclockwise.</summary>
    public Vec3[] Corners()
    {
        var (face, i, j, size) = Bounds();
        var low = (U: ToUv((double)i / Size), V: ToUv((double)j / Size));
        var high = (U: ToUv((double)(i + (long)size) / Size), V: ToUv((double)(j + (long)size) / Size));
        return [ToPoint(face, low.U, low.V), ToPoint(face, high.U, low.V), ToPoint(face, high.U, high.V), ToPoint(face, low.U, high.V)];
    }

    /// <summary>The cells of the same level that share an edge or a corner, in Kusto's order.</summary>
    public List<S2Cell> Neighbors()
    {
        var (face, i, j, size) = Bounds();
        var level = Level;
        var result = new List<S2Cell>();
        foreach (var (di, dj) in (ReadOnlySpan<(int, int)>)[(1, 1), (-1, -1), (1, -1), (0, -1), (0, 1), (1, 0), (-1, 0), (-1, 1)])
        {
            // Beyond a corner of the cube three cells meet, not four.
            if (di != 0 && dj != 0 && IsOutside(i + (long)di * size) && IsOutside(j + (long)dj * size))
                continue;
            var cell = Wrapped(face, i + (long)di * size + size / 2, j + (long)dj * size + size / 2, level);
            if (cell != this && !result.Contains(cell))
                result.Add(cell);
        }

        return result;
    }

    private static bool IsOutside(long index) => index is < 0 or >= Size;

    private static S2Cell Wrapped(int face, long i, long j, int level)
    {
        if (!IsOutside(i) && !IsOutside(j))
            return At(face, (int)i, (int)j, level);
        // Just beyond the border of the face, in its plane, lies the neighbouring face.
        const double Beyond = 1 + 1e-9;
        var u = Math.Clamp((2.0 * i + 1 - Size) / Size, -Beyond, Beyond);
        var v = Math.Clamp((2.0 * j + 1 - Size) / Size, -Beyond, Beyond);
        var (newFace, x, y) = Project(ToPoint(face, u, v));
        return At(newFace, ToIndex(0.5 * (x + 1)), ToIndex(0.5 * (y + 1)), level);
    }

    private static int ToIndex(double s) => (int)Math.Clamp(Math.Floor(s * Size), 0, Size - 1);

    private static double ToUv(double s) => s >= 0.5 ? (4 * s * s - 1) / 3 : (1 - 4 * (1 - s) * (1 - s)) / 3;

    private static double ToSt(double u) => u >= 0 ? 0.5 * Math.Sqrt(1 + 3 * u) : 1 - 0.5 * Math.Sqrt(1 - 3 * u);

    private static Vec3 ToPoint(int face, double u, double v) => (face switch
    {
        0 => new Vec3(1, u, v),
        1 => new Vec3(-u, 1, v),
        2 => new Vec3(-u, -v, 1),
        3 => new Vec3(-1, -v, -u),
        4 => new Vec3(v, -1, -u),
        _ => new Vec3(v, u, -1),
    }).Unit();

    private static (int Face, double U, double V) Project(Vec3 p)
    {
        var (x, y, z) = (Math.Abs(p.X), Math.Abs(p.Y), Math.Abs(p.Z));
        var axis = x > y ? x > z ? 0 : 2 : y > z ? 1 : 2;
        var face = axis switch { 0 => p.X < 0 ? 3 : 0, 1 => p.Y < 0 ? 4 : 1, _ => p.Z < 0 ? 5 : 2 };
        return face switch
        {
            0 => (0, p.Y / p.X, p.Z / p.X),
            1 => (1, -p.X / p.Y, p.Z / p.Y),
            2 => (2, -p.X / p.Z, -p.Y / p.Z),
            3 => (3, p.Z / p.X, p.Y / p.X),
            4 => (4, p.Z / p.Y, -p.X / p.Y),
            _ => (5, -p.Y / p.Z, -p.X / p.Z),
        };
    }
}
