using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels of the statistical functions.</summary>
internal static class Statistics
{
    public static void Register(KernelTable table)
    {
        table.Scalar("beta_cdf", OfThree(BetaCdf));
        table.Scalar("beta_inv", OfThree(BetaInverse));
        table.Scalar("beta_pdf", OfThree(BetaDensity));
        table.Scalar("erf", Kernel.Unary<double, double>(TypeKind.Real, TypeKind.Real, SpecialFunctions.Erf));
        table.Scalar("erfc", Kernel.Unary<double, double>(TypeKind.Real, TypeKind.Real, SpecialFunctions.Erfc));
        table.Scalar("gamma", Kernel.Unary<double, double>(TypeKind.Real, TypeKind.Real, SpecialFunctions.Gamma));
        table.Scalar("loggamma", Kernel.Unary<double, double>(TypeKind.Real, TypeKind.Real, SpecialFunctions.LogGamma));
        table.Scalar("welch_test", WelchTest);
    }

    private static ScalarKernelFactory OfThree(Func<double, double, double, double?> function) =>
        Kernel.Ternary(TypeKind.Real, TypeKind.Real, TypeKind.Real, TypeKind.Real, function);

    private static double? BetaCdf(double x, double alpha, double beta) =>
        !(x is >= 0 and <= 1) || !(alpha is > 0 and <= 10000) || !(beta is > 0 and <= 10000) ? double.NaN : SpecialFunctions.BetaRegularized(x, alpha, beta);

    private static double? BetaDensity(double x, double alpha, double beta)
    {
        if (!(x is > 0 and < 1) || !(alpha > 0) || !(beta > 0))
            return double.NaN;
        return Math.Exp(SpecialFunctions.LogGamma(alpha + beta) - SpecialFunctions.LogGamma(alpha) - SpecialFunctions.LogGamma(beta)
            + (alpha - 1) * Math.Log(x) + (beta - 1) * Math.Log(1 - x));
    }

    private static double? BetaInverse(double probability, double alpha, double beta)
    {
        if (!(alpha > 0) || !(beta > 0))
            return double.NaN;
        if (!(probability is > 0 and <= 1))
            return null;
        // The distribution rises, so halving the interval always converges.
        var low = 0d;
        var high = 1d;
        for (var i = 0; i < 1100; i++)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high)
                break;
            if (SpecialFunctions.BetaRegularized(middle, alpha, beta) < probability)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    private static ScalarKernel WelchTest(KernelBinding binding) => (arguments, length) =>
    {
        var values = new FixedVector<double>[6];
        for (var k = 0; k < 6; k++)
            values[k] = arguments[k].AsReal();
        var builder = new FixedBuilder<double>(TypeKind.Real, length);
        for (var i = 0; i < length; i++)
        {
            var missing = false;
            foreach (var value in values)
                missing |= value.IsNull(i);
            if (missing)
                builder.AddNull();
            else
                builder.Add(Welch(values[0][i], values[1][i], values[2][i], values[3][i], values[4][i], values[5][i]));
        }

        return builder.Build();
    };

    private static double Welch(double mean1, double variance1, double count1, double mean2, double variance2, double count2)
    {
        var error1 = variance1 / count1;
        var error2 = variance2 / count2;
        var error = error1 + error2;
        var t = (mean1 - mean2) / Math.Sqrt(error);
        var degrees = error * error / (error1 * error1 / (count1 - 1) + error2 * error2 / (count2 - 1));
        return double.IsFinite(t) && double.IsFinite(degrees) ? SpecialFunctions.StudentTwoSided(t, degrees) : double.NaN;
    }
}
