using System.Diagnostics.CodeAnalysis;
using Content.Azure.Arm;

namespace Content.Azure.Query;

/// <summary>Lets through as many queries at a time, and as many in a while, as a service grants; the others wait in line.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle has nothing to free.")]
internal sealed class QueryGate
{
    private readonly SemaphoreSlim _places;
    private readonly RequestAllowance? _allowance;

    /// <param name="concurrent">Queries at a time.</param>
    /// <param name="allowance">Queries in a while; null for no limit.</param>
    public QueryGate(int concurrent, RequestAllowance? allowance)
    {
        _places = new SemaphoreSlim(concurrent, concurrent);
        _allowance = allowance;
    }

    /// <summary>Runs something when there is a place.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_allowance is null)
                return await action().ConfigureAwait(false);
            var wait = _allowance.Take();
            try
            {
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
                return await action().ConfigureAwait(false);
            }
            finally
            {
                _allowance.Answered(null);
            }
        }
        finally
        {
            _places.Release();
        }
    }
}
