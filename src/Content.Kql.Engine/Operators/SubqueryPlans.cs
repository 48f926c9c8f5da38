using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators;

/// <summary><c>partition</c>: the subquery runs over the rows of one key after another, keys in the order first seen.</summary>
internal sealed class PartitionPlan(Plan input, RowType row, bool[] need, Expr key, Func<Vector, Batch, Plan> subquery, bool legacy, KernelContext context) : Plan(row, need)
{
    // What the service takes without hint.strategy=native or shuffle.
    private const int LegacyKeys = 64;

    public override IEnumerable<Batch> Run()
    {
        var all = input.RunToEnd(context);
        var table = new GroupTable([key.Kind]);
        var groups = new int[all.Length];
        table.Find([key.Evaluate(all)], all.Length, groups, add: true);
        if (legacy && table.Count > LegacyKeys)
            throw new QueryFailedException($"partition: there are {table.Count} keys, and the legacy strategy takes {LegacyKeys} at most. Add hint.strategy=native or hint.strategy=shuffle.");
        var members = new List<int>[table.Count];
        for (var i = 0; i < members.Length; i++)
            members[i] = [];
        for (var i = 0; i < groups.Length; i++)
            members[groups[i]].Add(i);
        if (members.Length == 0)
            yield break;
        var keys = table.BuildKeys()[0];
        for (var i = 0; i < members.Length; i++)
        {
            context.ThrowIfCancelled();
            foreach (var batch in subquery(keys.AsConstant(i, 1), all.Select([.. members[i]])).Run())
                yield return batch;
        }
    }
}

/// <summary>A level of <c>top-nested</c>.</summary>
internal sealed record NestedLevel(long? Count, Expr Of, Vector? Others, AggregateCall Aggregate, Expr RankBy, bool Descending);

/// <summary><c>top-nested</c>: the best values of each level within the values of the level above.</summary>
internal sealed class TopNestedPlan(Plan input, RowType row, bool[] need, NestedLevel[] levels, KernelContext context) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        var all = input.RunToEnd(context);
        var builders = new VectorBuilder[Row.Columns.Length];
        for (var i = 0; i < builders.Length; i++)
            builders[i] = VectorBuilder.Create(KindOf(i));
        var rows = new int[all.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = i;
        Descend(all, rows, 0, new (Vector Value, Vector Rank)[levels.Length], builders);
        var count = builders.Length == 0 ? 0 : builders[0].Count;
        yield return new Batch(Array.ConvertAll<VectorBuilder, Vector?>(builders, b => b.Build()), count);
    }

    private void Descend(Batch all, int[] rows, int level, (Vector Value, Vector Rank)[] path, VectorBuilder[] builders)
    {
        context.ThrowIfCancelled();
        var spec = levels[level];
        var batch = all.Select(rows);
        var table = new GroupTable([spec.Of.Kind]);
        var groups = new int[rows.Length];
        table.Find([spec.Of.Evaluate(batch)], rows.Length, groups, add: true);
        if (table.Count == 0)
            return;
        var values = table.BuildKeys()[0];
        var ranks = Rank(spec, batch, groups, table.Count);
        var order = RowComparer.Sort([new SortKey(new ColumnExpr(0, ranks.Kind), spec.Descending, !spec.Descending)], new Batch([ranks], table.Count), context);
        var taken = (int)Math.Min(spec.Count ?? table.Count, table.Count);
        var members = new List<int>[table.Count];
        for (var i = 0; i < members.Length; i++)
            members[i] = [];
        for (var i = 0; i < rows.Length; i++)
            members[groups[i]].Add(rows[i]);
        for (var i = 0; i < taken; i++)
        {
            var group = order[i];
            path[level] = (values.AsConstant(group, 1), ranks.AsConstant(group, 1));
            Emit(all, [.. members[group]], level, path, builders);
        }

        if (spec.Others is null || taken >= table.Count)
            return;
        var rest = new List<int>();
        for (var i = taken; i < order.Length; i++)
            rest.AddRange(members[order[i]]);
        rest.Sort();
        var restRows = rest.ToArray();
        var restRank = Rank(spec, all.Select(restRows), new int[restRows.Length], 1);
        path[level] = (Conversions.To(spec.Others, KindOf(level * 2)), restRank);
        EmitOthers(level, path, builders);
    }

    private static Vector Rank(NestedLevel spec, Batch batch, int[] groups, int count)
    {
        var kernel = spec.Aggregate.Create();
        kernel.EnsureGroups(count);
        kernel.Update(spec.Aggregate.EvaluateArguments(batch), groups);
        return spec.RankBy.Evaluate(new Batch(Array.ConvertAll<Vector, Vector?>(spec.Aggregate.Finish(kernel, count), v => v), count));
    }

    private void Emit(Batch all, int[] rows, int level, (Vector Value, Vector Rank)[] path, VectorBuilder[] builders)
    {
        if (level + 1 < levels.Length)
        {
            Descend(all, rows, level + 1, path, builders);
            return;
        }

        Write(levels.Length, path, builders);
    }

    // The levels below a row for all others repeat its name where they ask for one, and are empty otherwise.
    private void EmitOthers(int level, (Vector Value, Vector Rank)[] path, VectorBuilder[] builders)
    {
        for (var below = level + 1; below < levels.Length; below++)
        {
            var others = levels[below].Others;
            path[below] = (others is null ? Vector.Null(KindOf(below * 2), 1) : Conversions.To(others, KindOf(below * 2)), Vector.Null(KindOf(below * 2 + 1), 1));
        }

        Write(levels.Length, path, builders);
    }

    private void Write(int depth, (Vector Value, Vector Rank)[] path, VectorBuilder[] builders)
    {
        for (var i = 0; i < depth; i++)
        {
            builders[i * 2].AddFrom(Conversions.To(path[i].Value, KindOf(i * 2)), 0);
            builders[i * 2 + 1].AddFrom(Conversions.To(path[i].Rank, KindOf(i * 2 + 1)), 0);
        }
    }
}

/// <summary><c>top-hitters</c>, exact.</summary>
internal sealed class TopHittersPlan(Plan input, RowType row, bool[] need, long count, Expr of, Expr? by, KernelContext context) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        var table = new GroupTable([of.Kind]);
        var sums = new List<double>();
        foreach (var batch in input.Run())
        {
            var groups = new int[batch.Length];
            table.Find([of.Evaluate(batch)], batch.Length, groups, add: true);
            while (sums.Count < table.Count)
                sums.Add(0);
            var weight = by?.Evaluate(batch).AsReal();
            for (var i = 0; i < groups.Length; i++)
            {
                if (weight is null)
                    sums[groups[i]]++;
                else if (!weight.IsNull(i))
                    sums[groups[i]] += weight[i];
            }
        }

        if (table.Count == 0)
            yield break;
        var keys = table.BuildKeys()[0];
        var ranks = new FixedVector<double>(TypeKind.Real, [.. sums], sums.Count);
        var order = RowComparer.Sort([new SortKey(new ColumnExpr(0, TypeKind.Real), true, false)], new Batch([ranks], ranks.Length), context);
        var top = order.AsSpan(0, (int)Math.Min(count, order.Length)).ToArray();
        yield return new Batch([keys.Gather(top), Conversions.To(ranks.Gather(top), KindOf(1))], top.Length);
    }
}

/// <summary>Runs an expression plan once rows are known: for plugins.</summary>
internal sealed class ComputedPlan(RowType row, bool[] need, KernelContext context, Func<Batch> compute) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        foreach (var batch in Split(compute(), context.BatchSize))
            yield return batch;
    }
}
