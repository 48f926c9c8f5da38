using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Engine.Tables;

namespace Content.Testing.Debugging;

/// <summary>What a step of a query is.</summary>
public enum DebugStepKind : byte
{
    /// <summary>A table, watchlist or other place that rows come from.</summary>
    Source,
    /// <summary>A tabular operator.</summary>
    Operator,
    /// <summary>A tabular <c>let</c>, <c>as</c> name or parameter that is read.</summary>
    Variable,
    /// <summary>A function or parser whose inner steps stand before it.</summary>
    Function,
    /// <summary>A scalar <c>let</c> or parameter.</summary>
    Value,
}

/// <summary>What one predicate of a conjunction does to the rows before a <c>where</c>.</summary>
/// <param name="Text">The predicate, on one line.</param>
/// <param name="Drops">Rows for which it is not true.</param>
/// <param name="DropsAlone">Rows for which it alone is not true: without it they would stay.</param>
public sealed record PredicateLoss(string Text, long Drops, long DropsAlone);

/// <summary>What the keys of a <c>join</c> or <c>lookup</c> find.</summary>
/// <param name="LeftRows">Rows before the join.</param>
/// <param name="RightRows">Rows of its right side.</param>
/// <param name="LeftMatched">Rows before the join that have a match.</param>
public sealed record JoinMatches(long LeftRows, long RightRows, long LeftMatched);

/// <summary>Where a step stands in a file of the repository.</summary>
/// <param name="Path">The file.</param>
/// <param name="Position">Line and column.</param>
public sealed record DebugPlace(string Path, LinePosition Position);

/// <summary>A step of a query over the data of a case, with the table after it.</summary>
/// <param name="Number">Number from 1, in the order in which rows flow.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Inside">What it is part of, outermost first: functions, lets, inputs of a union, right sides of joins. Empty for the query's own pipeline.</param>
/// <param name="Text">The operator as written, on one line.</param>
public sealed record DebugStep(int Number, DebugStepKind Kind, ImmutableArray<string> Inside, string Text)
{
    /// <summary>Where it stands; null for text that is in no file of the repository.</summary>
    public DebugPlace? Place { get; init; }

    /// <summary>The rows after it; empty when it could not run.</summary>
    public ColumnarTable Table { get; init; } = ColumnarTable.Empty(Kql.Symbols.RowType.Empty);

    /// <summary>Numbers of the steps whose rows it gets.</summary>
    public ImmutableArray<int> Inputs { get; init; } = [];

    /// <summary>Rows that it gets; of a join those before it. Null for what gets none.</summary>
    public long? RowsBefore { get; init; }

    /// <summary>What the predicates of a <c>where</c> drop, in order; empty when it drops nothing.</summary>
    public ImmutableArray<PredicateLoss> Predicates { get; init; } = [];

    /// <summary>What the keys of a join find; null for other steps.</summary>
    public JoinMatches? Join { get; init; }

    /// <summary>The value of a scalar; null for a null value and for other steps.</summary>
    public object? Value { get; init; }

    /// <summary>Why it could not run; null when it did.</summary>
    public string? Error { get; init; }

    /// <summary>Whether rows came in and none went out.</summary>
    public bool LosesAll => Error is null && RowsBefore > 0 && Table.RowCount == 0;

    /// <summary>The first rows, as objects.</summary>
    /// <param name="count">Rows at most.</param>
    public IEnumerable<object?[]> Sample(int count) => Kql.Engine.QueryResult.Of(Table).Rows.Take(count);
}
