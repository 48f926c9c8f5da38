using System.Collections.Concurrent;
using Content.Workbooks.Evaluation;

namespace Content.Cli.Workbooks;

/// <summary>Answers a question once, whichever window asks: the rows and the clock are the same for all of them until a file changes.</summary>
internal sealed class KeptWorkbookData(IWorkbookData below) : IWorkbookData
{
    // As many answers as a few workbooks have queries under a few choices; cells bound what they take.
    private const int MaximumAnswers = 400;
    private const long MaximumCells = 2_000_000;

    private readonly ConcurrentDictionary<(string Query, TimeRangeValue? Range), WorkbookRows> _answers = new();
    private long _cells;

    /// <inheritdoc/>
    public DateTime Now => below.Now;

    /// <inheritdoc/>
    public async Task<WorkbookRows> QueryLogsAsync(string query, TimeRangeValue? range, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue((query, range), out var known))
            return known;
        var rows = await below.QueryLogsAsync(query, range, cancellationToken).ConfigureAwait(false);
        var cells = (long)rows.Table.Rows.Count * rows.Table.Columns.Length;
        if (_answers.Count >= MaximumAnswers || Interlocked.Read(ref _cells) + cells > MaximumCells)
        {
            _answers.Clear();
            Interlocked.Exchange(ref _cells, 0);
        }

        if (cells <= MaximumCells && _answers.TryAdd((query, range), rows))
            Interlocked.Add(ref _cells, cells);
        return rows;
    }

    /// <inheritdoc/>
    public WorkbookTable? Recorded(int queryType, string query) => below.Recorded(queryType, query);

    /// <inheritdoc/>
    public WorkbookTable? Recorded(string owner, int queryType, string query) => below.Recorded(owner, queryType, query);
}
