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
    [InlineData("range i from 1 to 100000000000 step 1 | count")]
    [InlineData("range i from 1 to 3000000 step 1 | extend k = hash(i) | sort by k | count")]
    [InlineData("range i from 1 to 100000 step 1 | extend k = 1 | join kind=inner (range j from 1 to 100000 step 1 | extend k = 1) on k | count")]
    public void CancellationEndsAQuerySoon(string query)
    {
        using var source = new CancellationTokenSource();
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
        // Either it was faster than the cancellation, or it ended soon after it (generously: test machines are busy).
        if (!result.Success)
            Assert.Equal(QueryErrorKind.Cancelled, result.Error?.Kind);
        Assert.True(watch.ElapsedMilliseconds < 1_000, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void ScalarQueriesGiveOneCell()
    {
        var result = KqlRun.Execute("print now()");
        Assert.Equal("2026-03-01T12:00:00.0000000Z", Assert.Single(KqlRun.Text(result)));
    }
}
