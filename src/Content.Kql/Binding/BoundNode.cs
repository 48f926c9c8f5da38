using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;

namespace Content.Kql.Binding;

/// <summary>A node of a bound query: names are resolved, types are known. Immutable.</summary>
public abstract class BoundNode
{
    /// <summary>Where it stands in the query text; for nodes of an expanded function, where the call stands.</summary>
    public TextSpan Span { get; init; }
}

/// <summary>An expression with a scalar value. Columns are ordinals of the row it is evaluated over.</summary>
public abstract class BoundExpression(KqlType type) : BoundNode
{
    /// <summary>Type of the value.</summary>
    public KqlType Type { get; } = type;
}

/// <summary>An expression with a tabular value.</summary>
public abstract class BoundTabular(RowType row) : BoundNode
{
    /// <summary>Columns of the value.</summary>
    public RowType Row { get; } = row;
}

/// <summary>A variable: a <c>let</c>, a function parameter, a query parameter, an <c>as</c> name.</summary>
public sealed class VariableSymbol
{
    /// <summary>Creates a scalar variable.</summary>
    public VariableSymbol(string name, KqlType type)
    {
        Name = name;
        Type = type;
    }

    /// <summary>Creates a tabular variable.</summary>
    public VariableSymbol(string name, RowType row)
    {
        Name = name;
        Row = row;
    }

    /// <summary>Name as written.</summary>
    public string Name { get; }
    /// <summary>Scalar type; null for a tabular variable.</summary>
    public KqlType? Type { get; }
    /// <summary>Columns; null for a scalar variable.</summary>
    public RowType? Row { get; }
    /// <summary>True for a scalar whose value is a constant, and for a parameter, whose value counts as one.</summary>
    public bool IsConstant { get; init; } = true;
    /// <summary>The literal that the variable stands for; null when its value is not just a literal.</summary>
    public BoundLiteral? Literal { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Gives a variable its value. Exactly one of the two values is set, as the variable is scalar or tabular.</summary>
public sealed class BoundLet(VariableSymbol variable, BoundExpression? scalar, BoundTabular? tabular)
{
    /// <summary>The variable.</summary>
    public VariableSymbol Variable { get; } = variable;
    /// <summary>Value of a scalar variable. In the body of a user function it may refer to columns of the row that the function is called on.</summary>
    public BoundExpression? Scalar { get; } = scalar;
    /// <summary>Value of a tabular variable.</summary>
    public BoundTabular? Tabular { get; } = tabular;
}

/// <summary>A named expression: one column of a result.</summary>
/// <param name="Column">Name and type.</param>
/// <param name="Expression">Value.</param>
public readonly record struct BoundAssignment(ColumnSymbol Column, BoundExpression Expression);

/// <summary>A key of a sort.</summary>
/// <param name="Expression">What is compared.</param>
/// <param name="Descending">True for <c>desc</c>, KQL's default.</param>
/// <param name="NullsFirst">Where nulls go: default first for <c>asc</c>, last for <c>desc</c>.</param>
public readonly record struct BoundSortKey(BoundExpression Expression, bool Descending, bool NullsFirst);

/// <summary>What a statement of a query gives: the last one's value is the query's.</summary>
/// <param name="Lets">Variables in order of declaration; a later one may refer to earlier ones.</param>
/// <param name="Tabular">The tabular result; null when it is scalar.</param>
/// <param name="Scalar">The scalar result; null when it is tabular.</param>
public sealed record BoundBody(ImmutableArray<BoundLet> Lets, BoundTabular? Tabular, BoundExpression? Scalar)
{
    /// <summary>Tabular results of the statements before the last one, in order.</summary>
    public ImmutableArray<BoundTabular> Earlier { get; init; } = [];

    /// <summary>Why it does not run although the language takes it: what tables that do not exist leave of fuzzy unions. Null when it runs.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Binds the query again with columns that only running it tells: the row of each numbered open source
    /// (<see cref="BoundEvaluate.OpenNumber"/>, <see cref="BoundTable.OpenNumber"/>), null where it is not known yet. Null when there is none.
    /// </summary>
    public Func<IReadOnlyList<RowType?>, (BoundBody Body, ImmutableArray<Diagnostic> Diagnostics)>? BindAgain { get; init; }
}
