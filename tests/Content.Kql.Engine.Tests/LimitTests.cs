using System.Diagnostics;

namespace Content.Kql.Engine.Tests;

public sealed class LimitTests
{
    [Fact]
    public void RowsAreLimited()
    {
        var result = KqlRun.Execute("range i from 1 to 1000 step 1", options: new ExecutionOptions { Now = KqlRun.Now, MaxRows = 100 });
        Assert.Equal(QueryErrorKind.LimitExceeded, result.Error?.Kind);
        Assert.Equal("rows", result.Error?.Name);
    }

    [Fact]
    public void BytesAreLimited()
    {
        var result = KqlRun.Execute("range i from 1 to 1000000 step 1 | extend s = tostring(i) | sort by s", options: new ExecutionOptions { Now = KqlRun.Now, MaxBytes = 1_000_000 });
        Assert.Equal("bytes", result.Error?.Name);
    }

    [Fact]
    public void StepsAreLimited()
    {
        var result = KqlRun.Execute("range i from 1 to 1000000000 step 1 | count", options: new ExecutionOptions { Now = KqlRun.Now, MaxSteps = 1_000_000 });
        Assert.Equal("steps", result.Error?.Name);
    }

    [Theory]
    [InlineData("range i from 1 to 1000000 step 1 | extend s = strcat(i, ' text') | sort by s | count")]
    [InlineData("range i from 1 to 1000000 step 1 | summarize count() by i | count")]
    [InlineData("range i from 1 to 1000000 step 1 | summarize count() by strcat('a long key that is kept for each group ', i) | count")]
    [InlineData("range i from 1 to 1000000 step 1 | summarize make_list(strcat('text ', i))")]
    [InlineData("range i from 1 to 1000000 step 1 | summarize make_set(i) by bin(i, 1000) | count")]
    [InlineData("range i from 1 to 1000000 step 1 | distinct i | count")]
    [InlineData("range i from 1 to 10 step 1 | join kind=inner (range i from 1 to 1000000 step 1 | extend s = tostring(i)) on i | count")]
    [InlineData("range i from 1 to 1500 step 1 | extend k = 1 | join kind=inner (range j from 1 to 1500 step 1 | extend k = 1) on k | sort by i asc")]
    [InlineData("let t = materialize(range i from 1 to 1000000 step 1 | extend s = tostring(i)); t | union t | where s has 'x' | count")]
    [InlineData("range i from 1 to 2000 step 1 | extend a = range(1, 10000) | mv-expand a | count")]
    [InlineData("range i from 1 to 2000 step 1 | extend s = strrep('0123456789', 1000) | extend s = strcat(s, s) | where s == 'x'")]
    [InlineData("print s = strrep('a', 1000) | extend s = replace_string(s, 'a', strrep('b', 1000)) | extend s = replace_string(s, 'b', strrep('c', 1000)) | project strlen(s)")]
    [InlineData("range i from 1 to 2000 step 1 | extend d = repeat(i, 3000) | extend e = array_concat(d, d, d) | where array_length(e) == 1")]
    [InlineData("range i from 1 to 3000000 step 1 | serialize n = row_number() | where n < 0")]
    [InlineData("range i from 1 to 1000000 step 1 | project i, a = i, b = i")]
    public void WhatIsHeldIsChargedToTheMemoryBudget(string query)
    {
        var result = KqlRun.Execute(query, options: new ExecutionOptions { Now = KqlRun.Now, MaxBytes = 8 << 20 });
        Assert.Equal((QueryErrorKind.LimitExceeded, "bytes"), (result.Error?.Kind, result.Error?.Name));
        Assert.Contains("8,388,608 bytes", result.Error!.Message, StringComparison.Ordinal);
        Assert.False(result.Error.IsInconclusive);
    }

    [Theory]
    [InlineData("print repeat(strrep(strrep('a', 1024), 128), 600)")]
    [InlineData("print i = 600 | project repeat(strrep(strrep('a', 1024), 128), i)")]
    public void AnArrayThatRepeatsAValueHasALimitOfItsOwn(string query)
    {
        var error = KqlRun.Error(query);
        Assert.Equal((QueryErrorKind.LimitExceeded, "bytes"), (error.Kind, error.Name));
        Assert.Contains("'repeat'", error.Message, StringComparison.Ordinal);
    }

