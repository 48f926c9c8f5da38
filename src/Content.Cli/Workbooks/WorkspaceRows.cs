using Content.Azure.Query;
using Content.Cli.Kql;
using Content.Workbooks.Evaluation;

namespace Content.Cli.Workbooks;

/// <summary>Opens workbooks on the rows of a workspace. Apart from what opens them on files: Azure is loaded only when this is used.</summary>
internal sealed class WorkspaceRows
{
    private readonly QueryWorkspace _workspace;
    private readonly WorkspaceQueryRunner _runner;
    private readonly TimeSpan? _maxTime;

    private WorkspaceRows(QueryWorkspace workspace, TimeSpan? maxTime)
    {
        _workspace = workspace;
        _runner = new WorkspaceQueryRunner(workspace.Client);
        _maxTime = maxTime;
    }

    /// <summary>Finds the workspace of a request.</summary>
    /// <param name="root">Folder of the configuration that has the environment.</param>
    /// <param name="request">The request; it names a workspace.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>It; null when the environment is wrong, which has been written to the error stream.</returns>
    /// <exception cref="CommandException">There is no such environment, or it cannot be reached.</exception>
    public static async Task<WorkspaceRows?> ConnectAsync(string root, RowsRequest request, CancellationToken cancellationToken) =>
        await QueryWorkspace.ConnectAsync(root, request.Workspace!, cancellationToken).ConfigureAwait(false) is { } workspace ? new WorkspaceRows(workspace, request.MaxTime) : null;

    /// <summary>Its rows.</summary>
    /// <param name="recorded">What was recorded of other sources.</param>
    /// <param name="now">The clock of the workbook; null for the machine's.</param>
    public OpenedRows Open(RecordedResponses recorded, DateTime? now = null)
    {
        var data = new WorkspaceWorkbookData(_runner, recorded, now ?? TimeProvider.System.GetUtcNow().UtcDateTime, _maxTime) { WorkspaceId = _workspace.Target.WorkspaceId };
        return new OpenedRows(data, $"Workspace {_workspace.Target.Workspace} of environment {_workspace.Target.Environment}");
    }
}
