using Content.Kql.Engine;

namespace Content.Workbooks.Evaluation;

/// <summary>
/// Rows of a workspace: log queries run there, on its tables and functions and by its clock, whatever resources an item names; everything else is recorded.
/// Safe for use from several threads.
/// </summary>
/// <param name="runner">Runs queries in the workspace.</param>
/// <param name="recorded">What was recorded of other sources.</param>
/// <param name="now">The clock of the workbook: the time of the look, UTC.</param>
/// <param name="maxTime">Time that a query may take; null for the service's own limit.</param>
public sealed class WorkspaceWorkbookData(IQueryRunner runner, RecordedResponses recorded, DateTime now, TimeSpan? maxTime = null) : IWorkbookData
{
    private readonly ExecutionOptions _options = new() { Now = new DateTimeOffset(now, TimeSpan.Zero), MaxTime = maxTime };

    /// <inheritdoc/>
    public DateTime Now => now;

    /// <inheritdoc/>
    public string? WorkspaceId { get; init; }

    /// <inheritdoc/>
    public async Task<WorkbookRows> QueryLogsAsync(string query, TimeRangeValue? range, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(new QueryRequest(query, _options) { Time = range is null ? null : Time(range) }, cancellationToken).ConfigureAwait(false);
        return result.Error is { } error
            ? new WorkbookRows(WorkbookTable.Empty, error.Message, false) { IsPassing = error.IsInconclusive }
            : new WorkbookRows(LocalWorkbookData.TableOf(result), null, false);
    }

    /// <inheritdoc/>
    public WorkbookTable? Recorded(int queryType, string query) => recorded.Find("", queryType, query);

    /// <inheritdoc/>
    public WorkbookTable? Recorded(string owner, int queryType, string query) => recorded.Find(owner, queryType, query);

    // A range that ends now ends when the service says so.
    private static QueryTime Time(TimeRangeValue range) =>
        range.End is { } end ? QueryTime.In(new QueryWindow(TimeRanges.Of(range, end).Start, end)) : QueryTime.Last(range.Duration);
}
