using System.Text.Json;
using Content.Model.Json;
using Content.Workbooks.Parameters;

namespace Content.Workbooks.Validation;

/// <summary>A step of a workbook: an item, with the groups around it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Order">Its number from the top; a group comes before what is in it.</param>
/// <param name="Groups">The groups around it, outermost first.</param>
internal sealed record WorkbookStep(WorkbookItem Item, int Order, IReadOnlyList<WorkbookItem> Groups);

/// <summary>Where a name gets a value from.</summary>
internal sealed class NameSource
{
    /// <summary>The declared parameters of the name.</summary>
    public List<(WorkbookParameter Parameter, int Order, int Position)> Parameters { get; } = [];
    /// <summary>Values that tabs and links set.</summary>
    public List<string> LinkValues { get; } = [];
    /// <summary>Whether a selection of rows or a time brush sets it.</summary>
    public bool IsExported { get; set; }
}

/// <summary>The steps of a workbook, and the names that queries and texts can refer to.</summary>
internal sealed class WorkbookNames
{
    private readonly Dictionary<string, NameSource> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TypicalValues> _values = new(StringComparer.Ordinal);

    private WorkbookNames()
    {
    }

    public List<WorkbookStep> Steps { get; } = [];

    public IReadOnlyDictionary<string, NameSource> Sources => _sources;

    public static WorkbookNames Of(WorkbookDocument document)
    {
        var names = new WorkbookNames();
        names.Add(document.Items, []);
        return names;
    }

    /// <summary>Typical values of a name; null when nothing declares it.</summary>
    public TypicalValues? ValuesOf(string name)
    {
        if (_values.TryGetValue(name, out var values))
            return values;
        if (!_sources.TryGetValue(name, out var source))
            return null;
        return _values[name] = source.Parameters.Count > 0 ? TypicalValues.Of(source.Parameters[0].Parameter) : TypicalValues.OfExport(source.LinkValues);
    }

    private void Add(IEnumerable<WorkbookItem> items, IReadOnlyList<WorkbookItem> groups)
    {
        foreach (var item in items)
        {
            var order = Steps.Count;
            Steps.Add(new WorkbookStep(item, order, groups));
            if (item.Content is not { } content)
                continue;
            if (item.Type == WorkbookItemType.Parameters)
            {
                var position = 0;
                foreach (var node in content["parameters"]?.Items ?? [])
                {
                    if (node.TextOf("name") is { Length: > 0 } name)
                        Source(name).Parameters.Add((new WorkbookParameter(name, node.NumberOf("type") ?? (int)WorkbookParameterType.Text, node), order, position));
                    position++;
                }
            }

            foreach (var exported in Exported(content))
                Source(exported).IsExported = true;
            foreach (var link in content["links"] is { Kind: JsonValueKind.Array } links ? links.Items : [])
            {
                if (link.TextOf("linkTarget") == "parameter" && link.TextOf("cellValue") is { } set)
                    Source(set).LinkValues.Add(link.TextOf("subTarget") ?? "");
            }

            Add(item.Items, [.. groups, item]);
        }
    }

    private NameSource Source(string name)
    {
        if (!_sources.TryGetValue(name, out var source))
            _sources[name] = source = new NameSource();
        return source;
    }

    private static IEnumerable<string> Exported(JsonElementNode content)
    {
        if (content.TextOf("exportParameterName") is { Length: > 0 } name)
            yield return name;
        if (content.TextOf("timeBrushParameterName") is { Length: > 0 } brush)
            yield return brush;
        foreach (var export in content["exportedParameters"] is { Kind: JsonValueKind.Array } list ? list.Items : [])
        {
            if (export.TextOf("parameterName") is { Length: > 0 } each)
                yield return each;
        }
    }
}
