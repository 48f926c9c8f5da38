namespace Content.Kql.Engine.Tests.Aggregates;

/// <summary>What each aggregate gives for ordinary values, for nulls or nothing, and at an edge.</summary>
public sealed class AggregateTests
{
    // k: two groups; n has a null in b; r is null throughout b; s has an empty text; d is a dynamic.
    private const string Data = """
        let T = datatable(k:string, n:long, i:int, r:real, s:string, t:datetime, w:timespan, m:decimal, d:dynamic)
        [
            'a', 1, 10, 1.5, 'x', datetime(2024-01-01), 1h, decimal(1.5), dynamic({'p':1}),
            'a', 3, 30, 2.5, 'y', datetime(2024-01-03), 3h, decimal(2.5), dynamic({'q':'z'}),
            'a', 2, 20, 4.0, 'x', datetime(2024-01-02), 2h, decimal(5), dynamic({'p':2.5}),
            'b', long(null), int(null), real(null), '', datetime(null), time(null), decimal(null), dynamic(null),
            'b', 7, 70, real(null), 'q', datetime(2024-01-07), 7h, decimal(7), dynamic([1,2]),
        ];
        """;

    [Theory]
    [InlineData("count()", "3", "2", "0")]
    [InlineData("cnt()", "3", "2", "0")]
    [InlineData("countif(n > 1)", "2", "1", "0")]
    [InlineData("count(n > 1)", "2", "1", "0")]
    [InlineData("sum(n)", "6", "7", "0")]
    [InlineData("sum(i)", "60", "70", "0")]
    [InlineData("sum(r)", "8", "0", "0")]
    [InlineData("sum(m)", "9.0", "7", "0")]
    [InlineData("sum(w)", "06:00:00", "07:00:00", "00:00:00")]
    [InlineData("sumif(n, s == 'x')", "3", "0", "0")]
    [InlineData("avg(n)", "2", "7", "NaN")]
    [InlineData("avg(r)", "2.6666666666666665", "NaN", "NaN")]
    [InlineData("avg(m)", "3.0", "7", "null")]
    [InlineData("avg(w)", "02:00:00", "07:00:00", "null")]
    [InlineData("avg(t)", "2024-01-02T00:00:00.0000000Z", "2024-01-07T00:00:00.0000000Z", "null")]
    [InlineData("avgif(n, n > 1)", "2.5", "7", "NaN")]
    [InlineData("min(n)", "1", "7", "null")]
    [InlineData("max(n)", "3", "7", "null")]
    [InlineData("max(r)", "4", "null", "null")]
    [InlineData("min(s)", "x", "", "")]
    [InlineData("max(s)", "y", "q", "")]
    [InlineData("max(t)", "2024-01-03T00:00:00.0000000Z", "2024-01-07T00:00:00.0000000Z", "null")]
    [InlineData("minif(n, n > 1)", "2", "7", "null")]
    [InlineData("maxif(n, n < 0)", "null", "null", "null")]
    [InlineData("dcount(s)", "2", "2", "0")]
    [InlineData("dcount(n)", "3", "1", "0")]
    [InlineData("dcountif(s, n > 1)", "2", "1", "0")]
    [InlineData("count_distinct(s)", "2", "2", "0")]
    [InlineData("count_distinctif(s, n >= 3)", "1", "1", "0")]
    [InlineData("make_list(n)", "[1,3,2]", "[7]", "[]")]
    [InlineData("make_list(n, 2)", "[1,3]", "[7]", "[]")]
    [InlineData("make_list(s)", "[\"x\",\"y\",\"x\"]", "[\"\",\"q\"]", "[]")]
    [InlineData("make_list_if(n, n > 1)", "[3,2]", "[7]", "[]")]
    [InlineData("make_list_with_nulls(n)", "[1,3,2]", "[null,7]", "[]")]
    [InlineData("make_set(s)", "[\"x\",\"y\"]", "[\"\",\"q\"]", "[]")]
    [InlineData("make_set(n, 1)", "[1]", "[7]", "[]")]
    [InlineData("make_set_if(n, n > 2)", "[3]", "[7]", "[]")]
    [InlineData("make_set(d)", "[{\"p\":1},{\"q\":\"z\"},{\"p\":2.5}]", "[1,2]", "[]")]
    [InlineData("make_bag(d)", "{\"p\":1,\"q\":\"z\"}", "{}", "{}")]
    [InlineData("make_bag_if(d, n > 1)", "{\"q\":\"z\",\"p\":2.5}", "{}", "{}")]
    [InlineData("make_dictionary(d)", "{\"p\":1,\"q\":\"z\"}", "{}", "{}")]
    [InlineData("take_any(n)", "1", "7", "null")]
    [InlineData("take_any(s)", "x", "q", "")]
    [InlineData("take_anyif(n, n > 1)", "3", "7", "null")]
    [InlineData("percentile(n, 50)", "2", "7", "null")]
    [InlineData("percentile(i, 100)", "30", "70", "null")]
    [InlineData("percentile(r, 1)", "1.5", "null", "null")]
    [InlineData("percentilew(n, i, 50)", "2", "7", "null")]
    [InlineData("percentiles_array(n, 0, 50, 100)", "[1,2,3]", "[7,7,7]", "null")]
    [InlineData("percentiles_array(n, dynamic([0, 100]))", "[1,3]", "[7,7]", "null")]
    [InlineData("percentilesw_array(n, i, 10, 60)", "[1,3]", "[7,7]", "null")]
    [InlineData("stdev(n)", "1", "0", "0")]
    [InlineData("stdevif(n, n != 2)", "1.4142135623730951", "0", "0")]
    [InlineData("stdevp(n)", "0.816496580927726", "0", "0")]
    [InlineData("variance(n)", "1", "0", "0")]
    [InlineData("varianceif(n, n != 2)", "2", "0", "0")]
    [InlineData("variancep(n)", "0.6666666666666666", "0", "0")]
    [InlineData("variancepif(n, n != 2)", "1", "0", "0")]
    [InlineData("covariance(n, i)", "10", "0", "0")]
    [InlineData("covarianceif(n, i, n > 1)", "5", "0", "0")]
    [InlineData("covariancep(n, i)", "6.666666666666667", "0", "0")]
    [InlineData("covariancepif(n, i, n > 1)", "2.5", "0", "0")]
    [InlineData("binary_all_and(n)", "0", "7", "null")]
    [InlineData("binary_all_or(n)", "3", "7", "null")]
    [InlineData("binary_all_xor(n)", "0", "7", "null")]
    [InlineData("dcount_hll(hll(s))", "2", "2", "null")]
    [InlineData("dcount_hll(hll_if(s, n > 1))", "2", "1", "null")]
    [InlineData("percentile_tdigest(tdigest(n), 50)", "2", "7", "null")]
    [InlineData("percentile_tdigest(tdigest(n, i), 50)", "2", "7", "null")]
    public void Aggregate_of_a_group_and_of_nothing(string aggregate, string a, string b, string nothing)
    {
        Assert.Equal([a, b], KqlRun.Rows(Data + $"T | summarize x = {aggregate} by k | project x"));
        Assert.Equal([nothing], KqlRun.Rows(Data + $"T | where k == '-' | summarize x = {aggregate}"));
    }

