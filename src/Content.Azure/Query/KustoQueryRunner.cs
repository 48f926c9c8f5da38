using Content.Kql.Engine;

namespace Content.Azure.Query;

/// <summary>Runs queries on a database of Data Explorer.</summary>
/// <param name="client">The database.</param>
public sealed class KustoQueryRunner(KustoClient client) : ServiceQueryRunner("cluster")
{
    /// <inheritdoc/>
    public override int Concurrency => KustoClient.ConcurrentQueries;

    private protected override Task<QueryResult> SendAsync(QueryRequest request, CancellationToken cancellationToken) =>
        client.QueryAsync(request.Text, request.Options.MaxTime, cancellationToken);
}
