using Complex = System.Numerics.Complex;
using BitOperations = System.Numerics.BitOperations;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels of filters and Fourier transforms of series. A series with a missing element gives null.</summary>
internal static class SeriesFilters
{
    public static void Register(KernelTable table)
    {
        table.Scalar("series_fir", SeriesOutput.Kernel(Fir));
        table.Scalar("series_iir", SeriesOutput.Kernel(Iir));
        table.Scalar("series_fft", SeriesOutput.Kernel(static (call, writer) => Transform(call, writer, inverse: false)));
        table.Scalar("series_ifft", SeriesOutput.Kernel(static (call, writer) => Transform(call, writer, inverse: true)));
    }

    private static void Fir(RowArguments call, DynamicWriter writer)
    {
        if (Series.ReadComplete(call.Array(0)) is not { } series || Series.ReadComplete(call.Array(1)) is not { Length: > 0 } filter)
            return;
        var negative = Array.Exists(filter, static x => x < 0);
        var normalize = call.Bool(2) ?? !negative;
        if (normalize && negative)
            return;
        var sum = 0d;
        foreach (var coefficient in filter)
            sum += coefficient;
        var shift = call.Bool(3) == true ? (filter.Length - 1) / 2 : 0;
        var result = new double[series.Length];
        for (var i = 0; i < result.Length; i++)
        {
            if ((i & 63) == 0)
                call.Binding.Context.ThrowIfCancelled();
            for (var j = 0; j < filter.Length; j++)
            {
                var from = i + shift - j;
                if (from >= 0 && from < series.Length)
                    result[i] += filter[j] * series[from];
            }

            if (normalize)
                result[i] /= sum;
        }

        writer.Reals(result);
    }

    private static void Iir(RowArguments call, DynamicWriter writer)
    {
        if (Series.ReadComplete(call.Array(0)) is not { } series || Series.ReadComplete(call.Array(1)) is not { } numerators
            || Series.ReadComplete(call.Array(2)) is not { Length: > 0 } denominators || denominators[0] == 0)
        {
            return;
        }

        var result = new double[series.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var value = 0d;
            for (var j = 0; j < numerators.Length && j <= i; j++)
                value += numerators[j] * series[i - j];
            for (var j = 1; j < denominators.Length && j <= i; j++)
                value -= denominators[j] * result[i - j];
            result[i] = value / denominators[0];
        }

        writer.Reals(result);
    }

    private static void Transform(RowArguments call, DynamicWriter writer, bool inverse)
    {
        if (Series.ReadComplete(call.Array(0)) is not { } real)
            return;
        double[]? imaginary = null;
        if (call.Count > 1)
        {
            imaginary = Series.ReadComplete(call.Array(1));
            if (imaginary is null || imaginary.Length != real.Length)
                return;
        }

        var values = new Complex[real.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = new Complex(real[i], imaginary is null ? 0 : imaginary[i]);
        var result = Fourier.Transform(values, inverse);
        var start = writer.BeginArray();
        writer.Reals(Array.ConvertAll(result, static x => x.Real));
        writer.Reals(Array.ConvertAll(result, static x => x.Imaginary));
        writer.EndArray(start, 2);
    }
}

/// <summary>Discrete Fourier transform of any length.</summary>
internal static class Fourier
{
    /// <summary>The transform; the inverse is divided by the length.</summary>
    public static Complex[] Transform(Complex[] values, bool inverse)
    {
        var n = values.Length;
        if (n == 0)
            return [];
        var result = BitOperations.IsPow2(n) ? Powers(values, inverse) : Chirp(values, inverse);
        if (inverse)
        {
            for (var i = 0; i < n; i++)
                result[i] /= n;
        }

        return result;
    }

    private static Complex[] Powers(Complex[] input, bool inverse)
    {
        var n = input.Length;
        var values = new Complex[n];
        var bits = BitOperations.Log2((uint)n);
        for (var i = 0; i < n; i++)
        {
            var reversed = 0;
            for (var b = 0; b < bits; b++)
                reversed |= (i >> b & 1) << (bits - 1 - b);
            values[reversed] = input[i];
        }

        for (var size = 2; size <= n; size *= 2)
        {
            var half = size / 2;
            for (var k = 0; k < half; k++)
            {
                var (sin, cos) = Trigonometry.SinCos((inverse ? 2 : -2) * Math.PI * k / size);
                var root = new Complex(cos, sin);
                for (var start = k; start < n; start += size)
                {
                    var odd = values[start + half] * root;
                    values[start + half] = values[start] - odd;
                    values[start] += odd;
                }
            }
        }

        return values;
    }

    // Bluestein: a transform of any length as a convolution of a length that is a power of two.
    private static Complex[] Chirp(Complex[] input, bool inverse)
    {
        var n = input.Length;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * n - 1));
        var chirp = new Complex[n];
        for (var i = 0; i < n; i++)
        {
            var (sin, cos) = Trigonometry.SinCos((inverse ? 1 : -1) * Math.PI * ((long)i * i % (2L * n)) / n);
            chirp[i] = new Complex(cos, sin);
        }

        var a = new Complex[size];
        var b = new Complex[size];
        for (var i = 0; i < n; i++)
        {
            a[i] = input[i] * chirp[i];
            b[i] = Complex.Conjugate(chirp[i]);
            if (i > 0)
                b[size - i] = b[i];
        }

        a = Powers(a, inverse: false);
        b = Powers(b, inverse: false);
        for (var i = 0; i < size; i++)
            a[i] *= b[i];
        a = Powers(a, inverse: true);
        var result = new Complex[n];
        for (var i = 0; i < n; i++)
            result[i] = a[i] / size * chirp[i];
        return result;
    }
}
