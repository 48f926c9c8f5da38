using System.Collections.Immutable;

namespace Content.Workbooks.Evaluation;

/// <summary>Rows by what was asked: a changed parameter asks again only where its value stands in the query. The least used go when there are too many.</summary>
internal sealed class QueryCache
{
    private const int EntryLimit = 400;
    private const int RowLimit = 1_000_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<QueryKey, Entry> _entries = [];
    private long _clock;

    /// <summary>The rows of a question; asks when they are not there.</summary>
    public Task<WorkbookRows> GetAsync(QueryKey key, Func<Task<WorkbookRows>> ask)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known) && !known.Rows.IsCanceled && !known.Rows.IsFaulted)
            {
                known.Used = ++_clock;
                return known.Rows;
            }

            var entry = new Entry(ask()) { Used = ++_clock };
            _entries[key] = entry;
            return entry.Rows;
        }
    }

    /// <summary>Drops what was not used for longest, to stay within bounds.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            var rows = 0L;
            var count = 0;
            foreach (var (key, entry) in _entries.OrderByDescending(pair => pair.Value.Used).ToArray())
            {
                rows += entry.Rows.IsCompletedSuccessfully ? entry.Rows.Result.Table.Rows.Count : 0;
                if (++count > EntryLimit || rows > RowLimit && count > 1)
                    _entries.Remove(key);
            }
        }
    }

    private sealed class Entry(Task<WorkbookRows> rows)
    {
        public Task<WorkbookRows> Rows { get; } = rows;

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
