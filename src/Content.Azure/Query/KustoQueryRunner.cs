using Content.Kql.Engine;

namespace Content.Azure.Query;

/// <summary>Runs queries on a database of Data Explorer.</summary>
/// <param name="client">The database.</param>
public sealed class KustoQueryRunner(KustoClient client) : ServiceQueryRunner("cluster", new QueryGate(ConcurrentQueries, null))
{
    // The smallest cluster grants ten times its cores (Azure Data Explorer documentation, "Query limits"); other users share that.
    private const int ConcurrentQueries = 8;

    /// <inheritdoc/>
    public override int Concurrency => ConcurrentQueries;

    private protected override Task<QueryResult> SendAsync(QueryRequest request, CancellationToken cancellationToken) =>
        client.QueryAsync(request.Text, request.Options.MaxTime, cancellationToken);
}
