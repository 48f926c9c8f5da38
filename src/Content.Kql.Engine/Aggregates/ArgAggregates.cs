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

/// <summary>
/// Remembers where each group's best row lies; who is best the derived classes know. Values are copied only at the end, or when many more
/// rows are held than there are groups: in a log that is in order of time, nearly every row is the latest of its group for a while.
/// </summary>
internal abstract class ArgAggregate : AggregateKernel
{
    private const int HeldRows = 262_144;

    private readonly TypeKind[] _kinds;
    private readonly int[] _sources;
    private readonly List<Vector[]> _batches = [];
    // Number of the batch in the upper half, the row in it in the lower.
    private long[] _places = [];
    private bool[] _seen = [];
    private int _groupCount;
    private long _held;
    private long _current;
    private bool _won;

    protected ArgAggregate(AggregateBinding binding)
    {
        _sources = OutputSources.Of(binding, 1);
        _kinds = new TypeKind[binding.Outputs.Length];
        for (var i = 0; i < _kinds.Length; i++)
            _kinds[i] = binding.OutputKind(i);
    }

    public override void EnsureGroups(int count)
    {
        Grow(ref _seen, count);
        Grow(ref _places, count);
        _groupCount = Math.Max(_groupCount, count);
    }

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        _current = (long)_batches.Count << 32;
        _won = false;
        Rank(arguments[0], groups);
        if (!_won)
            return;
        var shown = new Vector[_kinds.Length];
        for (var i = 0; i < shown.Length; i++)
            shown[i] = arguments[_sources[i]];
        _batches.Add(shown);
        _held += groups.Length;
        if (_held > Math.Max(HeldRows, _groupCount * 4L))
            Compact();
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (ArgAggregate)other;
        var offset = (long)_batches.Count << 32;
        for (var i = 0; i < groupMap.Length; i++)
        {
            var group = groupMap[i];
            if (!typed._seen[i] || !MergeRank(typed, i, group) && _seen[group])
                continue;
            _seen[group] = true;
            _places[group] = typed._places[i] + offset;
        }

        _batches.AddRange(typed._batches);
        _held += typed._held;
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        return Collect(groupCount);
    }

    /// <summary>Finds the rows that are better than what their groups have, in order, and reports them to <see cref="Win"/>; rows with null to <see cref="WinIfFirst"/>.</summary>
    protected abstract void Rank(Vector key, ReadOnlySpan<int> groups);

    /// <summary>Takes over the other's best value when it is better.</summary>
    protected abstract bool MergeRank(ArgAggregate other, int otherGroup, int group);

    protected void Win(int group, int row)
    {
        _seen[group] = true;
        _places[group] = _current | (uint)row;
        _won = true;
    }

    protected void WinIfFirst(int group, int row)
    {
        if (!_seen[group])
            Win(group, row);
    }

    private void Compact()
    {
        var kept = Collect(_groupCount);
        for (var group = 0; group < _groupCount; group++)
            _places[group] = group;
        _batches.Clear();
        _batches.Add(kept);
        _held = _groupCount;
    }

    private Vector[] Collect(int groupCount)
    {
        // -1: a group without rows.
        var places = new long[groupCount];
        for (var group = 0; group < places.Length; group++)
            places[group] = _seen[group] ? _places[group] : -1;
        var result = new Vector[_kinds.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = Pick.Of(_kinds[i], _batches.ConvertAll(batch => batch[i]), places);
        return result;
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
