using System.Collections.Immutable;
using Content.Kql.Symbols;

namespace Content.Kql.Engine;

/// <summary>A column that decides what a query gives.</summary>
/// <param name="Column">The column.</param>
/// <param name="ComparedWith">The literal texts that conditions and computed values compare it with, in order of first use.</param>
public sealed record UsedColumn(ColumnSymbol Column, ImmutableArray<string> ComparedWith);

/// <summary>A table, or a function without a body, that a query reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFunction">True for a function.</param>
/// <param name="Columns">The columns that decide, in order of the source.</param>
public sealed record SourceUse(string Name, bool IsFunction, ImmutableArray<UsedColumn> Columns)
{
    /// <summary>Argument of <c>cluster(…)</c>; null for a source of the workspace itself.</summary>
    public string? Cluster { get; init; }

    /// <summary>Argument of <c>database(…)</c> or <c>workspace(…)</c>; null for a source of the workspace itself.</summary>
    public string? Database { get; init; }
}
