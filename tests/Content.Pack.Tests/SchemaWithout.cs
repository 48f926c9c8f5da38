using Content.Kql.Symbols;

namespace Content.Pack.Tests;

/// <summary>A workspace in which some tables and functions do not exist.</summary>
internal sealed class SchemaWithout(ISchema schema, IReadOnlySet<string> missing) : ISchema
{
    private readonly string[] _tableNames = [.. schema.TableNames.Where(name => !missing.Contains(name))];
    private readonly string[] _functionNames = [.. schema.FunctionNames.Where(name => !missing.Contains(name))];

    public IReadOnlyList<string> TableNames => _tableNames;

    public IReadOnlyList<string> FunctionNames => _functionNames;

    public IReadOnlyList<string> WatchlistAliases => schema.WatchlistAliases;

    public TableSymbol? FindTable(string name) => missing.Contains(name) ? null : schema.FindTable(name);

    public WorkspaceFunction? FindFunction(string name) => missing.Contains(name) ? null : schema.FindFunction(name);

    public RowType? FindWatchlist(string alias) => schema.FindWatchlist(alias);
}
