using System.Globalization;
using System.Xml;
using Content.Kql.Binding;
using Content.Kql.Engine.Tables;

namespace Content.Kql.Engine;

/// <summary>A time that rows are of, by TimeGenerated; both ends belong to it.</summary>
/// <param name="Start">Earliest instant, in UTC.</param>
/// <param name="End">Latest instant, in UTC.</param>
public readonly record struct QueryWindow(DateTime Start, DateTime End);

/// <summary>The time that the rows of a query are of, by TimeGenerated: a window, or a length of time up to the moment at which the query runs.</summary>
public readonly record struct QueryTime
{
    /// <summary>The window; null for a length of time.</summary>
    public QueryWindow? Window { get; private init; }

    /// <summary>The length of time.</summary>
    public TimeSpan Length { get; private init; }

    /// <summary>The time of a window.</summary>
    public static QueryTime In(QueryWindow window) => new() { Window = window, Length = window.End - window.Start };

    /// <summary>The time up to when the query runs.</summary>
    public static QueryTime Last(TimeSpan length) => new() { Length = length };

    /// <summary>ISO 8601, as the query API of Log Analytics takes it: <c>START/END</c> or a duration.</summary>
    public override string ToString() => Window is { } window ? $"{Instant(window.Start)}/{Instant(window.End)}" : XmlConvert.ToString(Length);

    /// <summary>An instant in ISO 8601, to the tick where it has some.</summary>
    public static string Instant(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A query to be run somewhere.</summary>
/// <param name="Text">KQL text.</param>
/// <param name="Options">Clock and limits.</param>
public sealed record QueryRequest(string Text, ExecutionOptions Options)
{
    /// <summary>The bound query; a runner that works locally needs it.</summary>
    public BoundBody? Bound { get; init; }

    /// <summary>The tables; a runner on a workspace ignores them, unless <see cref="SelfContained.SelfContainedRunner"/> passes them along.</summary>
    public ITableSource? Tables { get; init; }

    /// <summary>The query as it was bound, with the tables and functions that it names; what <see cref="SelfContained.SelfContainedRunner"/> needs.</summary>
    public BoundQuery? Query { get; init; }

    /// <summary>
    /// The time that rows are of; null for all. In memory the tables are what the query sees: whoever asks gives tables of just the rows of a window, and a time
    /// up to now is an error.
    /// </summary>
    public QueryTime? Time { get; init; }
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
        if (request.Time is { Window: null })
            return Task.FromResult(QueryResult.Of(new QueryError(QueryErrorKind.Unsupported, "A time up to now binds queries of a workspace only.", "timespan")));
        return Task.Run(() => QueryEngine.Execute(request.Bound, request.Tables ?? EmptyTableSource.Instance, request.Options, cancellationToken), cancellationToken);
    }
}
