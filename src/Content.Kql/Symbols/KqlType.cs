using System.Collections.Immutable;

namespace Content.Kql.Symbols;

/// <summary>The scalar types of KQL, and the two that only the binder sees.</summary>
public enum TypeKind : byte
{
    /// <summary>Type of something in error; fits everywhere and causes no further error.</summary>
    Unknown,
    /// <summary>true, false or null.</summary>
    Bool,
    /// <summary>32-bit integer.</summary>
    Int,
    /// <summary>64-bit integer.</summary>
    Long,
    /// <summary>64-bit IEEE 754.</summary>
    Real,
    /// <summary>128-bit decimal.</summary>
    Decimal,
    /// <summary>UTC instant in 100 ns ticks.</summary>
    DateTime,
    /// <summary>Duration in 100 ns ticks.</summary>
    TimeSpan,
    /// <summary>128-bit identifier.</summary>
    Guid,
    /// <summary>Unicode text; never null.</summary>
    String,
    /// <summary>Null, a typed scalar, an array or a property bag.</summary>
    Dynamic,
    /// <summary>The type of a <c>typeof(…)</c> literal and of an untyped null.</summary>
    Type,
    /// <summary>The values of a call that gives several columns, such as <c>series_fit_line()</c>; nothing but a list of columns takes them apart.</summary>
    Tuple,
}

/// <summary>What is known of the inside of a dynamic value.</summary>
public enum DynamicShape : byte
{
    /// <summary>Anything.</summary>
    Any,
    /// <summary>A scalar of <see cref="KqlType.ElementType"/>.</summary>
    Primitive,
    /// <summary>An array whose elements are of <see cref="KqlType.ElementType"/>.</summary>
    Array,
    /// <summary>A property bag.</summary>
    Bag,
}

/// <summary>The type of a scalar expression or column. Scalar types are single instances; dynamic ones may carry a shape.</summary>
public sealed class KqlType
{
    private KqlType(TypeKind kind, string name, DynamicShape shape = DynamicShape.Any, KqlType? elementType = null, ImmutableArray<ColumnSymbol> properties = default)
    {
        Kind = kind;
        Name = name;
        Shape = shape;
        ElementType = elementType;
        Properties = properties.IsDefault ? [] : properties;
    }

    /// <summary>Type of an expression in error.</summary>
    public static KqlType Unknown { get; } = new(TypeKind.Unknown, "unknown");
    /// <summary><c>bool</c></summary>
    public static KqlType Bool { get; } = new(TypeKind.Bool, "bool");
    /// <summary><c>int</c></summary>
    public static KqlType Int { get; } = new(TypeKind.Int, "int");
    /// <summary><c>long</c></summary>
    public static KqlType Long { get; } = new(TypeKind.Long, "long");
    /// <summary><c>real</c></summary>
    public static KqlType Real { get; } = new(TypeKind.Real, "real");
    /// <summary><c>decimal</c></summary>
    public static KqlType Decimal { get; } = new(TypeKind.Decimal, "decimal");
    /// <summary><c>datetime</c></summary>
    public static KqlType DateTime { get; } = new(TypeKind.DateTime, "datetime");
    /// <summary><c>timespan</c></summary>
    public static KqlType TimeSpan { get; } = new(TypeKind.TimeSpan, "timespan");
    /// <summary><c>guid</c></summary>
    public static KqlType Guid { get; } = new(TypeKind.Guid, "guid");
    /// <summary><c>string</c></summary>
    public static KqlType String { get; } = new(TypeKind.String, "string");
    /// <summary><c>dynamic</c> of any shape</summary>
    public static KqlType Dynamic { get; } = new(TypeKind.Dynamic, "dynamic");
    /// <summary>type of <c>typeof(…)</c></summary>
    public static KqlType Type { get; } = new(TypeKind.Type, "type");
    /// <summary>several values at once</summary>
    public static KqlType Tuple { get; } = new(TypeKind.Tuple, "tuple");
    /// <summary>a dynamic known to be an array</summary>
    public static KqlType DynamicArray { get; } = new(TypeKind.Dynamic, "dynamic", DynamicShape.Array, Dynamic);
    /// <summary>a dynamic known to be a bag</summary>
    public static KqlType DynamicBag { get; } = new(TypeKind.Dynamic, "dynamic", DynamicShape.Bag);

    /// <summary>The kind.</summary>
    public TypeKind Kind { get; }
    /// <summary>The name as KQL writes it.</summary>
    public string Name { get; }
    /// <summary>What is known of a dynamic's inside.</summary>
    public DynamicShape Shape { get; }
    /// <summary>Type of the elements of a dynamic array, or of a dynamic primitive; null otherwise.</summary>
    public KqlType? ElementType { get; }
    /// <summary>Known properties of a dynamic bag; empty when none are known.</summary>
    public ImmutableArray<ColumnSymbol> Properties { get; }

