using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

internal ref partial struct OverloadCall
{
    // The first thing that is wrong: the number of arguments, then their common type, then argument by argument.
    private readonly CallError? Check(Signature signature, scoped ReadOnlySpan<short> map)
    {
        if (!IsValidCount(signature, _expressions.Length))
        {
            var isParity = signature.HasRepeatable && _expressions.Length >= signature.MinCount && _expressions.Length <= signature.MaxCount;
            return isParity ? CallErrors.Incomplete(_name)
                : signature.HasRepeatable ? CallErrors.CountRange(_name, signature.MinCount, signature.MaxCount)
                : CallErrors.Count(_name, signature.MinCount, signature.MaxCount);
        }

        var common = signature.HasCommon ? CommonArgumentType(signature, map, ignoreDynamic: false) : null;
        if (signature.HasCommon && common is null && _expressions.Length > 0)
            return CallErrors.NoCommonType(_name);
        for (var i = 0; i < _expressions.Length; i++)
        {
            if (CheckArgument(signature, map[i] >= 0 ? signature.ParameterArray[map[i]] : Parameter.None, i, common) is { } error)
                return error;
        }

        return null;
    }

    private readonly CallError? CheckArgument(Signature signature, Parameter parameter, int index, KqlType? common)
    {
        var expression = _expressions[index];
        if (expression is BoundStar && !_isOperator)
            return parameter.Kind is ArgumentKind.Star or ArgumentKind.StarAllowed ? null : CallErrors.StarNotAllowed(index);
        if (IsDefaultIndicator(parameter, expression))
            return null;
        return CheckType(signature, parameter, index, common) ?? (parameter.Kind == ArgumentKind.Expression ? null : CheckKind(parameter, index));
    }

    private readonly CallError? CheckType(Signature signature, Parameter parameter, int index, KqlType? common)
    {
        var expression = _expressions[index];
        var type = expression.Type;
        if (expression is BoundTabularArgument)
            return parameter.Type is ParameterType.Table or ParameterType.Any ? null : CallErrors.NotTabular(parameter, index);
        if (parameter.Type == ParameterType.Table)
            return BoundConstants.IsError(expression) ? null : CallErrors.TableExpected(index);
        if (type.IsUnknown || expression is BoundStar)
            return null;
        switch (parameter.Type)
        {
            case ParameterType.Any or ParameterType.Scalar:
                return null;
            case ParameterType.Declared:
                return IsAssignableToAny(parameter.DeclaredTypes, type, Conversion.None) || IsAssignableToAny(parameter.DeclaredTypes, type, Conversion.Promotable)
                    ? null : CallErrors.TypeExpected(parameter.DeclaredTypes, type, index);
            case ParameterType.SameAsFirst or ParameterType.SameAsSecond:
                var model = _expressions[parameter.Type == ParameterType.SameAsFirst ? 0 : 1].Type;
                return IsOfType(model, type, Conversion.None) ? null : CallErrors.MustHaveType(model, type, index);
            case ParameterType.CommonScalar:
                return IsOfType(common!, type, Conversion.Promotable) ? null : CallErrors.MustHaveType(common!, type, index);
            case ParameterType.CommonOrderable:
                if (!type.IsOrderable)
                    return CallErrors.WrongKind(ParameterType.Orderable, type, index);
                return IsOfType(common!, type, Conversion.Promotable) ? null : CallErrors.MustHaveType(common!, type, index);
            case ParameterType.CommonScalarOrDynamic:
                return TypeRelations.IsAssignable(common!, type, Conversion.Promotable) || TypeRelations.IsAssignable(KqlType.Dynamic, type, Conversion.Dynamic)
                    ? null : CallErrors.MustHaveType(common!, type, index);
            default:
                return FitsKind(parameter.Type, type) ? null : CallErrors.WrongKind(parameter.Type, type, index);
        }
    }

    private static bool IsOfType(KqlType expected, KqlType type, Conversion allowed) =>
        TypeRelations.IsAnyDynamic(expected) ? type.IsDynamic : TypeRelations.IsAssignable(expected, type, allowed);

    private readonly CallError? CheckKind(Parameter parameter, int index)
    {
        var expression = _expressions[index];
        if (BoundConstants.IsError(expression))
            return null;
        switch (parameter.Kind)
        {
            case ArgumentKind.Column or ArgumentKind.ColumnOfFirst or ArgumentKind.ColumnOfBoth:
                return expression is BoundColumn or BoundOpenColumn ? null : CallErrors.ColumnExpected(parameter, index);
            case ArgumentKind.Constant:
                return BoundConstants.IsConstant(expression) ? null : CallErrors.ConstantExpected(parameter, index);
            case ArgumentKind.Literal:
                if (!BoundConstants.IsLiteral(expression))
                    return CallErrors.LiteralExpected(parameter, index);
                return parameter.Values.Count == 0 || IsAllowed(parameter, expression) ? null : CallErrors.ValueExpected(parameter, (expression as BoundLiteral)?.Value as string, index);
            case ArgumentKind.LiteralNotEmpty:
                if (!BoundConstants.IsLiteral(expression))
                    return CallErrors.LiteralExpected(parameter, index);
                return expression is BoundLiteral { Value: not null and not "" } ? null : CallErrors.EmptyNotAllowed(parameter, index);
            default:
                return null;
        }
    }

    private static bool IsAllowed(Parameter parameter, BoundExpression expression)
    {
        var comparison = parameter.CaseSensitiveValues ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        if (expression is not BoundLiteral { Value: string text })
            return false;
        foreach (var value in parameter.Values)
        {
            if (value.Equals(text, comparison))
                return true;
        }

        return false;
    }
}
