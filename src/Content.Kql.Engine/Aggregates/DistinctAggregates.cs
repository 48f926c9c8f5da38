using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary><c>dcount</c> and <c>count_distinct</c>: both exact here, whatever accuracy is asked for. Nulls do not count.</summary>
internal sealed class DistinctCountAggregate(AggregateBinding binding) : AggregateKernel
{
    private readonly DistinctPairs _pairs = new(binding.KindOf(0), binding.Context);
    private long[] _counts = [];

    public override void EnsureGroups(int count) => Grow(ref _counts, count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups) => _pairs.Add(arguments[0], groups, (group, _) => _counts[group]++);

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var pairs = ((DistinctCountAggregate)other)._pairs;
        Update([pairs.Values()], Mapped(pairs, groupMap));
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        return [new FixedVector<long>(TypeKind.Long, _counts, groupCount)];
    }

    internal static int[] Mapped(DistinctPairs pairs, ReadOnlySpan<int> groupMap)
    {
        var groups = pairs.Groups();
        var mapped = new int[groups.Length];
        for (var i = 0; i < mapped.Length; i++)
            mapped[i] = groupMap[groups[i]];
        return mapped;
    }
}

/// <summary><c>make_set</c>: distinct values in the order first seen. Nulls are left out; of an array each element counts.</summary>
internal sealed class SetAggregate : AggregateKernel
{
    private readonly DistinctPairs _pairs;
    private readonly Chains _chains = new();
    private readonly bool _isDynamic;
    private readonly long _limit;

    public SetAggregate(AggregateBinding binding)
    {
        _pairs = new DistinctPairs(binding.KindOf(0), binding.Context);
        _isDynamic = binding.KindOf(0) == TypeKind.Dynamic;
        _limit = ListAggregate.Limit(binding);
    }

    public override void EnsureGroups(int count) => _chains.EnsureGroups(count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        if (_isDynamic && HasArray((DynamicVector)arguments[0]))
            AddElements((DynamicVector)arguments[0], groups);
        else
            _pairs.Add(arguments[0], groups, (group, _) => _chains.Add(group));
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var pairs = ((SetAggregate)other)._pairs;
        _pairs.Add(pairs.Values(), DistinctCountAggregate.Mapped(pairs, groupMap), (group, _) => _chains.Add(group));
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        return [ListAggregate.Arrays(_chains, _pairs.Values(), groupCount, _limit)];
    }

    private static bool HasArray(DynamicVector vector)
    {
        for (var i = 0; i < (vector.IsConstant ? Math.Min(1, vector.Length) : vector.Length); i++)
        {
            if (vector[i].Tag == DynamicTag.Array)
                return true;
        }

        return false;
    }

    // Elements are pieces of the same tape: nothing is copied.
    private void AddElements(DynamicVector vector, ReadOnlySpan<int> groups)
    {
        var places = new List<BytesRef>(groups.Length);
        var owners = new List<int>(groups.Length);
        for (var i = 0; i < groups.Length; i++)
        {
            var place = vector.Ref(i);
            if (vector[i].Tag != DynamicTag.Array)
            {
                places.Add(place);
                owners.Add(groups[i]);
                continue;
            }

            var elements = vector[i].Elements;
            while (elements.MoveNext())
            {
                if (elements.Current.IsNull)
                    continue;
                places.Add(new BytesRef(place.Offset + elements.Place.Offset, elements.Place.Length));
                owners.Add(groups[i]);
            }
        }

        _pairs.Add(new DynamicVector(vector.Tape, places.ToArray(), 0, places.Count), owners.ToArray(), (group, _) => _chains.Add(group));
    }
}