    [Fact]
    public void Old_names_of_lists_and_sets_hold_128_elements() =>
        Assert.Equal(["128|128|128|150|200|200"], KqlRun.Rows("range i from 1 to 200 step 1 | summarize array_length(makelist(i)), array_length(makeset(i)), array_length(bag_keys(make_dictionary(bag_pack(tostring(i), i)))), array_length(makeset(i, 150)), array_length(make_list(i)), array_length(make_set(i))"));

    [Fact]
    public void Every_declared_aggregate_has_a_kernel() =>
        Assert.All(Content.Kql.Functions.Catalogue.Aggregates, aggregate => Assert.NotNull(Kernels.KernelTable.Default.FindAggregate(aggregate.Name)));

    [Fact]
    public void A_schema_lists_types_in_the_order_seen() => Assert.Equal(
        ["{\"x\":[\"long\",\"string\"],\"y\":[\"double\",{\"w\":\"string\"}],\"z\":{\"`indexer`\":[\"long\",\"string\"]},\"t\":{\"`indexer`\":\"string\"}}"],
        KqlRun.Rows("""
            datatable(v:dynamic)[dynamic({"x":1,"y":3.5}), dynamic({"x":"s","z":[1,2,3]}), dynamic({"y":{"w":"zzz"},"t":["aa","bb"],"z":["foo"]})]
            | summarize buildschema(v)
            """));

