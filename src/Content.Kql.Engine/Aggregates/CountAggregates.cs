using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary><c>count()</c>: rows, nulls too.</summary>
internal sealed class CountAggregate : AggregateKernel
{
    private long[] _counts = [];

    public override void EnsureGroups(int count) => Grow(ref _counts, count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var counts = _counts;
        foreach (var group in groups)
            counts[group]++;
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var counts = ((CountAggregate)other)._counts;
        for (var i = 0; i < groupMap.Length; i++)
            _counts[groupMap[i]] += counts[i];
    }

    public override Vector[] Finish(int groupCount)
    {
        Grow(ref _counts, groupCount);
        return [new FixedVector<long>(TypeKind.Long, _counts, groupCount)];
    }
}

/// <summary><c>countif(condition)</c>.</summary>
internal sealed class CountIfAggregate : AggregateKernel
{
    private long[] _counts = [];

    public override void EnsureGroups(int count) => Grow(ref _counts, count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var condition = arguments[0].AsBool();
        var counts = _counts;
        if (condition.MayBeNull)
        {
            for (var i = 0; i < groups.Length; i++)
            {
                if (!condition.IsNull(i) && condition[i])
                    counts[groups[i]]++;
            }

            return;
        }

        var values = condition.Span;
        var mask = condition.Mask;
        for (var i = 0; i < groups.Length; i++)
            counts[groups[i]] += values[i & mask] ? 1 : 0;
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var counts = ((CountIfAggregate)other)._counts;
        for (var i = 0; i < groupMap.Length; i++)
            _counts[groupMap[i]] += counts[i];
    }

    public override Vector[] Finish(int groupCount)
    {
        Grow(ref _counts, groupCount);
        return [new FixedVector<long>(TypeKind.Long, _counts, groupCount)];
    }
}
