using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Plugins;

/// <summary>Plugins that compare the ids of one period with those of others: engagement, retention, churn.</summary>
internal static class EngagementPlugins
{
    public static void Register(Dictionary<string, Plugin> plugins)
    {
        plugins.Add("activity_engagement", Engagement);
        plugins.Add("activity_metrics", Metrics);
        plugins.Add("new_activity_metrics", NewMetrics);
    }

    // (id, timeline, [start, end,] inner, outer[, dimension…]): both windows end together
    private static Batch Engagement(PluginCall call)
    {
        var bounded = call.Count > 5;
        var timeline = new Timeline(call, 0, 1, bounded ? 6 : 4);
        var (inner, outer) = (timeline.Positive(bounded ? 4 : 2), timeline.Positive(bounded ? 5 : 3));
        var (start, end) = bounded ? (timeline.Ticks(2), timeline.Ticks(3)) : timeline.Range();
        timeline.CheckBins(start, end, inner);
        var builders = timeline.Builders();
        foreach (var slice in timeline.Slices)
        {
            for (var bin = start; bin <= end; bin += inner)
            {
                call.Context.Step(slice.Rows.Count);
                var insideInner = new HashSet<int>();
                var insideOuter = new HashSet<int>();
                foreach (var row in slice.Rows)
                {
                    var time = timeline.Time[row];
                    if (time >= bin + inner || time < bin + inner - outer || time > end)
                        continue;
                    insideOuter.Add(timeline.Ids[row]);
                    if (time >= bin)
                        insideInner.Add(timeline.Ids[row]);
                }

                if (insideInner.Count > 0)
                    timeline.Add(builders, bin, slice, (long)insideInner.Count, (long)insideOuter.Count, (double)insideInner.Count / Math.Max(insideOuter.Count, insideInner.Count));
            }
        }

        return Timeline.Build(builders);
    }

    // (id, timeline, [start, end,] window[, dimension…]): each period against the one before it
    private static Batch Metrics(PluginCall call)
    {
        var bounded = call.Count > 4;
        var timeline = new Timeline(call, 0, 1, bounded ? 5 : 3);
        var periods = new Periods(call, bounded ? 4 : call.Count - 1, timeline);
        var (start, end) = bounded ? (timeline.Ticks(2), timeline.Ticks(3)) : timeline.Range();
        if (call.Count == 4)
            (start, end) = (timeline.Ticks(2), timeline.Range().End);
        var builders = timeline.Builders();
        foreach (var slice in timeline.Slices)
        {
            call.Context.Step(slice.Rows.Count);
            var sets = Sets(timeline, slice, periods, start, end);
            foreach (var (period, ids) in sets)
            {
                sets.TryGetValue(periods.Before(period, start), out var before);
                var returned = before is null ? 0 : ids.Count(before.Contains);
                var retention = before is null ? double.NaN : (double)returned / before.Count;
                timeline.Add(builders, period, slice, (long)ids.Count, (long)(ids.Count - returned), retention, 1 - retention);
            }
        }

        return Timeline.Build(builders);
    }

    private static SortedDictionary<long, HashSet<int>> Sets(Timeline timeline, Slice slice, Periods periods, long start, long end)
    {
        var sets = new SortedDictionary<long, HashSet<int>>();
        foreach (var row in slice.Rows)
        {
            var time = timeline.Time[row];
            if (time < start || time > end)
                continue;
            var period = periods.Of(time, start);
            if (!sets.TryGetValue(period, out var ids))
                sets[period] = ids = [];
            ids.Add(timeline.Ids[row]);
        }

        return sets;
    }

