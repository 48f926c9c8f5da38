using System.Diagnostics.CodeAnalysis;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>Which expressions count as constants and literals, and what their values are.</summary>
public static class BoundConstants
{
    /// <summary>True for a literal as such: a signed number or a variable is none.</summary>
    public static bool IsLiteral(BoundExpression expression) => expression is BoundLiteral or BoundTypeLiteral;

    /// <summary>True for an expression whose value does not depend on a row.</summary>
    public static bool IsConstant(BoundExpression expression)
    {
        switch (expression)
        {
            case BoundLiteral or BoundTypeLiteral or BoundToScalar:
                return true;
            case BoundVariable variable:
                return variable.Variable.IsConstant;
            case BoundUnary unary:
                return IsConstant(unary.Operand);
            case BoundBinary binary:
                return IsConstant(binary.Left) && IsConstant(binary.Right);
            case BoundBetween between:
                return IsConstant(between.Operand) && IsConstant(between.Low) && IsConstant(between.High);
            case BoundIn { Table: null } @in:
                return IsConstant(@in.Left) && AreConstant(@in.Items.AsSpan());
            case BoundCall call:
                return call.Function.ConstantFoldable && AreConstant(call.Arguments.AsSpan());
            default:
                return false;
        }
    }

    /// <summary>True when all are constants.</summary>
    public static bool AreConstant(ReadOnlySpan<BoundExpression> expressions)
    {
        foreach (var expression in expressions)
        {
            if (!IsConstant(expression))
                return false;
        }

        return true;
    }

    /// <summary>The value of a literal, or of a variable that stands for one; as <see cref="BoundLiteral"/> has it.</summary>
    public static bool TryGetValue(BoundExpression expression, out object? value)
    {
        var literal = expression as BoundLiteral ?? (expression as BoundVariable)?.Variable.Literal;
        value = literal?.Value;
        return literal is not null;
    }

    /// <summary>The text of a string literal, or of a variable that stands for one.</summary>
    public static bool TryGetString(BoundExpression expression, [NotNullWhen(true)] out string? text)
    {
        text = TryGetValue(expression, out var value) ? value as string : null;
        return text is not null;
    }

    /// <summary>The value of a literal (also behind a variable) as a name shows it; empty for anything else.</summary>
    internal static string TextOf(BoundExpression expression) =>
        TryGetValue(expression, out var value) && value is not null ? TextOf(value) : "";

    internal static string TextOf(object value) => value switch
    {
        bool b => b ? "true" : "false",
        double d => d.ToString("R"),
        IFormattable f => f.ToString(null, null),
        _ => value.ToString() ?? "",
    };

    // An argument in error has its diagnostic already.
    internal static bool IsError(BoundExpression expression) => expression is BoundErrorExpression;

    /// <summary>The column that an expression is: a reference, or a conversion that does nothing.</summary>
    public static ColumnSymbol? ColumnOf(BoundExpression expression) => expression switch
    {
        BoundColumn column => column.Column,
        BoundCall { Arguments: [BoundColumn column] } call when IsConversion(call.Function.Name) && TypeRelations.Same(call.Type, column.Type) => column.Column,
        _ => null,
    };

    private static bool IsConversion(string name) => name is "tobool" or "todatetime" or "todecimal" or "todouble" or "todynamic"
        or "toguid" or "toint" or "tolong" or "toreal" or "tostring" or "totime" or "totimespan";
}
