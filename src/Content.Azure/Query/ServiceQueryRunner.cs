using Content.Azure.Arm;
using Content.Kql.Engine;

namespace Content.Azure.Query;

/// <summary>Runs the text of queries on a service, on its tables and by its clock.</summary>
public abstract class ServiceQueryRunner : IQueryRunner
{
    private readonly string _service;

    private protected ServiceQueryRunner(string service) => _service = service;

    /// <summary>Queries that the service runs at a time for one user.</summary>
    public abstract int Concurrency { get; }

    /// <inheritdoc/>
    public async Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return (await SendAsync(request, cancellationToken).ConfigureAwait(false)).Within(request.Options);
        }
        catch (ArmException exception)
        {
            // The query may well be right: it did not get there.
            return QueryResult.Of(new QueryError(QueryErrorKind.MissingData, exception.Message, _service));
        }
    }

    private protected abstract Task<QueryResult> SendAsync(QueryRequest request, CancellationToken cancellationToken);
}
