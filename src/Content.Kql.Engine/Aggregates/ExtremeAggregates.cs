using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary><c>min</c> and <c>max</c>. Nulls are left out, NaN counts only where there is nothing else; nothing gives null.</summary>
internal static class ExtremeAggregates
{
    public static AggregateKernel Create(AggregateBinding binding, bool max)
    {
        var kind = binding.OutputKind(0);
        return kind switch
        {
            TypeKind.Int => new ExtremeAggregate<int>(kind, max),
            TypeKind.Real => new ExtremeAggregate<double>(kind, max),
            TypeKind.Decimal => new ExtremeAggregate<decimal>(kind, max),
            TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => new ExtremeAggregate<long>(kind, max),
            _ => new OrderedExtremeAggregate(kind, max),
        };
    }
}

/// <summary>The least or greatest number.</summary>
internal sealed class ExtremeAggregate<T>(TypeKind kind, bool max) : AggregateKernel where T : unmanaged, System.Numerics.INumber<T>
{
    private T[] _best = [];
    private bool[] _any = [];

    public override void EnsureGroups(int count)
    {
        Grow(ref _best, count);
        Grow(ref _any, count);
    }

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = (FixedVector<T>)Conversions.To(arguments[0], kind);
        var values = vector.Span;
        var mask = vector.Mask;
        var nulls = vector.MayBeNull;
        for (var i = 0; i < groups.Length; i++)
        {
            if (!nulls || !vector.IsNull(i))
                Take(groups[i], values[i & mask]);
        }
    }

    private void Take(int group, T value)
    {
        if (!_any[group])
        {
            _any[group] = true;
            _best[group] = value;
        }
        else if (max ? value > _best[group] : value < _best[group])
        {
            _best[group] = value;
        }
        else if (T.IsNaN(_best[group]))
        {
            _best[group] = value;
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (ExtremeAggregate<T>)other;
        for (var i = 0; i < groupMap.Length; i++)
        {
            if (typed._any[i])
                Take(groupMap[i], typed._best[i]);
        }
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var builder = new FixedBuilder<T>(kind, groupCount);
        for (var i = 0; i < groupCount; i++)
        {
            if (_any[i])
                builder.Add(_best[i]);
            else
                builder.AddNull();
        }

        return [builder.Build()];
    }
}

/// <summary>The least or greatest value of a type that is no number: texts by code point, bools, guids, dynamic values in sort order.</summary>
internal sealed class OrderedExtremeAggregate(TypeKind kind, bool max) : AggregateKernel
{
    private readonly RankStore _best = RankStore.Create(kind);

    public override void EnsureGroups(int count) => _best.EnsureGroups(count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = Conversions.To(arguments[0], kind);
        for (var i = 0; i < groups.Length; i++)
        {
            if (!vector.IsNull(i) && _best.IsBetter(vector, i, groups[i], max))
                _best.Set(groups[i], vector, i);
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var vector = other.Finish(groupMap.Length)[0];
        Update([vector], groupMap);
    }

    // A text that was never set is empty, which Kusto has for null.
    public override Vector[] Finish(int groupCount) => [_best.Build(groupCount)];
}

/// <summary>The best value of each group so far, for values that are ranked.</summary>
internal abstract class RankStore
{
    private bool[] _any = [];

    /// <summary>Whether a group has a value.</summary>
    public bool Has(int group) => _any[group];

    public virtual void EnsureGroups(int count)
    {
        if (_any.Length < count)
            Array.Resize(ref _any, Math.Max(count, Math.Max(_any.Length * 2, 16)));
    }

    /// <summary>Whether a row's value, which is not null, goes before what the group has.</summary>
    public bool IsBetter(Vector vector, int row, int group, bool max)
    {
        if (!_any[group])
            return true;
        var order = Compare(vector, row, group);
        return max ? order > 0 : order < 0;
    }

    public void Set(int group, Vector vector, int row)
    {
        _any[group] = true;
        Store(group, vector, row);
    }

    public abstract Vector Build(int count);

    protected abstract int Compare(Vector vector, int row, int group);

    protected abstract void Store(int group, Vector vector, int row);

    public static RankStore Create(TypeKind kind) => kind switch
    {
        TypeKind.Bool => new FixedRank<bool>(kind),
        TypeKind.Int => new FixedRank<int>(kind),
        TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => new FixedRank<long>(kind),
        TypeKind.Real => new FixedRank<double>(kind),
        TypeKind.Decimal => new FixedRank<decimal>(kind),
        TypeKind.Guid => new FixedRank<Guid>(kind),
        TypeKind.String => new TextRank(),
        _ => new DynamicRank(),
    };


    private sealed class FixedRank<T>(TypeKind kind) : RankStore where T : unmanaged, IComparable<T>
    {
        private T[] _values = [];

        public override void EnsureGroups(int count)
        {
            base.EnsureGroups(count);
            if (_values.Length < count)
                Array.Resize(ref _values, _any.Length);
        }

        protected override int Compare(Vector vector, int row, int group) => ((FixedVector<T>)vector)[row].CompareTo(_values[group]);

        protected override void Store(int group, Vector vector, int row) => _values[group] = ((FixedVector<T>)vector)[row];

        public override Vector Build(int count)
        {
            EnsureGroups(count);
            ulong[]? validity = null;
            for (var i = 0; i < count; i++)
            {
                if (!_any[i])
                    Bits.Clear(validity ??= Bits.AllSet(count), i);
            }

            return new FixedVector<T>(kind, _values, count, validity);
        }
    }

    private sealed class TextRank : RankStore
    {
        private readonly BytesStore _bytes = new(isText: true);

        public override void EnsureGroups(int count)
        {
            base.EnsureGroups(count);
            _bytes.EnsureGroups(count);
        }

        protected override int Compare(Vector vector, int row, int group) => ((StringVector)vector)[row].SequenceCompareTo(_bytes[group]);

        protected override void Store(int group, Vector vector, int row) => _bytes.Set(group, vector, row);

        public override Vector Build(int count)
        {
            EnsureGroups(count);
            return _bytes.Build(count);
        }
    }

    private sealed class DynamicRank : RankStore
    {
        private readonly BytesStore _bytes = new(isText: false);

        public override void EnsureGroups(int count)
        {
            base.EnsureGroups(count);
            _bytes.EnsureGroups(count);
        }

        protected override int Compare(Vector vector, int row, int group) =>
            DynamicCompare.TotalOrder(((DynamicVector)vector)[row], new DynamicValue(_bytes[group]));

        protected override void Store(int group, Vector vector, int row) => _bytes.Set(group, vector, row);

        public override Vector Build(int count)
        {
            EnsureGroups(count);
            return _bytes.Build(count);
        }
    }
}
