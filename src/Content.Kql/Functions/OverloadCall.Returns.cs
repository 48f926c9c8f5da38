using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

internal ref partial struct OverloadCall
{
    private readonly KqlType ResultType(Signature signature, scoped ReadOnlySpan<short> map)
    {
        switch (signature.Returns)
        {
            case ReturnRule.Declared:
                return signature.ReturnType;
            case ReturnRule.First:
                return ArgumentType(map, 0);
            case ReturnRule.Second:
                return ArgumentType(map, 1);
            case ReturnRule.ArrayOfFirst:
                return KqlType.DynamicArrayOf(ArgumentType(map, 0));
            case ReturnRule.PromotedFirst:
                return TypeRelations.PromoteToLong(ArgumentType(map, 0));
            case ReturnRule.Widest:
                return WidestNumber();
            case ReturnRule.Common:
                return CommonArgumentType(signature, map, ignoreDynamic: false) ?? KqlType.Unknown;
            case ReturnRule.CommonNotDynamic:
                return CommonArgumentType(signature, map, ignoreDynamic: true) ?? KqlType.Unknown;
            case ReturnRule.TypeOfFirst:
                return NamedType(map, 0);
            case ReturnRule.TypeOfSecond:
                return NamedType(map, 1);
            case ReturnRule.TypeOfLast:
                return NamedType(map, signature.ParameterArray.Length - 1);
            case ReturnRule.Columns:
                return signature.ColumnArray.Length == 1 ? signature.ColumnArray[0].Type : KqlType.Tuple;
            case ReturnRule.Custom:
                return CustomType(signature);
            default:
                return KqlType.Unknown;
        }
    }

    // Of signatures that fit equally well: their type if they agree.
    private readonly KqlType CommonReturnType(scoped ReadOnlySpan<byte> candidates)
    {
        KqlType? common = null;
        Span<short> map = _expressions.Length <= StackLimit ? stackalloc short[StackLimit] : new short[_expressions.Length];
        map = map[.._expressions.Length];
        foreach (var candidate in candidates)
        {
            Layout(_signatures[candidate], map);
            var type = ResultType(_signatures[candidate], map);
            if (common is not null && !TypeRelations.IsAssignable(common, type))
                return KqlType.Unknown;
            common ??= type;
        }

        return common ?? KqlType.Unknown;
    }

    private readonly KqlType ArgumentType(scoped ReadOnlySpan<short> map, int parameter)
    {
        var index = IndexOf(map, parameter);
        return index < 0 ? KqlType.Unknown : TypeOf(index).Kept;
    }

    private static int IndexOf(scoped ReadOnlySpan<short> map, int parameter)
    {
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] == parameter)
                return i;
        }

        return -1;
    }

    private readonly KqlType NamedType(scoped ReadOnlySpan<short> map, int parameter)
    {
        var index = IndexOf(map, parameter);
        return index >= 0 && _expressions[index] is BoundTypeLiteral literal ? literal.Named : KqlType.Unknown;
    }

    private readonly KqlType WidestNumber()
    {
        KqlType? widest = null;
        for (var i = 0; i < _expressions.Length; i++)
        {
            var type = TypeOf(i);
            if (type.IsUnknown)
                return type;
            if (type.IsNumeric && (widest is null || TypeRelations.IsWider(type, widest)))
                widest = type;
        }

        return widest is null ? KqlType.Unknown : TypeRelations.PromoteToLong(widest);
    }

    private readonly KqlType CustomType(Signature signature)
    {
        switch (signature.RuleName)
        {
            case "signed":
                // A constant int stays one: -1 is folded.
                return TypeOf(0).Kind == TypeKind.Int && !BoundConstants.IsConstant(_expressions[0]) ? KqlType.Long : TypeOf(0);
            case "bin-auto":
                return _expressions.Length > 0 ? TypeRelations.PromoteToLong(TypeOf(0)) : KqlType.Unknown;
            case "array-concat":
                return CommonType(Conversion.None) ?? KqlType.DynamicArray;
            case "array-iff":
                if (_expressions.Length < 2)
                    return KqlType.Unknown;
                return TypeOf(1).IsDynamic ? TypeOf(1) : KqlType.DynamicArrayOf(TypeOf(1));
            case "packed-array":
                return PackedArray();
            case "set":
                return CommonType(Conversion.Promotable) is { Shape: DynamicShape.Array } set ? set : KqlType.DynamicArray;
            case "mapped-array":
                return _expressions.Length > 1 ? KqlType.DynamicArrayOf(TypeOf(1)) : KqlType.DynamicArray;
            case "packed-bag":
                return PackedBag();
            case "column-bag":
                return ColumnBag();
            case "row-bag":
                return _arguments.Row is { } row ? KqlType.DynamicBagOf(row.Columns) : KqlType.DynamicBag;
            case "merged-bag":
                return MergedBag();
            case "bag-with-key":
                return BagWithKey();
            case "bag-without-keys":
                return KqlType.DynamicBag;
            case "sorted-arrays":
                return _expressions.Length > 0 && (_expressions.Length == 1 || !TypeOf(1).IsDynamic) ? TypeOf(0) : KqlType.Tuple;
            case "percentile-array":
                return KqlType.DynamicArray;
            case "percentile-columns":
                return _expressions.Length > 0 ? ColumnOutputs.PercentileType(TypeOf(0)) : KqlType.Unknown;
            case "any-columns" or "arg-columns" or "old-arg-columns":
                return _expressions.Length == 1 && _expressions[0] is not BoundStar ? TypeOf(0).Kept : KqlType.Unknown;
            default:
                return KqlType.Unknown;
        }
    }

    private readonly KqlType? CommonType(Conversion allowed)
    {
        KqlType? common = null;
        for (var i = 0; i < _expressions.Length; i++)
        {
            common = TypeRelations.Common(common, TypeOf(i), allowed);
            if (common is null)
                return null;
        }

        return common;
    }

    private readonly KqlType PackedArray()
    {
        if (_expressions is not [BoundStar])
            return CommonType(Conversion.Promotable) is { } type ? KqlType.DynamicArrayOf(type) : KqlType.DynamicArray;
        KqlType? common = null;
        foreach (var column in _arguments.Row?.Columns ?? [])
        {
            common = TypeRelations.Common(common, column.Type, Conversion.Promotable);
            if (common is null)
                return KqlType.DynamicArray;
        }

        return common is null ? KqlType.DynamicArray : KqlType.DynamicArrayOf(common);
    }

    private readonly KqlType PackedBag()
    {
        var properties = ImmutableArray.CreateBuilder<ColumnSymbol>(_expressions.Length / 2);
        for (var i = 0; i < _expressions.Length; i += 2)
        {
            if (BoundConstants.TryGetString(_expressions[i], out var key))
                properties.Add(new ColumnSymbol(key, i + 1 < _expressions.Length ? TypeOf(i + 1) : KqlType.Unknown));
        }

        return KqlType.DynamicBagOf(properties.DrainToImmutable());
    }

    private readonly KqlType ColumnBag()
    {
        var properties = ImmutableArray.CreateBuilder<ColumnSymbol>(_expressions.Length);
        foreach (var expression in _expressions)
        {
            if (expression is BoundColumn column)
                properties.Add(column.Column);
        }

        return KqlType.DynamicBagOf(properties.DrainToImmutable());
    }

    private readonly KqlType MergedBag()
    {
        if (_expressions.Length == 0 || TypeOf(0).Shape != DynamicShape.Bag)
            return KqlType.DynamicBag;
        var properties = TypeOf(0).Properties;
        for (var i = 1; i < _expressions.Length; i++)
        {
            if (TypeOf(i).Shape == DynamicShape.Bag)
                properties = TypeRelations.Union(properties, TypeOf(i).Properties);
        }

        return KqlType.DynamicBagOf(properties);
    }

    private readonly KqlType BagWithKey()
    {
        if (_expressions.Length < 3)
            return _expressions.Length == 0 ? KqlType.DynamicBag : TypeOf(0);
        if (!BoundConstants.TryGetString(_expressions[1], out var key) || string.IsNullOrWhiteSpace(key) || key.AsSpan().ContainsAny("$.[]"))
            return TypeOf(0);
        var properties = TypeOf(0).Properties;
        var added = new ColumnSymbol(key, TypeOf(2));
        var existing = TypeRelations.FindProperty(properties, key);
        return KqlType.DynamicBagOf(existing is null ? properties.Add(added) : properties.Replace(existing, added));
    }
}
