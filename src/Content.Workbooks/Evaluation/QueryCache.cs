using System.Collections.Immutable;

namespace Content.Workbooks.Evaluation;

/// <summary>
/// Answers of a workbook's data by what was asked, for all sessions that look at that workbook on that data: a changed parameter asks again only where
/// its value stands in the query, and a second window asks nothing. The least used go when there are too many. Safe for use from several threads.
/// </summary>
public sealed class QueryCache
{
    // As many answers as a workbook has queries under a few choices; cells bound what they take.
    private const int EntryLimit = 400;
    private const long CellLimit = 4_000_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<QueryKey, Entry> _entries = [];
    private long _clock;

    /// <summary>The rows of a question; asks when they are not there, or when asking again may give something else.</summary>
    /// <param name="key">The question.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="cancellationToken">Ends waiting; where nobody had asked before, the asking too.</param>
    internal async Task<WorkbookRows> GetAsync(QueryKey key, Func<Task<WorkbookRows>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (entry, isOwn) = Find(key, ask);
            try
            {
                return await entry.Rows.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!isOwn && !cancellationToken.IsCancellationRequested)
            {
                // Another session asked and was closed meanwhile.
            }
        }
    }

    /// <summary>A cache with the answers to log queries alone: what files of the workbook say may be otherwise by now.</summary>
    public QueryCache OfLogs()
    {
        var cache = new QueryCache();
        lock (_lock)
        {
            foreach (var (key, entry) in _entries.Where(pair => pair.Key.Type == WorkbookQueryTypes.Logs && pair.Value.IsGood))
                cache._entries.Add(key, entry);
            cache._clock = _clock;
        }

        return cache;
    }

    /// <summary>Drops what was not used for longest, to stay within bounds.</summary>
    internal void Trim()
    {
        lock (_lock)
        {
            var cells = 0L;
            var count = 0;
            foreach (var (key, entry) in _entries.OrderByDescending(pair => pair.Value.Used).ToArray())
            {
                cells += entry.Cells;
                if (++count > EntryLimit || cells > CellLimit && count > 1)
                    _entries.Remove(key);
            }
        }
    }

    private (Entry Entry, bool IsOwn) Find(QueryKey key, Func<Task<WorkbookRows>> ask)
    {
        lock (_lock)
        {
            var isKnown = _entries.TryGetValue(key, out var entry) && entry.IsGood;
            if (!isKnown)
                _entries[key] = entry = new Entry(ask);
            entry!.Used = ++_clock;
            return (entry, !isKnown);
        }
    }

    private sealed class Entry(Func<Task<WorkbookRows>> ask)
    {
        // Begins when it is waited for, which is outside of the lock.
        private readonly Lazy<Task<WorkbookRows>> _rows = new(ask);

        public Task<WorkbookRows> Rows => _rows.Value;

        public bool IsGood => !_rows.IsValueCreated || !_rows.Value.IsCompleted || _rows.Value is { IsCompletedSuccessfully: true, Result.IsPassing: false };

        public long Cells => _rows is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result.Table: var table } } ? (long)table.Rows.Count * table.Columns.Length : 0;

        public long Used { get; set; }
    }
}

/// <summary>What is asked: where, by whom where that matters, with which text and range, and of which rows.</summary>
internal sealed record QueryKey(int Type, string Owner, string Text, TimeRangeValue? Range)
{
    /// <summary>Rows of other steps that it is about.</summary>
    public ImmutableArray<WorkbookTable> Sources { get; init; } = [];

    // Rows are those very rows: comparing them by value would take longer than asking again.
    public bool Equals(QueryKey? other) => other is not null && Type == other.Type && Owner == other.Owner && Text == other.Text && Range == other.Range
        && Sources.Length == other.Sources.Length && Sources.Zip(other.Sources).All(pair => ReferenceEquals(pair.First, pair.Second));

    public override int GetHashCode() => HashCode.Combine(Type, Owner, Text, Range);
}
