using System.Collections.Immutable;

namespace Content.Kql.Symbols;

/// <summary>A parameter of a function that a workspace adds.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Type">Scalar type; null for a tabular parameter.</param>
public sealed record WorkspaceFunctionParameter(string Name, KqlType? Type)
{
    /// <summary>Columns that a tabular argument must have; null for a scalar parameter; empty for <c>(*)</c>.</summary>
    public RowType? Row { get; init; }

    /// <summary>KQL text of the default value; null when the argument is required.</summary>
    public string? DefaultValue { get; init; }
}

/// <summary>
/// A function that a workspace adds: a parser, a saved function, an ASIM function. Its result is inferred from <see cref="Body"/>
/// when there is one, and taken from <see cref="Result"/> otherwise.
/// </summary>
/// <param name="Name">The alias it is called by.</param>
/// <param name="Parameters">Parameters in order, those without default first.</param>
public sealed record WorkspaceFunction(string Name, ImmutableArray<WorkspaceFunctionParameter> Parameters)
{
    /// <summary>Name of the function of every Sentinel workspace that gives the rows of a watchlist.</summary>
    public const string WatchlistReader = "_GetWatchlist";

    /// <summary>True for <see cref="WatchlistReader"/>, whose result follows from its argument.</summary>
    public bool ReadsWatchlist => Name == WatchlistReader;

    /// <summary>KQL text of the body, without braces; null when only the result is declared.</summary>
    public string? Body { get; init; }

    /// <summary>Declared result columns; null when the body says it.</summary>
    public RowType? Result { get; init; }

    /// <summary>What it does; null when not known.</summary>
    public string? Description { get; init; }
}
