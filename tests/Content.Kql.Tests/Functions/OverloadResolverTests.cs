using Content.Kql.Binding;
using Content.Kql.Functions;
using Content.Kql.Symbols;

namespace Content.Kql.Tests.Functions;

/// <summary>The facts are what Kusto.Language 12.4 says of the same calls.</summary>
public sealed class OverloadResolverTests
{
    [Theory]
    [InlineData("strlen", "s", "long")]
    [InlineData("bin", "i, 1", "long")]
    [InlineData("bin", "t, 1h", "datetime")]
    [InlineData("bin", "l, 1.5", "real")]
    [InlineData("abs", "i", "long")]
    [InlineData("abs", "d", "timespan")]
    [InlineData("iff", "b, i, l", "long")]
    [InlineData("iff", "b, y, s", "string")]
    [InlineData("iff", "b, s, l", "dynamic")]
    [InlineData("case", "b, 'x', b, s, 'z'", "string")]
    [InlineData("coalesce", "i, l, r", "real")]
    [InlineData("max_of", "i, m", "decimal")]
    [InlineData("split", "s, ';'", "array<string>")]
    [InlineData("pack_array", "i, l", "array<long>")]
    [InlineData("pack_array", "i, s", "array")]
    [InlineData("bag_pack", "'a', l, 'b', s", "bag(a: long, b: string)")]
    [InlineData("array_concat", "longs, longs", "array<long>")]
    [InlineData("set_union", "longs, y", "array")]
    [InlineData("extract", "'(x)', 1, s", "string")]
    [InlineData("extract", "'(x)', 1, s, typeof(long)", "long")]
    [InlineData("series_divide", "y, y", "array<real>")]
    [InlineData("make_datetime", "2020, 1, 1", "datetime")]
    [InlineData("parse_urlquery", "s", "bag(Query Parameters: dynamic)")]
    [InlineData("row_number", "", "long")]
    [InlineData("ipv4_is_in_any_range", "s, s, s", "bool")]
    public void A_good_call_has_a_type(string function, string arguments, string type)
    {
        var resolution = Arguments.Resolve(Catalogue.FindFunction(function)!, arguments);
        Assert.Null(resolution.Error);
        Assert.Equal(type, Arguments.Describe(resolution.Type));
    }

    [Theory]
    [InlineData("strlen", "", "KQL119", -1)]
    [InlineData("strlen", "s, s", "KQL119", -1)]
    [InlineData("substring", "s, s", "KQL134", 1)]
    [InlineData("tolower", "T", "KQL108", 0)]
    [InlineData("round", "s", "KQL137", 0)]
    [InlineData("startofday", "s", "KQL107", 0)]
    [InlineData("abs", "g", "KQL127", -1)]
    [InlineData("case", "b, l", "KQL120", -1)]
    [InlineData("case", "b, l, b, l", "KQL121", -1)]
    [InlineData("case", "l, l, l", "KQL107", 0)]
    [InlineData("coalesce", "s, l", "KQL232", -1)]
    [InlineData("bin", "s, l", "KQL137", 0)]
    [InlineData("datetime_add", "'days', 1, t", "KQL140", 0)]
    [InlineData("datetime_add", "s, 1, t", "KQL131", 0)]
    [InlineData("format_datetime", "t, ''", "KQL133", 1)]
    [InlineData("extract", "s, 1, s", "KQL129", 0)]
    [InlineData("array_length", "bag", "KQL234", 0)]
    [InlineData("bag_keys", "longs", "KQL235", 0)]
    [InlineData("strcat", "s, *", "KQL191", 1)]
    public void A_bad_call_has_an_error_at_an_argument_or_the_name(string function, string arguments, string code, int argument)
    {
        var error = Arguments.Resolve(Catalogue.FindFunction(function)!, arguments).Error;
        Assert.NotNull(error);
        Assert.Equal((code, argument), (error.Code, error.Argument));
    }

    [Theory]
    [InlineData("bin", "?, 1")]
    [InlineData("datetime_diff", "?, t, t")]
    [InlineData("case", "?, ?, ?")]
    [InlineData("coalesce", "?, s, l")]
    [InlineData("extract", "?, 1, s")]
    public void What_is_in_error_already_causes_no_error(string function, string arguments) =>
        Assert.Null(Arguments.Resolve(Catalogue.FindFunction(function)!, arguments).Error);

    [Fact]
    public void Parts_of_dates_are_read_without_regard_to_case() =>
        Assert.Null(Arguments.Resolve(Catalogue.FindFunction("datetime_add")!, "'Day', 1, t").Error);

    [Theory]
    [InlineData("avg", "l", "real")]
    [InlineData("avg", "t", "datetime")]
    [InlineData("sum", "i", "long")]
    [InlineData("min", "s", "string")]
    [InlineData("make_set", "i", "array<long>")]
    [InlineData("make_list", "s, 10", "array<string>")]
    [InlineData("percentile", "i, 95", "long")]
    public void Aggregates_have_types(string aggregate, string arguments, string type)
    {
        var resolution = Arguments.Resolve(Catalogue.FindAggregate(aggregate)!, arguments);
        Assert.Null(resolution.Error);
        Assert.Equal(type, Arguments.Describe(resolution.Type));
    }

