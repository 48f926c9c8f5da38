
namespace Content.Kql.Engine.Tests.Operators;

public sealed class SortTests
{
    private const string Data = "datatable(x:real, i:long)[2.0, 1, real(null), 2, real(nan), 3, -1.0, 4, 2.0, 5] ";

    [Theory]
    [InlineData("x desc", "1,5,4,3,2")]
    [InlineData("x asc", "2,3,4,1,5")]
    [InlineData("x desc nulls first", "2,3,1,5,4")]
    [InlineData("x asc nulls last", "4,1,5,3,2")]
    [InlineData("x desc, i desc", "5,1,4,3,2")]
    public void OrdersNullsAndNaN(string by, string expected)
    {
        Assert.Equal(expected.Split(','), KqlRun.Rows(Data + $"| sort by {by} | project i"));
        if (!by.Contains(',', StringComparison.Ordinal))
            Assert.Equal(expected.Split(',')[..3], KqlRun.Rows(Data + $"| top 3 by {by} | project i"));
    }

    [Fact]
    public void TextsAreComparedByBytes() => Assert.Equal(["", "B", "a", "é"], KqlRun.Rows("datatable(s:string)['a', 'é', 'B', ''] | sort by s asc"));

    [Fact]
    public void SortIsStable()
    {
        var rows = KqlRun.Rows("range i from 1 to 5000 step 1 | extend k = i % 3 | sort by k asc | extend n = row_number() | summarize good = countif(k < prev(k)) by one = 1");
        Assert.Equal(["1|0"], rows);
        var order = KqlRun.Rows("range i from 1 to 100 step 1 | extend k = i % 2 | sort by k asc | project i").Select(int.Parse).ToArray();
        Assert.Equal(Enumerable.Range(1, 100).OrderBy(i => i % 2).ToArray(), order);
    }

    [Fact]
    public void TopOverManyRowsEqualsSortAndTake()
    {
        const string Source = "range i from 1 to 60000 step 1 | extend k = (i * 7919) % 10007 ";
        Assert.Equal(KqlRun.Rows(Source + "| sort by k desc | take 25"), KqlRun.Rows(Source + "| top 25 by k desc"));
    }

    [Theory]
    [InlineData("i", "desc")]
    [InlineData("todouble(i) - 150000", "asc")]
    [InlineData("tostring(i)", "asc")]
    public void ManyRowsAreInOrder(string key, string direction)
    {
        var wrong = direction == "asc" ? "k < prev(k)" : "k > prev(k)";
        if (key.StartsWith("tostring", StringComparison.Ordinal))
            wrong = "strcmp(k, prev(k)) < 0";
        var result = KqlRun.Execute($"range n from 1 to 300000 step 1 | extend i = (n * 7919) % 300007 | extend k = {key} | sort by k {direction} | extend bad = {wrong} | summarize rows = count(), bad = countif(bad)");
        Assert.Equal(["300000|0"], KqlRun.Text(result));
    }

    [Fact]
    public void TopOfZeroIsEmpty() => Assert.Empty(KqlRun.Rows(Data + "| top 0 by x"));
}
