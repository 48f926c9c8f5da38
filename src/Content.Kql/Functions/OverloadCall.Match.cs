using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

internal ref partial struct OverloadCall
{
    private readonly ParameterMatch MatchOf(Parameter parameter, Signature signature, int index, KqlType? common)
    {
        var expression = _expressions[index];
        switch (expression)
        {
            case BoundStar:
                return parameter.Kind is ArgumentKind.Star or ArgumentKind.StarAllowed ? ParameterMatch.Exact : ParameterMatch.None;
            case BoundTabularArgument:
                return parameter.Type switch
                {
                    ParameterType.Any => ParameterMatch.Unknown,
                    ParameterType.Table => ParameterMatch.Tabular,
                    ParameterType.NotBool or ParameterType.NotRealOrBool => ParameterMatch.NotType,
                    _ => ParameterMatch.None,
                };
        }

        var type = TypeOf(index);
        if (type.IsUnknown)
            return ParameterMatch.Unknown;
        if (parameter.DefaultIndicator is not null && IsDefaultIndicator(parameter, expression))
            return ParameterMatch.Exact;
        if (parameter.Kind == ArgumentKind.Star)
            return ParameterMatch.None;
        switch (parameter.Type)
        {
            case ParameterType.Any:
                return ParameterMatch.Unknown;
            case ParameterType.Declared:
                if (IsAssignableToAny(parameter.DeclaredTypes, type, Conversion.None))
                    return parameter.DeclaredTypes.Length == 1 ? ParameterMatch.Exact : ParameterMatch.OneOfMany;
                return IsAssignableToAny(parameter.DeclaredTypes, type, Conversion.Promotable) ? ParameterMatch.Promoted : ParameterMatch.None;
            case ParameterType.CommonScalar or ParameterType.CommonOrderable or ParameterType.CommonScalarOrDynamic:
                return common is null ? ParameterMatch.None : MatchCommon(parameter.Type, type, common);
            case ParameterType.SameAsFirst:
                return MatchOf(signature.ParameterArray[0], signature, index, common);
            case ParameterType.SameAsSecond:
                return MatchOf(signature.ParameterArray[1], signature, index, common);
            default:
                return FitsKind(parameter.Type, type) ? RankOf(parameter.Type) : ParameterMatch.None;
        }
    }

    private static ParameterMatch MatchCommon(ParameterType parameter, KqlType type, KqlType common)
    {
        if (TypeRelations.IsAssignable(common, type))
            return ParameterMatch.Exact;
        if (TypeRelations.IsAssignable(common, type, Conversion.Promotable))
            return ParameterMatch.Promoted;
        if (TypeRelations.IsAssignable(common, type, Conversion.Dynamic))
            return ParameterMatch.Dynamic;
        return parameter == ParameterType.CommonScalarOrDynamic && TypeRelations.IsAssignable(type, KqlType.Dynamic) ? ParameterMatch.Exact : ParameterMatch.None;
    }

    private static ParameterMatch RankOf(ParameterType parameter) => parameter switch
    {
        ParameterType.Scalar => ParameterMatch.Scalar,
        ParameterType.Integer => ParameterMatch.Integer,
        ParameterType.Number or ParameterType.NumberOrBool => ParameterMatch.Number,
        ParameterType.Summable => ParameterMatch.Summable,
        ParameterType.Orderable => ParameterMatch.Orderable,
        ParameterType.NotBool or ParameterType.NotRealOrBool or ParameterType.NotDynamic => ParameterMatch.NotType,
        _ => ParameterMatch.OneOfMany,
    };

    // Only for kinds that a type either belongs to or not; the type is known and scalar.
    private static bool FitsKind(ParameterType parameter, KqlType type) => parameter switch
    {
        ParameterType.Scalar => true,
        ParameterType.Integer => type.IsInteger,
        ParameterType.Number => type.IsNumeric,
        ParameterType.NumberOrBool => type.IsNumeric || type.Kind == TypeKind.Bool,
        ParameterType.RealOrDecimal => type.Kind is TypeKind.Real or TypeKind.Decimal,
        ParameterType.Summable => type.IsSummable,
        ParameterType.Orderable => type.IsOrderable,
        ParameterType.StringOrDynamic => type.Kind is TypeKind.String or TypeKind.Dynamic,
        ParameterType.StringOrArray => type.Kind == TypeKind.String || IsDynamicOf(type, TypeKind.String),
        ParameterType.IntegerOrArray => type.IsInteger || IsDynamicOf(type, TypeKind.Long),
        ParameterType.Array => type.IsDynamic && type.Shape is DynamicShape.Any or DynamicShape.Array,
        ParameterType.Bag => type.IsDynamic && type.Shape is DynamicShape.Any or DynamicShape.Bag,
        ParameterType.NotBool => type.Kind != TypeKind.Bool,
        ParameterType.NotRealOrBool => type.Kind is not (TypeKind.Bool or TypeKind.Real),
        ParameterType.NotDynamic => !type.IsDynamic,
        _ => false,
    };

    // Any dynamic, any array, or a scalar or array of the kind.
    private static bool IsDynamicOf(KqlType type, TypeKind kind) => type.IsDynamic && type.Shape switch
    {
        DynamicShape.Any => true,
        DynamicShape.Array => ReferenceEquals(type, KqlType.DynamicArray) || type.ElementType!.Kind == kind,
        DynamicShape.Primitive => type.ElementType!.Kind == kind,
        _ => false,
    };

    private static bool IsAssignableToAny(KqlType[] targets, KqlType source, Conversion conversion)
    {
        foreach (var target in targets)
        {
            if (TypeRelations.IsAssignable(target, source, conversion))
                return true;
        }

        return false;
    }

    private static bool IsDefaultIndicator(Parameter parameter, BoundExpression expression) =>
        parameter.DefaultIndicator is { } indicator && expression is BoundLiteral { Value: string text } && text == indicator;

    private readonly KqlType? CommonArgumentType(Signature signature, scoped ReadOnlySpan<short> map, bool ignoreDynamic)
    {
        KqlType? common = null;
        for (var i = 0; i < _expressions.Length; i++)
        {
            if (map[i] < 0 || _expressions[i] is BoundTabularArgument)
                continue;
            if (_expressions[i] is BoundStar)
            {
                if (signature.ParameterArray[map[i]].Type == ParameterType.CommonScalar && _expressions.Length > 1)
                    return null;
                continue;
            }

            var type = TypeOf(i);
            if (ignoreDynamic && type.IsDynamic)
                continue;
            var allowed = Conversion.Promotable;
            switch (signature.ParameterArray[map[i]].Type)
            {
                case ParameterType.CommonScalar:
                    break;
                case ParameterType.CommonOrderable when type.IsOrderable || type.IsUnknown:
                    break;
                case ParameterType.CommonScalarOrDynamic:
                    allowed = Conversion.Dynamic;
                    break;
                default:
                    continue;
            }

            common = TypeRelations.Common(common, type, allowed);
            if (common is null)
                return null;
        }

        return common is null && ignoreDynamic ? CommonArgumentType(signature, map, ignoreDynamic: false) : common;
    }

    /// <summary>Deals the arguments out: for each the number of its parameter, or -1.</summary>
    internal readonly void Layout(Signature signature, scoped Span<short> map)
    {
        switch (signature.Layout)
        {
            case ParameterLayout.Fixed:
                for (var i = 0; i < map.Length; i++)
                    map[i] = i < signature.ParameterArray.Length ? (short)i : (short)-1;
                break;
            case ParameterLayout.Repeating:
                LayoutRepeating(signature, map);
                break;
            case ParameterLayout.Block:
                LayoutBlock(signature, map);
                break;
            default:
                CustomLayouts.Apply(signature, _arguments, map);
                break;
        }
    }

    // A parameter takes arguments until it has as many as it may, or until one fits the next parameter better.
    private readonly void LayoutRepeating(Signature signature, scoped Span<short> map)
    {
        var parameters = signature.ParameterArray;
        var current = 0;
        var taken = 0;
        for (var i = 0; i < map.Length; i++)
        {
            if (i >= signature.MaxCount)
            {
                map[i] = -1;
                continue;
            }

            if (current < parameters.Length - 1 && taken >= parameters[current].MaxCount)
            {
                current++;
                taken = 0;
            }

            var parameter = parameters[current];
            var isLast = current == parameters.Length - 1;
            if (taken < parameter.MinCount || (taken == 0 && parameter.MinCount == 0))
            {
                map[i] = (short)current;
                taken++;
            }
            else if (isLast)
            {
                map[i] = taken < parameter.MaxCount ? (short)current : (short)-1;
                taken += map[i] >= 0 ? 1 : 0;
            }
            else
            {
                var here = MatchOf(parameter, signature, i, null);
                var next = MatchOf(parameters[current + 1], signature, i, null);
                if (next != ParameterMatch.None && (here < next || here == ParameterMatch.None))
                {
                    current++;
                    taken = 0;
                }

                map[i] = (short)current;
                taken++;
            }
        }
    }

    private static void LayoutBlock(Signature signature, scoped Span<short> map)
    {
        var (first, width) = BlockOf(signature);
        var parameters = signature.ParameterArray;
        var after = parameters.Length - first - width;
        var blockArguments = Math.Max(width * parameters[first].MinCount, map.Length - first - after);
        var lastBlockArgument = first + ((blockArguments + width - 1) / width * width) - 1;
        for (var i = 0; i < map.Length; i++)
        {
            if (i < first)
            {
                map[i] = (short)i;
            }
            else if (i <= lastBlockArgument)
            {
                map[i] = (short)(first + ((i - first) % width));
            }
            else
            {
                var index = first + width - 1 + i - lastBlockArgument;
                map[i] = index < parameters.Length ? (short)index : (short)-1;
            }
        }
    }

    private static (int First, int Width) BlockOf(Signature signature)
    {
        var first = Array.FindIndex(signature.ParameterArray, p => p.IsRepeatable);
        return (first, Array.FindLastIndex(signature.ParameterArray, p => p.IsRepeatable) - first + 1);
    }

    private static bool IsValidCount(Signature signature, int count)
    {
        if (count < signature.MinCount || count > signature.MaxCount)
            return false;
        if (signature.Layout != ParameterLayout.Block)
            return true;
        var (_, width) = BlockOf(signature);
        return (count - (signature.ParameterArray.Length - width)) % width == 0;
    }
}
