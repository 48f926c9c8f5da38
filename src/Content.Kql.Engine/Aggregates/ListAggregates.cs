using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary><c>make_list</c>: values in order of arrival, nulls left out unless asked for; of an array each element counts.</summary>
internal sealed class ListAggregate : AggregateKernel
{
    /// <summary>Elements that a list, set or bag holds at most.</summary>
    public const long MaxElements = 1_048_576;
    private const long OldMaxElements = 128;

    private readonly AggregateBinding _binding;
    private readonly VectorBuilder _values;
    private readonly Chains _chains = new();
    private readonly bool _withNulls;
    private readonly long _limit;

    public ListAggregate(AggregateBinding binding, bool withNulls)
    {
        _binding = binding;
        _values = VectorBuilder.Create(binding.KindOf(0));
        _withNulls = withNulls;
        _limit = Limit(binding);
    }

    /// <summary>The second argument as a number of elements; the old names of these aggregates take 128 where none is given.</summary>
    public static long Limit(AggregateBinding binding) =>
        Math.Clamp(binding.ConstantLong(1) ?? (binding.Name is "makelist" or "makeset" or "make_dictionary" ? OldMaxElements : MaxElements), 0, MaxElements);

    public override void EnsureGroups(int count) => _chains.EnsureGroups(count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = arguments[0];
        var skipNulls = !_withNulls && vector.MayBeNull;
        var before = _chains.Count;
        var bytes = 0L;
        for (var i = 0; i < groups.Length; i++)
        {
            if (skipNulls && vector.IsNull(i) || _chains.CountOf(groups[i]) >= _limit)
                continue;
            if (vector is DynamicVector items && items[i].Tag == DynamicTag.Array)
            {
                AddElements(items[i], groups[i]);
                bytes += items.Ref(i).Length;
                continue;
            }

            _values.AddFrom(vector, i);
            _chains.Add(groups[i]);
            bytes += vector switch { StringVector text => text.Ref(i).Length, DynamicVector dynamic => dynamic.Ref(i).Length, _ => 0 };
        }

        _binding.Context.Charge((_chains.Count - before) * 16L + bytes);
    }

    private void AddElements(DynamicValue array, int group)
    {
        var values = (DynamicBuilder)_values;
        var elements = array.Elements;
        while (elements.MoveNext() && _chains.CountOf(group) < _limit)
        {
            if (elements.Current.IsNull && !_withNulls)
                continue;
            values.Add(elements.Current);
            _chains.Add(group);
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (ListAggregate)other;
        var values = typed._values.Build();
        for (var group = 0; group < groupMap.Length; group++)
        {
            var item = typed._chains.CountOf(group) == 0 ? 0 : typed._chains.Head(group);
            for (var left = typed._chains.CountOf(group); left > 0 && _chains.CountOf(groupMap[group]) < _limit; left--)
            {
                _values.AddFrom(values, item);
                _chains.Add(groupMap[group]);
                item = typed._chains.Next(item);
            }
        }
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        return [Arrays(_chains, _values.Build(), groupCount, _limit)];
    }

    /// <summary>An array for each group with the values of its items.</summary>
    public static Vector Arrays(Chains chains, Vector values, int groupCount, long limit)
    {
        var builder = new DynamicBuilder(groupCount);
        for (var group = 0; group < groupCount; group++)
        {
            var count = (int)Math.Min(chains.CountOf(group), limit);
            var start = builder.Writer.BeginArray();
            var item = chains.Head(group);
            for (var i = 0; i < count; i++)
            {
                builder.Writer.From(values, item);
                item = chains.Next(item);
            }

            builder.Writer.EndArray(start, count);
            builder.EndRow();
        }

        return builder.Build();
    }
}

/// <summary><c>make_bag</c>: the properties of all bags; of a repeated key the first value stays. What is no bag is left out.</summary>
internal sealed class BagAggregate(AggregateBinding binding) : AggregateKernel
{
    private readonly DistinctPairs _keys = new(TypeKind.String, binding.Context);
    private readonly DynamicBuilder _values = new();
    private readonly Chains _chains = new();
    private readonly long _limit = ListAggregate.Limit(binding);

    public override void EnsureGroups(int count) => _chains.EnsureGroups(count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = arguments[0].AsDynamic();
        var names = new StringBuilderVector();
        var places = new List<BytesRef>();
        var owners = new List<int>();
        for (var i = 0; i < groups.Length; i++)
        {
            var offset = vector.Ref(i).Offset;
            var properties = vector[i].Properties;
            while (properties.MoveNext())
            {
                names.Add(properties.Current.Key);
                places.Add(new BytesRef(offset + properties.Place.Offset, properties.Place.Length));
                owners.Add(groups[i]);
            }
        }

        if (owners.Count > 0)
            Add((StringVector)names.Build(), new DynamicVector(vector.Tape, places.ToArray(), 0, places.Count), owners.ToArray());
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (BagAggregate)other;
        if (typed._chains.Count > 0)
            Add((StringVector)typed._keys.Values(), (DynamicVector)typed._values.Build(), DistinctCountAggregate.Mapped(typed._keys, groupMap));
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var keys = (StringVector)_keys.Values();
        var values = (DynamicVector)_values.Build();
        var builder = new DynamicBuilder(groupCount);
        for (var group = 0; group < groupCount; group++)
        {
            var count = (int)Math.Min(_chains.CountOf(group), _limit);
            var start = builder.Writer.BeginBag();
            var item = _chains.Head(group);
            for (var i = 0; i < count; i++)
            {
                builder.Writer.Key(keys[item]);
                builder.Writer.Value(values[item]);
                item = _chains.Next(item);
            }

            builder.Writer.EndBag(start, count);
            builder.EndRow();
        }

        return [builder.Build()];
    }

    private void Add(StringVector keys, DynamicVector values, int[] groups) => _keys.Add(keys, groups, (group, row) =>
    {
        _values.AddFrom(values, row);
        _chains.Add(group);
    });
}
