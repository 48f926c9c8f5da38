using Content.Kql.Engine.SelfContained;
using Content.Kql.Symbols;

namespace Content.Azure.Query;

/// <summary>Pieces of queries that are made here.</summary>
internal static class LiveQuery
{
    /// <summary>Queries that run at once: one less than the service takes from one user, who may have a portal open.</summary>
    public const int Concurrency = 4;

    /// <summary>A condition that holds where a column has no value.</summary>
    public static string IsEmpty(ColumnSymbol column) => column.Type.Kind switch
    {
        TypeKind.String => $"isempty({KqlLiteral.Name(column.Name)})",
        // An empty text, list or bag tells as little as none.
        TypeKind.Dynamic => $"tostring({KqlLiteral.Name(column.Name)}) in ('', '[]', '{{}}')",
        _ => $"isnull({KqlLiteral.Name(column.Name)})",
    };

    /// <summary>Runs something for each item, as many at once as the service takes, and keeps the order of the results.</summary>
    public static async Task<TResult[]> ForEachAsync<T, TResult>(IReadOnlyList<T> items, Func<T, CancellationToken, Task<TResult>> action, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, async (i, token) =>
            results[i] = await action(items[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }
}
