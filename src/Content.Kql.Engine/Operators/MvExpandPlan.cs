using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators;

/// <summary>A compiled expansion.</summary>
internal sealed record ExpansionPart(Expr Expression, int Output);

/// <summary>What <c>mv-expand</c> does with one batch.</summary>
internal sealed class ExpansionSpec(RowType row, bool[] need, int[] columns, ExpansionPart[] parts, bool bagAsArray, int indexOrdinal, long limit)
{
    // Expanded rows that are made at once: enough to be fast, few enough to end soon after a cancellation.
    private const int PieceRows = 1 << 20;

    /// <summary>
    /// The expanded batch in pieces, with the source row of each of their rows. A null gives one row with a null, an empty array or bag none; of several
    /// expressions the longest counts.
    /// </summary>
    public IEnumerable<(Batch Rows, int[] Sources)> Apply(Batch batch, KernelContext context)
    {
        var inputs = Array.ConvertAll(parts, part => part.Expression.Evaluate(batch).AsDynamic());
        var counts = new int[batch.Length];
        for (var r = 0; r < counts.Length; r++)
        {
            var count = 0;
            foreach (var input in inputs)
                count = Math.Max(count, CountOf(input[r]));
            counts[r] = (int)Math.Min(count, limit);
        }

        for (var start = 0; start < counts.Length;)
        {
            var end = start;
            var total = 0L;
            while (end < counts.Length && (end == start || total + counts[end] <= PieceRows))
                total += counts[end++];
            context.Step(total);

            // Row numbers and places of the elements.
            if (total > 1_024)
                context.CheckSize(total * 32);
            if (total > 0)
                yield return Piece(batch, inputs, counts, start, end, (int)total);
            start = end;
        }
    }

    private (Batch Rows, int[] Sources) Piece(Batch batch, DynamicVector[] inputs, int[] counts, int start, int end, int total)
    {
        var rows = new int[total];
        var indexes = new int[total];
        var at = 0;
        for (var r = start; r < end; r++)
        {
            for (var i = 0; i < counts[r]; i++)
            {
                rows[at] = r;
                indexes[at++] = i;
            }
        }

        var result = new Vector?[row.Columns.Length];
        for (var i = 0; i < result.Length; i++)
        {
            if (need[i] && columns[i] >= 0)
                result[i] = batch.Column(columns[i]) is StringVector texts && rows.Length > batch.Length ? texts.GatherCodes(rows) : batch.Column(columns[i]).Gather(rows);
        }

        if (indexOrdinal >= 0)
        {
            var values = new long[rows.Length];
            for (var i = 0; i < values.Length; i++)
                values[i] = indexes[i];
            result[indexOrdinal] = Conversions.To(new FixedVector<long>(TypeKind.Long, values, values.Length), row.Columns[indexOrdinal].Type.Kind);
        }

        for (var p = 0; p < parts.Length; p++)
        {
            var kind = row.Columns[parts[p].Output].Type.Kind;
            result[parts[p].Output] = Conversions.To(OfKind(Elements(inputs[p], rows, indexes), kind), kind);
        }

        return (new Batch(result, rows.Length), rows);
    }

    // A type that is asked for is a cast: elements that are not of it, texts of numbers among them, are null.
    private static DynamicVector OfKind(DynamicVector elements, TypeKind kind)
    {
        if (kind is TypeKind.Dynamic or TypeKind.String)
            return elements;
        var refs = new BytesRef[elements.Length];
        for (var i = 0; i < refs.Length; i++)
        {
            if (Fits(elements[i], kind))
                refs[i] = elements.Ref(i);
        }

        return new DynamicVector(elements.Tape, refs, 0, refs.Length);
    }

    private static bool Fits(DynamicValue value, TypeKind kind) => kind switch
    {
        TypeKind.Bool => value.Tag is DynamicTag.False or DynamicTag.True or DynamicTag.Int or DynamicTag.Long || value.IsNumber && value.AsReal == Math.Floor(value.AsReal),
        TypeKind.DateTime => value.Tag is DynamicTag.DateTime or DynamicTag.String,
        TypeKind.TimeSpan => value.Tag is DynamicTag.TimeSpan,
        TypeKind.Guid => value.Tag is DynamicTag.Guid or DynamicTag.String,
        _ => value.IsNumber,
    };

    private static int CountOf(DynamicValue value) => value.Tag switch
    {
        DynamicTag.Array or DynamicTag.Bag => value.Count,
        _ => 1,
    };

