
namespace Content.Kql.Engine.Tests.Operators;

public sealed class WindowTests
{
    [Fact]
    public void FunctionsSeeAllRowsWhateverTheBatch() =>
        Assert.Equal(["1|1|null|2|1", "2|2|1|3|3", "3|3|2|null|6"], KqlRun.Rows("range x from 1 to 3 step 1 | serialize n = row_number(), p = prev(x), q = next(x), s = row_cumsum(x) | project x, n, p, q, s"));

    [Fact]
    public void RestartsAndDefaults() =>
        Assert.Equal(["1|-1|1", "2|1|3", "1|2|1"], KqlRun.Rows("datatable(x:long)[1, 2, 1] | serialize p = prev(x, 1, -1), s = row_cumsum(x, x < prev(x)) | project x, p, s"));

    [Fact]
    public void ARunningSumBeyondDecimalIsAnErrorOfTheQuery() =>
        Assert.Equal("A running sum of decimals passes the range of decimal.", KqlRun.Error("datatable(d:decimal)[decimal(79228162514264337593543950335), decimal(1)] | serialize | extend s = row_cumsum(d)").Message);

    [Fact]
    public void ASumOfTimesThatIsNoTimeIsNull() =>
        Assert.Equal(["a|null", "b|2024-01-01T00:00:00.0000000Z"], KqlRun.Rows("datatable(k:string, t:datetime)['a', datetime(9999-12-31), 'a', datetime(2024-01-01), 'b', datetime(2024-01-01)] | summarize sum(t) by k"));

    [Fact]
    public void InAFilter() => Assert.Equal(["2"], KqlRun.Rows("datatable(x:long)[1, 2, 2] | serialize | where x > prev(x) or row_number() == 100"));

    [Fact]
    public void Sessions() =>
        Assert.Equal(["00|00", "05|00", "30|30"], KqlRun.Rows("datatable(t:datetime)[datetime(2026-01-01 00:00), datetime(2026-01-01 00:05), datetime(2026-01-01 00:30)] | serialize s = row_window_session(t, 1h, 10m) | project format_datetime(t, 'mm'), format_datetime(s, 'mm')"));

    [Fact]
    public void Scan() =>
        Assert.Equal(["1|1", "2|3", "3|6"], KqlRun.Rows("range x from 1 to 3 step 1 | scan declare (total:long = 0) with (step s: true => total = x + s.total;) | project x, total"));

    /// <summary>The page of the operator prints no match_id unless it is asked for, whatever the language's own result has.</summary>
    [Fact]
    public void ScanNumbersMatchesWhenAsked()
    {
        const string Scan = "range x from 1 to 2 step 1 | scan {0}declare (c:long = 0) with (step s: true => c = x + s.c;)";
        Assert.Equal(["1|1", "2|3"], KqlRun.Rows(Scan.Replace("{0}", "", StringComparison.Ordinal)));
        Assert.Equal(["1|1|0", "2|3|0"], KqlRun.Rows(Scan.Replace("{0}", "with_match_id=m ", StringComparison.Ordinal)));
        Assert.Equal(["0"], KqlRun.Rows(Scan.Replace("{0}", "", StringComparison.Ordinal) + " | summarize max(match_id)"));
    }

    [Fact]
    public void ScanFollowsSteps() =>
        Assert.Equal(["start|1|0", "mid|2|0", "end|3|0"], KqlRun.Rows("datatable(e:string, t:long)['start', 1, 'mid', 2, 'noise', 9, 'end', 3, 'end', 4] | scan with_match_id=m with (step a: e == 'start'; step b: e == 'mid' and t > a.t; step c: e == 'end' and t > b.t and c.t != 3;) | project e, t, m"));

    [Fact]
    public void PartitionRunsByKey() =>
        Assert.Equal(["a|3", "b|5"], KqlRun.Rows("datatable(k:string, n:long)['a', 1, 'b', 5, 'a', 3] | partition by k (top 1 by n desc)"));

    [Fact]
    public void Partition_takes_64_keys_without_a_strategy() =>
        Assert.Contains("65 keys", KqlRun.Error("range x from 1 to 65 step 1 | partition by x (count)").Message, StringComparison.Ordinal);

    [Fact]
    public void TopNested() =>
        Assert.Equal(["a|4", "b|3"], KqlRun.Rows("datatable(k:string, n:long)['a', 1, 'b', 3, 'a', 3, 'c', 1] | top-nested 2 of k by sum(n)"));

