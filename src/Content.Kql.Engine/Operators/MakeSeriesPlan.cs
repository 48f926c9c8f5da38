using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators;

/// <summary>One series of <c>make-series</c>.</summary>
internal sealed record SeriesPart(Vector? Default, int Ordinal, Expr Output);

/// <summary><c>make-series</c>: aggregates by group and bin, then lays each group's bins out as arrays.</summary>
internal sealed class MakeSeriesPlan(
    Plan input, RowType row, bool[] need, AggregateCall[] aggregates, SeriesPart[] series, Expr axis, int axisOrdinal, Vector? from, Vector? to, Vector step, Expr[] keys, int[] keyOrdinals, bool nonEmpty, bool isInRange, KernelContext context) : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        var kind = axis.Kind;
        var real = kind is TypeKind.Real or TypeKind.Decimal;
        // Ticks pass 2^53: decimals keep them exact.
        var width = step.IsNull(0) ? 0 : real ? Exact(step.AsReal()[0]) : (kind is TypeKind.DateTime or TypeKind.TimeSpan ? step.AsTimeSpan() : step.AsLong())[0];
        if (width <= 0)
            throw new QueryFailedException("The step of 'make-series' must be greater than 0.");
        var all = input.RunToEnd(context);
        var positions = real ? axis.Evaluate(all).AsReal() : null;
        var ticks = real ? null : axis.Evaluate(all) is FixedVector<long> longs ? longs : axis.Evaluate(all).AsLong();
        var axisVector = (Vector?)positions ?? ticks!;
        var limits = Limits(axisVector, all.Length, positions, ticks, width);
        if (limits is not { } range)
            yield break;
        var bins = Bins(range.Start, range.End, width);
        if (bins > 1_000_000)
            throw new LimitExceededException("rows", "A series of 'make-series' has more than a million points.");

        // rows outside the axis do not count
        var rows = new List<int>();
        var binOf = new List<long>();
        for (var i = 0; i < all.Length; i++)
        {
            if (axisVector.IsNull(i))
                continue;
            var bin = positions is not null ? (long)Math.Floor((Exact(positions[i]) - range.Start) / width) : FloorDivide(ticks![i] - (long)range.Start, (long)width);
            if (bin >= 0 && bin < bins)
            {
                rows.Add(i);
                binOf.Add(bin);
            }
        }

        var inside = all.Select([.. rows]);
        var groupTable = new GroupTable(Array.ConvertAll(keys, key => key.Kind));
        var groups = new int[inside.Length];
        groupTable.Find(Array.ConvertAll(keys, key => key.Evaluate(inside)), inside.Length, groups, add: true);
        var groupCount = groupTable.Count;
        // Without rows there is no series, unless the query wants one that is all defaults.
        if (keys.Length == 0 && nonEmpty)
            groupCount = 1;
        if (groupCount == 0)
            yield break;
        var cells = new GroupTable([TypeKind.Long]);
        var cellKeys = new long[inside.Length];
        for (var i = 0; i < cellKeys.Length; i++)
            cellKeys[i] = groups[i] * (long)bins + binOf[i];
        var cellOf = new int[inside.Length];
        cells.Find([new FixedVector<long>(TypeKind.Long, cellKeys, cellKeys.Length)], inside.Length, cellOf, add: true);
        var inner = new List<Vector?>();
        foreach (var aggregate in aggregates)
        {
            var kernel = aggregate.Create();
            kernel.EnsureGroups(cells.Count);
            if (inside.Length > 0)
                kernel.Update(aggregate.EvaluateArguments(inside), cellOf);
            inner.AddRange(aggregate.Finish(kernel, cells.Count));
        }

        var cellBatch = new Batch([.. inner], cells.Count);
        var where = new Dictionary<long, int>();
        var cellKeyValues = cells.Count == 0 ? null : (FixedVector<long>)cells.BuildKeys()[0];
        for (var i = 0; i < cells.Count; i++)
            where[cellKeyValues![i]] = i;
        var columns = new Vector?[Row.Columns.Length];
        var keyVectors = groupTable.BuildKeys();
        for (var k = 0; k < keyOrdinals.Length; k++)
            columns[keyOrdinals[k]] = keyVectors[k];
        foreach (var part in series)
            columns[part.Ordinal] = Lay(part, part.Output.Evaluate(cellBatch), where, groupCount, bins);
        columns[axisOrdinal] = AxisVector(kind, range.Start, width, bins, groupCount);
        foreach (var batch in Split(new Batch(columns, groupCount), context.BatchSize))
            yield return batch;
    }

    private static decimal Exact(double value) => Conversions.RealToDecimal(value) ?? throw new QueryFailedException("The axis of 'make-series' must be finite.");

    private static int Bins(decimal start, decimal end, decimal width) => (int)Math.Min(Math.Max(Math.Ceiling((end - start) / width), 0), 2_000_000);

    private (decimal Start, decimal End)? Limits(Vector axisVector, int rows, FixedVector<double>? positions, FixedVector<long>? ticks, decimal width)
    {
        decimal? least = null;
        decimal? greatest = null;
        for (var i = 0; i < rows; i++)
        {
            if (axisVector.IsNull(i))
                continue;
            var value = positions is not null ? Exact(positions[i]) : ticks![i];
            least = least is null ? value : Math.Min(least.Value, value);
            greatest = greatest is null ? value : Math.Max(greatest.Value, value);
        }

        decimal? start = from is not null ? Number(from) : least is { } low ? Floor(low) : null;
        // Without an end the bin of the greatest value is the last.
        decimal? end = to is not null ? Number(to) : greatest is { } high && start is { } first ? first + (Math.Floor((high - first) / width) + 1) * width : null;
        // The older syntax has the bins of bin(), the one of the stop included: the first may begin before the start.
        if (isInRange)
            (start, end) = (start is { } inFirst ? Floor(inFirst) : null, end is { } inLast ? Floor(inLast) + width : null);
        if (start is null && end is { } only)
            start = only;
        return start is null || end is null ? null : (start.Value, end.Value);

        decimal Floor(decimal value) => Math.Floor(value / width) * width;
    }

    private decimal Number(Vector vector)
    {
        if (vector.IsNull(0))
            throw new QueryFailedException("The limits of 'make-series' must not be null.");
        return vector is FixedVector<long> longs ? longs[0] : axis.Kind is TypeKind.DateTime ? vector.AsDateTime()[0] : axis.Kind is TypeKind.TimeSpan ? vector.AsTimeSpan()[0] : Exact(vector.AsReal()[0]);
    }

    private static long FloorDivide(long x, long y)
    {
        var quotient = x / y;
        return x % y < 0 ? quotient - 1 : quotient;
    }

    private static DynamicVector Lay(SeriesPart part, Vector values, Dictionary<long, int> where, int groups, int bins)
    {
        var builder = new DynamicBuilder(groups);
        var standIn = part.Default is { } given ? Conversions.To(given, values.Kind) : Zero(values.Kind);
        for (var group = 0; group < groups; group++)
        {
            var start = builder.Writer.BeginArray();
            for (var bin = 0; bin < bins; bin++)
            {
                if (where.TryGetValue(group * (long)bins + bin, out var cell))
                    builder.Writer.From(values, cell);
                else
                    builder.Writer.From(standIn, 0);
            }

            builder.Writer.EndArray(start, bins);
            builder.EndRow();
        }

        return (DynamicVector)builder.Build();
    }

    private static Vector Zero(TypeKind kind) => kind switch
    {
        TypeKind.Int => new FixedVector<int>(kind, [0], 1),
        TypeKind.Long => new FixedVector<long>(kind, [0L], 1),
        TypeKind.Real => new FixedVector<double>(kind, [0d], 1),
        TypeKind.Decimal => new FixedVector<decimal>(kind, [0m], 1),
        _ => Vector.Null(kind, 1),
    };

    private static Vector AxisVector(TypeKind kind, decimal start, decimal width, int bins, int groups)
    {
        var builder = new DynamicBuilder(1);
        var open = builder.Writer.BeginArray();
        for (var bin = 0; bin < bins; bin++)
        {
            switch (kind)
            {
                case TypeKind.DateTime: builder.Writer.DateTime((long)start + bin * (long)width); break;
                case TypeKind.TimeSpan: builder.Writer.TimeSpan((long)start + bin * (long)width); break;
                case TypeKind.Int or TypeKind.Long: builder.Writer.Long((long)start + bin * (long)width); break;
                default: builder.Writer.Real((double)(start + bin * width)); break;
            }
        }

        builder.Writer.EndArray(open, bins);
        builder.EndRow();
        return builder.Build().AsConstant(0, groups);
    }
}
