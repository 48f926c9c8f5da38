using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Functions;
using Content.Kql.Symbols;

namespace Content.Kql.Tests.Functions;

/// <summary>Bound arguments by short names: columns of every type, some literals, and calls.</summary>
internal static class Arguments
{
    public static RowType Row { get; } = new(
    [
        new("b", KqlType.Bool), new("i", KqlType.Int), new("l", KqlType.Long), new("r", KqlType.Real), new("m", KqlType.Decimal),
        new("t", KqlType.DateTime), new("d", KqlType.TimeSpan), new("g", KqlType.Guid), new("s", KqlType.String), new("y", KqlType.Dynamic),
    ]);

    /// <summary>Arguments written with commas between them: a column, <c>*</c>, <c>T</c> for a table, <c>?</c> for something in error, or a literal.</summary>
    public static BoundExpression[] Of(string text) =>
        text.Length == 0 ? [] : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(One)];

    public static BoundExpression One(string text)
    {
        if (Row.IndexOf(text) is var ordinal and >= 0)
            return new BoundColumn(ordinal, Row.Columns[ordinal]);
        return text switch
        {
            "*" => new BoundStar(Row),
            "T" => new BoundTabularArgument(new BoundTable(new TableSymbol("T", Row), null, null)),
            "?" => new BoundErrorExpression(KqlType.Unknown),
            "1h" => new BoundLiteral(KqlType.TimeSpan, TimeSpan.FromHours(1)),
            "true" => new BoundLiteral(KqlType.Bool, true),
            "typeof(long)" => new BoundTypeLiteral([], KqlType.Long),
            "y.a" => new BoundMember(One("y"), "a", KqlType.Dynamic),
            "longs" => new BoundErrorExpression(KqlType.DynamicArrayOf(KqlType.Long)),
            "bag" => new BoundErrorExpression(KqlType.DynamicBag),
            "dynamicLong" => new BoundErrorExpression(KqlType.DynamicPrimitiveOf(KqlType.Long)),
            "now()" => Call("now"),
            "l+1" => new BoundBinary(OperatorKind.Add, One("l"), One("1"), KqlType.Long),
            "1+1" => new BoundBinary(OperatorKind.Add, One("1"), One("1"), KqlType.Long),
            _ when text[0] == '\'' => new BoundLiteral(KqlType.String, text.Trim('\'')),
            _ when text.Contains('.') => new BoundLiteral(KqlType.Real, double.Parse(text)),
            _ => new BoundLiteral(KqlType.Long, long.Parse(text)),
        };
    }

    public static BoundCall Call(string function, params BoundExpression[] arguments)
    {
        var symbol = Catalogue.FindFunction(function)!;
        return new BoundCall(symbol, [.. arguments], OverloadResolver.Resolve(symbol, new CallArguments(arguments, Row)).Type);
    }

    public static CallResolution Resolve(CallableSymbol symbol, string arguments) => OverloadResolver.Resolve(symbol, new CallArguments(Of(arguments), Row));

    public static string Describe(ImmutableArray<ColumnSymbol> columns) => string.Join(", ", columns);

    /// <summary>A type with what is known of the inside of a dynamic.</summary>
    public static string Describe(KqlType type) => type.Shape switch
    {
        DynamicShape.Array => ReferenceEquals(type, KqlType.DynamicArray) ? "array" : $"array<{Describe(type.ElementType!)}>",
        DynamicShape.Primitive => $"dynamic<{Describe(type.ElementType!)}>",
        DynamicShape.Bag => type.Properties.IsEmpty ? "bag" : $"bag({string.Join(", ", type.Properties.Select(p => $"{p.Name}: {Describe(p.Type)}"))})",
        _ => type.Name,
    };
}
