using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Content.Model.Json;

namespace Content.Workbooks.Evaluation;

/// <summary>
/// One walk over a workbook from the top down. Parameters are waited for where they stand; queries run on beside the walk, with the values of
/// their place.
/// </summary>
internal sealed class WorkbookEvaluation
{
    private readonly WorkbookScopes _scopes;
    private readonly ImmutableArray<WorkbookItem> _items;
    private readonly SessionChoices _choices;
    private readonly StepRows _rows;
    private readonly ParameterEvaluation _parameters;
    private readonly DateTime _now;

    public WorkbookEvaluation(WorkbookDocument document, WorkbookScopes scopes, IWorkbookData data, QueryCache cache, SessionChoices choices, CancellationToken cancellationToken)
    {
        _scopes = scopes;
        _items = document.Items;
        _choices = choices;
        _now = data.Now;
        _rows = new StepRows(document, scopes, data, cache, cancellationToken);
        _parameters = new ParameterEvaluation(_rows, choices);
    }

    /// <summary>Evaluates all items.</summary>
    /// <param name="globals">What global parameters were after the last walk.</param>
    /// <returns>The items, and what global parameters are now.</returns>
    public async Task<(ImmutableArray<EvaluatedItem> Items, ImmutableDictionary<string, ParameterState> Globals)> RunAsync(ImmutableDictionary<string, ParameterState> globals)
    {
        var values = globals;
        foreach (var ((item, name), value) in _choices.Values)
        {
            if (item.Length == 0 && !globals.ContainsKey(name))
                values = values.SetItem(name, new ParameterState(name, value is TimeRangeValue ? WorkbookParameterType.Time : WorkbookParameterType.Text, value));
        }

        var (tasks, after) = await WalkAsync(_items, "", new Surroundings(values, _scopes.Root, _now)).ConfigureAwait(false);
        var items = await Task.WhenAll(tasks).ConfigureAwait(false);
        return ([.. items], after.Values.Where(pair => _scopes.Globals.Contains(pair.Key)).ToImmutableDictionary(StringComparer.Ordinal));
    }

    private async Task<(List<Task<EvaluatedItem>> Tasks, Surroundings After)> WalkAsync(ImmutableArray<WorkbookItem> items, string prefix, Surroundings at)
    {
        var tasks = new List<Task<EvaluatedItem>>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            (var task, at) = await ItemAsync(items[i], prefix + i.ToString(CultureInfo.InvariantCulture), at).ConfigureAwait(false);
            tasks.Add(task);
        }

