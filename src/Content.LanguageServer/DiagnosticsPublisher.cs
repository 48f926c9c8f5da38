using System.Collections.Immutable;
using Content.Analysis;
using Content.Diagnostics;
using Content.Model;

namespace Content.LanguageServer;

/// <summary>
/// Validates the newest state of a repository beside the requests. A state that is older than one that came after is given up; states
/// that follow each other closely are validated once.
/// </summary>
internal sealed class DiagnosticsPublisher : IAsyncDisposable
{
    private readonly TimeSpan _delay;
    private readonly Func<ValidationResult, IReadOnlyDictionary<string, ImmutableArray<Diagnostic>>, Task> _publish;
    private readonly Lock _lock = new();
    private readonly DateOnly _today;
    private readonly Dictionary<string, ImmutableArray<Diagnostic>> _published = new(StringComparer.Ordinal);
    private CancellationTokenSource _newest = new();
    private Task _running = Task.CompletedTask;
    private ValidationResult? _last;

    /// <param name="delay">How long nothing must have changed before validating.</param>
    /// <param name="today">The day against which ends of suppressions are held.</param>
    /// <param name="publish">Told what was found, and of each file whose findings are other than before what they are now.</param>
    public DiagnosticsPublisher(TimeSpan delay, DateOnly today, Func<ValidationResult, IReadOnlyDictionary<string, ImmutableArray<Diagnostic>>, Task> publish)
    {
        _delay = delay;
        _today = today;
        _publish = publish;
    }

    /// <summary>A repository to validate in place of what was given before.</summary>
    public void Validate(ContentRepository repository)
    {
        lock (_lock)
        {
            _newest.Cancel();
            _newest.Dispose();
            _newest = new CancellationTokenSource();
            _running = RunAsync(_running, repository, _newest.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_lock)
        {
            _newest.Cancel();
            running = _running;
        }

        await running.ConfigureAwait(false);
        _newest.Dispose();
    }

    private async Task RunAsync(Task before, ContentRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(_delay, cancellationToken).ConfigureAwait(false);
            await before.ConfigureAwait(false);
            var result = await Task.Run(
                () => _last is null ? ContentValidator.Validate(repository, today: _today, cancellationToken: cancellationToken) : ContentValidator.Revalidate(repository, _last, _today, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            _last = result;
            await _publish(result, Changes(result)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer state is on its way. What ran before still has to end before that one may start.
            await before.ConfigureAwait(false);
        }
    }

    private Dictionary<string, ImmutableArray<Diagnostic>> Changes(ValidationResult result)
    {
        var now = result.Diagnostics.Where(diagnostic => diagnostic.Path is not null).GroupBy(diagnostic => diagnostic.Path!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
        var changes = new Dictionary<string, ImmutableArray<Diagnostic>>(StringComparer.Ordinal);
        foreach (var (path, found) in now)
        {
            if (!_published.TryGetValue(path, out var before) || !found.SequenceEqual(before, SameDiagnostic.Instance))
                changes.Add(path, found);
        }

        foreach (var path in _published.Keys.Where(path => !now.ContainsKey(path)))
            changes.Add(path, []);
        _published.Clear();
        foreach (var (path, found) in now)
            _published.Add(path, found);
        return changes;
    }

    // The text decides too: the same offset is another line when something was typed before it.
    private sealed class SameDiagnostic : IEqualityComparer<Diagnostic>
    {
        public static readonly SameDiagnostic Instance = new();

        public bool Equals(Diagnostic? x, Diagnostic? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && ReferenceEquals(x.Source, y.Source) && x.Code == y.Code && x.Span == y.Span && x.Severity == y.Severity && x.Message == y.Message);

        public int GetHashCode(Diagnostic obj) => HashCode.Combine(obj.Code, obj.Span, obj.Message);
    }
}
