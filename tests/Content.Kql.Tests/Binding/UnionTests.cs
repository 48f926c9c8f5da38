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

    [Fact]
    public void An_inner_union_runs_with_the_common_columns()
    {
        var query = Bind("union kind=inner T, U");
        Assert.Equal("a:string b_long:long b_int:int", Columns(query.Body.Tabular!.Row));
        Assert.Equal(12, query.Row!.Columns.Length);
    }
}
