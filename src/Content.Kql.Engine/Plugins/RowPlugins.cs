using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Plugins;

/// <summary>Plugins that keep, count or add to the rows of their input.</summary>
internal static class RowPlugins
{
    public static void Register(Dictionary<string, Plugin> plugins)
    {
        plugins.Add("identity", static call => call.Rows);
        plugins.Add("estimate_rows_count", static call => new Batch([new FixedVector<long>(TypeKind.Long, [call.Rows.Length], 1)], 1));
        plugins.Add("preview", Preview);
        plugins.Add("rows_near", RowsNear);
        plugins.Add("dcount_intersect", DcountIntersect);
    }

    // Its second result, the number of rows, is not given.
    private static Batch Preview(PluginCall call)
    {
        var count = call.Number(0) is { } number and >= 0 ? number : throw new QueryFailedException("The number of rows of 'preview' must be 0 or more.");
        return call.Rows.Slice(0, (int)Math.Min(count, call.Rows.Length));
    }

    // (condition, rows before and after[, rows after])
    private static Batch RowsNear(PluginCall call)
    {
        var condition = call.Values(0).AsBool();
        var before = call.Number(1) is { } number and >= 0 ? number : throw new QueryFailedException("The number of rows of 'rows_near' must be 0 or more.");
        var after = call.Count > 2 ? call.Number(2) ?? before : before;
        var kept = new List<int>();
        for (var i = 0; i < condition.Length; i++)
        {
            if (condition.IsNull(i) || !condition[i])
                continue;
            var first = Math.Max(i - before, kept.Count == 0 ? 0 : kept[^1] + 1);
            for (var row = first; row <= Math.Min(i + after, condition.Length - 1); row++)
                kept.Add((int)row);
        }

        return call.Rows.Select([.. kept]);
    }

    // Sketches hold the hashes of all values here: the sizes of the intersections are exact.
    private static Batch DcountIntersect(PluginCall call)
    {
        var sketches = new DynamicVector[call.Count];
        for (var i = 0; i < sketches.Length; i++)
            sketches[i] = call.Values(i).AsDynamic();
        var width = call.InputRow.Columns.Length;
        var columns = new Vector?[width + sketches.Length];
        for (var i = 0; i < width; i++)
            columns[i] = call.Rows.Column(i);
        var counts = new FixedBuilder<long>[sketches.Length];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = new FixedBuilder<long>(TypeKind.Long, call.Rows.Length);
        for (var row = 0; row < call.Rows.Length; row++)
        {
            HashSet<long>? common = null;
            for (var i = 0; i < sketches.Length; i++)
            {
                if (!Aggregates.Sketches.IsHll(sketches[i][row]))
                    throw new QueryFailedException($"Argument {i + 1} of 'dcount_intersect' is no result of hll().");
                var own = new HashSet<long>();
                foreach (var hash in sketches[i][row].At(1).Elements)
                {
                    if (Conversions.ToLong(hash) is { } value)
                        own.Add(value);
                }

                if (common is not null)
                    own.IntersectWith(common);
                common = own;
                counts[i].Add(own.Count);
            }
        }

        for (var i = 0; i < counts.Length; i++)
            columns[width + i] = counts[i].Build();
        return new Batch(columns, call.Rows.Length);
    }
}