    // One batch of these would be 18 GB.
    [Theory]
    [InlineData("range i from 1 to 2000 step 1 | extend a = repeat(i, 1000000) | summarize sum(array_length(a))")]
    [InlineData("range i from 1 to 2000 step 1 | extend a = range(i, i + 1000000) | summarize sum(array_length(a))")]
    public void ABatchOfLargeArraysEndsWhenTheMemoryIsUsedUp(string query)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = KqlRun.Execute(query, options: new ExecutionOptions { Now = KqlRun.Now, MaxBytes = 32 << 20 });
        Assert.Equal("bytes", result.Error?.Name);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400 << 20);
    }

    [Theory]
    [InlineData("range i from 1 to 1000000000000 step 1 | count")]
    [InlineData("range x from 0.0 to 1e300 step 0.5 | count")]
    [InlineData("range i from 1 to 1000000000000 step 1 | where tostring(i) matches regex '(a+)+(a+)+b$' | count")]
    public void ATimeLimitLeavesTheQueryUndecided(string query)
    {
        var result = KqlRun.Execute(query, options: new ExecutionOptions { Now = KqlRun.Now, MaxTime = TimeSpan.FromMilliseconds(100) });
        Assert.Equal((QueryErrorKind.LimitExceeded, "time"), (result.Error?.Kind, result.Error?.Name));
        Assert.Contains("0.1 s", result.Error!.Message, StringComparison.Ordinal);
        Assert.True(result.Error.IsInconclusive);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|aa)+$")]
    [InlineData("(.*)*b(.*)*c(.*)*d")]
    [InlineData("(a?){30}a{30}b")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData("(x+x+)+y")]
    public void CatastrophicPatternsEnd(string pattern)
    {
        var text = new string('a', 5_000) + new string('x', 5_000) + "!";
        Assert.True(KqlRun.Execute($"print x = '{text}' | where x matches regex @'{pattern}' | count").Success);
        Assert.True(KqlRun.Execute($"print x = '{text}' | extend y = extract_all(@'({pattern})', x), z = replace_regex(x, @'{pattern}', '-')").Success);
    }

    [Theory]
    [InlineData("range i from 1 to 1000000000000 step 1 | extend s = replace_regex(strrep('ab', 500), '(a|b)+?', 'xy') | where s == ''")]
    [InlineData("range i from 1 to 3000000 step 1 | extend k = tostring(hash(i)) | sort by k asc, i desc | count")]
    [InlineData("range i from 1 to 100000 step 1 | extend a = range(1, 1000) | mv-expand a | extend b = range(1, 1000) | mv-expand b | count")]
    [InlineData("range i from 1 to 1000000 step 1 | extend a = range(1, 1000) | mv-apply a on (summarize sum(tolong(a))) | count")]
    [InlineData("range i from 1 to 10000000000 step 1 | serialize | extend p = prev(i) | count")]
    [InlineData("range i from 1 to 1000000000 step 1 | summarize dcount(i), percentile(i, 50) by i % 7")]
    [InlineData("range i from 1 to 1000000 step 1 | extend s = series_fir(range(1, 5000), range(1, 500)) | where array_length(s) == 1")]
    [InlineData("range i from 1 to 1000000 step 1 | extend s = series_decompose(range(1, 5000)) | where isnull(s)")]
    [InlineData("range i from 1 to 1000000 step 1 | extend s = series_fit_2lines(range(1, 3000)) | where isnull(s)")]
    [InlineData("range i from 1 to 1000000 step 1 | extend s = array_sort_asc(range(1, 10000)) | where array_length(s) == 1")]
    [InlineData("range i from 1 to 1000000 step 1 | extend s = parse_json(strcat('[', strrep('1,', 1000), '1]')) | where isnull(s)")]
    [InlineData("range i from 1 to 1000000 step 1 | extend s = set_union(range(1, 5000), range(2, 6000)) | where array_length(s) == 1")]
    [InlineData("range i from 1 to 1000000 step 1 | extend s = jaccard_index(range(1, 5000), range(2, 6000)) | where s == 2")]
    [InlineData("range i from 1 to 1000000 step 1 | parse strrep('ab ', 1000) with * 'x' y:long * | where isnotempty(y)")]
    [InlineData("range i from 1 to 1000000 step 1 | scan declare (n: long = 0) with (step a: true => n = a.n + i;) | count")]
    [InlineData("range i from 1 to 3000000 step 1 | extend b = bin(i, 100) | partition hint.strategy=native by b (top 1 by i) | count")]
    [InlineData("range i from 1 to 100000000 step 1 | make-series count() on i from 1 to 1000000 step 1 | count")]
    [InlineData("range i from 1 to 100000000000 step 1 | count")]
    [InlineData("range i from 1 to 3000000 step 1 | extend k = hash(i) | sort by k | count")]
    [InlineData("range i from 1 to 100000 step 1 | extend k = 1 | join kind=inner (range j from 1 to 100000 step 1 | extend k = 1) on k | count")]
    public void CancellationEndsAQuerySoon(string query)
    {
        var source = new CancellationTokenSource();
        var watch = new Stopwatch();
        var thread = new Thread(() =>
        {
            Thread.Sleep(150);
            watch.Start();
            source.Cancel();
        });
        thread.Start();
        var result = KqlRun.Execute(query, cancellation: source.Token);
        watch.Stop();
        thread.Join();
        source.Dispose();
        // Either it was faster than the cancellation, or it ended soon after it (generously: test machines are busy).
        if (!result.Success)
            Assert.Equal(QueryErrorKind.Cancelled, result.Error?.Kind);
        Assert.True(watch.ElapsedMilliseconds < 2_000, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void ScalarQueriesGiveOneCell()
    {
        var result = KqlRun.Execute("print now()");
        Assert.Equal("2026-03-01T12:00:00.0000000Z", Assert.Single(KqlRun.Text(result)));
    }
}
