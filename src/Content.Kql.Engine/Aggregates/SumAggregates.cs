using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary>
/// <c>sum</c> and <c>avg</c>. Nulls are left out; the sum of nothing is 0, its average NaN for numbers and null for dates and durations.
/// Sums of integers wrap.
/// </summary>
internal static class SumAggregates
{
    public static AggregateKernel Sum(AggregateBinding binding) => binding.OutputKind(0) switch
    {
        TypeKind.Decimal => new SumAggregate<decimal, decimal>(TypeKind.Decimal, TypeKind.Decimal, static x => x),
        TypeKind.Real => new SumAggregate<double, double>(TypeKind.Real, TypeKind.Real, static x => x),
        TypeKind.Dynamic => new DynamicSumAggregate(),
        TypeKind.Int => new SumAggregate<int, long>(TypeKind.Int, TypeKind.Int, static x => (int)x),
        // A sum of times that is no time.
        TypeKind.DateTime => new SumAggregate<long, long>(TypeKind.DateTime, TypeKind.DateTime, static x => (ulong)x > (ulong)DateTime.MaxValue.Ticks ? null : x),
        var kind => new SumAggregate<long, long>(kind, kind, static x => x),
    };

    public static AggregateKernel Average(AggregateBinding binding)
    {
        var output = binding.OutputKind(0);
        return output switch
        {
            TypeKind.Decimal => new AverageAggregate<decimal, decimal, decimal>(TypeKind.Decimal, output, static (sum, count) => count == 0 ? null : sum / count),
            TypeKind.DateTime or TypeKind.TimeSpan =>
                new AverageAggregate<long, Int128, long>(output, output, static (sum, count) => count == 0 ? null : (long)(sum / count)),
            _ when binding.KindOf(0) is TypeKind.Int or TypeKind.Long =>
                new AverageAggregate<long, Int128, double>(TypeKind.Long, TypeKind.Real, static (sum, count) => count == 0 ? double.NaN : Quotient(sum, count)),
            _ => new AverageAggregate<double, double, double>(TypeKind.Real, TypeKind.Real, static (sum, count) => count == 0 ? double.NaN : sum / count),
        };
    }

    public static QueryFailedException OutOfRange() => new("A sum of decimals passes the range of decimal.");

    private static double Quotient(Int128 sum, long count) =>
        sum >= -(1L << 53) && sum <= 1L << 53 ? (double)(long)sum / count : (double)(sum / count) + (double)(sum % count) / count;
}

/// <summary>Adds values of type <typeparamref name="T"/> up in <typeparamref name="TSum"/>.</summary>
internal sealed class SumAggregate<T, TSum>(TypeKind input, TypeKind output, Func<TSum, T?> result) : AggregateKernel
    where T : unmanaged, System.Numerics.INumber<T> where TSum : unmanaged, System.Numerics.INumber<TSum>
{
    private TSum[] _sums = [];

    public override void EnsureGroups(int count) => Grow(ref _sums, count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = (FixedVector<T>)Conversions.To(arguments[0], input);
        var values = vector.Span;
        var mask = vector.Mask;
        var sums = _sums;
        try
        {
            if (!vector.MayBeNull)
            {
                for (var i = 0; i < groups.Length; i++)
                    sums[groups[i]] += TSum.CreateTruncating(values[i & mask]);
            }
            else
            {
                for (var i = 0; i < groups.Length; i++)
                {
                    if (!vector.IsNull(i))
                        sums[groups[i]] += TSum.CreateTruncating(values[i & mask]);
                }
            }
        }
        catch (OverflowException)
        {
            throw SumAggregates.OutOfRange();
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var sums = ((SumAggregate<T, TSum>)other)._sums;
        try
        {
            for (var i = 0; i < groupMap.Length; i++)
                _sums[groupMap[i]] += sums[i];
        }
        catch (OverflowException)
        {
            throw SumAggregates.OutOfRange();
        }
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var builder = new FixedBuilder<T>(output, groupCount);
        for (var i = 0; i < groupCount; i++)
            builder.Add(result(_sums[i]));
        return [builder.Build()];
    }
}

/// <summary>Averages values of type <typeparamref name="T"/> over a sum in <typeparamref name="TSum"/>. Integers are summed exactly.</summary>
internal sealed class AverageAggregate<T, TSum, TResult>(TypeKind input, TypeKind output, Func<TSum, long, TResult?> result) : AggregateKernel
    where T : unmanaged, System.Numerics.INumber<T> where TSum : unmanaged, System.Numerics.INumber<TSum> where TResult : unmanaged
{
    private TSum[] _sums = [];
    private long[] _counts = [];

    public override void EnsureGroups(int count)
    {
        Grow(ref _sums, count);
        Grow(ref _counts, count);
    }

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = (FixedVector<T>)Conversions.To(arguments[0], input);
        var values = vector.Span;
        var mask = vector.Mask;
        var nulls = vector.MayBeNull;
        try
        {
            for (var i = 0; i < groups.Length; i++)
            {
                if (nulls && vector.IsNull(i))
                    continue;
                _sums[groups[i]] += TSum.CreateTruncating(values[i & mask]);
                _counts[groups[i]]++;
            }
        }
        catch (OverflowException)
        {
            throw SumAggregates.OutOfRange();
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (AverageAggregate<T, TSum, TResult>)other;
        try
        {
            for (var i = 0; i < groupMap.Length; i++)
            {
                _sums[groupMap[i]] += typed._sums[i];
                _counts[groupMap[i]] += typed._counts[i];
            }
        }
        catch (OverflowException)
        {
            throw SumAggregates.OutOfRange();
        }
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var builder = new FixedBuilder<TResult>(output, groupCount);
        for (var i = 0; i < groupCount; i++)
            builder.Add(result(_sums[i], _counts[i]));
        return [builder.Build()];
    }
}

/// <summary>Adds dynamic numbers up: a long while all are integers, a real otherwise. What is no number is left out.</summary>
internal sealed class DynamicSumAggregate : AggregateKernel
{
    private long[] _longs = [];
    private double[] _reals = [];
    private bool[] _real = [];

    public override void EnsureGroups(int count)
    {
        Grow(ref _longs, count);
        Grow(ref _reals, count);
        Grow(ref _real, count);
    }

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = arguments[0].AsDynamic();
        for (var i = 0; i < groups.Length; i++)
        {
            var value = vector[i];
            var group = groups[i];
            if (value.Tag is DynamicTag.Int or DynamicTag.Long)
            {
                _longs[group] += value.AsLong;
            }
            else if (value.IsNumber)
            {
                _reals[group] += value.AsReal;
                _real[group] = true;
            }
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (DynamicSumAggregate)other;
        for (var i = 0; i < groupMap.Length; i++)
        {
            _longs[groupMap[i]] += typed._longs[i];
            _reals[groupMap[i]] += typed._reals[i];
            _real[groupMap[i]] |= typed._real[i];
        }
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var builder = new DynamicBuilder(groupCount);
        for (var i = 0; i < groupCount; i++)
        {
            if (_real[i])
                builder.Writer.Real(_longs[i] + _reals[i]);
            else
                builder.Writer.Long(_longs[i]);
            builder.EndRow();
        }

        return [builder.Build()];
    }
}
