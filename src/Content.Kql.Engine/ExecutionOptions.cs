namespace Content.Kql.Engine;

/// <summary>How a query is executed.</summary>
public sealed record ExecutionOptions
{
    /// <summary>What <c>now()</c> is.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Rows of the result at most; more end the run with an error. Default 10 million.</summary>
    public long MaxRows { get; init; } = 10_000_000;

    /// <summary>Bytes that operators may hold at most. Default 4 GB.</summary>
    public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>Rows that all operators together may look at. Default 20 thousand million.</summary>
    public long MaxSteps { get; init; } = 20_000_000_000;

    /// <summary>Time that the run may take; when it is over, the query is undecided. Default: no limit.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>Rows of a batch; results never depend on it.</summary>
    public int BatchSize { get; init; } = 2048;

    /// <summary>Rows of a table from which on it is read in parts, side by side.</summary>
    public long ParallelThreshold { get; init; } = 200_000;

    /// <summary>Threads for large inputs; results never depend on it.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 2);
}
