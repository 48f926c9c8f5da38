using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary>
/// Variance and standard deviation. Sums are kept relative to a group's first value, so that figures far from zero keep their digits and
/// small integers stay exact. Fewer than two values give 0.
/// </summary>
internal sealed class VarianceAggregate(bool sample, bool root) : AggregateKernel
{
    private Moments[] _groups = [];

    public override void EnsureGroups(int count) => Grow(ref _groups, count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = arguments[0].AsReal();
        var values = vector.Span;
        var mask = vector.Mask;
        var nulls = vector.MayBeNull;
        for (var i = 0; i < groups.Length; i++)
        {
            if (!nulls || !vector.IsNull(i))
                _groups[groups[i]].Add(values[i & mask]);
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (VarianceAggregate)other;
        for (var i = 0; i < groupMap.Length; i++)
            _groups[groupMap[i]].Merge(typed._groups[i]);
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var values = new double[groupCount];
        for (var i = 0; i < groupCount; i++)
        {
            var variance = _groups[i].Variance(sample);
            values[i] = root ? Math.Sqrt(variance) : variance;
        }

        return [new FixedVector<double>(TypeKind.Real, values, groupCount)];
    }

    private struct Moments
    {
        private long _count;
        private double _origin;
        private double _sum;
        private double _squares;

        public void Add(double value)
        {
            if (_count++ == 0)
                _origin = value;
            var distance = value - _origin;
            _sum += distance;
            _squares += distance * distance;
        }

        public void Merge(Moments other)
        {
            if (other._count == 0)
                return;
            if (_count == 0)
            {
                this = other;
                return;
            }

            var shift = other._origin - _origin;
            _squares += other._squares + 2 * shift * other._sum + shift * shift * other._count;
            _sum += other._sum + shift * other._count;
            _count += other._count;
        }

        public readonly double Variance(bool sample) =>
            _count < 2 ? 0 : Math.Max(0, _squares - _sum * _sum / _count) / (sample ? _count - 1 : _count);
    }
}

/// <summary>Covariance of two values, over the rows where neither is null. Fewer than two pairs give 0.</summary>
internal sealed class CovarianceAggregate(bool sample) : AggregateKernel
{
    private Moments[] _groups = [];

    public override void EnsureGroups(int count) => Grow(ref _groups, count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var first = arguments[0].AsReal();
        var second = arguments[1].AsReal();
        for (var i = 0; i < groups.Length; i++)
        {
            if (!first.IsNull(i) && !second.IsNull(i))
                _groups[groups[i]].Add(first[i], second[i]);
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (CovarianceAggregate)other;
        for (var i = 0; i < groupMap.Length; i++)
            _groups[groupMap[i]].Merge(typed._groups[i]);
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var values = new double[groupCount];
        for (var i = 0; i < groupCount; i++)
            values[i] = _groups[i].Covariance(sample);
        return [new FixedVector<double>(TypeKind.Real, values, groupCount)];
    }

    private struct Moments
    {
        private long _count;
        private double _originX;
        private double _originY;
        private double _sumX;
        private double _sumY;
        private double _products;

        public void Add(double x, double y)
        {
            if (_count++ == 0)
            {
                _originX = x;
                _originY = y;
            }

            _sumX += x - _originX;
            _sumY += y - _originY;
            _products += (x - _originX) * (y - _originY);
        }

        public void Merge(Moments other)
        {
            if (other._count == 0)
                return;
            if (_count == 0)
            {
                this = other;
                return;
            }

            var shiftX = other._originX - _originX;
            var shiftY = other._originY - _originY;
            _products += other._products + shiftX * other._sumY + shiftY * other._sumX + shiftX * shiftY * other._count;
            _sumX += other._sumX + shiftX * other._count;
            _sumY += other._sumY + shiftY * other._count;
            _count += other._count;
        }

        public readonly double Covariance(bool sample) => _count < 2 ? 0 : (_products - _sumX * _sumY / _count) / (sample ? _count - 1 : _count);
    }
}

internal enum BitsOperation { And, Or, Xor }

/// <summary><c>binary_all_and</c>, <c>_or</c>, <c>_xor</c>: null without a value.</summary>
internal sealed class BitsAggregate(AggregateBinding binding, BitsOperation operation) : AggregateKernel
{
    private readonly TypeKind _kind = binding.OutputKind(0);
    private long[] _bits = [];
    private bool[] _any = [];

    public override void EnsureGroups(int count)
    {
        Grow(ref _bits, count);
        Grow(ref _any, count);
    }

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = arguments[0].AsLong();
        for (var i = 0; i < groups.Length; i++)
        {
            if (!vector.IsNull(i))
                Take(groups[i], vector[i]);
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (BitsAggregate)other;
        for (var i = 0; i < groupMap.Length; i++)
        {
            if (typed._any[i])
                Take(groupMap[i], typed._bits[i]);
        }
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var builder = new FixedBuilder<long>(TypeKind.Long, groupCount);
        for (var i = 0; i < groupCount; i++)
            builder.Add(_any[i] ? _bits[i] : null);
        return [Conversions.To(builder.Build(), _kind)];
    }

    private void Take(int group, long value)
    {
        _bits[group] = !_any[group] ? value : operation switch
        {
            BitsOperation.And => _bits[group] & value,
            BitsOperation.Or => _bits[group] | value,
            _ => _bits[group] ^ value,
        };
        _any[group] = true;
    }
}
