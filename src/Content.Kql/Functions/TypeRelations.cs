using System.Collections.Immutable;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>How far a value may be converted to fit a type; each level allows the ones before it.</summary>
internal enum Conversion : byte
{
    /// <summary>The same type only.</summary>
    None,
    /// <summary>To a wider number, or from dynamic to string.</summary>
    Promotable,
    /// <summary>Anything to dynamic.</summary>
    Dynamic,
    /// <summary>To a wider or narrower number.</summary>
    Compatible,
}

/// <summary>Which types fit which, and what several have in common. <see cref="KqlType.Unknown"/> fits everywhere.</summary>
internal static class TypeRelations
{
    /// <summary>True when both are the same type, inner types of dynamics included.</summary>
    public static bool Same(KqlType a, KqlType b) => ReferenceEquals(a, b)
        || (a.Kind == b.Kind && a.Shape == b.Shape && a.Shape switch
        {
            DynamicShape.Any => true,
            DynamicShape.Bag => a.Properties == b.Properties,
            _ => Same(a.ElementType!, b.ElementType!),
        });

    /// <summary>True when a number of the first type holds every value of the second; a string counts as wider than a dynamic.</summary>
    public static bool IsWider(KqlType wide, KqlType narrow) => wide.Kind switch
    {
        TypeKind.Long => narrow.Kind == TypeKind.Int,
        TypeKind.Real => narrow.Kind is TypeKind.Int or TypeKind.Long,
        TypeKind.Decimal => narrow.Kind is TypeKind.Int or TypeKind.Long or TypeKind.Real,
        TypeKind.String => IsAnyDynamic(narrow),
        _ => false,
    };

    /// <summary>True when a value of <paramref name="source"/> can stand where <paramref name="target"/> is asked for.</summary>
    public static bool IsAssignable(KqlType target, KqlType source, Conversion allowed = Conversion.None)
    {
        if (ReferenceEquals(target, source) || source.IsUnknown || target.IsUnknown)
            return true;
        if (target.IsDynamic)
            return IsAssignableToDynamic(target, source, allowed);
        if (Same(target, source))
            return true;
        return allowed switch
        {
            Conversion.Promotable => IsWider(target, source),
            Conversion.Compatible => IsWider(target, source) || IsWider(source, target),
            _ => false,
        };
    }

    private static bool IsAssignableToDynamic(KqlType target, KqlType source, Conversion allowed)
    {
        if (target.Shape == DynamicShape.Any)
            return source.IsDynamic || allowed >= Conversion.Dynamic;
        if (!source.IsDynamic || source.Shape != target.Shape)
            return false;
        switch (target.Shape)
        {
            case DynamicShape.Array:
                return (ReferenceEquals(target, KqlType.DynamicArray) && allowed != Conversion.None)
                    || IsAssignable(source.ElementType!, target.ElementType!, allowed);
            case DynamicShape.Primitive:
                return IsAssignable(target.ElementType!, source.ElementType!, allowed);
            default:
                if (target.Properties.IsEmpty)
                    return source.Properties.IsEmpty || allowed != Conversion.None;
                foreach (var property in target.Properties)
                {
                    if (FindProperty(source.Properties, property.Name) is null)
                        return false;
                }

                return true;
        }
    }

    /// <summary>The type that two values share, if <paramref name="allowed"/> conversions give one.</summary>
    /// <param name="a">One type; null stands for "nothing yet".</param>
    /// <param name="b">The other type.</param>
    /// <param name="allowed">Promotable or Dynamic, or None.</param>
    /// <returns>The common type; null when there is none.</returns>
    public static KqlType? Common(KqlType? a, KqlType b, Conversion allowed)
    {
        if (a is null || Same(a, b))
            return b.Kept;
        if (a.IsUnknown || b.IsUnknown)
            return KqlType.Unknown;
        if (IsAnyDynamic(a) || IsAnyDynamic(b) || a.Kind == TypeKind.Tuple || b.Kind == TypeKind.Tuple)
            return KqlType.Dynamic;
        if (allowed >= Conversion.Promotable)
        {
            if (IsWider(b, a))
                return b;
            if (IsWider(a, b))
                return a;
        }

        switch (a.Shape, b.Shape)
        {
            case (DynamicShape.Array, DynamicShape.Array):
                return KqlType.DynamicArray;
            case (DynamicShape.Bag, DynamicShape.Bag):
                return KqlType.DynamicBagOf(Intersect(a.Properties, b.Properties));
        }

        var inner = (a.Shape, b.Shape) switch
        {
            (DynamicShape.Primitive, DynamicShape.Primitive) => Common(a.ElementType, b.ElementType!, allowed),
            (DynamicShape.Primitive, _) => Common(a.ElementType, b, allowed),
            (_, DynamicShape.Primitive) => Common(a, b.ElementType!, allowed),
            _ => null,
        };
        if (inner is not null)
            return KqlType.DynamicPrimitiveOf(inner);
        return (a.IsDynamic && b.IsDynamic) || allowed >= Conversion.Dynamic ? KqlType.Dynamic : null;
    }

    /// <summary>long for int, every other type unchanged.</summary>
    public static KqlType PromoteToLong(KqlType type) => type.Kind == TypeKind.Int ? KqlType.Long : type;

    /// <summary>A dynamic of which nothing is known.</summary>
    public static bool IsAnyDynamic(KqlType type) => type.IsDynamic && type.Shape == DynamicShape.Any;

    /// <summary>Properties of both lists; a name that both have keeps its first type.</summary>
    public static ImmutableArray<ColumnSymbol> Union(ImmutableArray<ColumnSymbol> first, ImmutableArray<ColumnSymbol> second)
    {
        var result = ImmutableArray.CreateBuilder<ColumnSymbol>(first.Length + second.Length);
        result.AddRange(first);
        foreach (var property in second)
        {
            if (FindProperty(first, property.Name) is null)
                result.Add(property);
        }

        return result.DrainToImmutable();
    }

    private static ImmutableArray<ColumnSymbol> Intersect(ImmutableArray<ColumnSymbol> first, ImmutableArray<ColumnSymbol> second)
    {
        var result = ImmutableArray.CreateBuilder<ColumnSymbol>();
        foreach (var property in first)
        {
            if (FindProperty(second, property.Name) is { } other)
                result.Add(Same(property.Type, other.Type) ? property : new ColumnSymbol(property.Name, Common(property.Type, other.Type, Conversion.Dynamic) ?? KqlType.Dynamic));
        }

        return result.DrainToImmutable();
    }

    internal static ColumnSymbol? FindProperty(ImmutableArray<ColumnSymbol> properties, string name)
    {
        foreach (var property in properties)
        {
            if (property.Name == name)
                return property;
        }

        return null;
    }
}
