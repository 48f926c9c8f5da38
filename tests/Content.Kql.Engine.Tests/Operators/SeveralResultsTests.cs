using Content.Kql.Engine.Tables;

namespace Content.Kql.Engine.Tests.Operators;

/// <summary>Queries with several results, and sources whose columns only the data gives.</summary>
public sealed class SeveralResultsTests
{
    private const string Rows = "datatable(k:string, v:long) ['a',1,'b',2,'a',3]";

    private static string[] Tables(string query) =>
        [.. KqlRun.Execute(query).Tables.Select(table => table.Name + ": " + string.Join(" ", KqlRun.Text(QueryResult.Of(table.Table))))];

    [Theory]
    [InlineData("range x from 1 to 3 step 1 | fork (where x > 1 | as Q | count) (where x in ((Q | project x)) | summarize s = sum(x))", "Results: 2", "Results_2: 5")]
    [InlineData("range x from 1 to 3 step 1 | fork (where x in ((range y from 2 to 9 step 1 | as Q)) | count) (where x !in (Q) | as R | count) (where x in (R))", "Results: 2", "Results_2: 1", "Results_3: 1")]
    public void A_name_given_in_a_branch_holds_in_others(string query, params string[] tables) => Assert.Equal(tables, Tables(query));

    [Theory]
    [InlineData("range x from 1 to 2 step 1 | mv-apply y = dynamic([1, 2]) to typeof(long) on (extend z = y * x | as Q | summarize sum(z)) | union (Q | count)")]
    [InlineData("range x from 1 to 2 step 1 | mv-apply y = dynamic([1, 2]) to typeof(long) on (extend z = y * x | as Q | summarize sum(z)) | union (Q | as Z | count) | union Z")]
    public void A_name_given_in_a_run_of_mv_apply_does_not_hold_outside(string query)
    {
        var error = KqlRun.Error(query);
        Assert.Equal((QueryErrorKind.Unsupported, "as"), (error.Kind, error.Name));
        Assert.Contains("'Q'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fork_gives_each_branch() => Assert.Equal(["Results: 3", "Big: b|2 a|3", "Results_3: a|1"], Tables(Rows + " | fork (count) Big=(where v > 1) (take 1)"));

    [Fact]
    public void Facet_gives_what_follows_and_each_column() =>
        Assert.Equal(["with: a|3", "Facet: a|2 b|1", "Facet_2: 1|1 2|1 3|1"], Tables(Rows + " | facet by k, v with (top 1 by v)"));

    [Fact]
    public void Each_statement_gives_its_result()
    {
        const string Query = "let T = " + Rows + "; T | take 1; T | count";
        Assert.Equal(["Result_1: a|1", "PrimaryResult: 3"], Tables(Query));
        Assert.Equal(["3"], KqlRun.Rows(Query));
    }

    [Fact]
    public void A_single_result_is_one_table() => Assert.Equal(["PrimaryResult: 3"], Tables(Rows + " | count"));

    [Fact]
    public void Columns_of_unpacked_bags_can_be_named() => Assert.Equal(["x|2", "y|1"], KqlRun.Rows("""
        datatable(d:dynamic) [dynamic({"n":"x","c":1}), dynamic({"n":"y","c":1}), dynamic({"n":"x"})]
        | evaluate bag_unpack(d) | summarize Count = count() by n | sort by n asc
        """));

    [Fact]
    public void Columns_of_unpacked_bags_can_be_aggregated() => Assert.Equal("n:string, sum_c:long, set_c:dynamic, max_c:long", KqlRun.Columns("""
        datatable(d:dynamic) [dynamic({"n":"x","c":1}), dynamic({"n":"y","c":1})] | evaluate bag_unpack(d) | summarize sum(c), make_set(c), max_c = max(c) by n
        """));

    [Fact]
    public void Unpacked_columns_have_the_types_of_their_values() =>
        Assert.Equal("n:string, c:long, twice:long", KqlRun.Columns("""print d = dynamic({"n":"x","c":1}) | evaluate bag_unpack(d) | project n, c, twice = c * 2"""));

    [Fact]
    public void Pivoted_columns_can_be_named() => Assert.Equal(["5"], KqlRun.Rows(Rows + " | evaluate pivot(k, sum(v)) | project total = a + 1"));

    [Fact]
    public void Unpacking_twice_works() => Assert.Equal(["1"], KqlRun.Rows("""print d = dynamic({"e":{"z":1}}) | evaluate bag_unpack(d) | evaluate bag_unpack(e) | project z"""));

    [Fact]
    public void Unpacking_works_inside_of_functions_and_lets() => Assert.Equal(["x"], KqlRun.Rows("""
        let f = (T:(d:dynamic), name:string) { let U = T | evaluate bag_unpack(d); U | where n == name | project n };
        let bags = datatable(d:dynamic) [dynamic({"n":"x"}), dynamic({"n":"y"})];
        f(bags, 'x')
        """));

    [Fact]
    public void Unpacking_works_in_a_branch() => Assert.Equal(["Results: x", "Results_2: 1"], Tables("""print d = dynamic({"n":"x"}) | fork (evaluate bag_unpack(d) | project n) (count)"""));

    [Fact]
    public void Unpacking_works_in_a_subquery_of_several_runs() => Assert.Equal(["1|x|null", "2|null|5"], KqlRun.Rows("""
        datatable(id:long, items:dynamic) [1, dynamic([{"a":"x"}]), 2, dynamic([{"b":5}])]
        | mv-apply item = items on (evaluate bag_unpack(item) | project a = column_ifexists("a", ""), b) | project id, a = iff(isempty(a), "null", a), b
        """));

    [Fact]
    public void A_column_that_no_bag_has_fails()
    {
        var error = KqlRun.Error("""print d = dynamic({"n":"x"}) | evaluate bag_unpack(d) | where m == 1""");
        Assert.Equal(QueryErrorKind.Failed, error.Kind);
        Assert.Contains("'m'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("macro-expand entity_group [cluster('c').database('d'), cluster('e').database('d')] as X (X.T | summarize n = sum(a))")]
    [InlineData("let g = entity_group [cluster('c').database('d'), cluster('e').database('d')]; macro-expand g as X (let least = 0; X.T | where a > least | summarize n = sum(a))")]
    public void Macros_run_for_each_entity_of_a_group(string query)
    {
        var bound = Compilation.Bind(query, Symbols.EmptySchema.Instance);
        Assert.Empty(bound.Diagnostics);
        var tables = new TableSet()
            .AddTable("cluster(\"c\").database(\"d\").T", ColumnarTable.FromRows(TestSchema.Row("a:long"), [[1L], [2L]]))
            .AddTable("cluster(\"e\").database(\"d\").T", ColumnarTable.FromRows(TestSchema.Row("a:long"), [[5L]]));
        var result = QueryEngine.Execute(bound.Body, tables, new ExecutionOptions { Now = KqlRun.Now }, TestContext.Current.CancellationToken);
        Assert.True(result.Success, result.Error?.Message);
        Assert.Equal(["3", "5"], KqlRun.Text(result));
    }

    [Fact]
    public void Tables_elsewhere_come_from_fixtures_of_their_full_name()
    {
        var bound = Compilation.Bind("cluster('c').database('d').T | where a > 1 | project a", Symbols.EmptySchema.Instance);
        var options = new ExecutionOptions { Now = KqlRun.Now };
        var rows = ColumnarTable.FromRows(TestSchema.Row("a:long"), [[1L], [2L]]);
        var result = QueryEngine.Execute(bound.Body, new TableSet().AddTable("cluster(\"c\").database(\"d\").T", rows), options, TestContext.Current.CancellationToken);
        Assert.True(result.Success, result.Error?.Message);
        Assert.Equal(["2"], KqlRun.Text(result));
        var missing = QueryEngine.Execute(bound.Body, new TableSet { MissingTablesAreEmpty = true }.AddTable("T", rows), options, TestContext.Current.CancellationToken).Error!;
        Assert.Equal((QueryErrorKind.MissingData, "cluster(\"c\").database(\"d\").T"), (missing.Kind, missing.Name));
    }
}
