using System.Text;

namespace Content.Workbooks.Preview.Charts;

/// <summary>Numbers and paths as SVG has them.</summary>
internal static class SvgPath
{
    /// <summary>A number with at most two digits behind the point.</summary>
    public static string N(double number) => Math.Round(double.IsFinite(number) ? number : 0, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A line through points; values that are no number part it.</summary>
    public static string Line(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        var isOpen = false;
        foreach (var (x, y) in points)
        {
            if (double.IsNaN(y))
            {
                isOpen = false;
                continue;
            }

            path.Append(isOpen ? 'L' : 'M').Append(N(x)).Append(' ').Append(N(y));
            isOpen = true;
        }

        return path.ToString();
    }

    /// <summary>The area between a line and another that runs below it at the same places.</summary>
    public static string Area(IReadOnlyList<(double X, double Low, double High)> points) => points.Count == 0
        ? ""
        : Line(points.Select(point => (point.X, point.High))) + string.Concat(points.Reverse().Select(point => $"L{N(point.X)} {N(point.Low)}")) + "Z";

    /// <summary>A slice of a ring around the origin.</summary>
    /// <param name="from">Where it starts, share of the turn from the top.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="inner">Inner radius.</param>
    /// <param name="outer">Outer radius.</param>
    public static string Ring(double from, double to, double inner, double outer)
    {
        // A whole turn would start where it ends, which is nothing: a circle with another, the other way round, as its hole.
        if (to - from > 0.999)
            return Circle(outer, 1) + Circle(inner, 0);
        var isLarge = to - from > 0.5 ? 1 : 0;
        return $"M{P(from, outer)}A{N(outer)} {N(outer)} 0 {isLarge} 1 {P(to, outer)}L{P(to, inner)}A{N(inner)} {N(inner)} 0 {isLarge} 0 {P(from, inner)}Z";
    }

    private static string Circle(double radius, int sweep) => $"M0 {N(-radius)}A{N(radius)} {N(radius)} 0 1 {sweep} 0 {N(radius)}A{N(radius)} {N(radius)} 0 1 {sweep} 0 {N(-radius)}Z";

    private static string P(double turn, double radius) => $"{N(Math.Sin(turn * Math.Tau) * radius)} {N(-Math.Cos(turn * Math.Tau) * radius)}";
}
