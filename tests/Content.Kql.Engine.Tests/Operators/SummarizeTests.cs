
namespace Content.Kql.Engine.Tests.Operators;

public sealed class SummarizeTests
{
    private const string Data = "let T = datatable(k:string, n:long, r:real)['b', 1, 1.5, 'a', 2, real(null), 'b', long(null), 2.5, 'a', 4, 3.0];";

    [Fact]
    public void A_star_leaves_out_what_a_key_renames() =>
        Assert.Equal(["p|5|7", "q|0|9"], KqlRun.Rows("datatable(a:string, c:long, b:long)['p', 1, 2, 'p', 5, 7, 'q', 0, 9] | summarize arg_max(c, *) by x = a"));

    [Fact]
    public void GroupsComeInTheOrderFirstSeen() => Assert.Equal(["b|2|1", "a|2|6"], KqlRun.Rows(Data + "T | summarize count(), sum(n) by k"));

    [Fact]
    public void NullsAreAGroup() => Assert.Equal(["1|1", "2|1", "null|1", "4|1"], KqlRun.Rows(Data + "T | summarize count() by n"));

    [Fact]
    public void WithoutKeysAnEmptyInputGivesOneRow() => Assert.Equal(["0|null"], KqlRun.Rows(Data + "T | where k == 'z' | summarize count(), max(n)"));

    [Fact]
    public void WithKeysAnEmptyInputGivesNone() => Assert.Empty(KqlRun.Rows(Data + "T | where k == 'z' | summarize count() by k"));

    [Fact]
    public void ExpressionsOverAggregates() => Assert.Equal(["b|0.5", "a|3"], KqlRun.Rows(Data + "T | summarize x = todouble(sum(n)) / count() by k"));

    [Fact]
    public void BinsAreKeys() => Assert.Equal(["0|3", "5|2"], KqlRun.Rows("range i from 2 to 6 step 1 | summarize count() by bin(i, 5)"));

    [Fact]
    public void ArgMaxTakesTheRowOfTheGreatest() => Assert.Equal(["b|1|1.5", "a|4|3"], KqlRun.Rows(Data + "T | summarize arg_max(n, r) by k"));

    [Fact]
    public void ManyGroups()
    {
        var rows = KqlRun.Rows("range i from 1 to 20000 step 1 | summarize c = count() by k = i % 5000 | summarize groups = count(), least = min(c), most = max(c)");
        Assert.Equal(["5000|4|4"], rows);
    }

    [Fact]
    public void DistinctKeepsTheFirst() => Assert.Equal(["b", "a"], KqlRun.Rows(Data + "T | distinct k"));

    [Fact]
    public void DistinctOverAllColumns() => Assert.Equal(["x|1", "x|2"], KqlRun.Rows("datatable(a:string, b:long)['x', 1, 'x', 1, 'x', 2] | distinct *"));
}
