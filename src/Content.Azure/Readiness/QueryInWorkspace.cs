using Content.Kql;
using Content.Kql.Symbols;

namespace Content.Azure.Readiness;

/// <summary>The query of a rule as a workspace sees it that lacks tables, functions or columns: bound again without them.</summary>
internal sealed class QueryInWorkspace
{
    private readonly DetectionNeeds _need;

    /// <summary>Binds the query.</summary>
    /// <param name="need">The rule.</param>
    /// <param name="missing">Names of tables and functions that do not exist.</param>
    /// <param name="columns">Columns that do not exist, of tables that do.</param>
    public QueryInWorkspace(DetectionNeeds need, IReadOnlyCollection<string> missing, IReadOnlyCollection<(string Table, string Column)> columns)
    {
        _need = need;
        Query = missing.Count + columns.Count == 0 ? need.Query : Bind(missing, columns);
        if (Query.Runs)
            return;
        // What each alone brings down; where only several together do, all of them.
        NeededNames = [.. missing.Where(name => !Bind([name], []).Runs)];
        NeededColumns = [.. columns.Where(column => !Bind([], [column]).Runs)];
        if (NeededNames.Count + NeededColumns.Count == 0)
            (NeededNames, NeededColumns) = (missing, columns);
    }

    /// <summary>The query without them.</summary>
    public BoundQuery Query { get; }

    /// <summary>Of the tables and functions those without which it does not run.</summary>
    public IReadOnlyCollection<string> NeededNames { get; } = [];

    /// <summary>Of the columns those without which it does not run.</summary>
    public IReadOnlyCollection<(string Table, string Column)> NeededColumns { get; } = [];

    private BoundQuery Bind(IReadOnlyCollection<string> missing, IReadOnlyCollection<(string Table, string Column)> columns) =>
        Compilation.Bind(_need.Query.Source.Content, new SchemaWithout(_need.Schema, missing, columns));

    // Queries name no more than a few of what there is, so that nothing is kept but the tables that lack columns.
    private sealed class SchemaWithout(ISchema schema, IReadOnlyCollection<string> missing, IReadOnlyCollection<(string Table, string Column)> columns) : ISchema
    {
        private readonly Dictionary<string, TableSymbol> _tables = columns.Select(column => column.Table).Distinct(StringComparer.Ordinal).Select(schema.FindTable).OfType<TableSymbol>()
            .ToDictionary(table => table.Name, table => new TableSymbol(table.Name, new RowType([.. table.Row.Columns.Where(column => !columns.Contains((table.Name, column.Name)))])), StringComparer.Ordinal);

        public IReadOnlyList<string> TableNames => [.. schema.TableNames.Where(name => !missing.Contains(name))];

        public IReadOnlyList<string> FunctionNames => [.. schema.FunctionNames.Where(name => !missing.Contains(name))];

        public TableSymbol? FindTable(string name) => missing.Contains(name) ? null : _tables.GetValueOrDefault(name) ?? schema.FindTable(name);

        public WorkspaceFunction? FindFunction(string name) => missing.Contains(name) ? null : schema.FindFunction(name);

        public RowType? FindWatchlist(string alias) => schema.FindWatchlist(alias);
    }
}
