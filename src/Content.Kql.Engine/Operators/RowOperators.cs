using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators;

/// <summary><c>where</c>: conjuncts one after another, each over the rows that are left.</summary>
internal sealed class FilterPlan(Plan input, Expr[] conjuncts, bool[] need) : Plan(input.Row, need)
{
    public override IEnumerable<Batch> Run()
    {
        foreach (var batch in input.Run())
        {
            var left = batch;
            foreach (var conjunct in conjuncts)
            {
                left = Apply(left, conjunct.Evaluate(left));
                if (left.Length == 0)
                    break;
            }

            if (left.Length > 0)
                yield return left;
        }
    }

    /// <summary>The rows for which a condition is true.</summary>
    public static Batch Apply(Batch batch, Vector condition)
    {
        var answer = condition.AsBool();
        if (answer.IsConstant)
            return batch.Length > 0 && !answer.IsNull(0) && answer[0] ? batch : batch.Slice(0, 0);
        var values = answer.Span;
        var nulls = answer.MayBeNull;
        var rows = new int[batch.Length];
        var count = 0;
        if (nulls)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] && !answer.IsNull(i))
                    rows[count++] = i;
            }
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
            {
                rows[count] = i;
                count += values[i] ? 1 : 0;
            }
        }

        if (count == batch.Length)
            return batch;
        Array.Resize(ref rows, count);
        return batch.Select(rows);
    }
}

/// <summary><c>project</c> and <c>extend</c>.</summary>
internal sealed class ProjectPlan(Plan input, RowType row, bool[] need, Expr?[] expressions) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        foreach (var batch in input.Run())
            yield return Apply(batch);
    }

    public Batch Apply(Batch batch)
    {
        var columns = new Vector?[expressions.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = expressions[i]?.Evaluate(batch);
        return new Batch(columns, batch.Length) { Ingestion = batch.Ingestion };
    }
}

/// <summary>Puts all rows into one batch, for window functions.</summary>
internal sealed class WholePlan(Plan input, KernelContext context) : Plan(input.Row, input.Need)
{
    public override IEnumerable<Batch> Run()
    {
        var all = input.RunToEnd(context);
        if (all.Length > 0)
            yield return all;
    }
}

/// <summary><c>take</c>.</summary>
internal sealed class TakePlan(Plan input, long count) : Plan(input.Row, input.Need)
{
    public override IEnumerable<Batch> Run()
    {
        var left = count;
        if (left <= 0)
            yield break;
        foreach (var batch in input.Run())
        {
            if (batch.Length >= left)
            {
                yield return batch.Slice(0, (int)left);
                yield break;
            }

            left -= batch.Length;
            yield return batch;
        }
    }
}

/// <summary><c>count</c>.</summary>
internal sealed class CountPlan(Plan input, RowType row, bool[] need) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        var count = 0L;
        foreach (var batch in input.Run())
            count += batch.Length;
        yield return new Batch([new FixedVector<long>(TypeKind.Long, [count], 1)], 1);
    }
}

/// <summary><c>distinct</c>: new keys of each batch, as they come.</summary>
internal sealed class DistinctPlan(Plan input, RowType row, bool[] need, Expr[] expressions, KernelContext context, long limit = long.MaxValue) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        var kinds = new TypeKind[expressions.Length];
        for (var i = 0; i < kinds.Length; i++)
            kinds[i] = expressions[i].Kind;
        var table = new GroupTable(kinds);
        foreach (var batch in input.Run())
        {
            var keys = new Vector[expressions.Length];
            for (var i = 0; i < keys.Length; i++)
                keys[i] = expressions[i].Evaluate(batch);
            var before = table.Count;
            var groups = new int[batch.Length];
            table.Find(keys, batch.Length, groups, add: true);
            if (table.Count == before)
                continue;
            var rows = new List<int>();
            var next = before;
            for (var i = 0; i < groups.Length && next < limit; i++)
            {
                if (groups[i] == next)
                {
                    rows.Add(i);
                    next++;
                }
            }

            var indexes = rows.ToArray();
            var fresh = Array.ConvertAll<Vector, Vector?>(keys, key => key.Gather(indexes));
            foreach (var vector in fresh)
                context.Charge(vector!.ByteSize);

            // The table that finds them again: a hash and a place each.
            context.Charge(16L * indexes.Length);
            yield return new Batch(fresh, indexes.Length);
            if (table.Count >= limit)
                yield break;
        }
    }
}

/// <summary>One input of a union.</summary>
internal sealed record UnionPart(Plan Input, int[] Columns, string SourceName);

/// <summary><c>union</c>: input by input.</summary>
internal sealed class UnionPlan(RowType row, bool[] need, UnionPart[] parts, int sourceOrdinal) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        foreach (var part in parts)
        {
            foreach (var batch in part.Input.Run())
            {
                var columns = new Vector?[Row.Columns.Length];
                for (var i = 0; i < columns.Length; i++)
                {
                    if (!Need[i])
                        continue;
                    if (i == sourceOrdinal)
                        columns[i] = StringVector.Constant(part.SourceName, batch.Length);
                    else if (i < part.Columns.Length && part.Columns[i] >= 0)
                        columns[i] = Conversions.To(batch.Column(part.Columns[i]), KindOf(i));
                    else
                        columns[i] = Vector.Null(KindOf(i), batch.Length);
                }

                yield return new Batch(columns, batch.Length) { Ingestion = batch.Ingestion };
            }
        }
    }
}
