using System.Text;
using Content.Kql.Engine.Tables;

namespace Content.Kql.Engine.SelfContained;

/// <summary>How much a service takes.</summary>
/// <param name="Service">What it is called in messages.</param>
/// <param name="MaxTextBytes">Longest query, in bytes of UTF-8.</param>
public sealed record ServiceLimits(string Service, int MaxTextBytes);

/// <summary>
/// Runs queries on another engine over the data that they were given, which it does not have: each is made self-contained
/// (<see cref="SelfContainedQueryBuilder"/>). Before one is sent, the local engine runs it without any tables: only what then gives the
/// rows of the query itself is known to have been passed as it is.
/// </summary>
/// <param name="service">Runs the text of queries.</param>
/// <param name="limits">What the service takes.</param>
public sealed class SelfContainedRunner(IQueryRunner service, ServiceLimits limits) : IQueryRunner
{
    /// <inheritdoc/>
    public async Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Query: { } query, Tables: { } tables })
            return QueryResult.Of(new QueryError(QueryErrorKind.Failed, "The query is not bound."));
        var (made, bound, error) = SelfContainedQueryBuilder.Build(query, tables, request.Options.Now);
        if (error is not null)
            return QueryResult.Of(error);
        if (Encoding.UTF8.GetByteCount(made!.Text) is var size && size > limits.MaxTextBytes)
        {
            return QueryResult.Of(new QueryError(QueryErrorKind.Unsupported,
                $"With its data the query has {size:N0} bytes; {limits.Service} is sent {limits.MaxTextBytes:N0} at most. Give the case fewer rows.", "query size"));
        }

        var expected = QueryEngine.Execute(query.Body, tables, request.Options, cancellationToken);
        if (expected.Success)
        {
            var passed = QueryEngine.Execute(bound!.Body, EmptyTableSource.Instance, request.Options, cancellationToken);
            if (!passed.Success || !ResultComparison.Compare(expected, passed).IsSame)
                return QueryResult.Of(new QueryError(QueryErrorKind.Unsupported, "The query cannot be passed to another engine with its data: it would not be the same query.", "self-contained query"));
        }

        var result = await service.RunAsync(new QueryRequest(made.Text, request.Options), cancellationToken).ConfigureAwait(false);
        return result.Error is { Place: { Function: null } place } found ? QueryResult.Of(found with { Place = made.Find(place.Offset) }) : result;
    }
}
