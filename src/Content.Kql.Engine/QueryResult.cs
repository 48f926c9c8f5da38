using System.Collections.Immutable;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Kql.Engine;

/// <summary>Why a query gave no result.</summary>
public enum QueryErrorKind : byte
{
    /// <summary>It fails in Kusto as well.</summary>
    Failed,
    /// <summary>The local engine cannot run it: inconclusive. <see cref="QueryError.Name"/> says what.</summary>
    Unsupported,
    /// <summary>A table, watchlist or fixture that it reads is not there: inconclusive. <see cref="QueryError.Name"/> says which.</summary>
    MissingData,
    /// <summary>A limit was reached. <see cref="QueryError.Name"/> says which: rows, bytes, steps, depth, or time (inconclusive: it depends on the machine).</summary>
    LimitExceeded,
    /// <summary>It was cancelled.</summary>
    Cancelled,
}

/// <summary>A place in a query, or in the body of a workspace function that it calls.</summary>
/// <param name="Function">The function; null for the query itself.</param>
/// <param name="Offset">Offset there.</param>
public sealed record QueryPlace(string? Function, int Offset);

/// <summary>Why a query gave no result.</summary>
/// <param name="Kind">What sort of error.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Name">What it is about: an operator, function, table or limit; null when nothing.</param>
public sealed record QueryError(QueryErrorKind Kind, string Message, string? Name = null)
{
    /// <summary>Where in the query the error is; null when that is not known.</summary>
    public QueryPlace? Place { get; init; }

    /// <summary>True when the query may well be right and only cannot be decided here.</summary>
    public bool IsInconclusive => Kind is QueryErrorKind.Unsupported or QueryErrorKind.MissingData or QueryErrorKind.Cancelled || Kind == QueryErrorKind.LimitExceeded && Name == "time";
}

/// <summary>A table of a result.</summary>
/// <param name="Name">Name: of the branch that gave it, else <c>PrimaryResult</c>.</param>
/// <param name="Table">The rows.</param>
public sealed record NamedTable(string Name, ColumnarTable Table);

/// <summary>What a query gave: rows, or an error.</summary>
public sealed class QueryResult
{
    private readonly int _main;

    private QueryResult(ImmutableArray<NamedTable> tables, int main, QueryError? error)
    {
        Tables = tables;
        _main = main;
        Error = error;
    }

    /// <summary>All tables of the result: of each statement in order, one, or one a branch of <c>fork</c>, <c>facet</c> or <c>graph-to-table</c>.</summary>
    public ImmutableArray<NamedTable> Tables { get; }
    /// <summary>The rows of the last statement's first table; empty with an error.</summary>
    public ColumnarTable Table => Tables[_main].Table;
    /// <summary>The error; null when it succeeded.</summary>
    public QueryError? Error { get; }
    /// <summary>True without an error.</summary>
    public bool Success => Error is null;
    /// <summary>The columns.</summary>
    public RowType Row => Table.Row;
    /// <summary>Number of rows.</summary>
    public long RowCount => Table.RowCount;

    /// <summary>Rows as objects (see <see cref="Vectors.Vector.GetValue"/>), in order.</summary>
    public IEnumerable<object?[]> Rows
    {
        get
        {
            foreach (var chunk in Table.Chunks)
            {
                for (var i = 0; i < chunk.Length; i++)
                {
                    var row = new object?[chunk.Columns.Count];
                    for (var c = 0; c < row.Length; c++)
                        row[c] = chunk.Columns[c]?.GetValue(i);
                    yield return row;
                }
            }
        }
    }

    /// <summary>A result with rows.</summary>
    public static QueryResult Of(ColumnarTable table) => new([new NamedTable(QueryEngine.PrimaryResult, table)], 0, null);

    /// <summary>A result of several tables.</summary>
    /// <param name="tables">At least one.</param>
    /// <param name="main">Index of the one that <see cref="Table"/> is.</param>
    public static QueryResult Of(ImmutableArray<NamedTable> tables, int main) => new(tables, main, null);

    /// <summary>The result, or an error when it has more rows than the options allow: a service does not know them.</summary>
    public QueryResult Within(ExecutionOptions options) =>
        Success && RowCount > options.MaxRows ? Of(new QueryError(QueryErrorKind.LimitExceeded, QueryEngine.TooManyRows(options.MaxRows), "rows")) : this;

    /// <summary>A result with an error.</summary>
    public static QueryResult Of(QueryError error) => new([new NamedTable(QueryEngine.PrimaryResult, ColumnarTable.Empty(RowType.Empty))], 0, error);
}
