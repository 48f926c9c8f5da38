using Content.Analysis;
using Content.Catalog.Attack;
using Content.Diagnostics;
using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;
using Content.Model.Schemas;

namespace Content.LanguageServer.Features;

/// <summary>What can be written at a place of a content file outside of its queries.</summary>
internal static class YamlCompletion
{
    public static CompletionList Find(Workspace workspace, ContentFile file, int offset)
    {
        var context = YamlContext.Of(file.Source, offset);
        var items = new CompletionItems(context.Written, workspace.RangeOf(file.Source, TextSpan.FromBounds(offset - context.Written.Length, offset)));
        var whole = file.WithoutLine(offset);
        var keys = whole.Keys;
        foreach (var key in context.Path)
            keys = keys?.Inside(key);
        if (Braces(file.Source, offset))
            AddColumns(items, whole);
        else if (context.Key is { } named)
            AddValues(items, whole, context, named, keys);
        else if (context.IsItem && context.Path.Count > 0 && IsListOfValues(whole.Keys, context.Path))
            AddValues(items, whole, context with { Path = [.. context.Path.SkipLast(1)] }, context.Path[^1], Inside(whole.Keys, context.Path.SkipLast(1)));
        else
            AddKeys(items, whole, context, keys);
        return items.ToList();
    }

    private static DeclaredKeys? Inside(DeclaredKeys? keys, IEnumerable<string> path)
    {
        foreach (var key in path)
            keys = keys?.Inside(key);
        return keys;
    }

    private static bool IsListOfValues(DeclaredKeys? root, IReadOnlyList<string> path) => Inside(root, path.SkipLast(1))?.Find(path[^1])?.Kind == KeyValueKind.List;

    // {{Column}} in a title.
    private static bool Braces(SourceText source, int offset)
    {
        var position = source.GetPosition(offset);
        var before = source.GetLine(position.Line)[..(position.Column - 1)];
        return before.LastIndexOf("{{") > before.LastIndexOf("}}");
    }

    private static void AddKeys(CompletionItems items, ContentFile file, YamlContext context, DeclaredKeys? keys)
    {
        if (keys is null)
            return;
        foreach (var key in keys.Keys)
        {
            if (context.Siblings.Contains(key.Name))
                continue;
            var insert = key.Kind switch
            {
                KeyValueKind.Query => key.Name + ": |\n  ${1}",
                KeyValueKind.Mapping or KeyValueKind.Mappings => key.Name + ":",
                KeyValueKind.List => key.Name + ": [${1}]",
                _ => key.Name + ": ",
            };
            items.Add(key.Name, CompletionItemKind.Property, key.IsRequired ? 'a' : 'b', key.IsRequired ? "required" : null, HoverFeature.DescribeKey(key), insert, insert.Contains('$', StringComparison.Ordinal));
        }

        if (keys.Keys.IsEmpty && context.Path is [.., "tables"])
            AddTables(items, file, ": ");
        else if (keys.Keys.IsEmpty && context.Path is [.., "watchlists"])
            AddWatchlists(items, file, ": ");
    }

    private static void AddValues(CompletionItems items, ContentFile file, YamlContext context, string key, DeclaredKeys? keys)
    {
        switch (key)
        {
            case "relevantTechniques" or "technique":
                AddTechniques(items);
                return;
            case "strategy":
                foreach (var id in AttackCatalog.Instance.StrategyIds)
                    items.Add(id, CompletionItemKind.Value, 'a', AttackCatalog.Instance.FindStrategy(id)?.Name);
                return;
            case "analytic":
                foreach (var id in AttackCatalog.Instance.AnalyticIds)
                    items.Add(id, CompletionItemKind.Value, 'a', AttackCatalog.Instance.FindAnalytic(id)?.Strategy);
                return;
            case "identifier" when context.Path is [.., "fieldMappings"]:
                foreach (var identifier in IdentifiersNear(file.Source, context))
                    items.Add(identifier, CompletionItemKind.EnumMember, 'a');
                return;
            case "dataTypes":
                AddTables(items, file, "");
                return;
            case var _ when YamlPath.NamesColumn(key, context.Path):
                AddColumns(items, file);
                return;
        }

        var values = keys?.Find(key) is { } declared ? declared.Values : keys?.ValuesOfOwnKeys ?? [];
        foreach (var value in values)
            items.Add(value, CompletionItemKind.EnumMember, 'a');
    }

    private static void AddTechniques(CompletionItems items)
    {
        foreach (var id in AttackCatalog.Instance.TechniqueIds)
        {
            if (AttackCatalog.Instance.FindTechnique(id) is { Status: AttackStatus.Active } technique)
                items.Add(id, CompletionItemKind.Value, 'a', technique.Name);
        }
    }

    private static void AddColumns(CompletionItems items, ContentFile file)
    {
        foreach (var column in file.MainQuery?.Model.Query.Row?.Columns ?? [])
            items.Add(column.Name, CompletionItemKind.Field, 'a', column.Type.Name, column.Description);
    }

    private static void AddTables(CompletionItems items, ContentFile file, string after)
    {
        foreach (var table in file.Repository.Tables)
            items.Add(table.Name.Value, CompletionItemKind.Class, 'a', "table", table.Description?.Value, table.Name.Value + after);
        foreach (var name in file.Schema.TableNames)
            items.Add(name, CompletionItemKind.Class, 'b', "table", insert: name + after);
    }

    private static void AddWatchlists(CompletionItems items, ContentFile file, string after)
    {
        foreach (var alias in file.Schema.WatchlistAliases)
            items.Add(alias, CompletionItemKind.Struct, 'a', "watchlist", insert: alias + after);
    }

    // Those of the entity type that stands in the mapping; all when none does yet.
    private static IEnumerable<string> IdentifiersNear(SourceText source, YamlContext context)
    {
        var type = context.EntityTypeAbove is { } line ? EntityTypes.FindAnyCase(source.GetLine(line).ToString().Split(':')[^1].Trim().Trim('"', '\'')) : null;
        return type is null ? EntityTypes.All.SelectMany(known => known.Identifiers).Distinct().Order(StringComparer.Ordinal) : type.Identifiers;
    }
}
