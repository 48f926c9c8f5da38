using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels that fit lines and polynomials to series by least squares.</summary>
internal static class SeriesFitting
{
    public static void Register(KernelTable table)
    {
        table.Scalar("series_fit_line", SeriesOutput.Kernel(static (call, writer) => Line(call, writer, asBag: false)));
        table.Scalar("series_fit_line_dynamic", SeriesOutput.Kernel(static (call, writer) => Line(call, writer, asBag: true)));
        table.Scalar("series_fit_2lines", SeriesOutput.Kernel(static (call, writer) => TwoLines(call, writer, asBag: false)));
        table.Scalar("series_fit_2lines_dynamic", SeriesOutput.Kernel(static (call, writer) => TwoLines(call, writer, asBag: true)));
        table.Scalar("series_fit_poly", SeriesOutput.Kernel(Polynomial));
    }

    private static void Line(RowArguments call, DynamicWriter writer, bool asBag)
    {
        if (Series.ReadComplete(call.Array(0)) is not { Length: > 0 } series)
            return;
        var fit = LineFit.Of(series);
        if (asBag)
        {
            var start = writer.BeginBag();
            Property(writer, "rsquare", fit.RSquare);
            Property(writer, "slope", fit.Slope);
            Property(writer, "variance", fit.Variance);
            Property(writer, "rvariance", fit.ResidualVariance);
            Property(writer, "interception", fit.Interception);
            writer.Key("line_fit");
            writer.Reals(fit.Values(series.Length));
            writer.EndBag(start, 6);
        }
        else
        {
            var start = writer.BeginArray();
            writer.Real(fit.RSquare);
            writer.Real(fit.Slope);
            writer.Real(fit.Variance);
            writer.Real(fit.ResidualVariance);
            writer.Real(fit.Interception);
            writer.Reals(fit.Values(series.Length));
            writer.EndArray(start, 6);
        }
    }

    private static void TwoLines(RowArguments call, DynamicWriter writer, bool asBag)
    {
        if (Series.ReadComplete(call.Array(0)) is not { Length: > 0 } series)
            return;
        var n = series.Length;
        var left = LineFit.Of(series);
        var right = left;
        var split = 0;
        // With fewer than four points there is nothing to split.
        if (n >= 4)
        {
            var best = double.PositiveInfinity;
            for (var at = 2; at <= n - 2; at++)
            {
                if ((at & 63) == 0)
                    call.Binding.Context.ThrowIfCancelled();
                var candidateLeft = LineFit.Of(series.AsSpan(0, at));
                var candidateRight = LineFit.Of(series.AsSpan(at));
                var error = candidateLeft.Error + candidateRight.Error;
                if (error < best)
                {
                    best = error;
                    split = at;
                    left = candidateLeft;
                    right = candidateRight;
                }
            }
        }

        double[] values = split == 0 ? left.Values(n) : [.. left.Values(split), .. right.Values(n - split)];
        var total = LineFit.Spread(series);
        var residual = split == 0 ? left.Error : left.Error + right.Error;
        var rsquare = total == 0 ? residual == 0 ? 1 : 0 : 1 - residual / total;
        var variance = n < 2 ? 0 : total / (n - 1);
        var residualVariance = n < 2 ? 0 : residual / (n - 1);
        if (!asBag)
        {
            var start = writer.BeginArray();
            writer.Real(rsquare);
            writer.Long(split);
            writer.Real(variance);
            writer.Real(residualVariance);
            writer.Reals(values);
            foreach (var side in (ReadOnlySpan<LineFit>)[right, left])
            {
                writer.Real(side.RSquare);
                writer.Real(side.Slope);
                writer.Real(side.Interception);
                writer.Real(side.Variance);
                writer.Real(side.ResidualVariance);
            }

            writer.EndArray(start, 15);
            return;
        }

        var bag = writer.BeginBag();
        Property(writer, "rsquare", rsquare);
        writer.Key("split_idx");
        writer.Long(split);
        Property(writer, "variance", variance);
        Property(writer, "rvariance", residualVariance);
        writer.Key("line_fit");
        writer.Reals(values);
        writer.Key("right");
        Side(writer, right);
        writer.Key("left");
        Side(writer, left);
        writer.EndBag(bag, 7);
    }

    private static void Side(DynamicWriter writer, LineFit fit)
    {
        var start = writer.BeginBag();
        Property(writer, "rsquare", fit.RSquare);
        Property(writer, "slope", fit.Slope);
        Property(writer, "interception", fit.Interception);
        Property(writer, "variance", fit.Variance);
        Property(writer, "rvariance", fit.ResidualVariance);
        writer.EndBag(start, 5);
    }

    private static void Property(DynamicWriter writer, string name, double value)
    {
        writer.Key(name);
        writer.Real(value);
    }

    private static void Polynomial(RowArguments call, DynamicWriter writer)
    {
        if (Series.ReadComplete(call.Array(0)) is not { Length: > 0 } y)
            return;
        double[]? x;
        if (call.Count > 1)
        {
            x = XValues(call.Array(1));
            if (x is null || x.Length != y.Length)
                return;
        }
        else
        {
            x = new double[y.Length];
            for (var i = 0; i < x.Length; i++)
                x[i] = i + 1;
        }

        var degree = (int)Math.Clamp(call.Long(2) ?? 1, 0, Math.Min(64, y.Length - 1));
        // Fitted over x moved and scaled to about -1…1, where powers stay apart, and expanded afterwards.
        var low = x.Min();
        var high = x.Max();
        var center = (low + high) / 2;
        var scale = high > low ? (high - low) / 2 : 1;
        var scaled = Array.ConvertAll(x, v => (v - center) / scale);
        var coefficients = LeastSquares.Fit(scaled, y, degree);
        var fitted = Array.ConvertAll(scaled, v => Evaluate(coefficients, v));
        var total = LineFit.Spread(y);
        var residual = 0d;
        for (var i = 0; i < y.Length; i++)
            residual += (y[i] - fitted[i]) * (y[i] - fitted[i]);
        var expanded = Expand(coefficients, center, scale);
        Array.Reverse(expanded);
        var start = writer.BeginArray();
        writer.Real(total == 0 ? residual == 0 ? 1 : 0 : 1 - residual / total);
        writer.Reals(expanded);
        writer.Real(y.Length < 2 ? 0 : total / (y.Length - 1));
        writer.Real(y.Length < 2 ? 0 : residual / (y.Length - 1));
        writer.Reals(fitted);
        writer.EndArray(start, 5);
    }

