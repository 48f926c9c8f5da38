
namespace Content.Kql.Engine.Functions;

/// <summary>Gamma, error and beta functions to about the precision of a double.</summary>
internal static class SpecialFunctions
{
    private const int MaxIterations = 1000;
    private const double Epsilon = 1e-16;
    private const double Tiny = 1e-300;

    // Coefficients of Lanczos' approximation for g = 607/128.
    private static readonly double[] Lanczos =
    [
        0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174, -0.49191381609762019978,
        0.33994649984811888699e-4, 0.46523628927048575665e-4, -0.98374475304879564677e-4, 0.15808870322491248884e-3,
        -0.21026444172410488319e-3, 0.21743961811521264320e-3, -0.16431810653676389022e-3, 0.84418223983852743293e-4,
        -0.26190838401581408670e-4, 0.36899182659531622704e-5,
    ];

    /// <summary>Gamma; exact for small whole numbers, NaN at the poles.</summary>
    public static double Gamma(double x)
    {
        if (x == Math.Floor(x))
        {
            if (x <= 0)
                return double.NaN;
            if (x > 171)
                return double.PositiveInfinity;
            var product = 1d;
            for (var i = 2; i < x; i++)
                product *= i;
            return product;
        }

        if (x < 0.5)
            return Math.PI / (Trigonometry.Sin(Math.PI * x) * Gamma(1 - x));
        return Math.Exp(LogGamma(x));
    }

    /// <summary>Logarithm of the absolute value of gamma.</summary>
    public static double LogGamma(double x)
    {
        if (double.IsNaN(x) || double.IsNegativeInfinity(x))
            return double.NaN;
        if (x <= 0 && x == Math.Floor(x))
            return double.PositiveInfinity;
        if (x is 1 or 2)
            return 0;
        if (x < 0.5)
            return Math.Log(Math.PI / Math.Abs(Trigonometry.Sin(Math.PI * x))) - LogGamma(1 - x);
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
            sum += Lanczos[i] / (x - 1 + i);
        var t = x - 1 + 607.0 / 128 + 0.5;
        return (x - 0.5) * Math.Log(t) - t + Math.Log(2.5066282746310005024 * sum);
    }

    /// <summary>Error function.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x))
            return x;
        var square = x * x;
        if (Math.Abs(x) < 2)
        {
            // Maclaurin series in the form without alternating signs.
            var term = x;
            var sum = x;
            for (var n = 1; n < MaxIterations; n++)
            {
                term *= 2 * square / (2 * n + 1);
                sum += term;
                if (Math.Abs(term) < Epsilon * Math.Abs(sum))
                    break;
            }

            return 2 / Math.Sqrt(Math.PI) * Math.Exp(-square) * sum;
        }

        return x > 0 ? 1 - ErfcTail(x) : ErfcTail(-x) - 1;
    }

    /// <summary>Complementary error function.</summary>
    public static double Erfc(double x) => double.IsNaN(x) ? x : x >= 2 ? ErfcTail(x) : 1 - Erf(x);

    // Continued fraction of the upper incomplete gamma function at 1/2.
    private static double ErfcTail(double x)
    {
        if (double.IsPositiveInfinity(x))
            return 0;
        var square = x * x;
        var b = square + 0.5;
        var c = 1 / Tiny;
        var d = 1 / b;
        var h = d;
        for (var i = 1; i < MaxIterations; i++)
        {
            var a = -i * (i - 0.5);
            b += 2;
            d = a * d + b;
            d = Math.Abs(d) < Tiny ? 1 / Tiny : 1 / d;
            c = b + a / c;
            if (Math.Abs(c) < Tiny)
                c = Tiny;
            var delta = d * c;
            h *= delta;
            if (Math.Abs(delta - 1) < Epsilon)
                break;
        }

        return Math.Exp(-square) * x * h / Math.Sqrt(Math.PI);
    }

    /// <summary>Regularized incomplete beta function for x from 0 to 1.</summary>
    public static double BetaRegularized(double x, double a, double b)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        return x < (a + 1) / (a + b + 2) ? front * BetaFraction(x, a, b) / a : 1 - front * BetaFraction(1 - x, b, a) / b;
    }

    private static double BetaFraction(double x, double a, double b)
    {
        var c = 1d;
        var d = 1 - (a + b) * x / (a + 1);
        d = Math.Abs(d) < Tiny ? 1 / Tiny : 1 / d;
        var h = d;
        for (var m = 1; m <= MaxIterations; m++)
        {
            h *= Step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), ref c, ref d);
            var delta = Step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), ref c, ref d);
            h *= delta;
            if (Math.Abs(delta - 1) < Epsilon)
                break;
        }

        return h;
    }

    private static double Step(double coefficient, ref double c, ref double d)
    {
        d = 1 + coefficient * d;
        d = Math.Abs(d) < Tiny ? 1 / Tiny : 1 / d;
        c = 1 + coefficient / c;
        if (Math.Abs(c) < Tiny)
            c = Tiny;
        return c * d;
    }

    /// <summary>Two-sided probability of Student's distribution beyond t.</summary>
    public static double StudentTwoSided(double t, double degrees) => BetaRegularized(degrees / (degrees + t * t), degrees / 2, 0.5);
}
