using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Tests.Syntax;

public sealed class ParserTests
{
    [Theory]
    [InlineData("T | where ", "KQL006@9+0")]
    [InlineData("T | ", "KQL176@3+0")]
    [InlineData("T | foo", "KQL176@4+3")]
    [InlineData("T U", "KQL005@2+1")]
    [InlineData("T\n\nU", "KQL005@1+0")]
    [InlineData("T | take 5 5", "KQL005@11+1")]
    [InlineData("T | top 5 by b desc, a", "KQL198@19+1")]
    [InlineData("T | summarize count( by a", "KQL005@21+2")]
    [InlineData("print .5", "KQL006@5+0 KQL198@6+1")]
    [InlineData("print 'abc", "KQL001@10+0")]
    [InlineData("| where a", "KQL198@0+1")]
    [InlineData("print 1 == 1 == true", "KQL198@13+2")]
    [InlineData("print 74be27de-1e4e-49d9-b579-fe0b331d3642", "KQL214@6+36")]
    public void Syntax_errors_stand_where_Kusto_puts_them(string query, string expected) => Assert.Equal(expected, TestSchema.Standard.Errors(query));

    [Theory]
    [InlineData("1d", 864_000_000_000)]
    [InlineData("1.5h", 54_000_000_000)]
    [InlineData("10min", 6_000_000_000)]
    [InlineData("3microseconds", 30)]
    [InlineData("1tick", 1)]
    [InlineData("timespan(1.02:03:04.5)", 937_845_000_000)]
    [InlineData("time(-00:00:01)", -10_000_000)]
    public void Timespans_are_read_in_all_spellings(string text, long ticks) => Assert.Equal(new TimeSpan(ticks), Literal(text));

    [Theory]
    [InlineData("datetime(2024-02-29)", "2024-02-29T00:00:00.0000000Z")]
    [InlineData("datetime(2024-02-29 13:14:15.1234567)", "2024-02-29T13:14:15.1234567Z")]
    [InlineData("datetime(2024-02-29T13:14:15+02:00)", "2024-02-29T11:14:15.0000000Z")]
    [InlineData("datetime(2023)", "2023-01-01T00:00:00.0000000Z")]
    public void Datetimes_are_read_as_UTC(string text, string expected) => Assert.Equal(expected, ((DateTime)Literal(text)!).ToString("O"));

    [Theory]
    [InlineData("datetime(2020-13-45)")]
    [InlineData("datetime(null)")]
    [InlineData("int(abc)")]
    [InlineData("guid(123)")]
    public void A_literal_that_names_no_value_is_null(string text) => Assert.Null(Literal(text));

    [Theory]
    [InlineData("'a\\tb\\u0041\\x42\\101'", "a\tbABA")]
    [InlineData("@'a\\b''c'", "a\\b'c")]
    [InlineData("h\"secret\"", "secret")]
    [InlineData("h@'a\\b'", "a\\b")]
    [InlineData("```a\nb```", "a\nb")]
    [InlineData("~~~a \"b\"~~~", "a \"b\"")]
    [InlineData("'a' \"b\" @'c'", "abc")]
    public void Strings_are_decoded_in_all_spellings(string text, string expected) => Assert.Equal(expected, Literal(text));

    [Theory]
    [InlineData("0x1F", 31L)]
    [InlineData("-5", -5L)]
    [InlineData("long(7)", 7L)]
    public void Longs(string text, long expected) => Assert.Equal(expected, Literal(text));

    [Theory]
    [InlineData("1.", 1.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("real(nan)", double.NaN)]
    [InlineData("real(-inf)", double.NegativeInfinity)]
    public void Reals(string text, double expected) => Assert.Equal(expected, Literal(text));

    [Theory]
    [InlineData("print 1 + 2 * 3 > 6 and not(false) or 'a' has 'b'", "Or(And(GreaterThan(Add(1,Multiply(2,3)),6),not),Has)")]
    [InlineData("print 10 - 4 - 3", "Subtract(Subtract(10,4),3)")]
    public void Operators_bind_by_strength_and_to_the_left(string query, string shape) =>
        Assert.Equal(shape, Shape(((BoundPrint)Compilation.Bind(query, EmptySchema.Instance).Body.Tabular!).Columns[0].Expression));

    private static string Shape(BoundExpression expression) => expression switch
    {
        BoundBinary { Left: BoundLiteral { Type.Kind: TypeKind.String } } binary => binary.Operator.ToString(),
        BoundBinary binary => $"{binary.Operator}({Shape(binary.Left)},{Shape(binary.Right)})",
        BoundCall call => call.Function.Name,
        BoundLiteral literal => literal.Value?.ToString() ?? "null",
        _ => expression.GetType().Name,
    };

    private static object? Literal(string text)
    {
        var bound = Compilation.Bind("print " + text, EmptySchema.Instance);
        Assert.Empty(bound.Diagnostics);
        return Assert.IsType<BoundLiteral>(((BoundPrint)bound.Body.Tabular!).Columns[0].Expression).Value;
    }
}
