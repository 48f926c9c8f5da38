using System.Collections.Immutable;
using System.Text.Json;
using Content.Model.Json;

namespace Content.Workbooks.Evaluation;

/// <summary>A column of a selected row that becomes a parameter.</summary>
/// <param name="Field">The column; empty for the whole row as JSON.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="Type">Its type.</param>
/// <param name="Quote">What stands around each of several values.</param>
/// <param name="Delimiter">What stands between them.</param>
/// <param name="Default">Its value while nothing is selected; null for none.</param>
internal sealed record WorkbookExport(string Field, string Parameter, WorkbookParameterType Type, string Quote, string Delimiter, string? Default)
{
    /// <summary>What an item exports, in the old style and the new one.</summary>
    public static IEnumerable<WorkbookExport> Of(JsonElementNode content)
    {
        if (content.TextOf("exportParameterName") is { Length: > 0 } name)
            yield return new WorkbookExport(content.TextOf("exportFieldName") ?? "", name, WorkbookParameterType.Text, "", ",", content.TextOf("exportDefaultValue"));
        foreach (var export in content["exportedParameters"] is { Kind: JsonValueKind.Array } list ? list.Items : [])
        {
            if (export.TextOf("parameterName") is { Length: > 0 } each)
            {
                var type = (WorkbookParameterType)(export.NumberOf("parameterType") ?? (int)WorkbookParameterType.Text);
                yield return new WorkbookExport(export.TextOf("fieldName") ?? "", each, Enum.IsDefined(type) ? type : WorkbookParameterType.Text, export.TextOf("quote") ?? "", export.TextOf("delimiter") ?? ",", export.TextOf("defaultValue"));
            }
        }
    }
}

/// <summary>Which names a workbook's groups know, and which of its parameters hold everywhere or have to have a value.</summary>
internal sealed class WorkbookScopes
{
    private readonly Dictionary<WorkbookItem, ImmutableHashSet<string>> _names = new(ReferenceEqualityComparer.Instance);

    public WorkbookScopes(WorkbookDocument document)
    {
        Root = Names(document.Items);
        foreach (var parameter in document.Parameters)
        {
            if (parameter.Node["isGlobal"]?.Kind == JsonValueKind.True)
                Globals = Globals.Add(parameter.Name);
            if (parameter.Node["isRequired"]?.Kind == JsonValueKind.True)
                Required = Required.Add(parameter.Name);
        }

        Root = Root.Union(Globals);
    }

    /// <summary>Names of the workbook outside of groups.</summary>
    public ImmutableHashSet<string> Root { get; }

    /// <summary>Names of parameters that hold everywhere.</summary>
    public ImmutableHashSet<string> Globals { get; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Names of parameters that have to have a value.</summary>
    public ImmutableHashSet<string> Required { get; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Names of a group, without those of the groups around it.</summary>
    public ImmutableHashSet<string> Of(WorkbookItem group) => _names[group];

    public static bool Exports(WorkbookItem group) => group.Content?["exportParameters"]?.Kind == JsonValueKind.True;

    private ImmutableHashSet<string> Names(IEnumerable<WorkbookItem> items)
    {
        var names = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item.Content is not { } content)
                continue;
            foreach (var parameter in item.Type == WorkbookItemType.Parameters && content["parameters"] is { Kind: JsonValueKind.Array } list ? list.Items : [])
            {
                if (parameter.TextOf("name") is { Length: > 0 } name)
                    names.Add(name);
            }

            foreach (var export in WorkbookExport.Of(content))
                names.Add(export.Parameter);
            if (content.TextOf("timeBrushParameterName") is { Length: > 0 } brush)
                names.Add(brush);
            foreach (var link in item.Type == WorkbookItemType.Links && content["links"] is { Kind: JsonValueKind.Array } links ? links.Items : [])
            {
                if (link.TextOf("linkTarget") == "parameter" && link.TextOf("cellValue") is { Length: > 0 } set)
                    names.Add(set);
            }

            if (item.Type == WorkbookItemType.Group)
            {
                var inner = _names[item] = Names(item.Items);
                if (Exports(item))
                    names.UnionWith(inner);
            }
        }

        return names.ToImmutable();
    }
}
