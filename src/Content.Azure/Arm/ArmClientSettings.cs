namespace Content.Azure.Arm;

/// <summary>Patience of the client.</summary>
public sealed record ArmClientSettings
{
    /// <summary>Tries after the first one when a request fails on the server or gets no answer.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>Tries after the first one when the service asks for patience: many resources share one allowance of requests.</summary>
    public int MaxThrottledRetries { get; init; } = 30;

    /// <summary>Pause before the first of them; it doubles. A longer <c>Retry-After</c> of the service wins.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause of our own between two tries.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for one answer.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Pause between two looks at a long-running operation when the service names none.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Reads that the resource manager grants at once.</summary>
    public int ReadCapacity { get; init; } = 250;

    /// <summary>Reads that it grants a second beyond that.</summary>
    public double ReadsPerSecond { get; init; } = 25;

    /// <summary>Writes, and as many deletes, that it grants at once.</summary>
    public int WriteCapacity { get; init; } = 200;

    /// <summary>Writes, and as many deletes, that it grants a second beyond that.</summary>
    public double WritesPerSecond { get; init; } = 10;

    /// <summary>The clock that requests are paced by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Looks at a long-running operation before it is given up.</summary>
    public int MaxPolls { get; init; } = 450;
}