    // (id, timeline, start, end, window[, cohort][, dimension…][, lookback]): each cohort of new ids against its own and later periods
    private static Batch NewMetrics(PluginCall call)
    {
        var hasCohort = call.Count > 5 && call.Bound(5) is not (BoundColumn or BoundTabularArgument);
        var timeline = new Timeline(call, 0, 1, hasCohort ? 6 : 5);
        var (start, end) = (timeline.Ticks(2), timeline.Ticks(3));
        var periods = new Periods(call, 4, timeline);
        var cohort = hasCohort ? periods.Of(timeline.Ticks(5), start) : (long?)null;
        var known = Lookback(call, timeline);
        var all = periods.From(start, end).ToList();
        var builders = timeline.Builders();
        var dimensions = builders.Length - 7;
        foreach (var slice in timeline.Slices)
        {
            var sets = Sets(timeline, slice, periods, start, end);
            var seen = new HashSet<int>(known);
            foreach (var from in all)
            {
                call.Context.Step(all.Count);
                var fresh = sets.TryGetValue(from, out var here) ? here.Where(id => !seen.Contains(id)).ToHashSet() : [];
                if (here is not null)
                    seen.UnionWith(here);
                if (fresh.Count == 0 || cohort is { } only && only != from)
                    continue;
                foreach (var to in all)
                {
                    if (to < from)
                        continue;
                    var ids = sets.GetValueOrDefault(to) ?? [];
                    call.Context.Step(ids.Count);
                    var newValues = to == from ? fresh.Count : ids.Count(id => !seen.Contains(id));
                    var retained = ids.Count(fresh.Contains);
                    object?[] values = [(long)newValues, (long)retained, (long)(fresh.Count - retained), (double)retained / fresh.Count, (double)(fresh.Count - retained) / fresh.Count];
                    builders[0].AddFrom(timeline.Place(from, builders[0].Kind), 0);
                    builders[1].AddFrom(timeline.Place(to, builders[1].Kind), 0);
                    for (var d = 0; d < dimensions; d++)
                        builders[d + 2].AddFrom(timeline.Dimension(d, slice), 0);
                    for (var v = 0; v < values.Length; v++)
                        builders[v + 2 + dimensions].AddObject(values[v]);
                }
            }
        }

        return Timeline.Build(builders);
    }

    // Ids that do not count as new: the column of the id's name, or else the first.
    private static HashSet<int> Lookback(PluginCall call, Timeline timeline)
    {
        for (var i = 5; i < call.Count; i++)
        {
            if (call.Bound(i) is not BoundTabularArgument)
                continue;
            var (table, row) = call.Table(i);
            var ordinal = Math.Max(0, call.Bound(0) is BoundColumn id ? row.IndexOf(id.Column.Name) : 0);
            return row.Columns.IsEmpty ? [] : timeline.IdsOf(table.Column(ordinal));
        }

        return [];
    }

    /// <summary>How a timeline is cut: in steps of one length, or in weeks, months or years.</summary>
    private sealed class Periods
    {
        private readonly long _step;
        private readonly string? _calendar;

        public Periods(PluginCall call, int argument, Timeline timeline)
        {
            if (argument < call.Count && call.Bound(argument).Type.Kind == TypeKind.String)
            {
                _calendar = call.Text(argument)?.ToLowerInvariant();
                if (_calendar is not ("week" or "month" or "year") || timeline.TimeKind != TypeKind.DateTime)
                    throw new QueryFailedException($"The window of '{call.Name}' is a length of time, 'week', 'month' or 'year'.");
            }
            else
            {
                _step = timeline.Positive(argument);
            }
        }

        public long Of(long time, long start)
        {
            if (_calendar is null)
                return start + Timeline.FloorDivide(time - start, _step) * _step;
            var day = new DateTime(time).Date;
            return (_calendar switch
            {
                "week" => day.Ticks < TimeSpan.TicksPerDay * (int)day.DayOfWeek ? DateTime.MinValue : day.AddDays(-(int)day.DayOfWeek),
                "month" => new DateTime(day.Year, day.Month, 1),
                _ => new DateTime(day.Year, 1, 1),
            }).Ticks;
        }

        public long Before(long period, long start) => _calendar is null ? period - _step : period == 0 ? -1 : Of(period - 1, start);

        public IEnumerable<long> From(long start, long end)
        {
            var count = 0;
            for (var period = Of(start, start); period <= end; period = Next(period))
            {
                if (++count > 100_000)
                    throw new LimitExceededException("rows", "A timeline would have more than 100,000 periods.");
                yield return period;
            }
        }

        private long Next(long period)
        {
            if (_calendar is null)
                return period + _step;
            var day = new DateTime(period);
            if (day.Year >= 9999)
                return long.MaxValue;
            return (_calendar switch { "week" => day.AddDays(7), "month" => day.AddMonths(1), _ => day.AddYears(1) }).Ticks;
        }
    }
}
