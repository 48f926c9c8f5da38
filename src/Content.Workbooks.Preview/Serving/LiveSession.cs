using System.Diagnostics.CodeAnalysis;

namespace Content.Workbooks.Preview.Serving;

/// <summary>A workbook in one browser window. What the person chose outlives the saving of a file.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A window may be closed while it is evaluated; a semaphore without a wait handle has nothing to free.")]
internal sealed class LiveSession(IPreviewSource source, string name)
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<(string Item, string Name), ParameterValue?> _chosen = [];
    private readonly Dictionary<string, int> _followed = new(StringComparer.Ordinal);

    /// <summary>The workbook; null when there is none.</summary>
    public PreviewOpening? Opening { get; private set; }

    /// <summary>What it shows.</summary>
    public ImmutableArray<EvaluatedItem> Items { get; private set; } = [];

    /// <summary>Opens it, or opens it again with what was chosen.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => RunAsync(async () =>
    {
        Opening = await source.OpenAsync(name, cancellationToken).ConfigureAwait(false);
        if (Opening?.Session is { } session)
        {
            foreach (var ((item, parameter), value) in _chosen)
            {
                if (item.Length == 0)
                    session.SetParameter(parameter, value);
                else
                    session.SetParameter(item, parameter, value);
            }

            foreach (var (item, position) in _followed)
                session.FollowLink(item, position);
        }
    }, cancellationToken);

    /// <summary>Does something to the session and evaluates it.</summary>
    public Task ChangeAsync(Action<IWorkbookSession> action, CancellationToken cancellationToken) => RunAsync(() =>
    {
        if (Opening?.Session is { } session)
            action(new Recorder(session, _chosen, _followed));
        return Task.CompletedTask;
    }, cancellationToken);

    // One after the other, and beside the thread that draws.
    private async Task RunAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(async () =>
            {
                await action().ConfigureAwait(false);
                Items = Opening?.Session is { } session ? await session.EvaluateAsync(cancellationToken).ConfigureAwait(false) : [];
            }, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private sealed class Recorder(IWorkbookSession session, Dictionary<(string Item, string Name), ParameterValue?> chosen, Dictionary<string, int> followed) : IWorkbookSession
    {
        public ImmutableArray<EvaluatedItem> Items => session.Items;

        public Task<ImmutableArray<EvaluatedItem>> EvaluateAsync(CancellationToken cancellationToken) => session.EvaluateAsync(cancellationToken);

        public void SetParameter(string name, ParameterValue? value)
        {
            chosen[("", name)] = value;
            session.SetParameter(name, value);
        }

        public void SetParameter(string itemId, string name, ParameterValue? value)
        {
            chosen[(itemId, name)] = value;
            session.SetParameter(itemId, name, value);
        }

        public void FollowLink(string itemId, int position)
        {
            followed[itemId] = position;
            session.FollowLink(itemId, position);
        }

        public void Select(string itemId, ImmutableArray<int> rows) => session.Select(itemId, rows);

        public void Brush(string itemId, TimeRangeValue? range) => session.Brush(itemId, range);

        public void Toggle(string itemId) => session.Toggle(itemId);
    }
}
