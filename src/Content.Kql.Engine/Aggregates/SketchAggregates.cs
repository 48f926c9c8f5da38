using System.Globalization;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary>
/// Sketches as dynamic values. A distinct-count sketch is <c>[[1024, bits], ["hash", …], []]</c>, the form that Kusto gives small ones;
/// ours never go over to registers, so counts stay exact. A digest is <c>[[7], [value, …], [weight, …]]</c> with every value.
/// </summary>
internal static class Sketches
{
    private const int HllVersion = 1024;
    private const int DigestVersion = 7;

    /// <summary>Index bits of an accuracy of 0 to 4; 1 by default.</summary>
    public static int Bits(long? accuracy) => accuracy switch { 0 => 12, 2 => 16, 3 => 17, 4 => 18, _ => 14 };

    public static void WriteHll(DynamicWriter writer, int bits, IEnumerable<long> hashes)
    {
        var start = writer.BeginArray();
        var head = writer.BeginArray();
        writer.Long(HllVersion);
        writer.Long(bits);
        writer.EndArray(head, 2);
        var body = writer.BeginArray();
        var count = 0;
        foreach (var hash in hashes)
        {
            writer.String(hash.ToString(CultureInfo.InvariantCulture));
            count++;
        }

        writer.EndArray(body, count);
        writer.EndArray(writer.BeginArray(), 0);
        writer.EndArray(start, 3);
    }

    public static void WriteDigest(DynamicWriter writer, Vector values, ReadOnlySpan<int> items, ReadOnlySpan<double> weights)
    {
        var start = writer.BeginArray();
        var head = writer.BeginArray();
        writer.Long(DigestVersion);
        writer.EndArray(head, 1);
        var body = writer.BeginArray();
        foreach (var item in items)
            writer.From(values, item);
        writer.EndArray(body, items.Length);
        var tail = writer.BeginArray();
        foreach (var item in items)
        {
            if (weights[item] == Math.Floor(weights[item]))
                writer.Long((long)weights[item]);
            else
                writer.Real(weights[item]);
        }

        writer.EndArray(tail, items.Length);
        writer.EndArray(start, 3);
    }

    /// <summary>Whether a value is a sketch with hashes; one with registers, which Kusto makes of many values, cannot be counted exactly.</summary>
    public static bool IsHll(DynamicValue value) =>
        value.Tag == DynamicTag.Array && value.Count == 3 && value.At(0).Count == 2 && value.At(0).At(0).AsLong == HllVersion
        && value.At(1).Tag == DynamicTag.Array;

    public static bool IsDigest(DynamicValue value) =>
        value.Tag == DynamicTag.Array && value.Count == 3 && value.At(1).Tag == DynamicTag.Array && value.At(1).Count == value.At(2).Count;

    /// <summary>Hash of a row's value: numbers of the integer types alike.</summary>
    public static long Hash(Vector vector, int row) => vector switch
    {
        StringVector text => Wide(text[row], 1),
        FixedVector<int> x => Wide(x[row]),
        FixedVector<long> x => Wide(x[row]),
        FixedVector<bool> x => Wide(x[row] ? 1 : 0),
        FixedVector<double> x => Wide(BitConverter.DoubleToInt64Bits(x[row])),
        FixedVector<Guid> x => Wide(x[row].ToByteArray(), 2),
        FixedVector<decimal> x => Wide(System.Text.Encoding.UTF8.GetBytes(x[row].ToString(CultureInfo.InvariantCulture)), 3),
        DynamicVector x => Wide(x[row].Tape, 4),
        _ => 0,
    };

    private static long Wide(long value)
    {
        var x = (ulong)value + 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (long)(x ^ (x >> 31));
    }

    private static long Wide(ReadOnlySpan<byte> bytes, long seed)
    {
        foreach (var b in bytes)
            seed = Wide(seed ^ b);
        return Wide(seed ^ bytes.Length);
    }
}

/// <summary>Collects hashes of distinct values by group.</summary>
internal abstract class HllBase(AggregateBinding binding) : AggregateKernel
{
    private readonly DistinctPairs _pairs = new(TypeKind.Long, binding.Context);
    private readonly Chains _chains = new();
    private bool[] _any = [];

    protected int Bits { get; set; } = 14;

    public override void EnsureGroups(int count)
    {
        _chains.EnsureGroups(count);
        Grow(ref _any, count);
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (HllBase)other;
        Bits = Math.Max(Bits, typed.Bits);
        for (var i = 0; i < groupMap.Length; i++)
            _any[groupMap[i]] |= typed._any[i];
        Add((FixedVector<long>)typed._pairs.Values(), DistinctCountAggregate.Mapped(typed._pairs, groupMap));
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var hashes = (FixedVector<long>)_pairs.Values();
        var builder = new DynamicBuilder(groupCount);
        for (var group = 0; group < groupCount; group++)
        {
            if (_any[group])
            {
                var own = new long[_chains.CountOf(group)];
                var item = own.Length == 0 ? 0 : _chains.Head(group);
                for (var i = 0; i < own.Length; i++)
                {
                    own[i] = hashes[item];
                    item = _chains.Next(item);
                }

                Sketches.WriteHll(builder.Writer, Bits, own);
            }

            builder.EndRow();
        }

        return [builder.Build()];
    }

