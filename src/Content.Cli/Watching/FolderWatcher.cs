namespace Content.Cli.Watching;

/// <summary>Waits until files in folders may have changed. Where the system cannot watch (or runs out of watches), it looks at intervals instead.</summary>
internal sealed class FolderWatcher : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Lock _lock = new();
    private bool _isDisposed;
    private volatile bool _looks;

    /// <summary>Watches folders.</summary>
    /// <param name="folders">Full paths, each with whether what lies below it counts too.</param>
    public FolderWatcher(IEnumerable<(string Path, bool Below)> folders)
    {
        foreach (var (path, below) in folders)
        {
            try
            {
                var watcher = new FileSystemWatcher(path) { IncludeSubdirectories = below, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
                watcher.Changed += Notice;
                watcher.Created += Notice;
                watcher.Deleted += Notice;
                watcher.Renamed += Notice;
                watcher.Error += (_, _) =>
                {
                    _looks = true;
                    Signal();
                };
                watcher.EnableRaisingEvents = true;
                _watchers.Add(watcher);
            }
            catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                _looks = true;
            }
        }
    }

    /// <summary>Waits for a sign of a change, then until it is quiet: editors write in several steps.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Wait(CancellationToken cancellationToken)
    {
        _signal.Wait(_looks ? LookInterval : Timeout.InfiniteTimeSpan, cancellationToken);
        var end = Environment.TickCount64 + (long)LongestWait.TotalMilliseconds;
        while (_signal.Wait(Quiet, cancellationToken) && Environment.TickCount64 < end)
        {
        }
    }

    /// <summary>Waits for a sign of another change, but not long.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void WaitForMore(CancellationToken cancellationToken) => _signal.Wait(LongestWait, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watcher in _watchers)
            watcher.Dispose();
        lock (_lock)
        {
            _isDisposed = true;
            _signal.Dispose();
        }
    }

    private void Notice(object sender, FileSystemEventArgs e) => Signal();

    // A watcher may still report while it is taken down.
    private void Signal()
    {
        lock (_lock)
        {
            if (!_isDisposed)
                _signal.Release();
        }
    }
}
