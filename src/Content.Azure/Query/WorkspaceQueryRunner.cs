using Content.Kql.Engine;

namespace Content.Azure.Query;

/// <summary>Runs queries in a workspace.</summary>
/// <param name="client">The workspace.</param>
public sealed class WorkspaceQueryRunner(LogAnalyticsClient client) : ServiceQueryRunner("workspace")
{
    /// <inheritdoc/>
    public override int Concurrency => LogAnalyticsClient.UserConcurrency;

    private protected override Task<QueryResult> SendAsync(QueryRequest request, CancellationToken cancellationToken) =>
        client.QueryAsync(request.Text, request.Time?.ToString(), request.Options.MaxTime, cancellationToken);
}
