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
    private int _unanswered;

    /// <summary>Takes a request from the bucket; <see cref="Answered"/> has to follow.</summary>
    /// <returns>How long to wait before it is sent.</returns>
    public TimeSpan Take()
    {
        lock (_lock)
        {
            Fill();
            _unanswered++;
            // Below zero stands what is promised to those who wait.
            return --_left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_left / perSecond);
        }
    }

    /// <summary>Learns that a request is over, and what the service says is left: others may use the same allowance.</summary>
    /// <param name="remaining">What is left; null when the service did not say.</param>
    public void Answered(int? remaining)
    {
        lock (_lock)
        {
            Fill();
            _unanswered--;
            // The service may not have counted those that are still on their way.
            if (remaining is { } left)
                _left = Math.Min(_left, left - _unanswered);
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
