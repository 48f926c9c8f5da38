using System.Globalization;

namespace Content.Azure.Stub.Service;

/// <summary>The token buckets of the resource manager for one subscription and principal. Not thread-safe: the service asks it one by one.</summary>
public sealed class Throttling
{
    private readonly Bucket _reads;
    private readonly Bucket _writes;
    private readonly Bucket _deletes;

    /// <summary>Creates the buckets, full.</summary>
    /// <param name="readCapacity">Reads that are granted at once.</param>
    /// <param name="readsPerSecond">Reads that are granted a second beyond that.</param>
    /// <param name="writeCapacity">Writes, and as many deletes, that are granted at once.</param>
    /// <param name="writesPerSecond">Writes, and as many deletes, that are granted a second beyond that.</param>
    public Throttling(int readCapacity = 250, double readsPerSecond = 25, int writeCapacity = 200, double writesPerSecond = 10)
    {
        _reads = new Bucket("reads", readCapacity, readsPerSecond);
        _writes = new Bucket("writes", writeCapacity, writesPerSecond);
        _deletes = new Bucket("deletes", writeCapacity, writesPerSecond);
    }

    /// <summary>Requests that were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Whether a refusal says when to come back.</summary>
    public bool HasRetryAfter { get; init; } = true;

    /// <summary>Whether answers say what is left.</summary>
    public bool TellsRemaining { get; init; } = true;

    /// <summary>Counts a request.</summary>
    /// <returns>The refusal, null when there is none, and the header that says what is left.</returns>
    internal (StubResponse? Refusal, (string? Name, string Left) Header) Take(StubRequest request)
    {
        var bucket = request.Method switch { "GET" => _reads, "DELETE" => _deletes, _ => _writes };
        var wait = bucket.Take();
        var header = TellsRemaining ? ("x-ms-ratelimit-remaining-subscription-" + bucket.Name, bucket.Left.ToString(CultureInfo.InvariantCulture)) : default((string?, string));
        if (wait is null)
            return (null, header);
        Refused++;
        var refusal = StubResponse.Error(429, "TooManyRequests", "The request is being throttled as the limit has been reached for operation type - " + bucket.Name + ".");
        return (HasRetryAfter ? refusal.With("Retry-After", Math.Ceiling(wait.Value.TotalSeconds).ToString(CultureInfo.InvariantCulture)) : refusal, header);
    }

    private sealed class Bucket(string name, int capacity, double perSecond)
    {
        private double _tokens = capacity;
        private long _at = TimeProvider.System.GetTimestamp();

        public string Name => name;

        public int Left => (int)_tokens;

        public TimeSpan? Take()
        {
            var now = TimeProvider.System.GetTimestamp();
            _tokens = Math.Min(capacity, _tokens + (TimeProvider.System.GetElapsedTime(_at, now).TotalSeconds * perSecond));
            _at = now;
            if (_tokens < 1)
                return TimeSpan.FromSeconds((1 - _tokens) / perSecond);
            _tokens--;
            return null;
        }
    }
}