        return (tasks, at);
    }

    private async Task<(Task<EvaluatedItem> Task, Surroundings After)> ItemAsync(WorkbookItem item, string id, Surroundings at)
    {
        var width = WidthOf(item);
        var content = item.Content;
        if (!at.Shows(item))
            return (Task.FromResult(Hidden(item, id, width)), at);
        if (content is not { Kind: JsonValueKind.Object })
            return (Task.FromResult<EvaluatedItem>(new UnsupportedItem(id, item, true, width, "", "an item without content")), at);
        switch (item.Type)
        {
            case WorkbookItemType.Text:
                return (Task.FromResult<EvaluatedItem>(new EvaluatedText(id, item, true, width, at.Text(content.TextOf("json") ?? "", inQuery: false), StyleOf(content, at))), at);
            case WorkbookItemType.Parameters:
                var (parameters, after) = await _parameters.EvaluateAsync(content, id, at).ConfigureAwait(false);
                return (Task.FromResult<EvaluatedItem>(new EvaluatedParameters(id, item, true, width, content.TextOf("style") switch { "above" => "above", "formHorizontal" => "formHorizontal", "formVertical" => "formVertical", _ => "pills" }, parameters)), after);
            case WorkbookItemType.Links:
                return Links(item, content, id, width, at);
            case WorkbookItemType.Group:
                return await GroupAsync(item, content, id, width, at).ConfigureAwait(false);
            case WorkbookItemType.Query:
                return await QueryAsync(item, content, content.NumberOf("queryType") ?? WorkbookQueryTypes.Logs, id, width, at).ConfigureAwait(false);
            case WorkbookItemType.Metrics:
                return await QueryAsync(item, content, WorkbookQueryTypes.Metrics, id, width, at).ConfigureAwait(false);
            default:
                return (Task.FromResult<EvaluatedItem>(new UnsupportedItem(id, item, true, width, at.Text(content.TextOf("title") ?? "", inQuery: false), item.Type switch
                {
                    WorkbookItemType.ViewRepeater => "a view repeater",
                    WorkbookItemType.DataRepeater => "a data repeater",
                    WorkbookItemType.DataSource => "a data source",
                    _ => "a visualization of a data source",
                })), at);
        }
    }

    private static EvaluatedItem Hidden(WorkbookItem item, string id, int? width) => item.Type switch
    {
        WorkbookItemType.Text => new EvaluatedText(id, item, false, width, "", "plain"),
        WorkbookItemType.Parameters => new EvaluatedParameters(id, item, false, width, "pills", []),
        WorkbookItemType.Links => new EvaluatedLinks(id, item, false, width, "bullets", []),
        WorkbookItemType.Group => new EvaluatedGroup(id, item, false, width, "", false, true, null, []),
        WorkbookItemType.Query when item.Content is { } content => new EvaluatedQuery(id, item, false, width, "", RenderedChart.Of(content.TextOf("visualization"), ""), WorkbookTable.Empty, null, MessageKind.None, content, text => text, [], false, false, null),
        _ => new UnsupportedItem(id, item, false, width, "", ""),
    };

    private async Task<(Task<EvaluatedItem> Task, Surroundings After)> GroupAsync(WorkbookItem item, JsonElementNode content, string id, int? width, Surroundings at)
    {
        var title = at.Text(content.TextOf("title") ?? "", inQuery: false);
        if (content.TextOf("groupType") == "template" || content.TextOf("loadFromTemplateId") is { Length: > 0 })
            return (Task.FromResult<EvaluatedItem>(new UnsupportedItem(id, item, true, width, title, $"the template {content.TextOf("loadFromTemplateId") ?? "of a group"}")), at);
        var toggles = _choices.Toggles.GetValueOrDefault(id);
        var isExpandable = content["expandable"]?.Kind == JsonValueKind.True;
        if (content.TextOf("loadType") == "explicit")
        {
            if (toggles == 0)
                return (Task.FromResult<EvaluatedItem>(new EvaluatedGroup(id, item, true, width, title, isExpandable, false, content.TextOf("loadButtonText") is { Length: > 0 } text ? at.Text(text, inQuery: false) : "Load", [])), at);
            // The first of them loaded it, unfolded.
            toggles--;
        }

        var isExpanded = !isExpandable || (content["expanded"]?.Kind == JsonValueKind.True || content.TextOf("loadType") == "explicit") == (toggles % 2 == 0);
        var (tasks, inside) = await WalkAsync(item.Items, id + ".", at with { Names = at.Names.Union(_scopes.Of(item)) }).ConfigureAwait(false);
        var after = at;
        foreach (var (name, state) in inside.Values)
        {
            if ((WorkbookScopes.Exports(item) || _scopes.Globals.Contains(name)) && !ReferenceEquals(state, at.Find(name)))
                after = after.With(state);
        }

        return (Finish(), after);

        async Task<EvaluatedItem> Finish() => new EvaluatedGroup(id, item, true, width, title, isExpandable, isExpanded, null, [.. await Task.WhenAll(tasks).ConfigureAwait(false)]);
    }

    private (Task<EvaluatedItem> Task, Surroundings After) Links(WorkbookItem item, JsonElementNode content, string id, int? width, Surroundings at)
    {
        var style = content.TextOf("style") ?? "bullets";
        var links = content["links"] is { Kind: JsonValueKind.Array } list ? list.Items : [];
        var after = at;
        int? followed = _choices.Links.TryGetValue(id, out var position) && position >= 0 && position < links.Length && SetsParameter(links[position]) is not null ? position : null;
        if (followed is null && style == "tabs")
        {
            // The tab whose value the parameter has already, otherwise the first.
            var known = links.Select((link, i) => (Link: link, Index: i)).Where(each => SetsParameter(each.Link) is not null).ToArray();
            followed = known.Where(each => at.Find(SetsParameter(each.Link)!) is { IsEmpty: false } && at.Plain(SetsParameter(each.Link)!) == ValueOf(each.Link)).Select(each => (int?)each.Index).FirstOrDefault() ?? known.Select(each => (int?)each.Index).FirstOrDefault();
        }

        if (followed is { } chosen && (style == "tabs" || !IsOverruled(id, SetsParameter(links[chosen])!)))
            after = at.With(new ParameterState(SetsParameter(links[chosen])!, WorkbookParameterType.Text, ParameterValue.Of(ValueOf(links[chosen]))));
        var evaluated = links.Select((link, i) =>
        {
            var target = link.TextOf("linkTarget") ?? "";
            var label = at.Text(link.TextOf("linkLabel") ?? "", inQuery: false);
            return new EvaluatedLink(i, label.Length > 0 ? label : link.TextOf("cellValue") ?? "", at.Text(link.TextOf("preText") ?? "", inQuery: false), at.Text(link.TextOf("postText") ?? "", inQuery: false), link.TextOf("style") ?? "link", target,
                target == "Url" ? at.Text(link.TextOf("cellValue") ?? "", inQuery: false) : null, SetsParameter(link) is { } name && (style == "tabs" ? followed == i : after.Find(name) is { IsEmpty: false } && after.Plain(name) == ValueOf(link)));
        });
        return (Task.FromResult<EvaluatedItem>(new EvaluatedLinks(id, item, true, width, style, [.. evaluated])), after);

        string ValueOf(JsonElementNode link) => at.Text(link.TextOf("subTarget") ?? "", inQuery: false);
    }

    // Links of several items may set the same parameter: the last that was followed counts, not the lowest.
    private bool IsOverruled(string id, string name) =>
        _choices.LastLinks.SkipWhile(each => each != id).Skip(1).Any(other => ItemOf(other)?.Content?["links"] is { Kind: JsonValueKind.Array } links && _choices.Links[other] is var position && position >= 0 && position < links.Items.Length
            && SetsParameter(links.Items[position]) == name);

    private WorkbookItem? ItemOf(string id)
    {
        WorkbookItem? found = null;
        var items = _items;
        foreach (var part in id.Split('.'))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= items.Length)
                return null;
            found = items[index];
            items = found.Items;
        }

        return found;
    }

    private static string? SetsParameter(JsonElementNode link) => link.TextOf("linkTarget") == "parameter" && link.TextOf("cellValue") is { Length: > 0 } name ? name : null;

    private async Task<(Task<EvaluatedItem> Task, Surroundings After)> QueryAsync(WorkbookItem item, JsonElementNode content, int type, string id, int? width, Surroundings at)
    {
        _rows.Visited(id, at);
        var asked = _rows.AskAsync(item, content, type, id, at);
        var after = at;
        var brush = content.TextOf("timeBrushParameterName") is { Length: > 0 } brushed ? brushed : null;
        if (brush is not null)
        {
            var range = _choices.Brushes.TryGetValue(id, out var own) ? own : content["timeBrushExportOnlyWhenBrushed"]?.Kind == JsonValueKind.True ? null : at.RangeOf(content);
            if (range is not null)
                after = after.With(new ParameterState(brush, WorkbookParameterType.Time, range));
        }

        var exports = WorkbookExport.Of(content).ToImmutableArray();
        ImmutableArray<int> selected = [];
        if (exports.Length > 0)
        {
            if (_choices.Selections.TryGetValue(id, out var selection) && (await asked.ConfigureAwait(false)).Rows.Table is var table && ReferenceEquals(table, selection.Table))
                selected = [.. selection.Rows.Where(row => row >= 0 && row < table.Rows.Count)];
            foreach (var export in exports)
            {
                if (selected.Length > 0)
                    after = after.With(Exported(export, content, (await asked.ConfigureAwait(false)).Rows.Table, selected));
                else if (export.Default is { } value)
                    after = after.With(new ParameterState(export.Parameter, export.Type, ParameterValue.Of(value)));
            }
        }

        return (Finish(), after);

        async Task<EvaluatedItem> Finish()
        {
            var answer = await asked.ConfigureAwait(false);
            var (message, kind) = answer.MessageFor(content, at);
            var title = at.Text(content.TextOf("title") ?? "", inQuery: false);
            if (type == WorkbookQueryTypes.Metrics && kind == MessageKind.Unsupported)
                return new UnsupportedItem(id, item, true, width, title, WorkbookQueryTypes.NameOf(type));
            var visualization = type == WorkbookQueryTypes.Metrics ? "timechart" : RenderedChart.Of(content.TextOf("visualization"), type == WorkbookQueryTypes.Logs ? answer.Text : "");
            return new EvaluatedQuery(id, item, true, width, title, visualization, answer.Rows.Table, message, kind, content, text => at.Text(text, inQuery: false), selected,
                exports.Length > 0, exports.Length > 0 && content["exportMultipleValues"]?.Kind == JsonValueKind.True, brush);
        }
    }

    private static ParameterState Exported(WorkbookExport export, JsonElementNode content, WorkbookTable table, ImmutableArray<int> selected)
    {
        var column = ExportedColumns.Find(export.Field, content, table);
        var values = selected.Select(row => export.Field.Length == 0 ? ValueText.Row(table, table.Rows[row]) : column < 0 ? "" : ValueText.Of(table.Rows[row][column]));
        return new ParameterState(export.Parameter, export.Type, new ListValue([.. values.Distinct(StringComparer.Ordinal)]))
        {
            IsMultiple = content["exportMultipleValues"]?.Kind == JsonValueKind.True,
            Quote = export.Quote,
            Delimiter = export.Delimiter,
        };
    }

    private static string StyleOf(JsonElementNode content, Surroundings at) => at.Text(content.TextOf("style") ?? "", inQuery: false) is "info" or "warning" or "upsell" or "success" or "error" ? at.Text(content.TextOf("style")!, inQuery: false) : "plain";

    private static int? WidthOf(WorkbookItem item)
    {
        if (item.Node["customWidth"]?.Text is { } text && double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var width) && width > 0)
            return Math.Clamp((int)Math.Round(Math.Min(width, 100)), 1, 100);
        return item.Node["halfWidth"]?.Kind == JsonValueKind.True ? 50 : null;
    }
}
