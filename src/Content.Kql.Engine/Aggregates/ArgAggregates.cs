using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary>
/// <c>arg_max</c> and <c>arg_min</c>: the row in which an expression is greatest or least. Nulls are left out while there is a value;
/// of equals the first row wins; a group of nulls gives its first row.
/// </summary>
internal static class ArgAggregates
{
    public static AggregateKernel Create(AggregateBinding binding, bool max) => binding.KindOf(0) switch
    {
        TypeKind.Int => new NumberArgAggregate<int>(binding, max),
        TypeKind.Real => new NumberArgAggregate<double>(binding, max),
        TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => new NumberArgAggregate<long>(binding, max),
        _ => new OrderedArgAggregate(binding, max),
    };
}

/// <summary>Keeps the shown values of each group's best row; who is best the derived classes know.</summary>
internal abstract class ArgAggregate : AggregateKernel
{
    private readonly GroupStore[] _stores;
    private readonly int[] _sources;
    private int[] _winners = [];
    private int[] _touched = [];
    private bool[] _seen = [];

    protected ArgAggregate(AggregateBinding binding)
    {
        _sources = OutputSources.Of(binding, 1);
        _stores = new GroupStore[binding.Outputs.Length];
        for (var i = 0; i < _stores.Length; i++)
            _stores[i] = GroupStore.Create(binding.OutputKind(i));
    }

    /// <summary>Groups for which some row of the batch is the best so far.</summary>
    protected int TouchedCount { get; set; }

    public override void EnsureGroups(int count)
    {
        Grow(ref _seen, count);
        Grow(ref _winners, count);
        Grow(ref _touched, count);
        foreach (var store in _stores)
            store.EnsureGroups(count);
    }

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        TouchedCount = 0;
        Rank(arguments[0], groups);
        // A batch in rising order improves at every row: values are copied once a group.
        for (var t = 0; t < TouchedCount; t++)
        {
            var group = _touched[t];
            var row = _winners[group] - 1;
            _winners[group] = 0;
            for (var k = 0; k < _stores.Length; k++)
                _stores[k].Set(group, arguments[_sources[k]], row);
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (ArgAggregate)other;
        for (var i = 0; i < groupMap.Length; i++)
        {
            var group = groupMap[i];
            if (!typed._seen[i] || !MergeRank(typed, i, group) && _seen[group])
                continue;
            _seen[group] = true;
            for (var k = 0; k < _stores.Length; k++)
                _stores[k].SetFrom(group, typed._stores[k], i);
        }
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        return Array.ConvertAll(_stores, store => store.Build(groupCount));
    }

    /// <summary>Finds the rows that are better than what their groups have, in order, and reports them to <see cref="Win"/>; rows with null to <see cref="WinIfFirst"/>.</summary>
    protected abstract void Rank(Vector key, ReadOnlySpan<int> groups);

    /// <summary>Takes over the other's best value when it is better.</summary>
    protected abstract bool MergeRank(ArgAggregate other, int otherGroup, int group);

    protected void Win(int group, int row)
    {
        _seen[group] = true;
        if (_winners[group] == 0)
            _touched[TouchedCount++] = group;
        _winners[group] = row + 1;
    }

    protected void WinIfFirst(int group, int row)
    {
        if (!_seen[group])
            Win(group, row);
    }
}

/// <summary>Ranks by a number.</summary>
internal sealed class NumberArgAggregate<T>(AggregateBinding binding, bool max) : ArgAggregate(binding) where T : unmanaged, System.Numerics.INumber<T>
{
    private T[] _best = [];
    private bool[] _any = [];

    public override void EnsureGroups(int count)
    {
        base.EnsureGroups(count);
        Grow(ref _best, count);
        Grow(ref _any, count);
    }

    protected override void Rank(Vector key, ReadOnlySpan<int> groups)
    {
        var vector = (FixedVector<T>)key;
        var values = vector.Span;
        var mask = vector.Mask;
        var nulls = vector.MayBeNull;
        for (var i = 0; i < groups.Length; i++)
        {
            var group = groups[i];
            if (nulls && vector.IsNull(i))
            {
                WinIfFirst(group, i);
                continue;
            }

            var value = values[i & mask];
            if (_any[group] && !IsBetter(value, _best[group]))
                continue;
            _any[group] = true;
            _best[group] = value;
            Win(group, i);
        }
    }

    protected override bool MergeRank(ArgAggregate other, int otherGroup, int group)
    {
        var typed = (NumberArgAggregate<T>)other;
        if (!typed._any[otherGroup] || _any[group] && !IsBetter(typed._best[otherGroup], _best[group]))
            return false;
        _any[group] = true;
        _best[group] = typed._best[otherGroup];
        return true;
    }

    private bool IsBetter(T value, T best) => (max ? value > best : value < best) || T.IsNaN(best) && !T.IsNaN(value);
}

/// <summary>Ranks by a value of any other type.</summary>
internal sealed class OrderedArgAggregate(AggregateBinding binding, bool max) : ArgAggregate(binding)
{
    private readonly RankStore _best = RankStore.Create(binding.KindOf(0));
    private int _groupCount;
    private Vector? _final;

    public override void EnsureGroups(int count)
    {
        base.EnsureGroups(count);
        _best.EnsureGroups(count);
        _groupCount = Math.Max(_groupCount, count);
    }

    protected override void Rank(Vector key, ReadOnlySpan<int> groups)
    {
        for (var i = 0; i < groups.Length; i++)
        {
            var group = groups[i];
            if (key.IsNull(i))
            {
                WinIfFirst(group, i);
            }
            else if (_best.IsBetter(key, i, group, max))
            {
                _best.Set(group, key, i);
                Win(group, i);
            }
        }
    }

    protected override bool MergeRank(ArgAggregate other, int otherGroup, int group)
    {
        var typed = (OrderedArgAggregate)other;
        if (!typed._best.Has(otherGroup))
            return false;
        var value = typed._final ??= typed._best.Build(typed._groupCount);
        if (!_best.IsBetter(value, otherGroup, group, max))
            return false;
        _best.Set(group, value, otherGroup);
        return true;
    }
}