    protected void Touch(int group) => _any[group] = true;

    protected void Add(FixedVector<long> hashes, ReadOnlySpan<int> groups) => _pairs.Add(hashes, groups, (group, _) => _chains.Add(group));
}

/// <summary><c>hll(value, accuracy)</c>.</summary>
internal sealed class HllAggregate : HllBase
{
    public HllAggregate(AggregateBinding binding) : base(binding) => Bits = Sketches.Bits(binding.ConstantLong(1));

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var builder = new FixedBuilder<long>(TypeKind.Long, groups.Length);
        for (var i = 0; i < groups.Length; i++)
        {
            if (arguments[0].IsNull(i))
            {
                builder.AddNull();
                continue;
            }

            Touch(groups[i]);
            builder.Add(Sketches.Hash(arguments[0], i));
        }

        Add((FixedVector<long>)builder.Build(), groups);
    }
}

/// <summary><c>hll_merge(sketch)</c> as an aggregate.</summary>
internal sealed class HllMergeAggregate(AggregateBinding binding) : HllBase(binding)
{
    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = arguments[0].AsDynamic();
        var hashes = new FixedBuilder<long>(TypeKind.Long);
        var owners = new List<int>();
        for (var i = 0; i < groups.Length; i++)
        {
            var sketch = vector[i];
            if (!Sketches.IsHll(sketch))
                continue;
            Touch(groups[i]);
            Bits = Math.Max(Bits, (int)sketch.At(0).At(1).AsLong);
            foreach (var hash in sketch.At(1).Elements)
            {
                hashes.Add(Conversions.ToLong(hash));
                owners.Add(groups[i]);
            }
        }

        Add((FixedVector<long>)hashes.Build(), owners.ToArray());
    }
}

/// <summary>Collects values and weights by group.</summary>
internal abstract class DigestBase(AggregateBinding binding, TypeKind kind) : AggregateKernel
{
    private readonly VectorBuilder _values = VectorBuilder.Create(kind);
    private readonly Chains _chains = new();
    private double[] _weights = new double[64];

    protected TypeKind Kind => kind;

    public override void EnsureGroups(int count) => _chains.EnsureGroups(count);

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (DigestBase)other;
        var values = typed._values.Build();
        for (var group = 0; group < groupMap.Length; group++)
        {
            var item = typed._chains.CountOf(group) == 0 ? 0 : typed._chains.Head(group);
            for (var left = typed._chains.CountOf(group); left > 0; left--)
            {
                Add(groupMap[group], values, item, typed._weights[item]);
                item = typed._chains.Next(item);
            }
        }
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var values = _values.Build();
        var order = Conversions.To(values, TypeKind.Real) as FixedVector<double>;
        var builder = new DynamicBuilder(groupCount);
        for (var group = 0; group < groupCount; group++)
        {
            var items = new int[_chains.CountOf(group)];
            if (items.Length > 0)
            {
                var item = _chains.Head(group);
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = item;
                    item = _chains.Next(item);
                }

                Array.Sort(items, (x, y) => order![x].CompareTo(order[y]) is var byValue && byValue != 0 ? byValue : x.CompareTo(y));
                Sketches.WriteDigest(builder.Writer, values, items, _weights);
            }

            builder.EndRow();
        }

        return [builder.Build()];
    }

    protected void Add(int group, Vector values, int row, double weight)
    {
        if (_chains.Count == _weights.Length)
            Array.Resize(ref _weights, _weights.Length * 2);
        _weights[_chains.Count] = weight;
        _values.AddFrom(values, row);
        _chains.Add(group);
        binding.Context.Charge(24);
    }
}

/// <summary><c>tdigest(value, weight)</c>.</summary>
internal sealed class DigestAggregate(AggregateBinding binding) : DigestBase(binding, binding.KindOf(0))
{
    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = arguments[0];
        var weights = arguments.Length > 1 ? arguments[1].AsReal() : null;
        for (var i = 0; i < groups.Length; i++)
        {
            if (!vector.IsNull(i) && (weights is null || !weights.IsNull(i) && weights[i] > 0))
                Add(groups[i], vector, i, weights is null ? 1 : weights[i]);
        }
    }
}

/// <summary><c>tdigest_merge(digest)</c> as an aggregate.</summary>
internal sealed class DigestMergeAggregate(AggregateBinding binding) : DigestBase(binding, TypeKind.Dynamic)
{
    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = arguments[0].AsDynamic();
        for (var i = 0; i < groups.Length; i++)
        {
            var digest = vector[i];
            if (!Sketches.IsDigest(digest))
                continue;
            var values = new DynamicBuilder();
            foreach (var value in digest.At(1).Elements)
                values.Add(value);
            var built = values.Build();
            var row = 0;
            foreach (var weight in digest.At(2).Elements)
                Add(groups[i], built, row++, weight.AsReal);
        }
    }
}
