using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Plugins;

/// <summary>Plugins that count ids over a timeline in bins and windows, and percentiles over windows.</summary>
internal static class ActivityPlugins
{
    public static void Register(Dictionary<string, Plugin> plugins)
    {
        plugins.Add("activity_counts_metrics", CountsMetrics);
        plugins.Add("sliding_window_counts", SlidingWindowCounts);
        plugins.Add("active_users_count", ActiveUsersCount);
        plugins.Add("session_count", SessionCount);
        plugins.Add("rolling_percentile", RollingPercentile);
    }

    // (id, timeline, start, end, step[, dimension…])
    private static Batch CountsMetrics(PluginCall call)
    {
        var timeline = new Timeline(call, 0, 1, 5);
        var (start, end, step) = (timeline.Ticks(2), timeline.Ticks(3), timeline.Positive(4));
        timeline.CheckBins(start, end, step);
        var builders = timeline.Builders();
        foreach (var slice in timeline.Slices)
        {
            var bins = new SortedDictionary<long, List<int>>();
            foreach (var row in slice.Rows)
            {
                var bin = Timeline.FloorDivide(timeline.Time[row] - start, step);
                if (timeline.Time[row] < start || start + bin * step > end)
                    continue;
                if (!bins.TryGetValue(bin, out var rows))
                    bins[bin] = rows = [];
                rows.Add(row);
            }

            var seen = new HashSet<int>();
            foreach (var (bin, rows) in bins)
            {
                var here = new HashSet<int>();
                var fresh = 0L;
                foreach (var row in rows)
                {
                    here.Add(timeline.Ids[row]);
                    if (seen.Add(timeline.Ids[row]))
                        fresh++;
                }

                timeline.Add(builders, start + bin * step, slice, (long)rows.Count, (long)here.Count, fresh, (long)seen.Count);
            }
        }

        return Timeline.Build(builders);
    }

    // (id, timeline, start, end, lookback, step[, dimension…]): a window ends with its bin
    private static Batch SlidingWindowCounts(PluginCall call)
    {
        var timeline = new Timeline(call, 0, 1, 6);
        var (start, end, lookback, step) = (timeline.Ticks(2), timeline.Ticks(3), timeline.Positive(4), timeline.Positive(5));
        timeline.CheckBins(start, end, step);
        var builders = timeline.Builders();
        foreach (var slice in timeline.Slices)
        {
            for (var bin = start; bin <= end; bin += step)
            {
                call.Context.Step(slice.Rows.Count);
                var ids = new HashSet<int>();
                var count = 0L;
                foreach (var row in slice.Rows)
                {
                    var time = timeline.Time[row];
                    if (time < bin + step - lookback || time >= bin + step || time < start - lookback)
                        continue;
                    count++;
                    ids.Add(timeline.Ids[row]);
                }

                if (count > 0)
                    timeline.Add(builders, bin, slice, count, (long)ids.Count);
            }
        }

        return Timeline.Build(builders);
    }

    // (id, timeline, start, end, lookback, period, active periods, bin[, dimension…])
    private static Batch ActiveUsersCount(PluginCall call)
    {
        var timeline = new Timeline(call, 0, 1, 8);
        var (start, end, lookback, period) = (timeline.Ticks(2), timeline.Ticks(3), timeline.Positive(4), timeline.Positive(5));
        var (needed, step) = (timeline.Ticks(6), timeline.Positive(7));
        timeline.CheckBins(start, end, step);
        var builders = timeline.Builders();
        foreach (var slice in timeline.Slices)
        {
            var byId = slice.Rows.GroupBy(row => timeline.Ids[row]);
            var active = new SortedDictionary<long, HashSet<int>>();
            foreach (var id in byId)
            {
                var times = id.Select(row => timeline.Time[row]).Order().ToArray();
                var first = 0;
                for (var i = 0; i < times.Length; i++)
                {
                    if ((i & 255) == 0)
                        call.Context.Step(256);
                    while (times[first] <= times[i] - lookback)
                        first++;
                    if (times[i] < start || times[i] > end)
                        continue;
                    var periods = new HashSet<long>();
                    for (var k = first; k <= i; k++)
                        periods.Add(Timeline.FloorDivide(times[k] - start, period));
                    if (periods.Count < needed)
                        continue;
                    var bin = Timeline.FloorDivide(times[i] - start, step);
                    if (!active.TryGetValue(bin, out var ids))
                        active[bin] = ids = [];
                    ids.Add(id.Key);
                }
            }

            foreach (var (bin, ids) in active)
                timeline.Add(builders, start + bin * step, slice, (long)ids.Count);
        }

        return Timeline.Build(builders);
    }

    // (id, timeline, start, end, bin, lookback[, dimension…]): a session begins where an id was not seen within the lookback
    private static Batch SessionCount(PluginCall call)
    {
        var timeline = new Timeline(call, 0, 1, 6);
        var (start, end, step, lookback) = (timeline.Ticks(2), timeline.Ticks(3), timeline.Positive(4), timeline.Positive(5));
        timeline.CheckBins(start, end, step);
        var builders = timeline.Builders();
        foreach (var slice in timeline.Slices)
        {
            var sessions = new SortedDictionary<long, long>();
            var last = new Dictionary<int, long>();
            foreach (var row in slice.Rows.OrderBy(row => timeline.Time[row]))
            {
                var time = timeline.Time[row];
                var begins = !last.TryGetValue(timeline.Ids[row], out var before) || time - before > lookback;
                last[timeline.Ids[row]] = time;
                if (!begins || time < start || time > end)
                    continue;
                var bin = Timeline.FloorDivide(time - start, step);
                sessions[bin] = sessions.GetValueOrDefault(bin) + 1;
            }

            foreach (var (bin, count) in sessions)
                timeline.Add(builders, start + bin * step, slice, count);
        }

        return Timeline.Build(builders);
    }

    // (value, percentile, index, bin, bins a window[, dimension…]): nearest rank over the window that ends with the bin
    private static Batch RollingPercentile(PluginCall call)
    {
        var timeline = new Timeline(call, -1, 2, 5);
        var values = call.Values(0);
        var percentile = call.Real(1) ?? throw new QueryFailedException("The percentile of 'rolling_percentile' must not be null.");
        var (step, window) = (timeline.Positive(3), timeline.Positive(4));
        var builders = timeline.Builders();
        foreach (var slice in timeline.Slices)
        {
            var bins = new SortedDictionary<long, List<int>>();
            foreach (var row in slice.Rows)
            {
                if (values.IsNull(row))
                    continue;
                var bin = Timeline.FloorDivide(timeline.Time[row], step);
                if (!bins.TryGetValue(bin, out var rows))
                    bins[bin] = rows = [];
                rows.Add(row);
            }

            foreach (var bin in bins.Keys)
            {
                var rows = new List<int>();
                for (var k = bin - window + 1; k <= bin; k++)
                {
                    if (bins.TryGetValue(k, out var part))
                        rows.AddRange(part);
                }

                call.Context.Step(rows.Count);
                int[] index = [.. rows];
                var sorted = RowOrder(values.Gather(index), call);
                var rank = (int)Math.Clamp(Math.Ceiling(percentile / 100 * index.Length), 1, index.Length);
                timeline.Add(builders, bin * step, slice, values.GetValue(index[sorted[rank - 1]]));
            }
        }

        return Timeline.Build(builders);
    }

    private static int[] RowOrder(Vector values, PluginCall call) =>
        Operators.RowComparer.Sort([new Operators.SortKey(new Expressions.ColumnExpr(0, values.Kind), false, true)], new Batch([values], values.Length), call.Context);
}
