using System.Collections.Immutable;
using System.Text.Json;
using Content.Model.Json;
using Content.Workbooks.Evaluation;

namespace Content.Workbooks.Tests;

/// <summary>Looks at each item of a workbook under choices that show it: opens tabs, sets parameters, selects rows.</summary>
internal sealed class WorkbookExplorer(WorkbookDocument document, IWorkbookData data)
{
    private const int Rounds = 8;

    private readonly QueryCache _cache = new();
    private readonly Dictionary<string, EvaluatedItem> _best = new(StringComparer.Ordinal);
    private readonly List<(string Id, WorkbookItem Item, ImmutableArray<WorkbookItem> Around)> _all = [];

    /// <summary>The best that was seen of each item by its id; hidden ones were never shown.</summary>
    public async Task<IReadOnlyDictionary<string, EvaluatedItem>> ExploreAsync(CancellationToken cancellationToken)
    {
        Add(document.Items, "", []);
        using (var session = new WorkbookSession(document, data, _cache))
            See(await session.EvaluateAsync(cancellationToken));
        foreach (var (id, item, around) in _all)
        {
            if (Rank(_best.GetValueOrDefault(id)) < 3)
                await ShowAsync(id, [.. around, item], cancellationToken);
        }

        return _best;
    }

    /// <summary>0 hidden, 1 waiting, 2 nothing to show, 3 shown.</summary>
    public static int Rank(EvaluatedItem? item) => item switch
    {
        null or { IsVisible: false } => 0,
        UnsupportedItem => 2,
        EvaluatedQuery { MessageKind: MessageKind.Waiting } => 1,
        EvaluatedQuery query => query.MessageKind == MessageKind.None ? 3 : 2,
        EvaluatedGroup { LoadButton: not null } => 1,
        _ => 3,
    };

    private async Task ShowAsync(string id, ImmutableArray<WorkbookItem> path, CancellationToken cancellationToken)
    {
        using var session = new WorkbookSession(document, data, _cache);
        var items = await session.EvaluateAsync(cancellationToken);
        for (var round = 0; round < Rounds; round++)
        {
            var changed = false;
            foreach (var (name, isEqual, value) in path.SelectMany(Conditions))
                changed |= Satisfy(session, items, name, isEqual, value);
            foreach (var group in items.Flat().OfType<EvaluatedGroup>().Where(group => group.LoadButton is not null && (id == group.Id || id.StartsWith(group.Id + ".", StringComparison.Ordinal))))
            {
                session.Toggle(group.Id);
                changed = true;
            }

            if (items.Flat().FirstOrDefault(item => item.Id == id) is EvaluatedQuery { MessageKind: MessageKind.Waiting, Message: { } message })
                changed |= Satisfy(session, items, message.Split('\'')[1], false, "");
            // Without rows: with one of each list that the query uses, perhaps.
            if (items.Flat().FirstOrDefault(item => item.Id == id) is EvaluatedQuery { IsVisible: true, MessageKind: MessageKind.NoData or MessageKind.Success or MessageKind.Information } && round == 0)
            {
                foreach (var reference in Parameters.ParameterReference.Find(path[^1].Content?.TextOf("query") ?? "").DistinctBy(reference => reference.Name))
                    changed |= Satisfy(session, items, reference.Name, false, "");
            }

            if (!changed)
                return;
            See(items = await session.EvaluateAsync(cancellationToken));
            if (Rank(items.Flat().FirstOrDefault(item => item.Id == id)) == 3)
                return;
        }
    }

