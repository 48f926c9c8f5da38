using Content.Kql.Engine.Tables;

namespace Content.Kql.Engine.Kernels;

/// <summary>What one execution of a query gives its kernels and operators.</summary>
public sealed class KernelContext
{
    private long _bytes;
    private long _steps;
    private ulong _random = 0x2545F4914F6CDD1D;

    internal KernelContext(ExecutionOptions options, ITableSource tables, CancellationToken cancellation)
    {
        Options = options;
        Tables = tables;
        Cancellation = cancellation;
        NowTicks = options.Now.UtcTicks;
    }

    /// <summary>Options of the execution.</summary>
    public ExecutionOptions Options { get; }
    /// <summary>Where tables come from.</summary>
    public ITableSource Tables { get; }
    /// <summary>Asks the execution to end.</summary>
    public CancellationToken Cancellation { get; }
    /// <summary>What <c>now()</c> gives, in ticks: the same all through an execution.</summary>
    public long NowTicks { get; }
    /// <summary>Rows of a batch.</summary>
    public int BatchSize => Options.BatchSize;

    /// <summary>Ends the execution when cancellation is asked for. Call it in every loop that may run longer than a few milliseconds.</summary>
    public void ThrowIfCancelled() => Cancellation.ThrowIfCancellationRequested();

    /// <summary>Counts steps (rows looked at) and ends the execution when they pass the limit.</summary>
    public void Step(long rows)
    {
        if (Interlocked.Add(ref _steps, rows) > Options.MaxSteps)
            throw new LimitExceededException("steps", $"The query needs more than {Options.MaxSteps:N0} steps.");
        Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Charges memory that stays in use; ends the execution when the budget is used up.</summary>
    public void Charge(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) > Options.MaxBytes)
            throw new LimitExceededException("bytes", $"The query needs more than {Options.MaxBytes:N0} bytes of memory.");
    }

    /// <summary>Ends the execution when memory that is in use for a moment does not fit into what is left of the budget; looks for cancellation too.</summary>
    public void CheckSize(long bytes)
    {
        if (Interlocked.Read(ref _bytes) + bytes > Options.MaxBytes)
            throw new LimitExceededException("bytes", $"The query needs more than {Options.MaxBytes:N0} bytes of memory.");
        Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Gives charged memory back.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _bytes, -bytes);

    /// <summary>The next number of a fixed sequence, for <c>rand()</c> and the like: results are the same in every run.</summary>
    public ulong NextRandom()
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        return _random * 0x9E3779B97F4A7C15;
    }
}