    [Fact]
    public void GetSchema() => Assert.Equal(["a|0|System.Int64|long", "b|1|System.String|string"], KqlRun.Rows("print a = 1, b = '' | getschema"));

    [Fact]
    public void BagUnpackAndPivot()
    {
        Assert.Equal(["1|x", "null|y"], KqlRun.Rows("datatable(d:dynamic)[dynamic({'a':1,'b':'x'}), dynamic({'b':'y'})] | evaluate bag_unpack(d) : (a:long, b:string)"));
        var open = KqlRun.Execute("datatable(i:long, d:dynamic)[7, dynamic({'b':'x','a':1})] | evaluate bag_unpack(d)");
        Assert.Equal("i:long, a:long, b:string", string.Join(", ", open.Row.Columns.Select(c => c.ToString())));
        var pivot = KqlRun.Execute("datatable(k:string, v:string)['a', 'x', 'a', 'y', 'b', 'x', 'a', 'x'] | evaluate pivot(v)");
        Assert.Equal("k:string, x:long, y:long", string.Join(", ", pivot.Row.Columns.Select(c => c.ToString())));
        Assert.Equal(["a|2|1", "b|1|0"], KqlRun.Text(pivot));
    }

    [Fact]
    public void ActivityPlugins()
    {
        const string Data = "datatable(id:string, t:datetime)['a', datetime(2026-01-01 10:00), 'b', datetime(2026-01-01 11:00), 'a', datetime(2026-01-02 10:00), 'c', datetime(2026-01-02 12:00)] ";
        Assert.Equal(["2026-01-01T00:00:00.0000000Z|2|2|2|2", "2026-01-02T00:00:00.0000000Z|2|2|1|3"],
            KqlRun.Rows(Data + "| evaluate activity_counts_metrics(id, t, datetime(2026-01-01), datetime(2026-01-03), 1d)"));
        Assert.Equal(["2026-01-01T00:00:00.0000000Z|2|2", "2026-01-02T00:00:00.0000000Z|4|3"],
            KqlRun.Rows(Data + "| evaluate sliding_window_counts(id, t, datetime(2026-01-01), datetime(2026-01-02), 2d, 1d)"));
        Assert.Equal(["0|2", "10|7"],
            KqlRun.Rows("datatable(v:long, i:long)[1, 0, 2, 3, 9, 5, 7, 11, 8, 12] | evaluate rolling_percentile(v, 50, i, 10, 2)"));
    }

    [Fact]
    public void IngestionTimeComesWithTheTable()
    {
        var schema = new TestSchema()
            .Table("T", "TimeGenerated:datetime, _IngestionTime:datetime, x:long", [new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 1, 1, 0, 5, 0, DateTimeKind.Utc), 1L])
            .Declare("T", "TimeGenerated:datetime, x:long")
            .Table("U", "TimeGenerated:datetime, x:long", [new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), 2L]);
        Assert.Equal(["1|2026-01-01T00:05:00.0000000Z"], KqlRun.Rows("T | where x > 0 | project x, t = ingestion_time()", schema));
        Assert.Equal(["2|2026-01-01T00:00:00.0000000Z"], KqlRun.Rows("U | project x, t = ingestion_time()", schema));
        Assert.Equal(["1"], KqlRun.Rows("T | where ingestion_time() - TimeGenerated == 5m | project x", schema));
    }

    [Fact]
    public void IngestionTimeComesWithTheRowsOfAFunction()
    {
        var schema = new TestSchema().Function("F", "TimeGenerated:datetime, x:long", [new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), 1L]);
        Assert.Equal(["1|2026-01-01T00:00:00.0000000Z"], KqlRun.Rows("F() | where x > 0 | project x, t = ingestion_time()", schema));
    }

    [Theory]
    [InlineData("datatable(s:string)['x'] | reduce by s", "reduce")]
    [InlineData("datatable(s:string)['x'] | evaluate autocluster()", "autocluster")]
    [InlineData("datatable(s:string)['x'] | evaluate basket()", "basket")]
    public void WhatCannotRunIsNamed(string query, string name)
    {
        var error = KqlRun.Error(query);
        Assert.Equal(QueryErrorKind.Unsupported, error.Kind);
        Assert.Equal(name, error.Name);
    }
}
