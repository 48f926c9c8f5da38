using System.Collections.Immutable;
using Content.Kql.Functions;
using Content.Kql.Symbols;

namespace Content.Kql.Binding;

/// <summary>A constant.</summary>
/// <remarks>
/// <see cref="Value"/> by type: null for a typed null; bool; int; long; double; decimal; DateTime (UTC); TimeSpan; Guid; string.
/// dynamic: null, one of the former, <c>object?[]</c> for an array, <c>KeyValuePair&lt;string, object?&gt;[]</c> for a bag in order of writing.
/// type: a <see cref="KqlType"/>.
/// </remarks>
public sealed class BoundLiteral(KqlType type, object? value) : BoundExpression(type)
{
    /// <summary>The value, as the remarks say.</summary>
    public object? Value { get; } = value;
}

/// <summary>A column of the row that the expression is evaluated over.</summary>
public sealed class BoundColumn(int ordinal, ColumnSymbol column) : BoundExpression(column.Type)
{
    /// <summary>Ordinal in the row type of the operator's input.</summary>
    public int Ordinal { get; } = ordinal;
    /// <summary>The column.</summary>
    public ColumnSymbol Column { get; } = column;

    internal bool IsShared { get; private init; }

    // Wide rows are handed on unchanged by most operators: one reference a column and ordinal serves them all.
    internal static BoundColumn Of(int ordinal, ColumnSymbol column)
    {
        if (column.SharedReference is BoundColumn known && known.Ordinal == ordinal)
            return known;
        var reference = new BoundColumn(ordinal, column) { IsShared = true };
        column.SharedReference = reference;
        return reference;
    }
}

/// <summary>A scalar variable.</summary>
public sealed class BoundVariable(VariableSymbol variable) : BoundExpression(variable.Type ?? KqlType.Unknown)
{
    /// <summary>The variable.</summary>
    public VariableSymbol Variable { get; } = variable;
}

/// <summary>A call of a scalar function of the language.</summary>
public sealed class BoundCall(FunctionSymbol function, ImmutableArray<BoundExpression> arguments, KqlType type) : BoundExpression(type)
{
    /// <summary>The function.</summary>
    public FunctionSymbol Function { get; } = function;
    /// <summary>Arguments in order; a star argument (<c>pack_all(*)</c>) is already expanded to columns where the function takes columns.</summary>
    public ImmutableArray<BoundExpression> Arguments { get; } = arguments;
}

/// <summary>A unary plus or minus.</summary>
public sealed class BoundUnary(OperatorKind @operator, BoundExpression operand, KqlType type) : BoundExpression(type)
{
    /// <summary>UnaryMinus or UnaryPlus.</summary>
    public OperatorKind Operator { get; } = @operator;
    /// <summary>The operand.</summary>
    public BoundExpression Operand { get; } = operand;
}

/// <summary>A binary operator with two scalar operands: arithmetic, comparison, logic, string match.</summary>
public sealed class BoundBinary(OperatorKind @operator, BoundExpression left, BoundExpression right, KqlType type) : BoundExpression(type)
{
    /// <summary>The operator.</summary>
    public OperatorKind Operator { get; } = @operator;
    /// <summary>Left operand. Operands keep their own types: the engine converts as Kusto does for the pair.</summary>
    public BoundExpression Left { get; } = left;
    /// <summary>Right operand.</summary>
    public BoundExpression Right { get; } = right;
}

/// <summary><c>x between (low .. high)</c> or <c>!between</c>; both ends belong to the range.</summary>
public sealed class BoundBetween(BoundExpression operand, BoundExpression low, BoundExpression high, bool negated) : BoundExpression(KqlType.Bool)
{
    /// <summary>What is compared.</summary>
    public BoundExpression Operand { get; } = operand;
    /// <summary>Lower end.</summary>
    public BoundExpression Low { get; } = low;
    /// <summary>Upper end; a timespan with a datetime operand is a length from <see cref="Low"/>.</summary>
    public BoundExpression High { get; } = high;
    /// <summary>True for <c>!between</c>.</summary>
    public bool Negated { get; } = negated;
}

/// <summary><c>in</c>, <c>!in</c>, <c>in~</c>, <c>!in~</c>, <c>has_any</c>, <c>has_all</c>.</summary>
public sealed class BoundIn(OperatorKind @operator, BoundExpression left, ImmutableArray<BoundExpression> items, BoundTabular? table) : BoundExpression(KqlType.Bool)
{
    /// <summary>One of In, InTilde, NotIn, NotInTilde, HasAny, HasAll.</summary>
    public OperatorKind Operator { get; } = @operator;
    /// <summary>What is looked for.</summary>
    public BoundExpression Left { get; } = left;
    /// <summary>The list; a dynamic item that is an array stands for its elements. Empty with a tabular right side.</summary>
    public ImmutableArray<BoundExpression> Items { get; } = items;
    /// <summary>Tabular right side (its first column is the list); null with a list.</summary>
    public BoundTabular? Table { get; } = table;
}

