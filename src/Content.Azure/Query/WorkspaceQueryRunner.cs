using Content.Azure.Arm;
using Content.Kql.Engine;

namespace Content.Azure.Query;

/// <summary>Runs queries in a workspace, on its tables and by its clock.</summary>
/// <param name="client">The workspace.</param>
public sealed class WorkspaceQueryRunner(LogAnalyticsClient client) : IQueryRunner
{
    /// <inheritdoc/>
    public async Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var result = await client.QueryAsync(request.Text, request.Timespan, request.Options.MaxTime, cancellationToken).ConfigureAwait(false);
            return result.Success && result.RowCount > request.Options.MaxRows
                ? QueryResult.Of(new QueryError(QueryErrorKind.LimitExceeded, $"The result has more than {request.Options.MaxRows} rows.", "rows"))
                : result;
        }
        catch (ArmException exception)
        {
            // The query may well be right: it did not get there.
            return QueryResult.Of(new QueryError(QueryErrorKind.MissingData, exception.Message, "workspace"));
        }
    }
}
