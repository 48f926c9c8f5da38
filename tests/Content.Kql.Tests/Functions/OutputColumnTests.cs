using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Functions;
using Content.Kql.Symbols;

namespace Content.Kql.Tests.Functions;

/// <summary>The facts are what Kusto.Language 12.4 says of the same calls.</summary>
public sealed class OutputColumnTests
{
    [Theory]
    [InlineData("count", "", "count_:long")]
    [InlineData("sum", "i", "sum_i:long")]
    [InlineData("sum", "l+1", "sum_:long")]
    [InlineData("dcount", "y.a", "dcount_y_a:long")]
    [InlineData("make_set", "s", "set_s:dynamic")]
    [InlineData("make_list_if", "s, b", "list_s:dynamic")]
    [InlineData("take_any", "s", "s:string")]
    [InlineData("take_any", "s, l+1", "s:string, any_arg1:long")]
    [InlineData("any", "s, l", "any_s:string, any_l:long")]
    [InlineData("arg_max", "t, s, l", "t:datetime, s:string, l:long")]
    [InlineData("arg_max", "l+1, s", "max_:long, s:string")]
    [InlineData("arg_min", "t, l+1", "t:datetime, min_t_arg1:long")]
    [InlineData("argmax", "t, s", "max_t:datetime, max_t_s:string")]
    [InlineData("percentile", "i, 95", "percentile_i_95:long")]
    [InlineData("percentiles", "l, 5, 99.9", "percentile_l_5:long, percentile_l_99_9:long")]
    [InlineData("percentiles_array", "l, 5, 95", "percentiles_l:dynamic")]
    [InlineData("binary_all_or", "l", "l:long")]
    public void Aggregates_name_their_columns(string aggregate, string arguments, string columns) =>
        Assert.Equal(columns, Arguments.Describe(Outputs(aggregate, arguments)));

    [Fact]
    public void A_star_stands_for_the_columns_that_are_not_there_yet()
    {
        var columns = Outputs("arg_max", "t, *", [], [Arguments.Row.Columns[8]]);
        Assert.Equal("t:datetime, b:bool, i:int, l:long, r:real, m:decimal, d:timespan, g:guid, y:dynamic", Arguments.Describe(columns));
        Assert.Same(Arguments.Row.Columns[5], columns[0]);
    }

    [Fact]
    public void Names_that_the_query_gives_come_first()
    {
        Assert.Equal("x:datetime, s:string", Arguments.Describe(Outputs("arg_max", "t, s", ["x"])));
        Assert.Equal("x:datetime, z:string", Arguments.Describe(Outputs("arg_max", "t, s", ["x", "z"])));
        Assert.Equal("n:long", Arguments.Describe(Outputs("count", "", ["n"])));
    }

    [Theory]
    [InlineData("series_fit_line", "y", "series_fit_line_y_rsquare:real, series_fit_line_y_slope:real, series_fit_line_y_variance:real, series_fit_line_y_rvariance:real, series_fit_line_y_interception:real, series_fit_line_y_line_fit:dynamic")]
    [InlineData("array_sort_asc", "y, true", "y_sorted:dynamic")]
    [InlineData("array_sort_asc", "longs, y", "array0_sorted:dynamic, y_sorted:dynamic")]
    public void Functions_of_several_columns_name_them(string function, string arguments, string expected)
    {
        var symbol = Catalogue.FindFunction(function)!;
        var call = new CallArguments(Arguments.Of(arguments), Arguments.Row);
        Assert.True(ColumnOutputs.TryGet(symbol, OverloadResolver.Resolve(symbol, call).Signature, call, [], out var columns));
        Assert.Equal(expected, Arguments.Describe(columns));
    }

    [Theory]
    [InlineData("tostring", "l", "l")]
    [InlineData("tostring", "y.a", "y_a")]
    [InlineData("strlen", "s", "strlen_s")]
    [InlineData("bin", "t, 1h", "t")]
    [InlineData("gettype", "l", "type_l")]
    [InlineData("strcat", "s, l", null)]
    [InlineData("column_ifexists", "'s', 1", "s")]
    [InlineData("column_ifexists", "'none', 1", null)]
    [InlineData("ingestion_time", "", "$IngestionTime")]
    public void Calls_name_their_column(string function, string arguments, string? name) =>
        Assert.Equal(name, ResultNames.Of(Arguments.Call(function, Arguments.Of(arguments)), Arguments.Row));

    [Fact]
    public void Nested_calls_take_the_name_of_the_innermost() =>
        Assert.Equal("l", ResultNames.Of(Arguments.Call("toint", Arguments.Call("tostring", Arguments.One("l")))));

    [Theory]
    [InlineData("bag_unpack", "y", "(b:bool, i:int, l:long, r:real, m:decimal, t:datetime, d:timespan, g:guid, s:string, …)")]
    [InlineData("narrow", "", "(Row:long, Column:string, Value:string)")]
    [InlineData("activity_metrics", "s, t, 1h, 1h, 1h", "(t:datetime, dcount_values:long, dcount_newvalues:long, retention_rate:real, churn_rate:real)")]
    [InlineData("session_count", "s, l, 1, 2, 3, 4, g", "(l:long, g:guid, count_sessions:long)")]
    [InlineData("rolling_percentile", "l, 95, t, 1h, 10, s", "(t:datetime, s:string, rolling_10_percentile_l_95:long)")]
    [InlineData("sequence_detect", "t, 1h, 1h, b, b, s", "(s:string, b_t:datetime, b_t:datetime, Duration:timespan)")]
    [InlineData("funnel_sequence_completion", "s, t, 1h, 1h, 1h, g, longs, longs", "(t:datetime, g:string, Period:timespan, dcount:long)")]
    public void Plugins_have_result_columns(string plugin, string arguments, string row)
    {
        var symbol = Catalogue.FindPlugin(plugin)!;
        var call = new CallArguments(Arguments.Of(arguments), Arguments.Row);
        Assert.Equal(row, PluginSchemas.Of(symbol, OverloadResolver.Resolve(symbol, call).Signature, call, Arguments.Row).ToString());
    }

    [Fact]
    public void A_lookup_leaves_out_shared_keys_and_makes_names_unique()
    {
        var input = new RowType([new("ip", KqlType.String), new("net", KqlType.String), new("key", KqlType.Long)]);
        var table = new RowType([new("net", KqlType.String), new("key", KqlType.Long), new("owner", KqlType.String)]);
        BoundExpression[] arguments =
        [
            new BoundTabularArgument(new BoundTable(new TableSymbol("N", table), null, null)),
            new BoundColumn(0, input.Columns[0]), new BoundColumn(0, table.Columns[0]), new BoundColumn(2, input.Columns[2]),
        ];
        var symbol = Catalogue.FindPlugin("ipv4_lookup")!;
        var call = new CallArguments(arguments, input);
        var resolution = OverloadResolver.Resolve(symbol, call);
        Assert.Null(resolution.Error);
        Assert.Equal("(ip:string, net:string, key:long, net1:string, owner:string)", PluginSchemas.Of(symbol, resolution.Signature, call, input).ToString());
    }

    private static ImmutableArray<ColumnSymbol> Outputs(string aggregate, string arguments, string[]? names = null, ColumnSymbol[]? by = null)
    {
        var symbol = Catalogue.FindAggregate(aggregate)!;
        var call = new CallArguments(Arguments.Of(arguments), Arguments.Row);
        var resolution = OverloadResolver.Resolve(symbol, call);
        Assert.Null(resolution.Error);
        return ColumnOutputs.Of(symbol, resolution.Signature, resolution.Type, call, names, by);
    }
}
