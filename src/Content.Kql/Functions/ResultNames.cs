using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>The names that columns get when the query gives none.</summary>
public static class ResultNames
{
    /// <summary>The name that an expression gives its column; null when it gives none and the column becomes <c>Column1</c> and so on.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="row">The row in scope, which <c>column_ifexists</c> looks at; null without one.</param>
    public static string? Of(BoundExpression expression, RowType? row = null)
    {
        switch (expression)
        {
            case BoundColumn column:
                return column.Column.Name;
            case BoundOpenColumn column:
                return column.Column.Name;
            case BoundStepColumn column:
                return column.Column.Name;
            case BoundVariable variable:
                return variable.Variable.Name;
            case BoundMember member:
                return Path(member.Operand, member.Name);
            case BoundIndex index:
                return Path(index.Operand, index.Index is BoundLiteral { Value: string or int or long } literal ? BoundConstants.TextOf(literal.Value) : null);
            case BoundCall call:
                return OfCall(call.Function, new CallArguments(call.Arguments.AsSpan(), row));
            default:
                return null;
        }
    }

    /// <summary>The name that a call gives its column; null when it gives none.</summary>
    public static string? OfCall(CallableSymbol symbol, in CallArguments arguments)
    {
        var (kind, prefix) = symbol.ResultNaming;
        switch (kind)
        {
            case ResultNameKind.FirstArgument when arguments.Count > 0:
                var name = OfArgument(arguments, 0);
                return prefix is null ? name : prefix + "_" + name;
            case ResultNameKind.FirstArgument:
                return prefix is null ? null : prefix + "_";
            case ResultNameKind.OnlyArgument when arguments.Count == 1:
                return OfArgument(arguments, 0);
            case ResultNameKind.FirstArgumentValue when arguments.Count > 0:
                return BoundConstants.TryGetString(arguments.Expressions[0], out var text) && arguments.Row?.IndexOf(text) >= 0 ? text : null;
            case ResultNameKind.Fixed:
                return prefix;
            default:
                return null;
        }
    }

    /// <summary>The name of an argument: the one it is given, or the one it gives itself; null for none.</summary>
    internal static string? OfArgument(in CallArguments arguments, int index) => arguments.NameOf(index) ?? Of(arguments.Expressions[index]);

    // Inside a dynamic the whole path makes the name: a.b.c gives a_b_c.
    private static string? Path(BoundExpression operand, string? selector)
    {
        if (operand.Type.Shape == DynamicShape.Primitive)
            return selector;
        var left = Of(operand);
        return string.IsNullOrWhiteSpace(left) ? selector : left + "_" + selector;
    }
}