    [Fact]
    public void A_schema_of_nothing_is_null() => Assert.Equal(["null"], KqlRun.Rows("datatable(v:dynamic)[] | summarize buildschema(v)"));

    [Fact]
    public void A_schema_of_scalars_is_their_type() => Assert.Equal(["long"], KqlRun.Rows("datatable(v:dynamic)[dynamic(1), dynamic(2)] | summarize buildschema(v)"));

    [Fact]
    public void Arg_max_with_a_star_shows_the_other_columns() => Assert.Equal(
        ["Apple|1|Red", "Banana|null|Yellow", "Pear|2|Green"],
        KqlRun.Rows("""
            datatable(Fruit:string, Color:string, Version:int)
            ['Apple','Red',1, 'Apple','Green',int(null), 'Banana','Yellow',int(null), 'Banana','Green',int(null), 'Pear','Brown',1, 'Pear','Green',2]
            | summarize arg_max(Version, *) by Fruit
            """));

    [Theory]
    [InlineData("arg_max(n, s)", "3|y", "7|q")]
    [InlineData("arg_min(n, s, i)", "1|x|10", "7|q|70")]
    [InlineData("arg_max(s, n)", "y|3", "q|7")]
    [InlineData("arg_min(r, n)", "1.5|1", "null|null")]
    [InlineData("argmax(n, s)", "3|y", "7|q")]
    [InlineData("argmin(n, s)", "1|x", "7|q")]
    [InlineData("take_any(n, s)", "1|x", "null|")]
    [InlineData("percentiles(n, 5, 95)", "1|3", "7|7")]
    [InlineData("percentilesw(n, i, 5, 95)", "1|3", "7|7")]
    public void Aggregate_with_several_columns(string aggregate, string a, string b) =>
        Assert.Equal([a, b], KqlRun.Rows(Data + $"T | summarize {aggregate} by k | project-away k"));

    [Fact]
    public void Of_equals_the_first_row_wins() => Assert.Equal(["1|a"], KqlRun.Rows("datatable(n:long, s:string)[1,'a', 1,'b'] | summarize arg_max(n, s)"));

    [Fact]
    public void Percentiles_of_many_values_take_the_nearest_rank() => Assert.Equal(["1|50|95|100"], KqlRun.Rows("range x from 1 to 100 step 1 | summarize percentiles(x, 0, 50, 95, 100)"));

    [Fact]
    public void Weights_repeat_values() => Assert.Equal(["20|20|40"],
        KqlRun.Rows("datatable(n:long, v:long)[8, 10, 6, 20, 3, 30, 1, 40] | summarize percentilesw(v, n, 50, 75, 99.9)"));

    [Fact]
    public void Sketches_merge_without_counting_twice() => Assert.Equal(["15"],
        KqlRun.Rows("range x from 1 to 15 step 1 | extend g = x % 2 | summarize h = hll(x) by g | union (range x from 1 to 5 step 1 | summarize h = hll(x)) | summarize dcount_hll(hll_merge(h))"));

    [Fact]
    public void Digests_merge() => Assert.Equal(["5"],
        KqlRun.Rows("range x from 1 to 10 step 1 | summarize d = tdigest(x) by g = x % 2 | summarize percentile_tdigest(tdigest_merge(d), 50, typeof(long))"));

    [Fact]
    public void Numbers_far_from_zero_keep_their_variance() => Assert.Equal(["1"],
        KqlRun.Rows("datatable(x:real)[1000000000000001.0, 1000000000000002.0, 1000000000000003.0] | summarize variance(x)"));

    [Fact]
    public void Not_a_number_loses_to_numbers() => Assert.Equal(["1|2"], KqlRun.Rows("datatable(x:real)[real(nan), 1.0, 2.0] | summarize min(x), max(x)"));

    [Fact]
    public void Long_lists_stop_at_the_limit() => Assert.Equal(["1048576"], KqlRun.Rows("range x from 1 to 1048600 step 1 | summarize l = make_list(x) | project array_length(l)"));
}
