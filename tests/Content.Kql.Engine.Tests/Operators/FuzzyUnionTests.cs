namespace Content.Kql.Engine.Tests.Operators;

/// <summary>Unions with <c>isfuzzy=true</c> go without what does not exist.</summary>
public sealed class FuzzyUnionTests
{
    [Fact]
    public void What_exists_is_united() =>
        Assert.Equal(["x|null", "y|1"], KqlRun.Rows("union isfuzzy=true (datatable(a:string)['x']), (Missing | project a = tolower(q)), (print a = 'y', b = 1) | sort by a asc"));

    [Fact]
    public void Rows_stay_when_their_look_up_goes_without_a_table() => Assert.Equal(["p|q", "r|"], KqlRun.Rows("""
        union isfuzzy=true
            (datatable(a:string, z:string)[]),
            (datatable(a:string)['p', 'r'] | lookup kind=leftouter (union isfuzzy=true (datatable(a:string, z:string)['p', 'q']), (Missing | project a = tolower(x_s), z = tolower(y_s))) on a)
        | sort by a asc
        """));

    [Fact]
    public void Rows_go_with_the_look_up_that_cannot_do_without_its_table() =>
        Assert.Empty(KqlRun.Rows("union isfuzzy=true (datatable(a:string)[]), (datatable(a:string)['p'] | lookup kind=leftouter (Missing | project a, z) on a)"));

    [Fact]
    public void Without_any_input_the_query_fails() =>
        Assert.Equal("Nothing that the fuzzy union names exists, and one of its inputs must: 'Missing', 'AlsoMissing'.", KqlRun.Execute("union isfuzzy=true Missing, AlsoMissing | count").Error?.Message);
}
