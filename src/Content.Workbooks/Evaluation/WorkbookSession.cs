using System.Collections.Immutable;

namespace Content.Workbooks.Evaluation;

/// <summary>
/// Evaluates a workbook as Azure Monitor's viewer does (Application Insights Workbooks documentation): steps from the top down, each with the
/// parameters above it, hidden ones not at all. Safe for use from several threads; evaluations follow each other.
/// </summary>
public sealed class WorkbookSession : IWorkbookSession, IDisposable
{
    // Global parameters may be used above their declaration: steps are looked at again until none of them changes. A circle never ends.
    private const int PassLimit = 5;

    private readonly WorkbookDocument _document;
    private readonly IWorkbookData _data;
    private readonly WorkbookScopes _scopes;
    private readonly QueryCache _cache;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private SessionChoices _choices = SessionChoices.None;
    private ImmutableDictionary<string, ParameterState> _globals = ImmutableDictionary.Create<string, ParameterState>(StringComparer.Ordinal);
    private ImmutableArray<EvaluatedItem> _items = [];

    /// <summary>Opens a workbook; nothing is evaluated yet.</summary>
    /// <param name="document">The workbook.</param>
    /// <param name="data">Where it gets its rows.</param>
    /// <param name="cache">What other sessions of the same document and data asked; null for a session of its own.</param>
    public WorkbookSession(WorkbookDocument document, IWorkbookData data, QueryCache? cache = null)
    {
        _cache = cache ?? new QueryCache();
        _document = document;
        _data = data;
        _scopes = new WorkbookScopes(document);
    }

    /// <inheritdoc/>
    public ImmutableArray<EvaluatedItem> Items
    {
        get
        {
            lock (_lock)
                return _items;
        }
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<EvaluatedItem>> EvaluateAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            SessionChoices choices;
            lock (_lock)
                choices = _choices;
            ImmutableArray<EvaluatedItem> items = [];
            for (var pass = 0; pass < PassLimit; pass++)
            {
                var evaluation = new WorkbookEvaluation(_document, _scopes, _data, _cache, choices, cancellationToken);
                (items, var globals) = await evaluation.RunAsync(_globals).ConfigureAwait(false);
                if (AreSame(_globals, globals))
                    break;
                _globals = globals;
            }

            _cache.Trim();
            lock (_lock)
                _items = items;
            return items;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void SetParameter(string name, ParameterValue? value) => Change(choices => choices with
    {
        Values = choices.Values.SetItem(("", name), value).RemoveRange(choices.Values.Keys.Where(key => key.Name == name && key.Item.Length > 0)),
    });

    /// <inheritdoc/>
    public void SetParameter(string itemId, string name, ParameterValue? value) => Change(choices => choices with { Values = choices.Values.SetItem((itemId, name), value) });

    /// <inheritdoc/>
    public void Select(string itemId, ImmutableArray<int> rows)
    {
        // A selection is of the rows that were seen: when the item has others, it is over.
        var table = Find<EvaluatedQuery>(Items, itemId)?.Table;
        Change(choices => choices with { Selections = rows.IsDefaultOrEmpty || table is null ? choices.Selections.Remove(itemId) : choices.Selections.SetItem(itemId, new RowSelection(table, rows)) });
    }

    /// <inheritdoc/>
    public void Brush(string itemId, TimeRangeValue? range) => Change(choices => choices with { Brushes = range is null ? choices.Brushes.Remove(itemId) : choices.Brushes.SetItem(itemId, range) });

    /// <inheritdoc/>
    public void FollowLink(string itemId, int position) => Change(choices => choices with { Links = choices.Links.Remove(itemId).Add(itemId, position), LastLinks = choices.LastLinks.Remove(itemId).Add(itemId) });

    /// <inheritdoc/>
    public void Toggle(string itemId) => Change(choices => choices with { Toggles = choices.Toggles.SetItem(itemId, choices.Toggles.GetValueOrDefault(itemId) + 1) });

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void Change(Func<SessionChoices, SessionChoices> change)
    {
        lock (_lock)
            _choices = change(_choices);
    }

    private static T? Find<T>(ImmutableArray<EvaluatedItem> items, string id) where T : EvaluatedItem
    {
        foreach (var item in items)
        {
            if (item.Id == id)
                return item as T;
            if (item is EvaluatedGroup group && id.StartsWith(group.Id + ".", StringComparison.Ordinal))
                return Find<T>(group.Items, id);
        }

        return null;
    }

    private bool AreSame(ImmutableDictionary<string, ParameterState> before, ImmutableDictionary<string, ParameterState> after) =>
        before.Count == after.Count && after.All(pair => before.TryGetValue(pair.Key, out var state) && Equals(state.Value, pair.Value.Value)
            && state.Text(null, inQuery: true, _data.Now) == pair.Value.Text(null, inQuery: true, _data.Now) && state.Text("label", inQuery: false, _data.Now) == pair.Value.Text("label", inQuery: false, _data.Now));
}

/// <summary>Rows that somebody selected.</summary>
/// <param name="Table">Of what.</param>
/// <param name="Rows">Which, by position.</param>
internal sealed record RowSelection(WorkbookTable Table, ImmutableArray<int> Rows);

/// <summary>What somebody chose in a workbook. Immutable.</summary>
internal sealed record SessionChoices
{
    public static SessionChoices None { get; } = new();

    /// <summary>Values of parameters by the item that declares them, or by an empty text for all of the name.</summary>
    public ImmutableDictionary<(string Item, string Name), ParameterValue?> Values { get; init; } = ImmutableDictionary<(string, string), ParameterValue?>.Empty;
    public ImmutableDictionary<string, RowSelection> Selections { get; init; } = ImmutableDictionary.Create<string, RowSelection>(StringComparer.Ordinal);
    public ImmutableDictionary<string, TimeRangeValue> Brushes { get; init; } = ImmutableDictionary.Create<string, TimeRangeValue>(StringComparer.Ordinal);
    /// <summary>The link that was followed last, of each item with links.</summary>
    public ImmutableDictionary<string, int> Links { get; init; } = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);
    /// <summary>Items whose links were followed, the latest at the end.</summary>
    public ImmutableList<string> LastLinks { get; init; } = [];
    /// <summary>How often groups were loaded, folded and unfolded.</summary>
    public ImmutableDictionary<string, int> Toggles { get; init; } = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Whether somebody set a parameter, and to what.</summary>
    public bool TryGet(string itemId, string name, out ParameterValue? value) => Values.TryGetValue((itemId, name), out value) || Values.TryGetValue(("", name), out value);
}
