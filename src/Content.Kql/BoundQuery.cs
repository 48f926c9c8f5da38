using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Binding;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql;

/// <summary>A query that was parsed and bound: its tree, meaning, result columns and findings.</summary>
/// <param name="Source">The text; findings and spans refer to it.</param>
/// <param name="Syntax">The syntax tree.</param>
/// <param name="Body">The bound query; runs only when there are no errors.</param>
/// <param name="Diagnostics">Findings in order of their place.</param>
public sealed record BoundQuery(SourceText Source, QuerySyntax Syntax, BoundBody Body, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>True when the query would be refused.</summary>
    public bool HasErrors => Diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>
    /// True when the service runs the query where just this schema exists. It is not always the opposite of <see cref="HasErrors"/>, which follows Kusto.Language: that
    /// takes a union with <c>isfuzzy=true</c> of which nothing exists, and refuses what comes of columns that it does not know of an input that the service leaves out.
    /// </summary>
    public bool Runs { get; init; }

    /// <summary>
    /// Columns of a tabular result, as Kusto.Language infers them; null when the result is scalar or there is none. Those of
    /// <see cref="Body"/> are fewer when a union with <c>isfuzzy=true</c> names a table that does not exist, which counts here and does not
    /// run, or when a union has <c>kind=inner</c>, which has all columns here and the common ones when it runs.
    /// </summary>
    public RowType? Row { get; init; } = Body.Tabular?.Row;

    /// <summary>Type of a scalar result; null when the result is tabular or there is none.</summary>
    public KqlType? ScalarType => Body.Scalar?.Type;

    /// <summary>Tables of the workspace that the query refers to, in order of first use, those in functions included.</summary>
    public ImmutableArray<TableSymbol> Tables { get; init; } = [];

    /// <summary>Aliases of the watchlists that it reads.</summary>
    public ImmutableArray<string> Watchlists { get; init; } = [];

    /// <summary>Workspace functions that it calls.</summary>
    public ImmutableArray<WorkspaceFunction> Functions { get; init; } = [];
}
