using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tables;

/// <summary>What a query asks of a table source.</summary>
/// <param name="Name">Table name, watchlist alias, function name, or storage address.</param>
/// <param name="Row">Columns that the table has as the query was bound.</param>
/// <param name="Columns">Ordinals in <paramref name="Row"/> that are read; the others may be left out of what is loaded.</param>
public sealed record TableRequest(string Name, RowType Row, IReadOnlyList<int> Columns)
{
    /// <summary>Argument of <c>cluster(…)</c>; null when not written.</summary>
    public string? Cluster { get; init; }
    /// <summary>Argument of <c>database(…)</c> or <c>workspace(…)</c>; null when not written.</summary>
    public string? Database { get; init; }

    /// <summary>The name as a query writes it: <c>cluster("c").database("d").T</c>, <c>workspace("w").T</c>, <c>database("d").T</c>, or just <c>T</c>.</summary>
    public string QualifiedName => (Cluster, Database) switch
    {
        (null, null) => Name,
        (null, { } database) => $"database(\"{database}\").{Name}",
        ({ } workspace, null) => $"workspace(\"{workspace}\").{Name}",
        var (cluster, database) => $"cluster(\"{cluster}\").database(\"{database}\").{Name}",
    };
}

/// <summary>Gives a query its tables. Null means that there is none of that name: the query is then inconclusive and names it.</summary>
/// <remarks>
/// A table may have its columns in another order, or lack some: they are matched by name, and a lacking one is null (an empty string).
/// A datetime column <c>_IngestionTime</c> beside them is what <c>ingestion_time()</c> gives; without it, <c>TimeGenerated</c>.
/// </remarks>
public interface ITableSource
{
    /// <summary>A table.</summary>
    ColumnarTable? FindTable(TableRequest request);

    /// <summary>The rows of a watchlist.</summary>
    ColumnarTable? FindWatchlist(TableRequest request);

    /// <summary>The rows of a workspace function that has no body; they tell their time of ingestion as those of a table do.</summary>
    ColumnarTable? FindFunction(TableRequest request);

    /// <summary>The rows behind a storage address of <c>externaldata</c>.</summary>
    ColumnarTable? FindExternalData(TableRequest request);
}
