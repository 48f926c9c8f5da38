using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary>Percentiles by nearest rank: the least value that at least so many percent of all values do not pass.</summary>
internal static class Percentiles
{
    // 99.9 % of 1000 is 999.0000000000001 in binary: what rounding adds must not move the rank.
    private const double Slack = 1e-9;

    /// <summary>Index into sorted values.</summary>
    public static int Rank(double percent, int count) => (int)Math.Clamp(Math.Ceiling(percent * count / 100 - Slack) - 1, 0, count - 1);

    /// <summary>Index into sorted values of which each stands for a number of equals.</summary>
    public static int Rank(double percent, ReadOnlySpan<double> weights)
    {
        var total = 0d;
        foreach (var weight in weights)
            total += weight;
        var target = percent * total / 100 - Slack;
        var sum = 0d;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            if (sum >= target)
                return i;
        }

        return weights.Length - 1;
    }

    /// <summary>The percentiles that constant arguments from a position on ask for; a dynamic array stands for its elements.</summary>
    public static double[] Constants(string name, int first, int count, Func<int, Vector?> constant)
    {
        var result = new List<double>();
        for (var i = first; i < count; i++)
        {
            var vector = constant(i) ?? throw new UnsupportedException(name, "a percentile that is not constant");
            if (vector is DynamicVector dynamics && dynamics[0].Tag == DynamicTag.Array)
            {
                foreach (var element in dynamics[0].Elements)
                    result.Add(Checked(name, Conversions.ToReal(element)));
            }
            else
            {
                var reals = vector.AsReal();
                result.Add(Checked(name, reals.IsNull(0) ? null : reals[0]));
            }
        }

        return result.ToArray();
    }

    private static double Checked(string name, double? percent) => percent is >= 0 and <= 100
        ? percent.Value
        : throw new QueryFailedException($"{name}(): a percentile must lie between 0 and 100.");
}