    private bool Satisfy(WorkbookSession session, ImmutableArray<EvaluatedItem> items, string name, bool isEqual, string value, int depth = 0)
    {
        // What sets it has to be shown first.
        var shown = items.Flat().Where(item => item.IsVisible).Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        if (depth < 4 && _all.Where(each => Sets(each.Item, name)).ToArray() is { Length: > 0 } setters && !setters.Any(each => shown.Contains(each.Id)))
        {
            var changed = false;
            foreach (var (own, wants, with) in setters[0].Around.Append(setters[0].Item).SelectMany(Conditions).Where(condition => condition.Name != name))
                changed |= Satisfy(session, items, own, wants, with, depth + 1);
            return changed;
        }

        var wantsValue = isEqual ? value.Length > 0 : value.Length == 0;
        foreach (var (id, item, _) in _all)
        {
            if (item.Type != WorkbookItemType.Links)
                continue;
            var position = 0;
            foreach (var link in item.Content?["links"]?.Items ?? [])
            {
                if (link.TextOf("linkTarget") == "parameter" && link.TextOf("cellValue") == name && (isEqual == (link.TextOf("subTarget") == value)))
                {
                    session.FollowLink(id, position);
                    return true;
                }

                position++;
            }
        }

        if (items.Flat().OfType<EvaluatedParameters>().SelectMany(each => each.Parameters).FirstOrDefault(parameter => parameter.Parameter.Name == name) is { } declared && !declared.Parameter.Node.Properties.Any(property => property.Key == "criteriaData"))
        {
            // One that waits for another comes after it.
            if (declared.Message is { } message && message.StartsWith("This waits", StringComparison.Ordinal) && message.Split('\'')[1] is var first && first != name)
                return Satisfy(session, items, first, false, "");
            if (declared.Type == WorkbookParameterType.Time)
                session.SetParameter(name, ParameterValue.Last(TimeSpan.FromDays(7)));
            else if (isEqual)
                session.SetParameter(name, value.Length == 0 ? null : ParameterValue.Of(value));
            else if (declared.Value is null && declared.Choices.Any(choice => choice.Value == ParameterState.All))
                session.SetParameter(name, ParameterValue.Of(ParameterState.All));
            else if (declared.Choices.FirstOrDefault(choice => choice.Value != value && !ParameterState.IsSpecial(choice.Value)) is { } other)
                session.SetParameter(name, ParameterValue.Of(other.Value));
            else if (declared.Value is null)
                session.SetParameter(name, ParameterValue.Of("sample"));
            else
                return false;
            return true;
        }

        foreach (var query in items.Flat().OfType<EvaluatedQuery>().Where(query => query.IsVisible && query.Item.Content is not null))
        {
            if (query.TimeBrush == name && wantsValue)
            {
                session.Brush(query.Id, new TimeRangeValue(TimeSpan.FromHours(6), data.Now));
                return true;
            }

            if (WorkbookExport.Of(query.Item.Content!).FirstOrDefault(export => export.Parameter == name) is { } own && query.Table.Rows.Count > 0)
            {
                var column = ExportedColumns.Find(own.Field, query.Item.Content!, query.Table);
                var row = !isEqual || column < 0 ? 0 : query.Table.Rows.ToList().FindIndex(each => ValueText.Of(each[column]) == value);
                session.Select(query.Id, wantsValue && row >= 0 ? [row] : []);
                return true;
            }
        }

        return false;
    }

    private static bool Sets(WorkbookItem item, string name) => item.Content is { } content && (WorkbookExport.Of(content).Any(export => export.Parameter == name) || content.TextOf("timeBrushParameterName") == name
        || (content["parameters"]?.Items ?? []).Any(parameter => parameter.TextOf("name") == name) || (content["links"]?.Items ?? []).Any(link => link.TextOf("linkTarget") == "parameter" && link.TextOf("cellValue") == name));

    private void See(IEnumerable<EvaluatedItem> items)
    {
        foreach (var item in items.Flat())
        {
            if (!_best.TryGetValue(item.Id, out var known) || Rank(item) > Rank(known))
                _best[item.Id] = item;
        }
    }

    private void Add(ImmutableArray<WorkbookItem> items, string prefix, ImmutableArray<WorkbookItem> around)
    {
        for (var i = 0; i < items.Length; i++)
        {
            _all.Add(($"{prefix}{i}", items[i], around));
            Add(items[i].Items, $"{prefix}{i}.", [.. around, items[i]]);
        }
    }

    /// <summary>The items with their ids.</summary>
    public IReadOnlyList<(string Id, WorkbookItem Item, ImmutableArray<WorkbookItem> Around)> All => _all;

    private static IEnumerable<(string Name, bool IsEqual, string Value)> Conditions(WorkbookItem item)
    {
        JsonElementNode?[] nodes = [item.Node["conditionalVisibility"], .. item.Node["conditionalVisibilities"] is { Kind: JsonValueKind.Array } list ? list.Items : []];
        foreach (var node in nodes)
        {
            if (node?.TextOf("parameterName") is { Length: > 0 } name)
                yield return (name, node.TextOf("comparison") == "isEqualTo", node["value"]?.Text ?? "");
        }
    }
}
