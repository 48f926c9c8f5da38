namespace Content.Kql.Engine.Tests.Operators;

/// <summary>A filter gives the same wherever it is evaluated.</summary>
public sealed class FilterPushdownTests
{
    private static readonly TestSchema Schema = new TestSchema()
        .Table("T", "K:string, A:long, B:long", ["x", 1L, 10L], ["y", 2L, 20L], ["z", 3L, null], ["x", 4L, 5L])
        .Table("U", "K:string, C:long, A:long", ["x", 7L, 100L], ["x", 8L, 200L], ["y", 9L, null]);

    [Theory]
    // Columns that change places or meaning on the way.
    [InlineData("T | project A = B, B = A | where A == 10", "10|1")]
    [InlineData("T | extend A = A * 2 | where A == 4 and B == 20", "y|4|20")]
    [InlineData("T | extend S = A + B | where S > 8 and A > 1 | project K, S", "y|22;x|9")]
    [InlineData("T | project-rename Q = A | where Q in (1, 3) | where K != 'z'", "x|1|10")]
    [InlineData("let least = 2; T | extend X = strcat(K, '!') | where A > least and X startswith 'z'", "z|3|null|z!")]
    // A null is no match, wherever it is looked at.
    [InlineData("T | extend X = 1 | where B < 20", "x|1|10|1;x|4|5|1")]
    // Joins: left columns, right columns, both, and a name that both sides have.
    [InlineData("T | join kind=inner U on K | where A > 1 and C == 7 | project K, A, C", "x|4|7")]
    [InlineData("T | join kind=inner U on K | where A1 == 200 | project A, A1", "1|200;4|200")]
    [InlineData("T | join kind=inner U on K | where A + C > 11 | project A, C", "4|8")]
    [InlineData("T | join kind=inner U on K | project L = A, R = C, B | where L == 1 | where R == 8 or B == 5", "1|8|10")]
    // An unmatched row has nulls on the right: a filter there must see them.
    [InlineData("T | join kind=leftouter U on K | where isnull(C) | project K, A", "z|3")]
    [InlineData("T | join kind=leftouter U on K | where A == 4 | project K, A, C", "x|4|7;x|4|8")]
    [InlineData("T | join kind=rightouter U on K | where isnull(A1) | project K, A, C", "y|2|9")]
    [InlineData("T | join kind=fullouter (U | where C == 9) on K | where isempty(K1) | project A", "1;3;4")]
    // innerunique takes the first left row of a key that the filter on left columns lets through.
    [InlineData("T | join kind=innerunique U on K | where A == 4 | project A, C", "4|7;4|8")]
    [InlineData("T | join kind=leftanti U on K | where A > 2 | project K", "z")]
    [InlineData("T | join kind=leftsemi U on K | where A > 2 | project K, A", "x|4")]
    [InlineData("T | serialize N = row_number() | where A > 2", "z|3|null|3;x|4|5|4")]
    public void FiltersKeepTheirMeaning(string query, string rows) => Assert.Equal(rows.Length == 0 ? [] : rows.Split(';'), KqlRun.Rows(query, Schema));

    [Fact]
    public void WhatCanFailStaysBehindTheJoin()
    {
        // The pattern of a row without partner is not valid; it must never be read.
        var schema = new TestSchema()
            .Table("T", "K:string, P:string", ["x", "a+"], ["y", "("])
            .Table("U", "K:string", ["x"]);
        Assert.Equal(["x|a+"], KqlRun.Rows("T | join kind=inner U on K | where 'aa' matches regex P | project K, P", schema));
    }
}