    // The x axis may hold instants or durations as well.
    private static double[]? XValues(DynamicValue array)
    {
        if (array.Tag != DynamicTag.Array)
            return null;
        var values = new double[array.Count];
        var i = 0;
        foreach (var element in array.Elements)
        {
            if (!element.IsNumber && element.Tag is not (DynamicTag.DateTime or DynamicTag.TimeSpan))
                return null;
            values[i++] = element.AsReal;
        }

        return values;
    }

    private static double Evaluate(double[] coefficients, double x)
    {
        var sum = 0d;
        for (var i = coefficients.Length - 1; i >= 0; i--)
            sum = sum * x + coefficients[i];
        return sum;
    }

    // Horner's scheme with polynomials: sum of c[i] * ((x - center) / scale)^i, lowest power first.
    private static double[] Expand(double[] coefficients, double center, double scale)
    {
        var result = new double[coefficients.Length];
        for (var i = coefficients.Length - 1; i >= 0; i--)
        {
            for (var k = result.Length - 1; k >= 0; k--)
                result[k] = ((k > 0 ? result[k - 1] : 0) - center * result[k]) / scale;
            result[0] += coefficients[i];
        }

        return result;
    }
}

/// <summary>A line fitted to values over 1, 2, 3 …: the interception is the value one step before the first element.</summary>
internal readonly record struct LineFit(double Slope, double Interception, double Error, double RSquare, double Variance, double ResidualVariance)
{
    public static LineFit Of(ReadOnlySpan<double> y)
    {
        var n = y.Length;
        var meanX = (n + 1) / 2d;
        var meanY = 0d;
        foreach (var value in y)
            meanY += value;
        meanY /= n;
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < n; i++)
        {
            xy += (i + 1 - meanX) * (y[i] - meanY);
            xx += (i + 1 - meanX) * (i + 1 - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }

        var slope = xx == 0 ? 0 : xy / xx;
        var interception = meanY - slope * meanX;
        var error = 0d;
        for (var i = 0; i < n; i++)
        {
            var residual = y[i] - (interception + slope * (i + 1));
            error += residual * residual;
        }

        return new LineFit(slope, interception, error, yy == 0 ? 1 : 1 - error / yy, n < 2 ? 0 : yy / (n - 1), n < 2 ? 0 : error / (n - 1));
    }

    /// <summary>Sum of squared distances from the mean.</summary>
    public static double Spread(ReadOnlySpan<double> y)
    {
        var mean = 0d;
        foreach (var value in y)
            mean += value;
        mean /= y.Length;
        var sum = 0d;
        foreach (var value in y)
            sum += (value - mean) * (value - mean);
        return sum;
    }

    public double[] Values(int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = Interception + Slope * (i + 1);
        return values;
    }
}

/// <summary>Polynomial least squares by Householder reflections.</summary>
internal static class LeastSquares
{
    /// <summary>Coefficients, lowest power first.</summary>
    public static double[] Fit(double[] x, double[] y, int degree)
    {
        var rows = x.Length;
        var columns = degree + 1;
        var matrix = new double[rows, columns];
        var right = (double[])y.Clone();
        for (var i = 0; i < rows; i++)
        {
            var power = 1d;
            for (var k = 0; k < columns; k++, power *= x[i])
                matrix[i, k] = power;
        }

        for (var k = 0; k < columns; k++)
        {
            var norm = 0d;
            for (var i = k; i < rows; i++)
                norm += matrix[i, k] * matrix[i, k];
            norm = Math.Sqrt(norm);
            if (norm == 0)
                continue;
            if (matrix[k, k] > 0)
                norm = -norm;
            var pivot = matrix[k, k] - norm;
            var reflector = new double[rows];
            reflector[k] = pivot;
            for (var i = k + 1; i < rows; i++)
                reflector[i] = matrix[i, k];
            var length = 0d;
            for (var i = k; i < rows; i++)
                length += reflector[i] * reflector[i];
            if (length == 0)
                continue;
            for (var c = k; c < columns; c++)
            {
                var dot = 0d;
                for (var i = k; i < rows; i++)
                    dot += reflector[i] * matrix[i, c];
                for (var i = k; i < rows; i++)
                    matrix[i, c] -= 2 * dot / length * reflector[i];
            }

            var onRight = 0d;
            for (var i = k; i < rows; i++)
                onRight += reflector[i] * right[i];
            for (var i = k; i < rows; i++)
                right[i] -= 2 * onRight / length * reflector[i];
        }

        var result = new double[columns];
        for (var k = columns - 1; k >= 0; k--)
        {
            var sum = right[k];
            for (var c = k + 1; c < columns; c++)
                sum -= matrix[k, c] * result[c];
            // Repeated x values leave high powers undetermined.
            result[k] = Math.Abs(matrix[k, k]) < 1e-12 ? 0 : sum / matrix[k, k];
        }

        return result;
    }
}
