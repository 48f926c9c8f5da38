using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators;

/// <summary>A compiled sort key.</summary>
internal readonly record struct SortKey(Expr Expression, bool Descending, bool NullsFirst);

/// <summary>Compares rows of a batch by sort keys; NaN stands beside the nulls.</summary>
internal sealed class RowComparer : IComparer<int>
{
    private readonly Column[] _columns;
    private readonly KernelContext? _context;
    private int _steps;

    public RowComparer(SortKey[] keys, Batch batch, KernelContext? context)
    {
        _context = context;
        _columns = new Column[keys.Length];
        for (var i = 0; i < keys.Length; i++)
            _columns[i] = Column.Create(keys[i].Expression.Evaluate(batch), keys[i].Descending, keys[i].NullsFirst);
    }

    public int Compare(int x, int y)
    {
        if ((++_steps & 0xFFFF) == 0)
            _context?.ThrowIfCancelled();
        foreach (var column in _columns)
        {
            var order = column.Compare(x, y);
            if (order != 0)
                return order;
        }

        return x.CompareTo(y);
    }

    public static int[] Sort(SortKey[] keys, Batch batch, KernelContext context)
    {
        var rows = new int[batch.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = i;
        context.Step((long)rows.Length * 2);
        try
        {
            if (keys.Length == 1 && rows.Length > 64 && SortByNumbers(keys[0], batch, rows, context))
                return rows;
            Array.Sort(rows, new RowComparer(keys, batch, context));
        }
        catch (InvalidOperationException e) when (e.InnerException is OperationCanceledException cancelled)
        {
            throw new OperationCanceledException(cancelled.Message, cancelled, context.Cancellation);
        }

        return rows;
    }

    // One key of a fixed width: sort the values themselves, packed with the row number, instead of calling a comparer.
    private static bool SortByNumbers(SortKey key, Batch batch, int[] rows, KernelContext context)
    {
        var vector = key.Expression.Evaluate(batch);
        var packed = new UInt128[rows.Length];
        for (var i = 0; i < packed.Length; i++)
        {
            if ((i & 0xFFFF) == 0)
                context.ThrowIfCancelled();
            ulong bits;
            ulong rank = 1;
            switch (vector)
            {
                case FixedVector<long> longs: bits = (ulong)longs[i] ^ (1UL << 63); break;
                case FixedVector<int> ints: bits = (ulong)(long)ints[i] ^ (1UL << 63); break;
                case FixedVector<bool> bools: bits = bools[i] ? 1UL : 0; break;
                case FixedVector<double> reals:
                {
                    var value = reals[i];
                    var raw = BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value);
                    bits = raw < 0 ? ~(ulong)raw : (ulong)raw | 1UL << 63;
                    if (double.IsNaN(value))
                    {
                        bits = 0;
                        rank = key.NullsFirst ? 1UL : 2UL;
                    }
                    else
                    {
                        rank = key.NullsFirst ? 2UL : 1UL;
                    }

                    break;
                }

                default: return false;
            }

            if (key.Descending && rank == (key.NullsFirst && vector is FixedVector<double> ? 2UL : 1UL))
                bits = ~bits;
            if (vector.IsNull(i))
            {
                bits = 0;
                rank = key.NullsFirst ? 0UL : 3UL;
            }

            // 2 bits of rank, 64 of value, 32 of row number: rows of equal values keep their order.
            packed[i] = (UInt128)rank << 96 | (UInt128)bits << 32 | (uint)i;
        }

        // Runs are sorted one by one, so that a cancellation is seen between them, and then merged.
        SortRuns(packed, context);
        for (var i = 0; i < rows.Length; i++)
            rows[i] = (int)(uint)packed[i];
        return true;
    }

    private static void SortRuns(UInt128[] values, KernelContext context)
    {
        const int Run = 131_072;
        for (var start = 0; start < values.Length; start += Run)
        {
            context.ThrowIfCancelled();
            Array.Sort(values, start, Math.Min(Run, values.Length - start));
        }

        if (values.Length <= Run)
            return;
        var source = values;
        var target = new UInt128[values.Length];
        for (var size = Run; size < values.Length; size *= 2)
        {
            for (var start = 0; start < values.Length; start += size * 2)
            {
                context.ThrowIfCancelled();
                var middle = Math.Min(start + size, values.Length);
                var end = Math.Min(start + size * 2, values.Length);
                var a = start;
                var b = middle;
                for (var i = start; i < end; i++)
                    target[i] = a < middle && (b >= end || source[a] <= source[b]) ? source[a++] : source[b++];
            }

            (source, target) = (target, source);
        }

        if (!ReferenceEquals(source, values))
            source.CopyTo(values, 0);
    }

    private abstract class Column
    {
        public abstract int Compare(int x, int y);

        public static Column Create(Vector vector, bool descending, bool nullsFirst) => vector switch
        {
            FixedVector<long> longs => new FixedColumn<long>(longs, descending, nullsFirst),
            FixedVector<int> ints => new FixedColumn<int>(ints, descending, nullsFirst),
            FixedVector<double> reals => new RealColumn(reals, descending, nullsFirst),
            FixedVector<bool> bools => new FixedColumn<bool>(bools, descending, nullsFirst),
            FixedVector<decimal> decimals => new FixedColumn<decimal>(decimals, descending, nullsFirst),
            FixedVector<Guid> guids => new FixedColumn<Guid>(guids, descending, nullsFirst),
            StringVector strings => new TextColumn(strings, descending),
            DynamicVector dynamics => new DynamicColumn(dynamics, descending, nullsFirst),
            _ => throw new UnsupportedException("sort by " + vector.Kind),
        };
    }

