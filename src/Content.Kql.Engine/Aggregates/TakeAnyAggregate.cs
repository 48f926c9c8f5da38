using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Aggregates;

/// <summary>
/// <c>take_any</c>: the first row of a group, so that results are the same in every run. With a single expression the first value that is
/// neither null nor empty.
/// </summary>
internal sealed class TakeAnyAggregate : AggregateKernel
{
    private readonly GroupStore[] _stores;
    private readonly int[] _sources;
    private readonly bool _preferPresent;
    private byte[] _state = [];

    private TakeAnyAggregate(AggregateBinding binding, bool preferPresent)
    {
        _sources = OutputSources.Of(binding, 0);
        _stores = new GroupStore[binding.Outputs.Length];
        for (var i = 0; i < _stores.Length; i++)
            _stores[i] = GroupStore.Create(binding.OutputKind(i));
        _preferPresent = preferPresent && _stores.Length == 1;
        Kinds = Array.ConvertAll(_sources, source => binding.KindOf(source));
    }

    private Symbols.TypeKind[] Kinds { get; }

    public static AggregateKernel Create(AggregateBinding binding) => new TakeAnyAggregate(binding, preferPresent: true);

    public static AggregateKernel First(AggregateBinding binding) => new TakeAnyAggregate(binding, preferPresent: false);

    public override void EnsureGroups(int count)
    {
        Grow(ref _state, count);
        foreach (var store in _stores)
            store.EnsureGroups(count);
    }

    // State: 0 nothing yet, 1 a null or empty value that a better one may replace, 2 settled.
    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        for (var i = 0; i < groups.Length; i++)
        {
            var group = groups[i];
            if (_state[group] == 2)
                continue;
            if (_preferPresent && IsMissing(arguments[_sources[0]], i))
            {
                if (_state[group] == 1)
                    continue;
                _state[group] = 1;
            }
            else
            {
                _state[group] = 2;
            }

            for (var k = 0; k < _stores.Length; k++)
                _stores[k].Set(group, arguments[_sources[k]], i);
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (TakeAnyAggregate)other;
        for (var i = 0; i < groupMap.Length; i++)
        {
            var group = groupMap[i];
            if (typed._state[i] <= _state[group])
                continue;
            _state[group] = typed._state[i];
            for (var k = 0; k < _stores.Length; k++)
                _stores[k].SetFrom(group, typed._stores[k], i);
        }
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        return Array.ConvertAll(_stores, store => store.Build(groupCount));
    }

    private static bool IsMissing(Vector vector, int row) => vector is StringVector text ? text.Ref(row).Length == 0 : vector.IsNull(row);
}
