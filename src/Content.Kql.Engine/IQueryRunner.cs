using Content.Kql.Binding;
using Content.Kql.Engine.Tables;

namespace Content.Kql.Engine;

/// <summary>A time that rows are of, by TimeGenerated; both ends belong to it.</summary>
/// <param name="Start">Earliest instant, in UTC.</param>
/// <param name="End">Latest instant, in UTC.</param>
public readonly record struct QueryWindow(DateTime Start, DateTime End);

/// <summary>A query to be run somewhere.</summary>
/// <param name="Text">KQL text.</param>
/// <param name="Options">Clock and limits.</param>
public sealed record QueryRequest(string Text, ExecutionOptions Options)
{
    /// <summary>The bound query; a runner that works locally needs it.</summary>
    public BoundBody? Bound { get; init; }

    /// <summary>The tables; a runner on a workspace ignores them, unless <see cref="SelfContained.SelfContainedRunner"/> passes them along.</summary>
    public ITableSource? Tables { get; init; }

    /// <summary>
    /// Time that the rows are of, ISO 8601 as the query API of Log Analytics takes it: a duration up to now (<c>P1D</c>) or <c>START/END</c>; null for all.
    /// In memory the tables are what the query sees, and a timespan is an error.
    /// </summary>
    public string? Timespan { get; init; }

    /// <summary>The query as it was bound, with the tables and functions that it names; what <see cref="SelfContained.SelfContainedRunner"/> needs.</summary>
    public BoundQuery? Query { get; init; }

    /// <summary>The window of a rule's run; null for none. Whoever asks a local runner gives it tables of just those rows.</summary>
    public QueryWindow? Window { get; init; }
}

/// <summary>Runs queries: in memory (<see cref="LocalQueryRunner"/>) or on a workspace.</summary>
public interface IQueryRunner
{
    /// <summary>Runs a query. Errors are in the result; only a cancelled task throws.</summary>
    Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken);
}

/// <summary>Runs bound queries with <see cref="QueryEngine"/>.</summary>
public sealed class LocalQueryRunner : IQueryRunner
{
    /// <inheritdoc/>
    public Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        if (request.Bound is null)
            return Task.FromResult(QueryResult.Of(new QueryError(QueryErrorKind.Failed, "The query is not bound.")));
        if (request.Timespan is not null)
            return Task.FromResult(QueryResult.Of(new QueryError(QueryErrorKind.Unsupported, "A timespan binds queries of a workspace only.", "timespan")));
        return Task.Run(() => QueryEngine.Execute(request.Bound, request.Tables ?? EmptyTableSource.Instance, request.Options, cancellationToken), cancellationToken);
    }
}
