namespace Content.Kql.Symbols;

/// <summary>What a query can refer to beside the language's own: tables, functions and watchlists of a workspace.</summary>
/// <remarks>Look-ups must be cheap and must give the same instance for the same name: bound queries share them.</remarks>
public interface ISchema
{
    /// <summary>The table of a name (case matters); null when there is none.</summary>
    TableSymbol? FindTable(string name);

    /// <summary>The function of a name (case matters); null when there is none.</summary>
    WorkspaceFunction? FindFunction(string name);

    /// <summary>Columns of the watchlist of an alias, as <c>_GetWatchlist</c> gives them; null when the alias is not known.</summary>
    RowType? FindWatchlist(string alias);

    /// <summary>Names of all tables, for wildcards and suggestions; a star takes them in this order.</summary>
    IReadOnlyList<string> TableNames { get; }

    /// <summary>Names of all functions in ordinal order, for suggestions.</summary>
    IReadOnlyList<string> FunctionNames { get; }

    /// <summary>Aliases of all known watchlists in ordinal order, for suggestions; empty unless a schema says otherwise.</summary>
    IReadOnlyList<string> WatchlistAliases => [];
}

/// <summary>A schema with nothing in it.</summary>
public sealed class EmptySchema : ISchema
{
    private EmptySchema()
    {
    }

    /// <summary>The only instance.</summary>
    public static EmptySchema Instance { get; } = new();

    /// <inheritdoc/>
    public TableSymbol? FindTable(string name) => null;
    /// <inheritdoc/>
    public WorkspaceFunction? FindFunction(string name) => null;
    /// <inheritdoc/>
    public RowType? FindWatchlist(string alias) => null;
    /// <inheritdoc/>
    public IReadOnlyList<string> TableNames => [];
    /// <inheritdoc/>
    public IReadOnlyList<string> FunctionNames => [];
}
