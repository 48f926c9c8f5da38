using Content.Azure.Arm;
using Content.Kql.Engine;

namespace Content.Azure.Query;

/// <summary>Runs queries in a workspace.</summary>
/// <param name="client">The workspace.</param>
public sealed class WorkspaceQueryRunner(LogAnalyticsClient client) : ServiceQueryRunner(
    "workspace", new QueryGate(UserConcurrency, client.IsLocal ? null : new RequestAllowance(QueriesPerWindow, QueriesPerWindow / WindowSeconds, TimeProvider.System)))
{
    // Azure Monitor documentation, "Azure Monitor service limits", "User query throttling".
    private const int UserConcurrency = 5;
    private const int QueriesPerWindow = 200;
    private const double WindowSeconds = 30;

    /// <inheritdoc/>
    public override int Concurrency => UserConcurrency;

    private protected override Task<QueryResult> SendAsync(QueryRequest request, CancellationToken cancellationToken) =>
        client.QueryAsync(request.Text, request.Timespan, request.Options.MaxTime, cancellationToken);
}
