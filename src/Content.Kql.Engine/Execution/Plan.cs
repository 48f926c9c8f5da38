using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

/// <summary>A compiled tabular expression. <see cref="Run"/> may be called again: each run starts afresh.</summary>
/// <param name="row">Columns of the batches; one that nobody reads may be missing in them.</param>
/// <param name="need">Columns that are read.</param>
internal abstract class Plan(RowType row, bool[] need)
{
    public RowType Row { get; } = row;

    // A row whose columns only the data gives may be wider than the binder knew: then all are read.
    public bool[] Need { get; } = need.Length == row.Columns.Length ? need : ColumnUse.All(row);
    public TypeKind KindOf(int ordinal) => Row.Columns[ordinal].Type.Kind;

    public abstract IEnumerable<Batch> Run();

    /// <summary>All rows in one batch.</summary>
    public Batch RunToEnd(Kernels.KernelContext context)
    {
        var batches = new List<Batch>();
        foreach (var batch in Run())
        {
            if (batch.Length > 0)
                batches.Add(batch);
        }

        return Combine(Row, Need, batches, context);
    }

    /// <summary>Batches of the same columns as one.</summary>
    public static Batch Combine(RowType row, bool[] need, List<Batch> batches, Kernels.KernelContext context)
    {
        if (batches.Count == 1)
            return batches[0];
        var total = 0L;
        foreach (var batch in batches)
            total += batch.Length;
        if (total > Array.MaxLength)
            throw new LimitExceededException("rows", "An operator would hold more than two thousand million rows.");
        var columns = new Vector?[row.Columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            if (!need[i])
                continue;
            var kind = row.Columns[i].Type.Kind;
            if (batches.Count == 0)
            {
                columns[i] = Vector.Null(kind, 0);
                continue;
            }

            var parts = new List<Vector>(batches.Count);
            foreach (var batch in batches)
                parts.Add(batch.Column(i));
            var column = Concat.Of(kind, parts);
            context.Charge(column.ByteSize);
            columns[i] = column;
        }

        var ingestion = batches.Count > 0 && batches.TrueForAll(batch => batch.Ingestion is not null)
            ? Concat.Of(TypeKind.DateTime, batches.ConvertAll(batch => batch.Ingestion!)) : null;
        return new Batch(columns, (int)total) { Ingestion = ingestion };
    }

    /// <summary>A large batch in pieces.</summary>
    public static IEnumerable<Batch> Split(Batch batch, int size)
    {
        for (var start = 0; start < batch.Length; start += size)
            yield return batch.Slice(start, Math.Min(size, batch.Length - start));
    }
}
