using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators;

/// <summary>Reads a table: only the columns that the query uses.</summary>
internal sealed class ScanPlan : Plan
{
    private readonly ColumnarTable _table;
    private readonly int[] _map;
    private readonly KernelContext _context;

    /// <summary>First chunk that is read.</summary>
    public int FirstChunk { get; init; }

    /// <summary>End of the chunks that are read.</summary>
    public int EndChunk { get; init; }

    private readonly int _ingestion = -1;

    public ScanPlan(RowType row, bool[] need, ColumnarTable table, KernelContext context, bool ingestion = false) : base(row, need)
    {
        if (ingestion)
        {
            _ingestion = table.Row.IndexOf("_IngestionTime");
            if (_ingestion < 0)
                _ingestion = table.Row.IndexOf("TimeGenerated");
        }

        _table = table;
        EndChunk = table.Chunks.Length;
        _context = context;
        _map = new int[row.Columns.Length];
        for (var i = 0; i < _map.Length; i++)
            _map[i] = need[i] ? table.Row.IndexOf(row.Columns[i].Name) : -1;
    }

    public override IEnumerable<Batch> Run()
    {
        for (var number = FirstChunk; number < EndChunk; number++)
        {
            var chunk = _table.Chunks[number];
            var whole = new Vector?[_map.Length];
            for (var i = 0; i < whole.Length; i++)
            {
                if (!Need[i])
                    continue;
                var source = _map[i] >= 0 ? chunk.Columns[_map[i]] : null;
                whole[i] = source is null ? Vector.Null(KindOf(i), chunk.Length) : Conversions.To(source, KindOf(i));
            }

            var ingestion = _ingestion >= 0 && chunk.Columns[_ingestion] is { } time ? Conversions.To(time, TypeKind.DateTime) : null;
            for (var start = 0; start < chunk.Length; start += _context.BatchSize)
            {
                var length = Math.Min(_context.BatchSize, chunk.Length - start);
                _context.Step(length);
                var columns = new Vector?[whole.Length];
                for (var i = 0; i < columns.Length; i++)
                    columns[i] = whole[i]?.Slice(start, length);
                yield return new Batch(columns, length) { Ingestion = ingestion?.Slice(start, length) };
            }
        }
    }
}

/// <summary>Rows that are at hand: a datatable, a materialised variable, the input of a subquery.</summary>
internal sealed class RowsPlan(RowType row, bool[] need, KernelContext context) : Plan(row, need)
{
    public Batch? Rows { get; set; }

    public override IEnumerable<Batch> Run()
    {
        if (Rows is null)
            yield break;
        foreach (var batch in Split(Rows, context.BatchSize))
        {
            context.Step(batch.Length);
            yield return batch;
        }
    }
}

/// <summary>A tabular variable that is read more than once: run once, kept as batches.</summary>
internal sealed class SharedRows(Func<Plan> compile, KernelContext context)
{
    private List<Batch>? _batches;
    private readonly Lock _gate = new();

    public IEnumerable<Batch> Batches
    {
        get
        {
            lock (_gate)
            {
                if (_batches is not null)
                    return _batches;
                var plan = compile();
                var batches = new List<Batch>();
                foreach (var batch in plan.Run())
                {
                    if (batch.Length == 0)
                        continue;
                    batches.Add(batch);
                    for (var i = 0; i < plan.Need.Length; i++)
                    {
                        if (plan.Need[i])
                            context.Charge(batch.Column(i).ByteSize);
                    }
                }

                return _batches = batches;
            }
        }
    }
}

/// <summary>Reads a shared variable.</summary>
internal sealed class SharedPlan(RowType row, bool[] need, SharedRows rows, KernelContext context) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        foreach (var batch in rows.Batches)
        {
            context.Step(batch.Length);
            yield return batch;
        }
    }
}

/// <summary><c>range</c>: computed batch by batch.</summary>
internal sealed class RangePlan(RowType row, bool[] need, Vector from, Vector to, Vector step, KernelContext context) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        var kind = KindOf(0);
        if (from.IsNull(0) || to.IsNull(0) || step.IsNull(0))
            yield break;
        var index = 0L;
        if (kind is TypeKind.Real or TypeKind.Decimal)
        {
            var first = from.AsReal()[0];
            var last = to.AsReal()[0];
            var distance = step.AsReal()[0];
            if (distance == 0 || !double.IsFinite(first) || !double.IsFinite(distance))
                yield break;
            while (true)
            {
                context.Step(context.BatchSize);
                var builder = new FixedBuilder<double>(TypeKind.Real, context.BatchSize);
                for (; builder.Count < context.BatchSize; index++)
                {
                    var value = first + index * distance;
                    if (distance > 0 ? value > last : value < last)
                        break;
                    builder.Add(value);
                }

                if (builder.Count == 0)
                    yield break;
                yield return new Batch([Conversions.To(builder.Build(), kind)], builder.Count);
            }
        }

        var start = Ticks(from, kind);
        var end = Ticks(to, kind);
        var width = step.Kind == TypeKind.TimeSpan ? step.AsTimeSpan()[0] : kind is TypeKind.DateTime or TypeKind.TimeSpan ? Conversions.To(step, TypeKind.TimeSpan).AsLong()[0] : step.AsLong()[0];
        if (width == 0)
            yield break;
        Int128 next = start;
        while (true)
        {
            context.Step(context.BatchSize);
            var builder = new FixedBuilder<long>(kind == TypeKind.Int ? TypeKind.Long : kind, context.BatchSize);
            for (; builder.Count < context.BatchSize && (width > 0 ? next <= end : next >= end); next += width)
                builder.Add((long)next);
            if (builder.Count == 0)
                yield break;
            yield return new Batch([Conversions.To(builder.Build(), kind)], builder.Count);
        }
    }

    private static long Ticks(Vector vector, TypeKind kind) =>
        vector.Kind is TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan ? ((FixedVector<long>)vector)[0] : ((FixedVector<long>)Conversions.To(vector, kind == TypeKind.Int ? TypeKind.Long : kind))[0];
}
