using System.Collections.Concurrent;
using Content.Azure.Arm;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;

namespace Content.Azure.Query;

/// <summary>A run of a query over past data.</summary>
/// <param name="Window">The events that it sees, by TimeGenerated.</param>
/// <param name="Now">What <c>now()</c> is.</param>
public readonly record struct PastRun(QueryWindow Window, DateTimeOffset Now);

/// <summary>
/// Runs a query in a workspace as it would have run at past times. The service's own option <c>query_now</c> sets the clock, the time span of the request the
/// window. The runs are asked for ahead, some at once; afterwards the answers are handed out as often as they are asked for.
/// </summary>
public sealed class PastQueryRunner : IQueryRunner
{
    // Halves of a span in which the service gives only some of the rows are not cut any further.
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    private readonly LogAnalyticsClient _client;
    private readonly string _text;
    private readonly ConcurrentDictionary<PastRun, QueryResult> _answers = new();
    private readonly Lock _lock = new();

    /// <summary>Creates a runner.</summary>
    /// <param name="client">The workspace.</param>
    /// <param name="text">The query.</param>
    public PastQueryRunner(LogAnalyticsClient client, string text) => (_client, _text) = (client, text);

    /// <summary>What the queries have cost.</summary>
    public QueryCost Cost { get; private set; } = QueryCost.None;

    /// <summary>Asks for each run with a query of its own. After a first one that fails no other is sent.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="progress">Called with the number of answers.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArmException">The workspace cannot be reached or does not let in.</exception>
    public async Task AskEachAsync(IReadOnlyList<PastRun> runs, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        if (runs.Count == 0)
            return;
        var first = _answers[runs[0]] = await AskAsync(runs[0], cancellationToken).ConfigureAwait(false);
        if (first.Error is not null)
            return;
        var done = 1;
        await LiveQuery.ForEachAsync([.. runs.Skip(1)], async (run, token) =>
        {
            _answers[run] = await AskAsync(run, token).ConfigureAwait(false);
            progress?.Invoke(Interlocked.Increment(ref done));
            return true;
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks once for longer spans, for a query that looks at each event by itself, and gives each run the rows whose event it sees.</summary>
    /// <param name="runs">The runs, in order of time.</param>
    /// <param name="timeColumn">The column of the result with the time of the event.</param>
    /// <param name="span">How much time one query is asked for.</param>
    /// <param name="progress">Called with the number of answers.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArmException">The workspace cannot be reached or does not let in.</exception>
    public async Task AskOnceAsync(IReadOnlyList<PastRun> runs, string timeColumn, TimeSpan span, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        if (runs.Count == 0)
            return;
        var (from, to) = (runs.Min(run => run.Window.Start), runs.Max(run => run.Window.End));
        var spans = new List<QueryWindow>();
        for (var start = from; start < to || spans.Count == 0; start += span)
            spans.Add(new QueryWindow(start, to - start > span ? start + span : to));
        var done = 0;
        var parts = await LiveQuery.ForEachAsync(spans, async (range, token) =>
        {
            var part = await AskSpanAsync(range, runs[^1].Now, token).ConfigureAwait(false);
            progress?.Invoke(Interlocked.Increment(ref done));
            return part;
        }, cancellationToken).ConfigureAwait(false);
        var results = parts.SelectMany(part => part).ToArray();
        if (results.FirstOrDefault(part => part.Result.Error is not null) is { Result: { } failed })
        {
            foreach (var run in runs)
                _answers[run] = failed;
            return;
        }

        // A row at the border of two spans is in both answers: the earlier one leaves it out.
        var row = results[0].Result.Row;
        var ordinal = row.IndexOf(timeColumn);
        var rows = results.SelectMany(part => part.Result.Rows.Select(values => (Time: values[ordinal] as DateTime?, Values: values)).Where(pair => pair.Time is { } time && (time < part.Range.End || part.Range.End == to)))
            .OrderBy(pair => pair.Time).ToArray();
        var times = Array.ConvertAll(rows, pair => pair.Time!.Value);
        foreach (var run in runs)
        {
            var (first, end) = (First(times, time => time >= run.Window.Start), First(times, time => time > run.Window.End));
            _answers[run] = QueryResult.Of(ColumnarTable.FromRows(row, rows[first..end].Select(pair => pair.Values)));
        }
    }

    /// <inheritdoc/>
    public async Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        if (request.Time is not { Window: { } window })
            return QueryResult.Of(new QueryError(QueryErrorKind.Failed, "A query over past data needs to know over which."));
        var run = new PastRun(window, request.Options.Now);
        if (_answers.TryGetValue(run, out var known))
            return known.Within(request.Options);
        try
        {
            return (_answers[run] = await AskAsync(run, cancellationToken).ConfigureAwait(false)).Within(request.Options);
        }
        catch (ArmException exception)
        {
            return QueryResult.Of(new QueryError(QueryErrorKind.MissingData, exception.Message, "workspace"));
        }
    }

    private async Task<IReadOnlyList<(QueryWindow Range, QueryResult Result)>> AskSpanAsync(QueryWindow range, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var result = await AskAsync(new PastRun(range, now), cancellationToken).ConfigureAwait(false);
        if (result.Error is not { Kind: QueryErrorKind.LimitExceeded } || range.End - range.Start <= Shortest)
            return [(range, result)];
        var middle = range.Start + (range.End - range.Start) / 2;
        var early = await AskSpanAsync(range with { End = middle }, now, cancellationToken).ConfigureAwait(false);
        return [.. early, .. await AskSpanAsync(range with { Start = middle }, now, cancellationToken).ConfigureAwait(false)];
    }

    private async Task<QueryResult> AskAsync(PastRun run, CancellationToken cancellationToken)
    {
        var text = $"set query_now = datetime({QueryTime.Instant(run.Now.UtcDateTime)});\n{_text}";
        var (result, cost) = await _client.QueryWithCostAsync(text, QueryTime.In(run.Window).ToString(), null, cancellationToken).ConfigureAwait(false);
        lock (_lock)
            Cost += cost;
        return result;
    }

    private static int First(DateTime[] times, Func<DateTime, bool> isThere)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = isThere(times[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
