using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators;

/// <summary>A compiled aggregate call.</summary>
internal sealed record AggregateCall(string Name, AggregateKernelFactory Factory, AggregateBinding Binding, Expr[] Arguments)
{
    public AggregateKernel Create() => Factory(Binding);

    public Vector[] Finish(AggregateKernel kernel, int groups)
    {
        var outputs = kernel.Finish(groups);
        if (outputs.Length != Binding.Outputs.Length)
            throw new EngineDefectException($"'{Name}' gave {outputs.Length} outputs instead of {Binding.Outputs.Length}.");
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].Kind != Binding.OutputKind(i))
                throw new EngineDefectException($"'{Name}' gave {outputs[i].Kind} where {Binding.OutputKind(i)} was bound.");
            if (outputs[i].Length != groups)
                throw new EngineDefectException($"'{Name}' gave {outputs[i].Length} rows for {groups} groups.");
        }

        return outputs;
    }

    public Vector[] EvaluateArguments(Batch batch)
    {
        var values = new Vector[Arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Arguments[i].Evaluate(batch);
        return values;
    }
}

/// <summary>One part of the input of a <c>summarize</c>, with expressions and aggregates of its own.</summary>
internal sealed record SummarizePart(Plan Input, Expr[] Keys, AggregateCall[] Aggregates);

/// <summary><c>summarize</c>: hash aggregation; groups come out in the order first seen. Parts are merged in order.</summary>
internal sealed class SummarizePlan(SummarizePart[] parts, RowType row, bool[] need, Expr?[] outputs, KernelContext context) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        var inner = Aggregate();
        if (inner.Length == 0)
            yield break;
        foreach (var batch in Split(inner, context.BatchSize))
        {
            var columns = new Vector?[outputs.Length];
            for (var i = 0; i < columns.Length; i++)
                columns[i] = outputs[i]?.Evaluate(batch);
            yield return new Batch(columns, batch.Length);
        }
    }

    // The keys, then the outputs of all aggregates: one row a group.
    private Batch Aggregate()
    {
        var states = new (GroupTable Table, AggregateKernel[] Kernels)[parts.Length];
        if (parts.Length == 1)
            states[0] = Aggregate(parts[0]);
        else
            ParallelPlan.Each(parts.Length, context, part => states[part] = Aggregate(parts[part]));
        var (table, kernels) = states[0];
        for (var part = 1; part < states.Length; part++)
        {
            var other = states[part];
            var map = table.Merge(other.Table, context);
            Each(kernels.Length, table.Count, i =>
            {
                kernels[i].EnsureGroups(table.Count);
                kernels[i].Merge(other.Kernels[i], map);
            });
        }

        var keys = parts[0].Keys;
        var count = table.Count;
        if (keys.Length == 0 && count == 0)
        {
            count = 1;
            foreach (var kernel in kernels)
                kernel.EnsureGroups(1);
        }

        var columns = new List<Vector?>();
        if (keys.Length > 0)
            columns.AddRange(table.BuildKeys());
        var results = new Vector[kernels.Length][];
        Each(kernels.Length, count, i => results[i] = parts[0].Aggregates[i].Finish(kernels[i], count));
        foreach (var output in results)
            columns.AddRange(output);
        return new Batch([.. columns], count);
    }

    // Kernels know nothing of each other; starting a thread pays only for many groups.
    private void Each(int kernels, int groups, Action<int> action)
    {
        if (groups >= 16_384)
        {
            ParallelPlan.Each(kernels, context, action);
            return;
        }

        for (var i = 0; i < kernels; i++)
            action(i);
    }

    private (GroupTable, AggregateKernel[]) Aggregate(SummarizePart part)
    {
        var (input, keys, aggregates) = part;
        var table = new GroupTable(Array.ConvertAll(keys, key => key.Kind));
        var kernels = Array.ConvertAll(aggregates, aggregate => aggregate.Create());
        var groups = Array.Empty<int>();
        var charged = 0L;
        foreach (var batch in input.Run())
        {
            if (batch.Length == 0)
                continue;
            if (groups.Length < batch.Length)
                groups = new int[batch.Length];
            var keyValues = new Vector[keys.Length];
            for (var i = 0; i < keyValues.Length; i++)
                keyValues[i] = keys[i].Evaluate(batch);
            var known = table.Count;
            table.Find(keyValues, batch.Length, groups, add: true);
            foreach (var key in keyValues)
            {
                // Long keys: the new groups' share of the batch.
                if (table.Count > known && key.Kind is TypeKind.String or TypeKind.Dynamic)
                    context.Charge(key.ByteSize / batch.Length * (table.Count - known));
            }

            for (var i = 0; i < kernels.Length; i++)
            {
                kernels[i].EnsureGroups(table.Count);
                kernels[i].Update(aggregates[i].EvaluateArguments(batch), groups.AsSpan(0, batch.Length));
            }

            if (table.Count - charged > 4096)
            {
                context.Charge((table.Count - charged) * 32 * (keys.Length + aggregates.Length));
                charged = table.Count;
            }
        }

        return (table, kernels);
    }
}
