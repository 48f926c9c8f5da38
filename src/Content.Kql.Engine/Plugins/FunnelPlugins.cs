using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Plugins;

/// <summary>Plugins that look for states or events that follow one another.</summary>
internal static class FunnelPlugins
{
    private const int MaxSamples = 128;

    public static void Register(Dictionary<string, Plugin> plugins)
    {
        plugins.Add("funnel_sequence", Funnel);
        plugins.Add("funnel_sequence_completion", Completion);
        plugins.Add("sequence_detect", Detect);
    }

    /// <summary>The events of one id in the order of time.</summary>
    private static IEnumerable<int[]> ById(Timeline timeline, long start, long end)
    {
        foreach (var slice in timeline.Slices)
        {
            foreach (var group in slice.Rows.Where(row => timeline.Time[row] >= start && timeline.Time[row] <= end).GroupBy(row => timeline.Ids[row]))
                yield return [.. group.OrderBy(row => timeline.Time[row])];
        }
    }

    // Numbers of states: of each row, and of the sequence that is looked for (-1 for one that no row has).
    private static (int[] OfRow, int[] Sequence, Vector Keys) States(PluginCall call, int column, int sequence)
    {
        var values = call.Values(column);
        var table = new GroupTable([values.Kind]);
        var ofRow = new int[values.Length];
        table.Find([values], values.Length, ofRow, add: true);
        var wanted = new DynamicBuilder();
        foreach (var item in call.Constant(sequence)!.AsDynamic()[0].Elements)
            wanted.Add(item);
        var items = Conversions.To(wanted.Build(), values.Kind);
        var numbers = new int[items.Length];
        table.Find([items], items.Length, numbers, add: false);
        if (numbers.Length == 0)
            throw new QueryFailedException($"The sequence of '{call.Name}' is empty.");
        return (ofRow, numbers, table.BuildKeys()[0]);
    }

    // (id, timeline, start, end, step window, bin, state, sequence). Events of one state in a row count as one. Of its three tables the
    // first is given: before and after the sequence.
    private static Batch Funnel(PluginCall call)
    {
        var timeline = new Timeline(call, 0, 1, int.MaxValue);
        var (start, end, window, bin) = (timeline.Ticks(2), timeline.Ticks(3), timeline.Positive(4), timeline.Positive(5));
        var (states, sequence, keys) = States(call, 6, 7);
        var ids = call.Values(0);
        var found = new Dictionary<(long Bin, int Previous, int Next), List<int>>();
        foreach (var rows in ById(timeline, start, end))
        {
            call.Context.Step(rows.Length);
            var events = rows.Where((row, i) => i == 0 || states[row] != states[rows[i - 1]]).ToArray();
            var counted = new HashSet<(long, int, int)>();
            for (var i = 0; i + sequence.Length <= events.Length; i++)
            {
                var matches = true;
                for (var k = 0; k < sequence.Length && matches; k++)
                    matches = states[events[i + k]] == sequence[k] && (k == 0 || Near(events[i + k - 1], events[i + k]));
                if (!matches)
                    continue;
                var last = i + sequence.Length - 1;
                var previous = i > 0 && Near(events[i - 1], events[i]) ? states[events[i - 1]] : -1;
                var next = last + 1 < events.Length && Near(events[last], events[last + 1]) ? states[events[last + 1]] : -1;
                var key = (start + Timeline.FloorDivide(timeline.Time[events[i]] - start, bin) * bin, previous, next);
                if (!counted.Add(key))
                    continue;
                if (!found.TryGetValue(key, out var samples))
                    found[key] = samples = [];
                samples.Add(events[i]);
            }
        }

        var builders = timeline.Builders();
        foreach (var (key, rows) in found.OrderBy(pair => pair.Key.Bin).ThenByDescending(pair => pair.Value.Count))
        {
            builders[0].AddFrom(timeline.Place(key.Bin, builders[0].Kind), 0);
            AddState(builders[1], keys, key.Previous);
            AddState(builders[2], keys, key.Next);
            builders[3].AddObject((long)rows.Count);
            builders[4].AddObject(rows.Take(MaxSamples).Select(ids.GetValue).ToArray());
        }

        return Timeline.Build(builders);

        bool Near(int before, int after) => timeline.Time[after] - timeline.Time[before] <= window;
    }

    private static void AddState(VectorBuilder builder, Vector keys, int state)
    {
        if (state < 0)
            builder.AddNull();
        else
            builder.AddFrom(Conversions.To(keys.AsConstant(state, 1), builder.Kind), 0);
    }

