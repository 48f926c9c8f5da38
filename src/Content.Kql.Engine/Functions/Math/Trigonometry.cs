using System.Globalization;
using System.Numerics;

namespace Content.Kql.Engine.Functions;

/// <summary>Trigonometric functions whose results are the same on every machine and system, which those of <see cref="Math"/> are not in their last digit.</summary>
/// <remarks>
/// They give the digits that the service prints: those of Windows' Universal C runtime on processors with fused multiply-add, whose algorithms are AMD's
/// (win-libm: range reduction after Boldo, Daumas and Li, minimax polynomials, tables for the arc tangent of two arguments). Every operation below stands
/// in the order in which it is rounded there.
/// </remarks>
internal static class Trigonometry
{
    private const double QuarterPi = Math.PI / 4;
    private const double HalfPi = Math.PI / 2;

    // Half of pi in three parts, each continuing the one before.
    private const double HalfPiMiddle = 6.123233995736757e-17;
    private const double HalfPiLow = 8.478427660368898e-32;

    // What is missing of half and quarter of pi as numbers.
    private const double HalfPiTail = 6.123233995736766e-17;
    private const double QuarterPiTail = 3.0616169978683824e-17;

    private const double TwoOverPi = 2 / Math.PI;

    // Added and taken off again, it rounds to a whole number.
    private const double Rounding = 6755399441055744;

    // From here on range reduction takes the bits of 2/pi that matter.
    private const double Large = 2e7;

    private const double Tiny = 1.0 / (1 << 27);
    private const double Small = 1.0 / (1 << 13);

    private const ulong UpperHalf = 0xffffffff00000000;

