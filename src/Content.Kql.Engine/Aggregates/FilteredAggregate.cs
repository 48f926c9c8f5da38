using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Aggregates;

/// <summary>An aggregate over the rows that fulfil a condition: <c>sumif</c> is <c>sum</c> behind this.</summary>
internal sealed class FilteredAggregate(AggregateKernel inner, int predicate) : AggregateKernel
{
    private int[] _rows = [];
    private int[] _groups = [];

    /// <summary>The call as the inner aggregate sees it: without the condition.</summary>
    public static AggregateBinding WithoutPredicate(AggregateBinding binding, int predicate)
    {
        var arguments = ImmutableArray.CreateBuilder<BoundExpression>();
        var constants = new List<Vector?>();
        for (var i = 0; i < binding.Count; i++)
        {
            if (i == predicate)
                continue;
            arguments.Add(binding.Arguments[i]);
            constants.Add(binding.Constant(i));
        }

        return new AggregateBinding(binding.Name, arguments.ToImmutable(), constants.ToArray(), binding.Outputs, binding.Context);
    }

    public override void EnsureGroups(int count) => inner.EnsureGroups(count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var condition = arguments[predicate].AsBool();
        if (_rows.Length < groups.Length)
        {
            _rows = new int[groups.Length];
            _groups = new int[groups.Length];
        }

        var count = 0;
        var values = condition.Span;
        var mask = condition.Mask;
        var nulls = condition.MayBeNull;
        for (var i = 0; i < groups.Length; i++)
        {
            if (!values[i & mask] || nulls && condition.IsNull(i))
                continue;
            _rows[count] = i;
            _groups[count++] = groups[i];
        }

        if (count == 0)
            return;
        var rows = _rows.AsSpan(0, count);
        var chosen = new Vector[arguments.Length - 1];
        for (int i = 0, next = 0; i < arguments.Length; i++)
        {
            if (i == predicate)
                continue;
            chosen[next++] = count == groups.Length ? arguments[i]
                : arguments[i].IsConstant ? arguments[i].Slice(0, count)
                : arguments[i].Gather(rows);
        }

        inner.Update(chosen, _groups.AsSpan(0, count));
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap) => inner.Merge(((FilteredAggregate)other).Inner, groupMap);

    public override Vector[] Finish(int groupCount) => inner.Finish(groupCount);

    private AggregateKernel Inner => inner;
}
