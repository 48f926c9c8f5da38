namespace Content.Azure.Arm;

/// <summary>
/// A token bucket of requests, kept as the resource manager keeps its own per subscription and principal: it holds so many and fills up at
/// a steady rate. Requests that find it empty wait in line, so the service has no reason to refuse one.
/// </summary>
/// <param name="capacity">Requests that it holds when it is full.</param>
/// <param name="perSecond">Requests that it gains a second.</param>
/// <param name="time">Its clock.</param>
internal sealed class RequestAllowance(int capacity, double perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _left = capacity;
    private long _at = time.GetTimestamp();

    /// <summary>Takes a request from the bucket.</summary>
    /// <returns>How long to wait before it is sent.</returns>
    public TimeSpan Take()
    {
        lock (_lock)
        {
            Fill();
            // Below zero stands what is promised to those who wait.
            return --_left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_left / perSecond);
        }
    }

    /// <summary>Learns what the service says is left: others may use the same allowance.</summary>
    public void Observe(int remaining)
    {
        lock (_lock)
        {
            Fill();
            _left = Math.Min(_left, remaining);
        }
    }

    /// <summary>Learns that the service refused a request: nothing goes out before the time is over.</summary>
    public void Refused(TimeSpan wait)
    {
        lock (_lock)
        {
            Fill();
            _left = Math.Min(_left, -wait.TotalSeconds * perSecond);
        }
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(capacity, _left + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
    }
}
