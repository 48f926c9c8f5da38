using Content.Catalog;
using Content.Kql;

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
}
