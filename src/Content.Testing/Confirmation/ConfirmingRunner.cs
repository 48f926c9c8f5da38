using System.Collections.Immutable;
using Content.Kql.Engine;

namespace Content.Testing.Confirmation;

/// <summary>A run whose query gave something else on the other engine than on the local one.</summary>
/// <param name="Now">What <c>now()</c> was, in UTC.</param>
/// <param name="Local">What the local engine gave.</param>
/// <param name="Other">What the other one gave.</param>
/// <param name="Comparison">How the rows differ, the local ones first; null when one of them has none.</param>
public sealed record RunDifference(DateTime Now, QueryResult Local, QueryResult Other, ResultComparison? Comparison);

/// <summary>
/// Runs each query locally and on another engine. What the other one gives counts; what differs is kept. A query whose data the case does
/// not give is not sent: the other engine might find some of its own.
/// </summary>
/// <param name="other">Runs queries on the other engine, over the data of the request.</param>
internal sealed class ConfirmingRunner(IQueryRunner other) : IQueryRunner
{
    private readonly ImmutableArray<RunDifference>.Builder _differences = ImmutableArray.CreateBuilder<RunDifference>();

    /// <summary>The runs that differ, in order.</summary>
    public ImmutableArray<RunDifference> Differences => _differences.ToImmutable();

    /// <inheritdoc/>
    public async Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        var local = QueryEngine.Execute(request.Bound!, request.Tables!, request.Options, cancellationToken);
        if (local.Error is { Kind: QueryErrorKind.MissingData or QueryErrorKind.Cancelled })
            return local;
        var result = await other.RunAsync(request, cancellationToken).ConfigureAwait(false);
        // Where one of them cannot tell, there is nothing to compare.
        if (local.Error is { IsInconclusive: true } || result.Error is { IsInconclusive: true })
            return result;
        var comparison = local.Success && result.Success ? ResultComparison.Compare(local, result) : null;
        if (comparison is { IsSame: false } || local.Success != result.Success)
            _differences.Add(new RunDifference(request.Options.Now.UtcDateTime, local, result, comparison));
        return result;
    }
}
