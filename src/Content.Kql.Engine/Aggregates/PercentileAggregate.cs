using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary>The percentile aggregates: exact where Kusto estimates from a digest.</summary>
internal static class PercentileAggregate
{
    public static AggregateKernel Columns(AggregateBinding binding) => Create(binding, weighted: false, array: false);

    public static AggregateKernel WeightedColumns(AggregateBinding binding) => Create(binding, weighted: true, array: false);

    public static AggregateKernel Array(AggregateBinding binding) => Create(binding, weighted: false, array: true);

    public static AggregateKernel WeightedArray(AggregateBinding binding) => Create(binding, weighted: true, array: true);

    private static AggregateKernel Create(AggregateBinding binding, bool weighted, bool array)
    {
        var percents = Percentiles.Constants(binding.Name, weighted ? 2 : 1, binding.Count, binding.Constant);
        return binding.KindOf(0) switch
        {
            TypeKind.Int or TypeKind.Long => new PercentileAggregate<long>(binding, TypeKind.Long, percents, weighted, array),
            TypeKind.DateTime or TypeKind.TimeSpan => new PercentileAggregate<long>(binding, binding.KindOf(0), percents, weighted, array),
            TypeKind.Real or TypeKind.Decimal or TypeKind.Dynamic => new PercentileAggregate<double>(binding, TypeKind.Real, percents, weighted, array),
            var kind => throw new UnsupportedException(binding.Name, $"over values of type {kind.ToString().ToLowerInvariant()}"),
        };
    }
}

/// <summary>Collects values, and weights where there are any, and sorts each group at the end.</summary>
internal sealed class PercentileAggregate<T>(AggregateBinding binding, TypeKind kind, double[] percents, bool weighted, bool array) : AggregateKernel
    where T : unmanaged, IComparable<T>
{
    private readonly Chains _chains = new();
    private T[] _values = new T[64];
    private double[] _weights = weighted ? new double[64] : [];

    public override void EnsureGroups(int count) => _chains.EnsureGroups(count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = (FixedVector<T>)Conversions.To(arguments[0], kind);
        var weights = weighted ? arguments[1].AsReal() : null;
        var nulls = vector.MayBeNull;
        var before = _chains.Count;
        for (var i = 0; i < groups.Length; i++)
        {
            if (nulls && vector.IsNull(i))
                continue;
            if (weights is null)
                Add(groups[i], vector[i], 1);
            else if (!weights.IsNull(i) && weights[i] > 0)
                Add(groups[i], vector[i], weights[i]);
        }

        binding.Context.Charge((_chains.Count - before) * (weighted ? 20L : 12L));
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (PercentileAggregate<T>)other;
        for (var group = 0; group < groupMap.Length; group++)
        {
            var item = typed._chains.CountOf(group) == 0 ? 0 : typed._chains.Head(group);
            for (var left = typed._chains.CountOf(group); left > 0; left--)
            {
                Add(groupMap[group], typed._values[item], weighted ? typed._weights[item] : 1);
                item = typed._chains.Next(item);
            }
        }
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var columns = new FixedBuilder<T>[percents.Length];
        for (var p = 0; p < percents.Length; p++)
            columns[p] = new FixedBuilder<T>(kind, groupCount);
        for (var group = 0; group < groupCount; group++)
        {
            binding.Context.ThrowIfCancelled();
            var count = _chains.CountOf(group);
            if (count == 0)
            {
                foreach (var column in columns)
                    column.AddNull();
                continue;
            }

            var values = new T[count];
            var weights = weighted ? new double[count] : null;
            var item = _chains.Head(group);
            for (var i = 0; i < count; i++)
            {
                values[i] = _values[item];
                if (weights is not null)
                    weights[i] = _weights[item];
                item = _chains.Next(item);
            }

            if (weights is null)
                System.Array.Sort(values);
            else
                System.Array.Sort(values, weights);
            for (var p = 0; p < percents.Length; p++)
                columns[p].Add(values[weights is null ? Percentiles.Rank(percents[p], count) : Percentiles.Rank(percents[p], weights)]);
        }

        var vectors = System.Array.ConvertAll(columns, column => column.Build());
        if (!array)
        {
            for (var i = 0; i < vectors.Length; i++)
                vectors[i] = Conversions.To(vectors[i], binding.OutputKind(i));
            return vectors;
        }

        var builder = new DynamicBuilder(groupCount);
        for (var group = 0; group < groupCount; group++)
        {
            if (_chains.CountOf(group) > 0)
            {
                var start = builder.Writer.BeginArray();
                foreach (var vector in vectors)
                    builder.Writer.From(vector, group);
                builder.Writer.EndArray(start, vectors.Length);
            }

            builder.EndRow();
        }

        return [builder.Build()];
    }

    private void Add(int group, T value, double weight)
    {
        var at = _chains.Count;
        if (at == _values.Length)
        {
            System.Array.Resize(ref _values, at * 2);
            if (weighted)
                System.Array.Resize(ref _weights, at * 2);
        }

        _values[at] = value;
        if (weighted)
            _weights[at] = weight;
        _chains.Add(group);
    }
}
