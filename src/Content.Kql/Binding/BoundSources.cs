using System.Collections.Immutable;
using Content.Kql.Symbols;

namespace Content.Kql.Binding;

/// <summary>A table of the workspace, or of another one that is named.</summary>
public sealed class BoundTable(TableSymbol table, string? cluster, string? database) : BoundTabular(table.Row)
{
    /// <summary>The table.</summary>
    public TableSymbol Table { get; } = table;
    /// <summary>Argument of <c>cluster(…)</c>; null when not written.</summary>
    public string? Cluster { get; } = cluster;
    /// <summary>Argument of <c>database(…)</c> or <c>workspace(…)</c>; null when not written.</summary>
    public string? Database { get; } = database;
    /// <summary>Number among the sources whose columns only the data gives (tables elsewhere); -1 for one whose columns are known.</summary>
    public int OpenNumber { get; init; } = -1;
}

/// <summary><c>_GetWatchlist('alias')</c> and its relatives.</summary>
public sealed class BoundWatchlist(string alias, RowType row) : BoundTabular(row)
{
    /// <summary>The alias.</summary>
    public string Alias { get; } = alias;
    /// <summary>Number among the sources whose columns only the data gives; -1 for a watchlist that the schema knows.</summary>
    public int OpenNumber { get; init; } = -1;
}

/// <summary>A workspace function with declared columns but no body: fixtures must give its rows.</summary>
public sealed class BoundOpaqueFunction(WorkspaceFunction function, ImmutableArray<BoundExpression> arguments, RowType row) : BoundTabular(row)
{
    /// <summary>The function.</summary>
    public WorkspaceFunction Function { get; } = function;
    /// <summary>Arguments as written.</summary>
    public ImmutableArray<BoundExpression> Arguments { get; } = arguments;
}

/// <summary>A reference to a tabular variable.</summary>
public sealed class BoundTabularVariable(VariableSymbol variable) : BoundTabular(variable.Row ?? RowType.Empty)
{
    /// <summary>The variable.</summary>
    public VariableSymbol Variable { get; } = variable;
}

/// <summary>A call of a user-defined function with a tabular result, expanded: variables, then the result.</summary>
public sealed class BoundTabularBlock(ImmutableArray<BoundLet> lets, BoundTabular result, string functionName) : BoundTabular(result.Row)
{
    /// <summary>Parameters and inner lets in order.</summary>
    public ImmutableArray<BoundLet> Lets { get; } = lets;
    /// <summary>The result.</summary>
    public BoundTabular Result { get; } = result;
    /// <summary>Name of the function, for messages.</summary>
    public string FunctionName { get; } = functionName;
}

/// <summary><c>datatable(…)[…]</c>: constant values, row by row.</summary>
public sealed class BoundDataTable(RowType row, ImmutableArray<BoundExpression> values) : BoundTabular(row)
{
    /// <summary>Values row by row; each is converted to its column's type.</summary>
    public ImmutableArray<BoundExpression> Values { get; } = values;
}

/// <summary><c>externaldata(…)[…]</c>.</summary>
public sealed class BoundExternalData(RowType row, ImmutableArray<string> uris, ImmutableArray<KeyValuePair<string, object?>> properties) : BoundTabular(row)
{
    /// <summary>Storage addresses.</summary>
    public ImmutableArray<string> Uris { get; } = uris;
    /// <summary>Properties of the <c>with (…)</c>.</summary>
    public ImmutableArray<KeyValuePair<string, object?>> Properties { get; } = properties;
}

/// <summary><c>print …</c>: one row.</summary>
public sealed class BoundPrint(RowType row, ImmutableArray<BoundAssignment> columns) : BoundTabular(row)
{
    /// <summary>The columns.</summary>
    public ImmutableArray<BoundAssignment> Columns { get; } = columns;
}

/// <summary><c>range x from a to b step c</c>.</summary>
public sealed class BoundRange(RowType row, BoundExpression from, BoundExpression to, BoundExpression step) : BoundTabular(row)
{
    /// <summary>First value.</summary>
    public BoundExpression From { get; } = from;
    /// <summary>No value is past it.</summary>
    public BoundExpression To { get; } = to;
    /// <summary>Distance; negative counts down.</summary>
    public BoundExpression Step { get; } = step;
}

/// <summary>The row or rows that an operator hands to a subquery: the input of <c>mv-apply</c>, <c>partition</c>, <c>fork</c> and <c>facet</c>.</summary>
public sealed class BoundSubqueryInput(RowType row) : BoundTabular(row);

/// <summary>A tabular expression that did not bind. Queries with one do not run.</summary>
public sealed class BoundErrorTabular(RowType row) : BoundTabular(row)
{
    // Stands for what a fuzzy union may name though it does not exist.
    internal bool IsMissing { get; init; }
}