    private DynamicVector Elements(DynamicVector input, int[] rows, int[] indexes)
    {
        var refs = new BytesRef[rows.Length];
        var at = 0;
        while (at < rows.Length)
        {
            var source = rows[at];
            var end = at;
            while (end < rows.Length && rows[end] == source && indexes[end] == end - at)
                end++;
            var value = input[source];
            if (value.Tag == DynamicTag.Bag)
            {
                // Each property becomes a bag or pair of its own: those need a tape of their own.
                return Rebuilt(input, rows, indexes);
            }

            var place = input.Ref(source);
            if (value.Tag == DynamicTag.Array)
            {
                var elements = value.Elements;
                for (var i = at; i < end && elements.MoveNext(); i++)
                    refs[i] = elements.Current.IsNull ? default : new BytesRef(place.Offset + elements.Place.Offset, elements.Place.Length);
            }
            else
            {
                refs[at] = place;
            }

            at = end;
        }

        return new DynamicVector(input.Tape, refs, 0, rows.Length);
    }

    private DynamicVector Rebuilt(DynamicVector input, int[] rows, int[] indexes)
    {
        var builder = new DynamicBuilder(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var value = input[rows[i]];
            var index = indexes[i];
            switch (value.Tag)
            {
                case DynamicTag.Array:
                    if (index < value.Count)
                        builder.Writer.Value(value.At(index));
                    break;
                case DynamicTag.Bag when index < value.Count:
                {
                    var properties = value.Properties;
                    for (var skip = 0; skip <= index; skip++)
                        properties.MoveNext();
                    var property = properties.Current;
                    var start = bagAsArray ? builder.Writer.BeginArray() : builder.Writer.BeginBag();
                    if (bagAsArray)
                        builder.Writer.String(property.Key);
                    else
                        builder.Writer.Key(property.Key);
                    builder.Writer.Value(property.Value);
                    if (bagAsArray)
                        builder.Writer.EndArray(start, 2);
                    else
                        builder.Writer.EndBag(start, 1);
                    break;
                }

                case DynamicTag.Bag: break;
                default:
                    if (index == 0)
                        builder.Writer.Value(value);
                    break;
            }

            builder.EndRow();
        }

        return (DynamicVector)builder.Build();
    }
}

/// <summary><c>mv-expand</c>.</summary>
internal sealed class MvExpandPlan(Plan input, RowType row, bool[] need, ExpansionSpec spec, KernelContext context) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        foreach (var batch in input.Run())
        {
            if (batch.Length == 0)
                continue;
            foreach (var (rows, _) in spec.Apply(batch, context))
            {
                foreach (var piece in Split(rows, Math.Max(context.BatchSize, 65_536)))
                    yield return piece;
            }
        }
    }
}

/// <summary><c>mv-apply</c>: the subquery runs over the expanded rows of one row after another.</summary>
internal sealed class MvApplyPlan(Plan input, RowType row, bool[] need, ExpansionSpec spec, Func<Batch, Plan> subquery, int[] inputColumns, int[] subqueryColumns, KernelContext context) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        foreach (var batch in input.Run())
        {
            if (batch.Length == 0)
                continue;
            foreach (var (expanded, sources) in spec.Apply(batch, context))
            {
                if (Subqueries(batch, expanded, sources) is { } result)
                    yield return result;
            }
        }
    }

    private Batch? Subqueries(Batch batch, Batch expanded, int[] sources)
    {
        var sourceRows = new List<int>();
        var outputs = new List<Batch>();
        Plan? plan = null;
        for (var start = 0; start < sources.Length;)
        {
            var end = start;
            while (end < sources.Length && sources[end] == sources[start])
                end++;
            plan = subquery(expanded.Slice(start, end - start));
            foreach (var result in plan.Run())
            {
                outputs.Add(result);
                for (var i = 0; i < result.Length; i++)
                    sourceRows.Add(sources[start]);
            }

            start = end;
            context.ThrowIfCancelled();
        }

        if (plan is null || sourceRows.Count == 0)
            return null;
        var combined = Combine(plan.Row, plan.Need, outputs, context);
        var rows = sourceRows.ToArray();
        var columns = new Vector?[Row.Columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            if (!Need[i])
                continue;
            columns[i] = subqueryColumns[i] >= 0 ? combined.Column(subqueryColumns[i])
                : inputColumns[i] >= 0 ? batch.Column(inputColumns[i]).Gather(rows)
                : Vector.Null(KindOf(i), rows.Length);
        }

        return new Batch(columns, rows.Length);
    }
}
