
namespace Content.Kql.Engine.Tests.Operators;

public sealed class ExpandParseTests
{
    [Fact]
    public void ExpandsArraysAndKeepsNullsButNoEmptyOnes() =>
        Assert.Equal(["1|a", "1|b", "3|null", "4|c"], KqlRun.Rows("datatable(i:long, d:dynamic)[1, dynamic(['a','b']), 2, dynamic([]), 3, dynamic(null), 4, 'c'] | mv-expand d"));

    [Fact]
    public void ExpandsBagsToPropertiesOrPairs()
    {
        Assert.Equal(["{\"a\":1}", "{\"b\":2}"], KqlRun.Rows("print d = dynamic({'a':1,'b':2}) | mv-expand d"));
        Assert.Equal(["[\"a\",1]", "[\"b\",2]"], KqlRun.Rows("print d = dynamic({'a':1,'b':2}) | mv-expand bagexpansion=array d"));
    }

    [Fact]
    public void ExpandsSideBySideWithIndexTypeAndLimit()
    {
        Assert.Equal(["1|x", "2|null"], KqlRun.Rows("print a = dynamic([1,2]), b = dynamic(['x']) | mv-expand a, b"));
        Assert.Equal(["10|0", "20|1"], KqlRun.Rows("print a = dynamic([10,20,30]) | mv-expand with_itemindex=i a to typeof(long) limit 2 | project a, i"));
    }

    [Theory]
    [InlineData("long", "1", "2", "-2", "null", "null", "null")]
    [InlineData("real", "1", "2.5", "-2.5", "null", "null", "null")]
    [InlineData("bool", "true", "null", "null", "null", "true", "null")]
    [InlineData("string", "1", "2.5", "-2.5", "2", "true", "")]
    [InlineData("timespan", "null", "null", "null", "null", "null", "null")]
    [InlineData("datetime", "null", "null", "null", "null", "null", "null")]
    public void ATypeOfElementsIsACastThatReadsNoText(string type, params string[] rows) =>
        Assert.Equal(rows, KqlRun.Rows($"print a = dynamic([1, 2.5, -2.5, '2', true, null]) | mv-expand a to typeof({type}) | project a"));

    [Fact]
    public void TimesInTextsAreTimes() =>
        Assert.Equal(["2020-01-02T00:00:00.0000000Z", "null"], KqlRun.Rows("print a = dynamic(['2020-01-02', 7]) | mv-expand a to typeof(datetime) | project a"));

    [Fact]
    public void TheOldSpellingExpandsTo128Rows()
    {
        Assert.Equal(["128"], KqlRun.Rows("print a = range(1, 200) | mvexpand a | count"));
        Assert.Equal(["150"], KqlRun.Rows("print a = range(1, 200) | mvexpand a limit 150 | count"));
        Assert.Equal(["200"], KqlRun.Rows("print a = range(1, 200) | mv-expand a | count"));
    }

    [Fact]
    public void ApplyRunsTheSubqueryForEachRow() =>
        Assert.Equal(["1|3", "2|9"], KqlRun.Rows("datatable(i:long, d:dynamic)[1, dynamic([3,1,2]), 2, dynamic([9,8])] | mv-apply e = d to typeof(long) on (top 1 by e desc) | project i, e"));

    [Fact]
    public void ApplyWithAggregation() =>
        Assert.Equal(["1|6", "2|17"], KqlRun.Rows("datatable(i:long, d:dynamic)[1, dynamic([3,1,2]), 2, dynamic([9,8])] | mv-apply e = d to typeof(long) on (summarize s = sum(e)) | project i, s"));

    [Fact]
    public void ParseSimple() =>
        Assert.Equal(["u1|42|tail", "||", "u2|null|x"],
            KqlRun.Rows("datatable(s:string)['pre user=u1, n=42, tail', 'nothing', 'user=u2, n=zz, x'] | parse kind=relaxed s with * 'user=' u:string ', n=' n:long ', ' rest:string | project u, n, rest")
                .Select(row => row == "|null|" ? "||" : row));

    [Fact]
    public void ParseSimpleDropsAWholeRowThatDoesNotFit() =>
        Assert.Equal(["u1|42", "|null"], KqlRun.Rows("datatable(s:string)['user=u1 n=42', 'user=u2 n=zz'] | parse s with 'user=' u:string ' n=' n:long | project u, n"));

    [Fact]
    public void ParseWhereKeepsOnlyMatches() =>
        Assert.Equal(["u1|42"], KqlRun.Rows("datatable(s:string)['user=u1 n=42', 'zip'] | parse-where s with 'user=' u:string ' n=' n:long | project u, n"));

    [Fact]
    public void ParseRegex() =>
        Assert.Equal(["b|7"], KqlRun.Rows("print s = 'a1-b-7' | parse kind=regex s with '[a-z][0-9]-' x:string '-' n:long | project x, n"));

    [Fact]
    public void ParseKeyValues() =>
        Assert.Equal(["1|two words"], KqlRun.Rows("print s = 'a=1,b=\"two words\",c=3' | parse-kv s as (a:long, b:string) with (pair_delimiter=',', kv_delimiter='=', quote='\"') | project a, b"));

    [Fact]
    public void MakeSeriesFillsGaps() =>
        Assert.Equal(["x|[1,0,2]"], KqlRun.Rows("datatable(t:long, k:string)[0, 'x', 20, 'x', 25, 'x'] | make-series c = count() on t from 0 to 30 step 10 by k | project k, c"));

    [Fact]
    public void SeriesOverTimeAreExact() =>
        Assert.Equal(["[\"2026-01-01T00:00:00.0000000Z\",\"2026-01-02T00:00:00.0000000Z\"]"],
            KqlRun.Rows("datatable(t:datetime)[datetime(2026-01-01 23:59:59.9999999), datetime(2026-01-02)] | make-series c = count() on t from datetime(2026-01-01) to datetime(2026-01-03) step 1d | project t"));
}
