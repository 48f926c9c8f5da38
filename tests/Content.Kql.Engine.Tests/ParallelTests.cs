using Content.Kql.Engine.Tables;

namespace Content.Kql.Engine.Tests;

/// <summary>A table read in parts gives what it gives whole.</summary>
public sealed class ParallelTests
{
    private static readonly TestSchema Schema = new TestSchema().Table("T", Generate(9_000, 700)).Table("Small", TestTable());

    private static ColumnarTable TestTable() =>
        ColumnarTable.FromRows(TestSchema.Row("Host:string, Owner:string"), Enumerable.Range(0, 40).Select(i => new object?[] { $"h{i * 2}", $"o{i % 5}" }));

    private static ColumnarTable Generate(int rows, int chunk)
    {
        var row = TestSchema.Row("I:long, Host:string, N:long, S:string, D:dynamic, At:datetime");
        var chunks = new List<TableChunk>();
        var state = 1u;
        uint Next() => state = state * 1664525 + 1013904223;
        for (var start = 0; start < rows; start += chunk)
        {
            var count = Math.Min(chunk, rows - start);
            var part = ColumnarTable.FromRows(row, Enumerable.Range(start, count).Select(i => new object?[]
            {
                (long)i, $"h{Next() % 100}", Next() % 9 == 0 ? null : (long)(Next() % 1000), $"text {Next() % 7} beta{Next() % 3}",
                new object?[] { (long)(Next() % 5), "x" }, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(Next() % 5000),
            }));
            chunks.Add(part.Chunks[0]);
        }

        return new ColumnarTable(row, [.. chunks]);
    }

    // Each part alone stays in range.
    [Theory]
    [InlineData("sum(D)")]
    [InlineData("avg(D)")]
    [InlineData("sumif(D, I >= 0)")]
    public void ASumOfDecimalsThatPassesTheRangeFailsAlikeInPartsAndWhole(string aggregate)
    {
        var row = TestSchema.Row("I:long, D:decimal");
        var chunks = Enumerable.Range(0, 2).Select(c => ColumnarTable.FromRows(row, Enumerable.Range(0, 100).Select(i => new object?[] { (long)i, i == 50 ? decimal.MaxValue : 0m })).Chunks[0]);
        var schema = new TestSchema().Table("T", new ColumnarTable(row, [.. chunks]));
        foreach (var threshold in new[] { 1, long.MaxValue })
        {
            var result = KqlRun.Execute($"T | summarize {aggregate}", schema, options: new ExecutionOptions { Now = KqlRun.Now, ParallelThreshold = threshold, Threads = 2 });
            Assert.Equal((QueryErrorKind.Failed, "A sum of decimals passes the range of decimal."), (result.Error?.Kind, result.Error?.Message));
        }
    }

    [Theory]
    [InlineData("T | where N > 500 and S has 'beta1' | project I, N")]
    [InlineData("T | where S contains 'ETA2' | count")]
    [InlineData("T | summarize count(), sum(N), min(N), max(N), dcount(Host) by S")]
    [InlineData("T | summarize count(), avg(N), countif(N > 10), make_set(Host, 500)")]
    [InlineData("T | summarize arg_max(At, *) by Host")]
    [InlineData("T | summarize arg_min(N, I, S), make_list(I, 50), take_any(S) by Host")]
    [InlineData("T | summarize percentiles(N, 5, 50, 95), stdev(N), variance(N) by Host | project Host, N = tolong(percentile_N_50)")]
    [InlineData("T | summarize count() by bin(At, 6h), Host | sort by At asc, Host asc")]
    [InlineData("T | distinct Host, S")]
    [InlineData("T | top 13 by N desc")]
    [InlineData("T | where N < 50 | sort by N asc")]
    [InlineData("T | sort by N desc | take 7")]
    [InlineData("T | join kind=inner Small on Host | summarize count(), sum(N) by Owner")]
    [InlineData("T | join kind=leftanti Small on Host | project I")]
    [InlineData("T | join kind=leftouter Small on Host | summarize count() by Owner")]
    [InlineData("T | where Host in ((Small | project Host)) | count")]
    [InlineData("T | mv-expand d = D | summarize count() by tostring(d)")]
    [InlineData("T | parse S with 'text ' n:long ' ' rest | summarize sum(n) by rest")]
    [InlineData("let top_host = toscalar(T | summarize c = count() by Host | top 1 by c desc | project Host); T | where Host == top_host | summarize count(), make_list(I)")]
    [InlineData("let few = T | where N > 990; few | summarize count() by Host")]
    [InlineData("T | where I % 2 == 0 | serialize r = row_number() | where r > 4490")]
    public void PartsGiveTheSameAsTheWhole(string query)
    {
        var whole = Run(query, long.MaxValue, 1);
        Assert.NotEmpty(whole);
        foreach (var threads in new[] { 1, 2 })
            Assert.Equal(whole, Run(query, 1, threads));
    }

    [Fact]
    public void ManyGroupsOfTwoPartsAreMerged()
    {
        // More groups than are merged on one thread; every third key is in both parts.
        const string Rows = "T | extend A = I * 7 % 61000, B = strcat('k', I % 3), C = iff(I % 11 == 0, long(null), I % 61000)";
        var row = TestSchema.Row("I:long, S:string");
        var table = new ColumnarTable(row, [.. Enumerable.Range(0, 4).Select(chunk => ColumnarTable.FromRows(row, Enumerable.Range(chunk * 20_000, 20_000).Select(i => new object?[] { (long)i, $"s{i % 50_000}" })).Chunks[0])]);
        var schema = new TestSchema().Table("T", table);
        foreach (var query in new[]
        {
            Rows + " | summarize count(), sum(I), take_any(B), make_list(I) by A, S, C",
            Rows + " | summarize arg_max(I, *), make_set(B), dcount(C) by S",
            Rows + " | summarize arg_min(I, S, B), max(S) by C",
        })
        {
            string[] Of(long threshold, int threads)
            {
                var result = KqlRun.Execute(query, schema, options: new ExecutionOptions { Now = KqlRun.Now, ParallelThreshold = threshold, Threads = threads });
                Assert.True(result.Success, result.Error?.Message);
                return KqlRun.Text(result);
            }

            var whole = Of(long.MaxValue, 1);
            Assert.True(whole.Length > 40_000);
            Assert.Equal(whole, Of(1, 1));
            Assert.Equal(whole, Of(1, 2));
        }
    }

    [Fact]
    public void ArgMaxHoldsTheBestRowsOfALongInput() =>
        Assert.Equal(
            ["0|599997|t599997", "1|599998|t599998", "2|599999|t599999"],
            KqlRun.Text(KqlRun.Execute("range x from 0 to 599999 step 1 | extend g = x % 3, s = strcat('t', x) | summarize arg_max(x, s) by g")));

    [Fact]
    public void AnErrorInAPartIsReported()
    {
        var result = KqlRun.Execute("T | mv-expand x = range(1, 100000, 1) | count", Schema, options: new ExecutionOptions { Now = KqlRun.Now, ParallelThreshold = 1, MaxSteps = 1_000_000 });
        Assert.Equal(QueryErrorKind.LimitExceeded, result.Error?.Kind);
    }

    private static string[] Run(string query, long threshold, int threads)
    {
        var result = KqlRun.Execute(query, Schema, options: new ExecutionOptions { Now = KqlRun.Now, ParallelThreshold = threshold, Threads = threads });
        Assert.True(result.Success, result.Error?.Message);
        return KqlRun.Text(result);
    }
}
