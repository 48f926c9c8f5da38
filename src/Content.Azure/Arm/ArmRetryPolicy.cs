using Azure.Core;
using Azure.Core.Pipeline;

namespace Content.Azure.Arm;

/// <summary>Tries again what may pass, with growing pauses or as long as <c>Retry-After</c> says; longer where the service asks for it than where it fails.</summary>
internal sealed class ArmRetryPolicy(ArmClientSettings settings)
    : RetryPolicy(Math.Max(settings.MaxRetries, settings.MaxThrottledRetries), DelayStrategy.CreateExponentialDelayStrategy(settings.RetryDelay, settings.MaxRetryDelay))
{
    /// <summary>Status of a request that has to wait.</summary>
    public const int TooManyRequests = 429;

    // Where nothing ever answered, the address is wrong or the network away: patience does not help the person who waits.
    private const int RetriesWithoutAnyAnswer = 2;

    private volatile bool _hasAnswered;

    /// <inheritdoc/>
    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => IsWithinLimit(message) && base.ShouldRetry(message, exception);

    /// <inheritdoc/>
    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsWithinLimit(message) ? base.ShouldRetryAsync(message, exception) : ValueTask.FromResult(false);

    /// <inheritdoc/>
    protected override void OnRequestSent(HttpMessage message) => _hasAnswered |= message.HasResponse;

    /// <inheritdoc/>
    protected override ValueTask OnRequestSentAsync(HttpMessage message)
    {
        OnRequestSent(message);
        return ValueTask.CompletedTask;
    }

    private bool IsWithinLimit(HttpMessage message)
    {
        var limit = message.HasResponse && message.Response.Status == TooManyRequests ? settings.MaxThrottledRetries
            : _hasAnswered ? settings.MaxRetries : Math.Min(RetriesWithoutAnyAnswer, settings.MaxRetries);
        return message.ProcessingContext.RetryNumber < limit;
    }
}
