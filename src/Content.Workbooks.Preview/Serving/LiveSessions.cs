using System.Collections.Concurrent;

namespace Content.Workbooks.Preview.Serving;

/// <summary>Hands the session that made the first page over to the connection that keeps it alive: nothing is evaluated twice.</summary>
internal sealed class LiveSessions(IPreviewSource source)
{
    // Pages that nobody connects to, such as those of a crawler, must not pile up.
    private const int MaximumWaiting = 16;

    private readonly ConcurrentDictionary<string, LiveSession> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>Opens a workbook for a page.</summary>
    public async Task<LiveSession> OpenAsync(string name, string ticket, CancellationToken cancellationToken)
    {
        var session = new LiveSession(source, name);
        await session.OpenAsync(cancellationToken).ConfigureAwait(false);
        _waiting[ticket] = session;
        _order.Enqueue(ticket);
        while (_order.Count > MaximumWaiting && _order.TryDequeue(out var oldest))
            _waiting.TryRemove(oldest, out _);

        return session;
    }

    /// <summary>The session of a page, or a new one when it is gone.</summary>
    public async Task<LiveSession> TakeAsync(string name, string ticket, CancellationToken cancellationToken)
    {
        if (_waiting.TryRemove(ticket, out var session))
            return session;
        session = new LiveSession(source, name);
        await session.OpenAsync(cancellationToken).ConfigureAwait(false);
        return session;
    }
}