    private static readonly BigInteger TwoOverPiBits = BigInteger.Parse("0" +
        "A2F9836E4E441529FC2757D1F534DDC0DB6295993C439041FE5163ABDEBBC561B7246E3A424DD2E0" +
        "06492EEA09D1921CFE1DEB1CB129A73EE88235F52EBB4484E99C7026B45F7E413991D639835339F4" +
        "9C845F8BBDF9283B1FF897FFDE05980FEF2F118B5A0A6D1F6D367ECF27CB09B74F463F669E5FEA2D" +
        "7527BAC7EBE5F17B3D0739F78A5292EA6BFB5FB11F8D5D0856033046FC7B6BABF0CFBC209AF4361D", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private const int TwoOverPiLength = 1280;

    public static double Sin(double x)
    {
        var size = Math.Abs(x);
        if (size < QuarterPi)
        {
            if (size < Tiny)
                return x;
            var square = x * x;
            if (size < Small)
                return Fused(-(square * x), 1.0 / 6, x);
            return Fused(x * square, Fused(SinRatio(square), square, -0.16666666666666666), x);
        }

        if (!double.IsFinite(x))
            return double.NaN;
        var (head, tail, quadrant) = Reduce(size);
        var value = (quadrant & 1) == 0 ? SinOf(head, tail) : CosOf(head, tail);
        return quadrant >= 2 ^ x < 0 ? -value : value;
    }

    public static double Cos(double x)
    {
        var size = Math.Abs(x);
        if (size <= QuarterPi)
        {
            if (size < Tiny)
                return 1;
            if (size < Small)
                return Fused(-(0.5 * x), x, 1);
            var square = x * x;
            return Fused(Fused(CosRatio(square), square, -0.5), square, 1);
        }

        if (!double.IsFinite(x))
            return double.NaN;
        var (head, tail, quadrant) = Reduce(size);
        var value = (quadrant & 1) == 0 ? CosOf(head, tail) : SinOf(head, tail);
        return quadrant is 1 or 2 ? -value : value;
    }

    public static (double Sin, double Cos) SinCos(double x) => (Sin(x), Cos(x));

    public static double Tan(double x)
    {
        var size = Math.Abs(x);
        if (size < QuarterPi)
        {
            var turn = Turned(x);
            if (turn != 0)
                x = QuarterPi - size + QuarterPiTail;
            var square = x * x;
            var tangent = Fused(x, TanRatio(square) * square, x);
            return turn == 0 ? tangent : Fused(-(tangent / (tangent + 1)), 2, 1) * turn;
        }

        if (!double.IsFinite(x))
            return double.NaN;
        var (head, tail, quadrant) = Reduce(size);
        var value = TanOf(head, tail, (quadrant & 1) != 0);
        return x < 0 ? -value : value;
    }

    public static double Asin(double x)
    {
        var y = Math.Abs(x);
        if (!(y < 1))
            return y == 1 ? Math.CopySign(HalfPi, x) : double.NaN;
        if (y < 1.0 / (1 << 28))
            return x;
        double value;
        if (y >= 0.5)
        {
            var r = 0.5 * (1 - y);
            var s = Math.Sqrt(r);
            var u = AsinRatio(r);
            var upper = Masked(s, UpperHalf);
            var lower = (r - upper * upper) / (s + upper);
            var p = 2 * s * u - (HalfPiTail - 2 * lower);
            value = QuarterPi - (p - (QuarterPi - 2 * upper));
        }
        else
        {
            value = y + y * AsinRatio(y * y);
        }

        return x < 0 ? -value : value;
    }

    public static double Acos(double x)
    {
        var y = Math.Abs(x);
        if (!(y < 1))
            return x == 1 ? 0 : x == -1 ? Math.PI : double.NaN;
        if (y < 1.0 / (1L << 56))
            return HalfPi;
        if (y < 0.5)
            return HalfPi - (x - (HalfPiTail - x * AsinRatio(y * y)));
        var r = 0.5 * (1 - y);
        var s = Math.Sqrt(r);
        var u = AsinRatio(r);
        if (x < 0)
            return Math.PI - 2 * (s + (s * u - HalfPiTail));
        var upper = Masked(s, UpperHalf);
        var lower = (r - upper * upper) / (s + upper);
        return 2 * upper + (2 * lower + 2 * s * u);
    }

    public static double Atan(double x)
    {
        if (double.IsNaN(x))
            return x;
        var v = Math.Abs(x);
        // The arc tangent of the middle of each range, in two parts.
        var (near, head, tail) = v switch
        {
            > 39.0 / 16 => (-1 / v, HalfPi, 6.123233995736765e-17),
            > 19.0 / 16 => ((v - 1.5) / (1 + 1.5 * v), 0.982793723247329, 1.3903311031230995e-17),
            > 11.0 / 16 => ((v - 1) / (1 + v), QuarterPi, 3.0616169978683824e-17),
            > 7.0 / 16 => ((2 * v - 1) / (2 + v), 0.4636476090008061, 2.269877745296168e-17),
            _ => (v, 0, 0),
        };
        var s = near * near;
        var q = near * s * (0.268297920532545909 + (0.447677206805497472 + (0.220638780716667420 + (0.304455919504853031e-1 + 0.142316903342317766e-3 * s) * s) * s) * s)
            / (0.804893761597637733 + (1.82596787737507063 + (1.41254259931958921 + (0.424602594203847109 + 0.389525873944742195e-1 * s) * s) * s) * s);
        var value = head - (q - tail - near);
        return x < 0 ? -value : value;
    }

    public static double Atan2(double y, double x)
    {
        const double PiHead = 3.1415926218032837;
        const double PiTail = 3.178650954705639e-08;
        if (double.IsNaN(x) || double.IsNaN(y))
            return double.NaN;
        if (y == 0)
            return double.IsNegative(x) ? Math.CopySign(Math.PI, y) : y;
        if (double.IsInfinity(x))
            return Math.CopySign(double.IsInfinity(y) ? x < 0 ? 3 * QuarterPi : QuarterPi : x < 0 ? Math.PI : 0, y);
        if (x == 0 || double.IsInfinity(y))
            return Math.CopySign(HalfPi, y);

        // Far from each other, one of the two does not count.
        var apart = Exponent(y) - Exponent(x);
        if (apart > 56)
            return Math.CopySign(HalfPi, y);
        if (apart < -28 && x > 0)
            return y / x;
        if (apart < -56)
            return Math.CopySign(Math.PI, y);

        // Scaling by a power of two changes no digit, and keeps clear of numbers with fewer digits.
        var scale = -Exponent(Math.MaxMagnitude(x, y));
        var u = Math.ScaleB(Math.Abs(x), scale);
        var v = Math.ScaleB(Math.Abs(y), scale);
        var swapped = u < v;
        if (swapped)
            (u, v) = (v, u);
        var ratio = v / u;
        double head;
        double tail;
        if (ratio > 1.0 / 16)
        {
            var index = (int)(256 * ratio + 0.5);
            (head, tail) = ArcTangents.Of(index);
            var c = index / 256.0;
            var upper = Masked(u, 0xfffffffff8000000);
            var r = (v - c * upper - c * (u - upper)) / (u + c * v);
            var s = r * r;
            tail = tail + r - r * (s * (0.33333333333224095522 - s * 0.19999918038989143496));
        }
        else
        {
            head = 0;
            tail = ratio;
            if (ratio >= 1e-8)
            {
                var upper = Masked(u, UpperHalf);
                var ratioUpper = Masked(ratio, UpperHalf);
                var s = ratio * ratio;
                tail = ratio + ((v - upper * ratioUpper - (u - upper) * ratioUpper - u * (ratio - ratioUpper)) / u
                    - ratio * s * (0.33333333333333170500 - s * (0.19999999999393223405 - s * (0.14285713561807169030 - s * (0.11110736283514525407 - s * 0.90029810285449784439e-1)))));
            }
        }

        if (swapped)
            (head, tail) = (HalfPi - head, HalfPiTail - tail);
        if (x < 0)
            (head, tail) = (PiHead - head, PiTail - tail);
        return Math.CopySign(head + tail, y);
    }

    private static double Fused(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    private static double Masked(double x, ulong mask) => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(x) & mask);

    private static int Exponent(double x) => Math.ILogB(x);

    private static double SinRatio(double square)
    {
        var p = Fused(1.5918144304485914e-10, square, -2.5051132068021698e-08);
        p = Fused(p, square, 2.7557316103728802e-06);
        p = Fused(p, square, -0.00019841269836761127);
        p = Fused(p, square, 0.00833333333333095);
        return p;
    }

    private static double CosRatio(double square)
    {
        var p = Fused(-1.138263981623609e-11, square, 2.0876146382372144e-09);
        p = Fused(p, square, -2.755731727234489e-07);
        p = Fused(p, square, 2.4801587298767044e-05);
        p = Fused(p, square, -0.0013888888888887398);
        p = Fused(p, square, 0.041666666666666664);
        return p;
    }

    // Sine of a reduced angle and what its rounding lost.
    private static double SinOf(double x, double rest)
    {
        var square = x * x;
        var cube = x * square;
        var low = square * (0.5 * rest - cube * SinRatio(square)) - rest;
        return x - Fused(-cube, -0.16666666666666666, low);
    }

    private static double CosOf(double x, double rest)
    {
        var square = x * x;
        var half = 0.5 * square;
        var high = 1 - half;
        var low = Fused(-x, rest, 1 - high - half);
        return Fused(CosRatio(square), square * square, low) + high;
    }

    // Large angles are seen from an eighth of a turn: 1 or -1 then, by their side.
    private static int Turned(double x) => x > 0.68 ? 1 : x < -0.68 ? -1 : 0;

    private static double TanRatio(double square)
    {
        var p = Fused(Fused(0.0002240444485370221, square, -0.022934508005756565), square, 0.3723791597597922);
        var q = Fused(Fused(Fused(-0.00023237149408856356, square, 0.026065662039864542), square, -0.5156585157290311), square, 1.1171374792793767);
        return p / q;
    }

    // Tangent, or minus its inverse for odd quadrants.
    private static double TanOf(double x, double rest, bool isOdd)
    {
        var turn = Turned(x);
        if (turn != 0)
        {
            x = QuarterPi - turn * x + (QuarterPiTail - turn * rest);
            rest = 0;
        }

        var square = Fused(rest * x, 2, x * x);
        var low = Fused(TanRatio(square) * square, x, rest);
        var tangent = x + low;
        if (turn != 0)
            return turn * (isOdd ? Fused(tangent / (tangent - 1), 2, -1) : Fused(-(tangent / (tangent + 1)), 2, 1));
        if (!isOdd)
            return tangent;
        var upper = Masked(tangent, UpperHalf);
        var inverse = -1 / tangent;
        var inverseUpper = Masked(inverse, UpperHalf);
        return Fused(Fused(low - (upper - x), inverseUpper, Fused(upper, inverseUpper, 1)), inverse, inverseUpper);
    }

    private static double AsinRatio(double r) =>
        r * (0.227485835556935010735943483075 + (-0.445017216867635649900123110649 + (0.275558175256937652532686256258
            + (-0.0549989809235685841612020091328 + (0.00109242697235074662306043804220 + 0.0000482901920344786991880522822991 * r) * r) * r) * r) * r)
        / (1.36491501334161032038194214209 + (-3.28431505720958658909889444194 + (2.76568859157270989520376345954
            + (-0.943639137032492685763471240072 + 0.105869422087204370341222318533 * r) * r) * r) * r);

    // An angle less the nearest multiple of half a pi, in two parts, and which multiple that is, modulo four.
    private static (double Head, double Tail, int Quadrant) Reduce(double x)
    {
        if (x >= Large)
            return ReduceLarge(x);
        var n = Fused(x, TwoOverPi, Rounding) - Rounding;
        var rest = Fused(-n, HalfPi, x);
        var product = n * HalfPiMiddle;
        var lost = Fused(n, HalfPiMiddle, -product);
        var difference = rest - product;
        var gap = rest - difference - product;
        var head = Fused(-n, HalfPiMiddle, rest);
        var low = difference - head + gap - lost;
        return (head, Fused(-n, HalfPiLow, low), (int)n & 3);
    }

    private static (double Head, double Tail, int Quadrant) ReduceLarge(double x)
    {
        const double PartHigh = 1.5707963109016418;
        const double PartMiddle = 1.5893254712295857e-08;
        const double PartLow = 6.123233995736765e-17;
        var bits = BitConverter.DoubleToUInt64Bits(x);
        var mantissa = bits & 0xfffffffffffff | 1UL << 52;
        var places = TwoOverPiLength + 52 - ((int)(bits >> 52) - 1023);
        var product = mantissa * TwoOverPiBits;
        var quadrant = product >> places;
        var fraction = product & (BigInteger.One << places) - 1;
        var isBeyondHalf = fraction >> (places - 1) == 1;
        if (isBeyondHalf)
        {
            quadrant++;
            fraction = (BigInteger.One << places) - fraction;
        }

        // The first 53 bits that count, and the next 53.
        var skipped = (int)fraction.GetBitLength() - 53;
        var first = fraction >> skipped;
        var second = fraction - (first << skipped) >> skipped - 53;
        var high = Math.ScaleB((double)first, skipped - places);
        var rest = Math.ScaleB((double)second, skipped - 53 - places);
        if (isBeyondHalf)
            (high, rest) = (-high, -rest);

        // Times half a pi.
        var upper = Masked(high, 0xfffffffff8000000);
        var lower = high - upper;
        var whole = high * HalfPi;
        var correction = upper * PartHigh - whole;
        correction = Fused(lower, PartHigh, correction);
        correction = Fused(upper, PartMiddle, correction);
        correction = Fused(lower, PartMiddle, correction);
        correction += Fused(high, PartLow, rest * HalfPi);
        var head = whole + correction;
        return (head, whole - head + correction, (int)(quadrant & 3));
    }
}
