using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Content.Azure.Arm;

/// <summary>
/// Paces requests by the token buckets of the resource manager (Azure documentation, "Understand how Azure Resource Manager throttles
/// requests"): 250 reads filled up by 25 a second, 200 writes and 200 deletes by 10. A service on this machine is paced once it says
/// that it counts.
/// </summary>
internal sealed class ThrottlePolicy : HttpPipelinePolicy
{
    private const string HeaderStart = "x-ms-ratelimit-remaining-subscription-";

    private readonly RequestAllowance _reads;
    private readonly RequestAllowance _writes;
    private readonly RequestAllowance _deletes;
    private readonly TimeProvider _time;
    private volatile bool _isPaced;

    /// <summary>Creates the policy.</summary>
    public ThrottlePolicy(ArmClientSettings settings, bool isLocal)
    {
        _isPaced = !isLocal;
        _time = settings.Time;
        _reads = new RequestAllowance(settings.ReadCapacity, settings.ReadsPerSecond, settings.Time);
        _writes = new RequestAllowance(settings.WriteCapacity, settings.WritesPerSecond, settings.Time);
        _deletes = new RequestAllowance(settings.WriteCapacity, settings.WritesPerSecond, settings.Time);
    }

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Requests are sent asynchronously.");

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var method = message.Request.Method;
        var (allowance, header) = method == RequestMethod.Get ? (_reads, HeaderStart + "reads") : method == RequestMethod.Delete ? (_deletes, HeaderStart + "deletes") : (_writes, HeaderStart + "writes");
        // Taken whether it is waited for or not: what was sent before the service said that it counts, was counted.
        var wait = allowance.Take();
        int? remaining = null;
        try
        {
            if (_isPaced && wait > TimeSpan.Zero)
                await Task.Delay(wait, _time, message.CancellationToken).ConfigureAwait(false);
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
            if (message.HasResponse && message.Response.Headers.TryGetValue(header, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var left))
            {
                remaining = left;
                _isPaced = true;
            }
        }
        finally
        {
            allowance.Answered(remaining);
        }

        if (message.HasResponse && message.Response.Status == ArmRetryPolicy.TooManyRequests && _isPaced && message.Response.Headers.TryGetValue("Retry-After", out var value) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            allowance.Refused(TimeSpan.FromSeconds(seconds));
    }
}
