using Content.Kql.Symbols;

namespace Content.Catalog;

/// <summary>A schema that lacks some of what another one has: a workspace where connectors never ran.</summary>
public sealed class SchemaWithout : ISchema
{
    private readonly ISchema _schema;
    private readonly IReadOnlySet<string> _missing;
    private readonly Dictionary<string, TableSymbol> _narrowed;
    private IReadOnlyList<string>? _tableNames;
    private IReadOnlyList<string>? _functionNames;

    /// <summary>Takes things away.</summary>
    /// <param name="schema">What there is otherwise.</param>
    /// <param name="missing">Names of tables and functions that do not exist.</param>
    /// <param name="columns">Columns that do not exist, of tables that do.</param>
    public SchemaWithout(ISchema schema, IEnumerable<string> missing, IEnumerable<(string Table, string Column)>? columns = null)
    {
        _schema = schema;
        _missing = missing.ToHashSet(StringComparer.Ordinal);
        _narrowed = [];
        foreach (var lost in (columns ?? []).GroupBy(column => column.Table, column => column.Column, StringComparer.Ordinal))
        {
            if (schema.FindTable(lost.Key) is { } table)
                _narrowed.Add(lost.Key, new TableSymbol(lost.Key, new RowType([.. table.Row.Columns.Where(column => !lost.Contains(column.Name))])));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> TableNames => _tableNames ??= [.. _schema.TableNames.Where(name => !_missing.Contains(name))];

    /// <inheritdoc/>
    public IReadOnlyList<string> FunctionNames => _functionNames ??= [.. _schema.FunctionNames.Where(name => !_missing.Contains(name))];

    /// <inheritdoc/>
    public IReadOnlyList<string> WatchlistAliases => _schema.WatchlistAliases;

    /// <inheritdoc/>
    public TableSymbol? FindTable(string name) => _missing.Contains(name) ? null : _narrowed.GetValueOrDefault(name) ?? _schema.FindTable(name);

    /// <inheritdoc/>
    public WorkspaceFunction? FindFunction(string name) => _missing.Contains(name) ? null : _schema.FindFunction(name);

    /// <inheritdoc/>
    public RowType? FindWatchlist(string alias) => _schema.FindWatchlist(alias);
}
