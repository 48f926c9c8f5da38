namespace Content.Kql.Engine.Tables;

/// <summary>A source without tables.</summary>
public sealed class EmptyTableSource : ITableSource
{
    private EmptyTableSource()
    {
    }

    /// <summary>The only instance.</summary>
    public static EmptyTableSource Instance { get; } = new();

    /// <inheritdoc/>
    public ColumnarTable? FindTable(TableRequest request) => null;
    /// <inheritdoc/>
    public ColumnarTable? FindWatchlist(TableRequest request) => null;
    /// <inheritdoc/>
    public ColumnarTable? FindFunction(TableRequest request) => null;
    /// <inheritdoc/>
    public ColumnarTable? FindExternalData(TableRequest request) => null;
}

/// <summary>Tables, watchlists, functions and external data held by name.</summary>
public sealed class TableSet : ITableSource
{
    private readonly Dictionary<string, ColumnarTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ColumnarTable> _watchlists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ColumnarTable> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ColumnarTable> _external = new(StringComparer.Ordinal);

    /// <summary>
    /// What a table is that the query names and the set does not have: null makes the query inconclusive, otherwise it is empty. A table
    /// of another place is never just empty.
    /// </summary>
    public bool MissingTablesAreEmpty { get; init; }

    /// <summary>Adds or replaces a table. One of another place has the name that <see cref="TableRequest.QualifiedName"/> says.</summary>
    public TableSet AddTable(string name, ColumnarTable table)
    {
        _tables[name] = table;
        return this;
    }

    /// <summary>Adds or replaces a watchlist.</summary>
    public TableSet AddWatchlist(string alias, ColumnarTable table)
    {
        _watchlists[alias] = table;
        return this;
    }

    /// <summary>Adds or replaces the rows of a function without body.</summary>
    public TableSet AddFunction(string name, ColumnarTable table)
    {
        _functions[name] = table;
        return this;
    }

    /// <summary>Adds or replaces what a storage address gives.</summary>
    public TableSet AddExternalData(string uri, ColumnarTable table)
    {
        _external[uri] = table;
        return this;
    }

    /// <inheritdoc/>
    public ColumnarTable? FindTable(TableRequest request) => Find(_tables, request);
    /// <inheritdoc/>
    public ColumnarTable? FindWatchlist(TableRequest request) => Find(_watchlists, request);
    /// <inheritdoc/>
    public ColumnarTable? FindFunction(TableRequest request) => Find(_functions, request);
    /// <inheritdoc/>
    public ColumnarTable? FindExternalData(TableRequest request) => _external.GetValueOrDefault(request.Name);

    private ColumnarTable? Find(Dictionary<string, ColumnarTable> tables, TableRequest request) =>
        tables.TryGetValue(request.QualifiedName, out var table) ? table
        : MissingTablesAreEmpty && request is { Cluster: null, Database: null } ? ColumnarTable.Empty(request.Row) : null;
}
