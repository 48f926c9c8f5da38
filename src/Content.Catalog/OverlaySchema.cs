using System.Collections.Frozen;
using Content.Kql.Symbols;

namespace Content.Catalog;

/// <summary>A schema with tables, functions and watchlists of its own over another one; its own hide those of the same name below.</summary>
public sealed class OverlaySchema : ISchema
{
    private readonly ISchema _below;
    private readonly FrozenDictionary<string, TableSymbol> _tables;
    private readonly FrozenDictionary<string, WorkspaceFunction> _functions;
    private readonly FrozenDictionary<string, RowType> _watchlists;
    private IReadOnlyList<string>? _tableNames;
    private IReadOnlyList<string>? _functionNames;
    private IReadOnlyList<string>? _watchlistAliases;

    /// <summary>Creates an overlay. Of equal names the last one counts.</summary>
    /// <param name="below">What is asked for everything else.</param>
    /// <param name="tables">Tables.</param>
    /// <param name="functions">Functions.</param>
    /// <param name="watchlists">Watchlists: alias and columns as <c>_GetWatchlist</c> gives them (see <see cref="WatchlistColumns"/>).</param>
    public OverlaySchema(
        ISchema below,
        IEnumerable<TableSymbol>? tables = null,
        IEnumerable<WorkspaceFunction>? functions = null,
        IEnumerable<KeyValuePair<string, RowType>>? watchlists = null)
    {
        _below = below;
        _tables = Freeze(tables ?? [], table => table.Name);
        _functions = Freeze(functions ?? [], function => function.Name);
        var byAlias = new Dictionary<string, RowType>(StringComparer.Ordinal);
        foreach (var (alias, row) in watchlists ?? [])
            byAlias[alias] = row;
        _watchlists = byAlias.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> TableNames => _tableNames ??= CompositeSchema.Merge(_below.TableNames, _tables.Keys);

    /// <inheritdoc/>
    public IReadOnlyList<string> FunctionNames => _functionNames ??= CompositeSchema.Merge(_below.FunctionNames, _functions.Keys);

    /// <inheritdoc/>
    public IReadOnlyList<string> WatchlistAliases => _watchlistAliases ??= CompositeSchema.Merge(_below.WatchlistAliases, _watchlists.Keys);

    /// <inheritdoc/>
    public TableSymbol? FindTable(string name) => _tables.TryGetValue(name, out var table) ? table : _below.FindTable(name);

    /// <inheritdoc/>
    public WorkspaceFunction? FindFunction(string name) => _functions.TryGetValue(name, out var function) ? function : _below.FindFunction(name);

    /// <inheritdoc/>
    public RowType? FindWatchlist(string alias) => _watchlists.TryGetValue(alias, out var row) ? row : _below.FindWatchlist(alias);

    private static FrozenDictionary<string, T> Freeze<T>(IEnumerable<T> items, Func<T, string> nameOf)
    {
        var byName = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
            byName[nameOf(item)] = item;
        return byName.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