/// <summary><c>d.name</c> or <c>d['name']</c> on a dynamic.</summary>
public sealed class BoundMember(BoundExpression operand, string name, KqlType type) : BoundExpression(type)
{
    /// <summary>The dynamic.</summary>
    public BoundExpression Operand { get; } = operand;
    /// <summary>Property name.</summary>
    public string Name { get; } = name;
}

/// <summary><c>d[index]</c> on a dynamic; the index is a number (negative from the end) or a text.</summary>
public sealed class BoundIndex(BoundExpression operand, BoundExpression index, KqlType type) : BoundExpression(type)
{
    /// <summary>The dynamic.</summary>
    public BoundExpression Operand { get; } = operand;
    /// <summary>The index.</summary>
    public BoundExpression Index { get; } = index;
}

/// <summary>A <c>typeof(…)</c> literal.</summary>
public sealed class BoundTypeLiteral(ImmutableArray<ColumnSymbol> columns, KqlType named) : BoundExpression(KqlType.Type)
{
    /// <summary>Columns of a <c>typeof(a:string, …)</c>; empty for one type.</summary>
    public ImmutableArray<ColumnSymbol> Columns { get; } = columns;
    /// <summary>The type of <c>typeof(long)</c>.</summary>
    public KqlType Named { get; } = named;
}

/// <summary>The star argument, in the functions that take one.</summary>
public sealed class BoundStar(RowType row) : BoundExpression(KqlType.Unknown)
{
    /// <summary>The columns it stands for.</summary>
    public RowType Row { get; } = row;
}

/// <summary><c>toscalar(query)</c>: first column of the first row, null (or an empty string) without rows. Evaluated once a query.</summary>
public sealed class BoundToScalar(BoundTabular query, KqlType type) : BoundExpression(type)
{
    /// <summary>The query.</summary>
    public BoundTabular Query { get; } = query;
}

/// <summary>A call of a user-defined function with a scalar result, expanded: variables, then the result.</summary>
public sealed class BoundScalarBlock(ImmutableArray<BoundLet> lets, BoundExpression result, string functionName) : BoundExpression(result.Type)
{
    /// <summary>Parameters and inner lets in order. Parameter values may refer to columns of the calling row.</summary>
    public ImmutableArray<BoundLet> Lets { get; } = lets;
    /// <summary>The result.</summary>
    public BoundExpression Result { get; } = result;
    /// <summary>Name of the function, for messages.</summary>
    public string FunctionName { get; } = functionName;
}

/// <summary>A reference to a state column of a step in <c>scan</c>: <c>s1.x</c>.</summary>
public sealed class BoundStepColumn(int step, int ordinal, ColumnSymbol column) : BoundExpression(column.Type)
{
    /// <summary>Index of the step.</summary>
    public int Step { get; } = step;
    /// <summary>Ordinal in the row of the scan's declared and input columns.</summary>
    public int Ordinal { get; } = ordinal;
    /// <summary>The column.</summary>
    public ColumnSymbol Column { get; } = column;
}

/// <summary>An argument that is a table, in the plugins and functions that take one.</summary>
public sealed class BoundTabularArgument(BoundTabular table) : BoundExpression(KqlType.Unknown)
{
    /// <summary>The table.</summary>
    public BoundTabular Table { get; } = table;
}

/// <summary>An expression that did not bind; a diagnostic says why. Queries with one do not run.</summary>
public sealed class BoundErrorExpression(KqlType type) : BoundExpression(type)
{
    // What a path or index was applied to, where nothing is known of it: it gives the column its name.
    internal BoundExpression? Operand { get; init; }
}

/// <summary>One value of a function that gives several (<c>series_fit_line</c>): the function's kernel gives them as a dynamic array.</summary>
public sealed class BoundTupleItem(BoundExpression tuple, int index, ColumnSymbol column) : BoundExpression(column.Type)
{
    /// <summary>The call.</summary>
    public BoundExpression Tuple { get; } = tuple;
    /// <summary>Which value, from 0.</summary>
    public int Index { get; } = index;
    /// <summary>Name that the value gets when the query gives none, and its type.</summary>
    public ColumnSymbol Column { get; } = column;
}

/// <summary>A column that only run time knows: the row is open (bag_unpack, pivot, an unknown table) and the query names it.</summary>
public sealed class BoundOpenColumn(ColumnSymbol column) : BoundExpression(KqlType.Unknown)
{
    /// <summary>Its name.</summary>
    public ColumnSymbol Column { get; } = column;
}
