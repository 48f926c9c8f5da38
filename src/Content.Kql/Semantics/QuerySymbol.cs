using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;

namespace Content.Kql.Semantics;

/// <summary>What a name of a query stands for.</summary>
public enum QuerySymbolKind : byte
{
    /// <summary>A column.</summary>
    Column,
    /// <summary>A table of the workspace.</summary>
    Table,
    /// <summary>A variable: a <c>let</c>, a parameter, an <c>as</c> name.</summary>
    Variable,
    /// <summary>A function declared by <c>let</c>.</summary>
    LetFunction,
    /// <summary>A function of the workspace: a parser, a saved function.</summary>
    WorkspaceFunction,
    /// <summary>A function, aggregate or plugin of the language.</summary>
    Function,
    /// <summary>The alias of a watchlist, where <c>_GetWatchlist</c> is given it.</summary>
    Watchlist,
}

/// <summary>A name in a query and what it stands for.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Name">The name, decoded.</param>
/// <param name="Span">Where it stands, brackets included.</param>
public sealed record QuerySymbol(QuerySymbolKind Kind, string Name, TextSpan Span)
{
    /// <summary>Type of a scalar; null when it is not known or there is none.</summary>
    public KqlType? Type { get; init; }

    /// <summary>Columns of a tabular value; null when it is not known or there is none.</summary>
    public RowType? Row { get; init; }

    /// <summary>What it is; null when nothing is known.</summary>
    public string? Description { get; init; }

    /// <summary>Where the query itself declares it; null for what comes from elsewhere.</summary>
    public TextSpan? Declaration { get; init; }

    /// <summary>True where the name is declared.</summary>
    public bool IsDeclaration => Declaration == Span;

    /// <summary>The function, aggregate or plugin of the language; null for anything else.</summary>
    public CallableSymbol? Callable { get; init; }

    /// <summary>The function of the workspace; null for anything else.</summary>
    public WorkspaceFunction? Function { get; init; }

    /// <summary>Names of the parameters of a function declared by <c>let</c>.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];
}

/// <summary>What a query may name at a place.</summary>
/// <param name="Row">Columns before the operator; null where there are none.</param>
/// <param name="RightRow">Columns of the right side of a join; null outside of its conditions.</param>
/// <param name="Variables">Variables and functions that the query declares before the place, the nearest first.</param>
public sealed record QueryScope(RowType? Row, RowType? RightRow, IReadOnlyList<QuerySymbol> Variables)
{
    /// <summary>Keyword of the operator that the place is in; empty at the start of a query.</summary>
    public string Operator { get; init; } = "";

    /// <summary>True directly behind a bar, where an operator is to be written.</summary>
    public bool ExpectsOperator { get; init; }

    /// <summary>True where a table is to be named.</summary>
    public bool ExpectsTable { get; init; }

    /// <summary>True where aggregates can be called.</summary>
    public bool AllowsAggregates { get; init; }

    /// <summary>True in a text or comment, where nothing can be named.</summary>
    public bool IsText { get; init; }

    /// <summary>True in the text that <c>_GetWatchlist</c> is given.</summary>
    public bool IsWatchlistAlias { get; init; }
}

/// <summary>The call that a place is in.</summary>
/// <param name="Symbol">What is called.</param>
/// <param name="Argument">Number of the argument that the place is in, from 0.</param>
public sealed record QueryCall(QuerySymbol Symbol, int Argument);