    [Theory]
    [InlineData("avg", "s", "KQL127", -1)]
    [InlineData("avg", "", "KQL119", -1)]
    [InlineData("sum", "s", "KQL138", 0)]
    [InlineData("max", "g", "KQL206", 0)]
    [InlineData("countif", "s", "KQL107", 0)]
    public void Aggregates_check_their_arguments(string aggregate, string arguments, string code, int argument)
    {
        var error = Arguments.Resolve(Catalogue.FindAggregate(aggregate)!, arguments).Error;
        Assert.Equal((code, argument), (error?.Code, error?.Argument));
    }

    [Theory]
    [InlineData(OperatorKind.Add, "i", "i", "long")]
    [InlineData(OperatorKind.Add, "t", "d", "datetime")]
    [InlineData(OperatorKind.Add, "d", "d", "timespan")]
    [InlineData(OperatorKind.Add, "y", "l", "long")]
    [InlineData(OperatorKind.Add, "y", "y", "dynamic")]
    [InlineData(OperatorKind.Add, "dynamicLong", "y", "dynamic<long>")]
    [InlineData(OperatorKind.Subtract, "t", "t", "timespan")]
    [InlineData(OperatorKind.Divide, "l", "l", "long")]
    [InlineData(OperatorKind.Divide, "d", "d", "real")]
    [InlineData(OperatorKind.Divide, "l", "m", "decimal")]
    [InlineData(OperatorKind.Equal, "s", "l", "bool")]
    [InlineData(OperatorKind.Has, "y", "s", "bool")]
    [InlineData(OperatorKind.Has, "*", "s", "bool")]
    [InlineData(OperatorKind.Contains, "s", "y", "bool")]
    public void Binary_operators_have_types(OperatorKind @operator, string left, string right, string type)
    {
        var result = OverloadResolver.ResolveBinary(@operator, Arguments.One(left), Arguments.One(right), out var error);
        Assert.Null(error);
        Assert.Equal(type, Arguments.Describe(result));
    }

    [Theory]
    [InlineData(OperatorKind.Add, "s", "s")]
    [InlineData(OperatorKind.And, "s", "b")]
    [InlineData(OperatorKind.LessThan, "s", "s")]
    [InlineData(OperatorKind.LessThan, "t", "l")]
    [InlineData(OperatorKind.Has, "l", "s")]
    [InlineData(OperatorKind.StartsWith, "g", "s")]
    public void Binary_operators_reject_what_they_are_not_defined_for(OperatorKind @operator, string left, string right)
    {
        OverloadResolver.ResolveBinary(@operator, Arguments.One(left), Arguments.One(right), out var error);
        Assert.Equal(("KQL106", -1), (error?.Code, error?.Argument));
    }

    [Theory]
    [InlineData(OperatorKind.Between, "l, 1, 2", null, -1)]
    [InlineData(OperatorKind.Between, "t, t, 1h", null, -1)]
    [InlineData(OperatorKind.In, "s, 'a', 'b'", null, -1)]
    [InlineData(OperatorKind.In, "s, T", null, -1)]
    [InlineData(OperatorKind.InTilde, "l, 'a'", "KQL107", 0)]
    [InlineData(OperatorKind.HasAny, "l, y", "KQL107", 0)]
    public void Operators_with_lists_blame_the_operand(OperatorKind @operator, string operands, string? code, int argument)
    {
        var error = OverloadResolver.Resolve(@operator, Arguments.Of(operands)).Error;
        Assert.Equal(code, error?.Code);
        Assert.Equal(argument, error?.Argument ?? -1);
    }

    [Fact]
    public void A_sign_keeps_an_int_only_where_it_folds_into_a_constant()
    {
        Assert.Equal(KqlType.Long, OverloadResolver.ResolveUnary(OperatorKind.UnaryMinus, Arguments.One("i"), out _));
        Assert.Equal(KqlType.Int, OverloadResolver.ResolveUnary(OperatorKind.UnaryMinus, new BoundLiteral(KqlType.Int, 1), out _));
        OverloadResolver.ResolveUnary(OperatorKind.UnaryMinus, Arguments.One("s"), out var error);
        Assert.Equal("KQL106", error?.Code);
    }

    [Fact]
    public void Resolving_a_good_call_allocates_nothing()
    {
        var bin = Catalogue.FindFunction("bin")!;
        var arguments = Arguments.Of("t, 1h");
        OverloadResolver.Resolve(bin, new CallArguments(arguments, Arguments.Row));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            OverloadResolver.Resolve(bin, new CallArguments(arguments, Arguments.Row));
            OverloadResolver.ResolveBinary(OperatorKind.Equal, arguments[0], arguments[0], out _);
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2000);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("1+1", true)]
    [InlineData("now()", true)]
    [InlineData("l", false)]
    [InlineData("l+1", false)]
    public void Constants_do_not_depend_on_the_row(string expression, bool isConstant) =>
        Assert.Equal(isConstant, BoundConstants.IsConstant(Arguments.One(expression)));
}
