using System.Collections.Concurrent;
using System.Collections.Immutable;
using Content.Model.Json;
using Content.Workbooks.Parameters;

namespace Content.Workbooks.Evaluation;

/// <summary>What a question gave.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Text">The query with the values of parameters in it.</param>
/// <param name="WaitsFor">The required parameter without a value that kept it from running; null when it ran.</param>
internal sealed record StepAnswer(WorkbookRows Rows, string Text, string? WaitsFor)
{
    public static StepAnswer Waiting(string parameter) => new(new WorkbookRows(WorkbookTable.Empty, null, false), "", parameter);

    /// <summary>What stands in the place of rows; null with rows.</summary>
    public (string? Message, MessageKind Kind) MessageFor(JsonElementNode content, Surroundings at)
    {
        if (WaitsFor is not null)
            return ($"This waits for a value of the parameter '{WaitsFor}'.", MessageKind.Waiting);
        if (Rows.Error is not null)
            return (Rows.Error, Rows.IsUnsupported ? MessageKind.Unsupported : MessageKind.Error);
        if (Rows.Table.Rows.Count > 0)
            return (null, MessageKind.None);
        var message = content.TextOf("noDataMessage") is { Length: > 0 } own ? at.Text(own, inQuery: false) : "The query returned no results.";
        return (message, content.NumberOf("noDataMessageStyle") switch { 3 => MessageKind.Success, 4 => MessageKind.Information, 2 or 5 => MessageKind.Warning, _ => MessageKind.NoData });
    }
}

/// <summary>Gets the rows of steps and parameters from wherever they come.</summary>
internal sealed class StepRows(WorkbookDocument document, WorkbookScopes scopes, IWorkbookData data, QueryCache cache, CancellationToken cancellationToken)
{
    private readonly ConcurrentDictionary<string, Surroundings> _visited = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<string, (string Id, WorkbookItem Item)>> _steps = new(() => Steps(document.Items, "").ToLookup(step => step.Item.Name, StringComparer.Ordinal));

    /// <summary>Remembers the parameters at a step, for merges that need its rows.</summary>
    public void Visited(string id, Surroundings at) => _visited[id] = at;

    /// <summary>The rows of an item.</summary>
    public Task<StepAnswer> AskAsync(WorkbookItem item, JsonElementNode content, int type, string id, Surroundings at) => AskAsync(content, item.Name, type, id, at, ImmutableHashSet<string>.Empty);

    /// <summary>The rows of the query of a parameter.</summary>
    public Task<StepAnswer> AskAsync(WorkbookParameter parameter, string id, Surroundings at) =>
        AskAsync(parameter.Node, parameter.Name, parameter.Node.NumberOf("queryType") ?? WorkbookQueryTypes.Logs, id, at, ImmutableHashSet<string>.Empty);

    /// <summary>A recorded list for a picker that has no query of its own; null when there is none.</summary>
    public WorkbookTable? Recorded(string owner) => data.Recorded(owner, WorkbookQueryTypes.ResourceGraph, "");

    /// <summary>Resource id of the workspace that the rows are of; null when they are of none.</summary>
    public string? WorkspaceId => data.WorkspaceId;

    /// <summary>The required parameter that a text refers to and that has no value; null when there is none.</summary>
    public string? WaitsFor(string text, Surroundings at)
    {
        foreach (var reference in ParameterReference.Find(text))
        {
            if (IsMissing(reference.Name, at))
                return reference.Name;
        }

        return null;
    }

    private bool IsMissing(string name, Surroundings at) => at.Names.Contains(name) && at.Find(name) is var state && state is not { IsEmpty: false } && (state?.IsRequired ?? scopes.Required.Contains(name));

