using System.Collections.Immutable;
using Content.Kql.Symbols;

namespace Content.Catalog;

/// <summary>Several schemas as one: the first that knows a name answers.</summary>
public sealed class CompositeSchema : ISchema
{
    private readonly ImmutableArray<ISchema> _layers;
    private IReadOnlyList<string>? _tableNames;
    private IReadOnlyList<string>? _functionNames;
    private IReadOnlyList<string>? _watchlistAliases;

    /// <summary>Creates a schema of layers, the topmost first.</summary>
    public CompositeSchema(params ImmutableArray<ISchema> layers) => _layers = layers;

    /// <inheritdoc/>
    public IReadOnlyList<string> TableNames => _tableNames ??= Merge([], _layers.SelectMany(layer => layer.TableNames));

    /// <inheritdoc/>
    public IReadOnlyList<string> FunctionNames => _functionNames ??= Merge([], _layers.SelectMany(layer => layer.FunctionNames));

    /// <inheritdoc/>
    public IReadOnlyList<string> WatchlistAliases => _watchlistAliases ??= Merge([], _layers.SelectMany(layer => layer.WatchlistAliases));

    /// <inheritdoc/>
    public TableSymbol? FindTable(string name) => First(layer => layer.FindTable(name));

    /// <inheritdoc/>
    public WorkspaceFunction? FindFunction(string name) => First(layer => layer.FindFunction(name));

    /// <inheritdoc/>
    public RowType? FindWatchlist(string alias) => First(layer => layer.FindWatchlist(alias));

    /// <summary>A list in ordinal order with further names, each once.</summary>
    internal static IReadOnlyList<string> Merge(IReadOnlyList<string> sorted, IEnumerable<string> more)
    {
        var names = new HashSet<string>(sorted, StringComparer.Ordinal);
        var before = names.Count;
        names.UnionWith(more);
        return names.Count == before ? sorted : [.. names.Order(StringComparer.Ordinal)];
    }

    private T? First<T>(Func<ISchema, T?> find) where T : class
    {
        foreach (var layer in _layers)
        {
            if (find(layer) is { } found)
                return found;
        }

        return null;
    }
}