    /// <summary>int, long, real or decimal.</summary>
    public bool IsNumeric => Kind is TypeKind.Int or TypeKind.Long or TypeKind.Real or TypeKind.Decimal;
    /// <summary>int or long.</summary>
    public bool IsInteger => Kind is TypeKind.Int or TypeKind.Long;
    /// <summary>A number, datetime or timespan.</summary>
    public bool IsSummable => IsNumeric || Kind is TypeKind.DateTime or TypeKind.TimeSpan;
    /// <summary>Has an order: every scalar type but dynamic, guid and type.</summary>
    public bool IsOrderable => Kind is not (TypeKind.Dynamic or TypeKind.Guid or TypeKind.Type or TypeKind.Tuple or TypeKind.Unknown);
    /// <summary>Any dynamic.</summary>
    public bool IsDynamic => Kind == TypeKind.Dynamic;
    /// <summary>The type of a column or element that keeps the value: several values at once are kept as a dynamic array of them.</summary>
    public KqlType Kept => Kind == TypeKind.Tuple ? Dynamic : this;
    /// <summary>An expression in error.</summary>
    public bool IsUnknown => Kind == TypeKind.Unknown;

    /// <summary>A dynamic array with elements of a type. A dynamic holds integers as long, so int and long elements give the same type.</summary>
    public static KqlType DynamicArrayOf(KqlType elementType)
    {
        if (elementType.Shape == DynamicShape.Primitive)
            elementType = elementType.ElementType!;
        return elementType.Kind switch
        {
            TypeKind.Bool => s_arrays[0],
            TypeKind.Int or TypeKind.Long => s_arrays[1],
            TypeKind.Real => s_arrays[2],
            TypeKind.DateTime => s_arrays[3],
            TypeKind.TimeSpan => s_arrays[4],
            TypeKind.Guid => s_arrays[5],
            TypeKind.String => s_arrays[6],
            TypeKind.Dynamic when elementType.Shape is DynamicShape.Array or DynamicShape.Bag => new(TypeKind.Dynamic, "dynamic", DynamicShape.Array, elementType),
            _ => DynamicArray,
        };
    }

    /// <summary>A dynamic that holds a scalar of a type; any dynamic for types that a dynamic does not keep apart.</summary>
    public static KqlType DynamicPrimitiveOf(KqlType elementType) => elementType.Kind switch
    {
        TypeKind.Bool => s_primitives[0],
        TypeKind.Int or TypeKind.Long => s_primitives[1],
        TypeKind.Real => s_primitives[2],
        TypeKind.DateTime => s_primitives[3],
        TypeKind.TimeSpan => s_primitives[4],
        TypeKind.Guid => s_primitives[5],
        TypeKind.String => s_primitives[6],
        TypeKind.Dynamic => elementType,
        _ => Dynamic,
    };

    // One instance a type, so that types compare by reference.
    private static readonly KqlType[] s_primitives = Shaped(DynamicShape.Primitive);
    private static readonly KqlType[] s_arrays = Shaped(DynamicShape.Array);

    private static KqlType[] Shaped(DynamicShape shape) =>
    [
        new(TypeKind.Dynamic, "dynamic", shape, Bool), new(TypeKind.Dynamic, "dynamic", shape, Long), new(TypeKind.Dynamic, "dynamic", shape, Real),
        new(TypeKind.Dynamic, "dynamic", shape, DateTime), new(TypeKind.Dynamic, "dynamic", shape, TimeSpan), new(TypeKind.Dynamic, "dynamic", shape, Guid),
        new(TypeKind.Dynamic, "dynamic", shape, String),
    ];

    /// <summary>A dynamic bag with known properties.</summary>
    public static KqlType DynamicBagOf(ImmutableArray<ColumnSymbol> properties) => properties.IsEmpty
        ? DynamicBag : new(TypeKind.Dynamic, "dynamic", DynamicShape.Bag, null, properties);

    /// <summary>The type of a KQL type name or one of its aliases (<c>boolean</c>, <c>int64</c>, <c>date</c>, …); null when there is none.</summary>
    public static KqlType? FromName(ReadOnlySpan<char> name) => name switch
    {
        "bool" or "boolean" => Bool,
        "int" or "int32" or "uint" or "uint32" or "int8" or "uint8" or "int16" or "uint16" => Int,
        "long" or "int64" or "ulong" or "uint64" => Long,
        "real" or "double" or "float" => Real,
        "decimal" => Decimal,
        "datetime" or "date" => DateTime,
        "timespan" or "time" => TimeSpan,
        "guid" or "uuid" or "uniqueid" => Guid,
        "string" => String,
        "dynamic" => Dynamic,
        _ => null,
    };

    /// <summary>The single instance of a kind.</summary>
    public static KqlType FromKind(TypeKind kind) => kind switch
    {
        TypeKind.Bool => Bool,
        TypeKind.Int => Int,
        TypeKind.Long => Long,
        TypeKind.Real => Real,
        TypeKind.Decimal => Decimal,
        TypeKind.DateTime => DateTime,
        TypeKind.TimeSpan => TimeSpan,
        TypeKind.Guid => Guid,
        TypeKind.String => String,
        TypeKind.Dynamic => Dynamic,
        TypeKind.Type => Type,
        TypeKind.Tuple => Tuple,
        _ => Unknown,
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
