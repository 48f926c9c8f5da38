using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Tests.Binding;

/// <summary>Unions whose columns differ between what Kusto.Language infers and what runs.</summary>
public sealed class UnionTests
{
    private static BoundQuery Bind(string query) => Compilation.Bind(query, TestSchema.Standard);

    private static string Columns(RowType? row) => string.Join(" ", row!.Columns);

    [Fact]
    public void A_missing_table_of_a_fuzzy_union_counts_for_the_language_and_does_not_run()
    {
        var query = Bind("union isfuzzy=true (Missing | where a == 'x' | project a), U | where a == 'y'");
        Assert.False(query.HasErrors);
        Assert.Contains(query.Diagnostics, diagnostic => diagnostic.Code == "KQL205");
        Assert.True(query.Row!.IsOpen);
        Assert.Equal("a_unknown:unknown a_string:string b:int x:long a:unknown", Columns(query.Row));
        Assert.False(query.Body.Tabular!.Row.IsOpen);
        Assert.Equal("a:string b:int x:long", Columns(query.Body.Tabular.Row));
    }

    [Fact]
    public void A_missing_table_before_a_fuzzy_union_is_left_out_too()
    {
        var query = Bind("Missing | union isfuzzy=true U | count");
        Assert.False(query.HasErrors);
        Assert.Equal("Count:long", Columns(query.Body.Tabular!.Row));
    }

    [Theory]
    [InlineData("union isfuzzy=true U, (T | project a | lookup kind=leftouter (union isfuzzy=true U, (Missing | project a, x = y)) on a)")]
    [InlineData("union isfuzzy=true U, (T | project a | lookup kind=leftouter (Missing | union isfuzzy=true U) on a)")]
    [InlineData("let f = () { union isfuzzy=true U, Missing }; union isfuzzy=true U, (T | project a | join kind=leftouter f on a)")]
    public void An_input_stays_in_a_fuzzy_union_when_a_fuzzy_union_within_it_goes_without_a_table(string text)
    {
        var query = Bind(text);
        Assert.False(query.HasErrors);
        Assert.Null(query.Body.Problem);
        Assert.Equal(2, Assert.IsType<BoundUnion>(query.Body.Tabular).Inputs.Length);
    }

    [Theory]
    [InlineData("union isfuzzy=true U, (T | project a | join (union isfuzzy=true Missing, AlsoMissing) on a)")]
    [InlineData("union isfuzzy=true U, (T | project a | join (union T, Missing) on a)")]
    [InlineData("union isfuzzy=true U, (T | project a | join Missing on a)")]
    public void An_input_goes_from_a_fuzzy_union_when_it_cannot_do_without_the_table(string text)
    {
        var query = Bind(text);
        Assert.False(query.HasErrors);
        Assert.Null(query.Body.Problem);
        Assert.Single(Assert.IsType<BoundUnion>(query.Body.Tabular).Inputs);
    }

    [Theory]
    [InlineData("union isfuzzy=true Missing, AlsoMissing | count", "'Missing', 'AlsoMissing'")]
    [InlineData("Missing | union isfuzzy=true AlsoMissing | count", "'Missing', 'AlsoMissing'")]
    [InlineData("let f = () { union isfuzzy=true Missing }; f | count", "'Missing'")]
    [InlineData("T | where a in ((union isfuzzy=true Missing, (nofunc() | project a)))", "'Missing', 'nofunc'")]
    public void A_fuzzy_union_of_which_nothing_exists_counts_for_the_language_and_does_not_run(string text, string names)
    {
        var query = Bind(text);
        Assert.False(query.HasErrors);
        Assert.False(query.Runs);
        Assert.Equal($"Nothing that the fuzzy union names exists, and one of its inputs must: {names}.", query.Body.Problem);
    }

    [Fact]
    public void A_column_that_only_a_missing_table_could_have_is_why_the_query_does_not_run()
    {
        var query = Bind("union isfuzzy=true U, (Missing | project q) | where q == 1");
        Assert.False(query.HasErrors);
        Assert.False(query.Runs);
        Assert.StartsWith("There is no column, table, variable or function 'q'.", query.Body.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_language_refuses_for_the_columns_of_an_input_that_is_left_out_runs()
    {
        // To the language it has a_string and a_unknown.
        var query = Bind("let K = union isfuzzy=true (datatable(a: string)[]), (Missing | summarize by a); T | lookup kind=leftouter (K | extend y = 1) on a");
        Assert.True(query.HasErrors);
        Assert.True(query.Runs);
        Assert.Equal("y:long", query.Body.Tabular!.Row.Columns[^1].ToString());
    }

    [Theory]
    [InlineData("T | where a == 'x'", true)]
    [InlineData("T | where q == 'x'", false)]
    [InlineData("Missing | count", false)]
    [InlineData("union Missing, T | count", false)]
    [InlineData("union isfuzzy=true Missing, T | count", true)]
    [InlineData("union isfuzzy=true Missing, T | count )", false)]
    [InlineData("union isfuzzy=true Missing, T | where nofunc(a)", false)]
    [InlineData("union isfuzzy=true Missing, T | where a in (AlsoMissing)", false)]
    public void A_query_runs_where_all_that_it_cannot_do_without_exists(string text, bool runs) => Assert.Equal(runs, Bind(text).Runs);

    [Fact]
    public void An_inner_union_runs_with_the_common_columns()
    {
        var query = Bind("union kind=inner T, U");
        Assert.Equal("a:string b_long:long b_int:int", Columns(query.Body.Tabular!.Row));
        Assert.Equal(12, query.Row!.Columns.Length);
    }
}