    // (id, timeline, start, end, bin, state, sequence, periods): how many ids come how far, within each period from the first state
    private static Batch Completion(PluginCall call)
    {
        var timeline = new Timeline(call, 0, 1, int.MaxValue);
        var (start, end, bin) = (timeline.Ticks(2), timeline.Ticks(3), timeline.Positive(4));
        var (states, sequence, _) = States(call, 5, 6);
        var names = new List<string>();
        foreach (var item in call.Constant(6)!.AsDynamic()[0].Elements)
        {
            var text = new StringBuilderVector(1);
            ValueText.AppendDynamic(text, item);
            names.Add(System.Text.Encoding.UTF8.GetString(text.OpenRow));
        }

        var lengths = new DynamicBuilder();
        foreach (var item in call.Constant(7)!.AsDynamic()[0].Elements)
            lengths.Add(item);
        var periods = (FixedVector<long>)Conversions.To(lengths.Build(), TypeKind.TimeSpan);
        var reached = new SortedDictionary<(long Bin, int Period, int Step), HashSet<int>>();
        foreach (var rows in ById(timeline, start, end))
        {
            call.Context.Step(rows.Length * (long)Math.Max(1, sequence.Length));
            for (var i = 0; i < rows.Length; i++)
            {
                if (states[rows[i]] != sequence[0])
                    continue;
                var first = timeline.Time[rows[i]];
                var place = start + Timeline.FloorDivide(first - start, bin) * bin;
                var step = 0;
                for (var at = i; at < rows.Length && step < sequence.Length; at++)
                {
                    if (states[rows[at]] != sequence[step])
                        continue;
                    for (var p = 0; p < periods.Length; p++)
                    {
                        if (periods.IsNull(p) || timeline.Time[rows[at]] - first > periods[p])
                            continue;
                        if (!reached.TryGetValue((place, p, step), out var ids))
                            reached[(place, p, step)] = ids = [];
                        ids.Add(timeline.Ids[rows[at]]);
                    }

                    step++;
                }
            }
        }

        var builders = timeline.Builders();
        foreach (var ((place, period, step), ids) in reached)
        {
            builders[0].AddFrom(timeline.Place(place, builders[0].Kind), 0);
            builders[1].AddObject(names[step]);
            builders[2].AddFrom(periods, period);
            builders[3].AddObject((long)ids.Count);
        }

        return Timeline.Build(builders);
    }

    // (timeline, step window, span, condition…[, dimension…]): all ways in which rows that fulfil the conditions follow one another
    private static Batch Detect(PluginCall call)
    {
        var count = 0;
        while (3 + count < call.Count && call.Bound(3 + count).Type.Kind == TypeKind.Bool)
            count++;
        var timeline = new Timeline(call, -1, 0, 3 + count);
        var (window, span) = (timeline.Positive(1), timeline.Positive(2));
        var conditions = new FixedVector<bool>[count];
        for (var i = 0; i < count; i++)
            conditions[i] = call.Values(3 + i).AsBool();
        var found = new List<(long[] Times, Slice Slice)>();
        foreach (var slice in timeline.Slices)
        {
            var rows = slice.Rows.OrderBy(row => timeline.Time[row]).ToArray();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var times = new long[count];
            void Follow(int step, int from)
            {
                if (step == count)
                {
                    if (seen.Add(string.Join(',', times)))
                        found.Add(([.. times], slice));
                    return;
                }

                for (var i = from; i < rows.Length; i++)
                {
                    call.Context.Step(1);
                    var time = timeline.Time[rows[i]];
                    if (step > 0 && (time - times[step - 1] > window || time - times[0] > span))
                        break;
                    if (conditions[step].IsNull(rows[i]) || !conditions[step][rows[i]])
                        continue;
                    times[step] = time;
                    Follow(step + 1, i + 1);
                }
            }

            if (count > 0)
                Follow(0, 0);
        }

        var builders = timeline.Builders();
        var dimensions = builders.Length - count - 1;
        foreach (var (times, slice) in found.OrderBy(sequence => sequence.Times[0]))
        {
            for (var d = 0; d < dimensions; d++)
                builders[d].AddFrom(timeline.Dimension(d, slice), 0);
            for (var i = 0; i < count; i++)
                builders[dimensions + i].AddFrom(timeline.Place(times[i], builders[dimensions + i].Kind), 0);
            builders[^1].AddFrom(new FixedVector<long>(TypeKind.TimeSpan, [times[^1] - times[0]], 1), 0);
        }

        return Timeline.Build(builders);
    }
}