    private sealed class FixedColumn<T>(FixedVector<T> vector, bool descending, bool nullsFirst) : Column where T : unmanaged, IComparable<T>
    {
        private readonly bool _nulls = vector.MayBeNull;

        public override int Compare(int x, int y)
        {
            if (_nulls)
            {
                var left = vector.IsNull(x);
                var right = vector.IsNull(y);
                if (left || right)
                    return left == right ? 0 : left == nullsFirst ? -1 : 1;
            }

            return descending ? vector[y].CompareTo(vector[x]) : vector[x].CompareTo(vector[y]);
        }
    }

    private sealed class RealColumn(FixedVector<double> vector, bool descending, bool nullsFirst) : Column
    {
        public override int Compare(int x, int y)
        {
            var left = Rank(x);
            var right = Rank(y);
            if (left != right)
                return nullsFirst ? right.CompareTo(left) : left.CompareTo(right);
            if (left != 0)
                return 0;
            return descending ? vector[y].CompareTo(vector[x]) : vector[x].CompareTo(vector[y]);
        }

        // values, then NaN, then nulls; turned round when nulls come first
        private int Rank(int row) => vector.IsNull(row) ? 2 : double.IsNaN(vector[row]) ? 1 : 0;
    }

    private sealed class TextColumn(StringVector vector, bool descending) : Column
    {
        public override int Compare(int x, int y) => descending ? vector[y].SequenceCompareTo(vector[x]) : vector[x].SequenceCompareTo(vector[y]);
    }

    private sealed class DynamicColumn(DynamicVector vector, bool descending, bool nullsFirst) : Column
    {
        public override int Compare(int x, int y)
        {
            var left = vector.IsNull(x);
            var right = vector.IsNull(y);
            if (left || right)
                return left == right ? 0 : left == nullsFirst ? -1 : 1;
            return descending ? DynamicCompare.TotalOrder(vector[y], vector[x]) : DynamicCompare.TotalOrder(vector[x], vector[y]);
        }
    }
}

/// <summary><c>sort</c>: stable.</summary>
internal sealed class SortPlan(Plan input, SortKey[] keys, bool[] need, KernelContext context) : Plan(input.Row, need)
{
    public override IEnumerable<Batch> Run()
    {
        var all = input.RunToEnd(context);
        if (all.Length == 0)
            yield break;
        var rows = RowComparer.Sort(keys, all, context);
        for (var start = 0; start < rows.Length; start += context.BatchSize)
            yield return all.Select(rows.AsSpan(start, Math.Min(context.BatchSize, rows.Length - start)).ToArray());
    }
}

/// <summary><c>top</c>: keeps the best rows and cuts back whenever the rest has grown as large as they are.</summary>
internal sealed class TopPlan(Plan input, SortKey[] keys, long count, bool[] need, KernelContext context) : Plan(input.Row, need)
{
    public override IEnumerable<Batch> Run()
    {
        if (count <= 0)
            yield break;
        var kept = new List<Batch>();
        var rows = 0L;
        var limit = Math.Max(count * 2, 16_384);
        Threshold? threshold = null;
        foreach (var next in input.Run())
        {
            var batch = threshold is null ? next : threshold.Apply(next);
            if (batch.Length == 0)
                continue;
            kept.Add(batch);
            rows += batch.Length;
            if (rows < limit)
                continue;
            var best = Cut(kept);
            kept.Clear();
            kept.Add(best);
            rows = best.Length;
            threshold = Threshold.Create(keys[0], best, count) ?? threshold;
        }

        if (rows == 0)
            yield break;
        foreach (var batch in Split(Cut(kept), context.BatchSize))
            yield return batch;
    }

    /// <summary>The last of the best rows so far: rows that are worse by the first key cannot be among them.</summary>
    private sealed class Threshold(SortKey key, long worst)
    {
        public static Threshold? Create(SortKey key, Batch best, long count)
        {
            if (best.Length < count || key.Expression.Kind is not (TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan))
                return null;
            var values = (FixedVector<long>)key.Expression.Evaluate(best);
            return values.MayBeNull ? null : new Threshold(key, values[best.Length - 1]);
        }

        public Batch Apply(Batch batch)
        {
            var values = (FixedVector<long>)key.Expression.Evaluate(batch);
            var rows = new int[batch.Length];
            var found = 0;
            for (var i = 0; i < rows.Length; i++)
            {
                rows[found] = i;
                var keep = values.IsNull(i) ? key.NullsFirst : key.Descending ? values[i] > worst : values[i] < worst;
                // Ties stay in: later keys may decide them.
                found += keep || values[i] == worst && !values.IsNull(i) ? 1 : 0;
            }

            return found == batch.Length ? batch : batch.Select(rows.AsSpan(0, found).ToArray());
        }
    }

    private Batch Cut(List<Batch> batches)
    {
        // The needs of the input include the key columns.
        var all = Combine(Row, input.Need, batches, context);
        var rows = RowComparer.Sort(keys, all, context);
        var result = all.Select(rows.AsSpan(0, (int)Math.Min(count, rows.Length)).ToArray());
        var bytes = 0L;
        for (var i = 0; i < input.Need.Length; i++)
        {
            if (input.Need[i])
                bytes += all.Column(i).ByteSize;
        }

        if (batches.Count > 1)
            context.Release(bytes);
        return result;
    }
}