    private async Task<StepAnswer> AskAsync(JsonElementNode content, string owner, int type, string id, Surroundings at, ImmutableHashSet<string> asking)
    {
        var written = content["query"] is { Text: { } query } ? query : "";
        if (WaitsFor(written, at) is { } missing)
            return StepAnswer.Waiting(missing);
        if (content.TextOf("timeContextFromParameter") is { Length: > 0 } time && IsMissing(time, at))
            return StepAnswer.Waiting(time);
        switch (type)
        {
            case WorkbookQueryTypes.Logs:
            {
                var text = at.Text(written, inQuery: true);
                if (string.IsNullOrWhiteSpace(text))
                    return Failed(text, "The query is empty.");
                var range = at.RangeOf(content);
                return new StepAnswer(await cache.GetAsync(new QueryKey(type, "", text, range), () => data.QueryLogsAsync(text, range, cancellationToken), cancellationToken).ConfigureAwait(false), text, null);
            }

            case WorkbookQueryTypes.Merge:
                return await MergeAsync(content, written, id, at, asking).ConfigureAwait(false);
            case WorkbookQueryTypes.Json:
            {
                var text = at.Text(written, inQuery: false);
                return new StepAnswer(await cache.GetAsync(new QueryKey(type, "", text, null), () =>
                {
                    var table = JsonSource.Read(text, out var error);
                    return Task.FromResult(new WorkbookRows(table, error, false));
                }, cancellationToken).ConfigureAwait(false), text, null);
            }

            default:
            {
                var text = at.Text(written, inQuery: type == WorkbookQueryTypes.ResourceGraph);
                return new StepAnswer(await cache.GetAsync(new QueryKey(type, owner, text, null), () => Task.FromResult(data.Recorded(owner, type, text) is { } recorded
                    ? new WorkbookRows(recorded, null, false)
                    : new WorkbookRows(WorkbookTable.Empty, $"Not supported offline: {WorkbookQueryTypes.NameOf(type)}. No response was recorded.", true)), cancellationToken).ConfigureAwait(false), text, null);
            }
        }
    }

    private async Task<StepAnswer> MergeAsync(JsonElementNode content, string written, string id, Surroundings at, ImmutableHashSet<string> asking)
    {
        if (content["query"] is not { } node || Merging.Read(node) is not { } merging)
            return Failed(written, "The merge is no JSON with a list of merges.");
        if (asking.Contains(id))
            return Failed(written, "The merge needs its own rows.");
        var tables = new Dictionary<string, WorkbookTable>(StringComparer.Ordinal);
        foreach (var name in merging.Steps)
        {
            if (Nearest(name, id) is not { } step || step.Item.Content is not { } source)
                continue;
            // A step that only serves merges is hidden as a rule: it runs for them all the same.
            var answer = await AskAsync(source, step.Item.Name, source.NumberOf("queryType") ?? WorkbookQueryTypes.Logs, step.Id, _visited.GetValueOrDefault(step.Id) ?? at, asking.Add(id)).ConfigureAwait(false);
            if (answer.WaitsFor is not null)
                return answer;
            if (answer.Rows.Error is not null)
                return answer with { Rows = answer.Rows with { Error = $"Step '{name}': {answer.Rows.Error}" } };
            tables[name] = answer.Rows.Table;
        }

        var key = new QueryKey(WorkbookQueryTypes.Merge, id, at.Text(written, inQuery: false), null) { Sources = [.. tables.Values] };
        return new StepAnswer(await cache.GetAsync(key, () =>
        {
            var table = merging.Evaluate(tables, text => at.Text(text, inQuery: false), at.Plain, out var error);
            return Task.FromResult(new WorkbookRows(table, error, false));
        }, cancellationToken).ConfigureAwait(false), key.Text, null);
    }

    private static StepAnswer Failed(string text, string error) => new(new WorkbookRows(WorkbookTable.Empty, error, false), text, null);

    // Of several steps of a name, the one in the nearest group.
    private (string Id, WorkbookItem Item)? Nearest(string name, string id)
    {
        (string Id, WorkbookItem Item)? best = null;
        var most = -1;
        foreach (var step in _steps.Value[name])
        {
            var common = step.Id.Split('.').Zip(id.Split('.')).TakeWhile(pair => pair.First == pair.Second).Count();
            if (step.Id != id && common > most)
                (best, most) = (step, common);
        }

        return best;
    }

    private static IEnumerable<(string Id, WorkbookItem Item)> Steps(ImmutableArray<WorkbookItem> items, string prefix)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Type == WorkbookItemType.Query)
                yield return ($"{prefix}{i}", items[i]);
            foreach (var inner in Steps(items[i].Items, $"{prefix}{i}."))
                yield return inner;
        }
    }
}
