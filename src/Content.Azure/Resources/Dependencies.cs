using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Content.Azure.Resources;

/// <summary>Finds which resources use which: the name of a table, function or watchlist stands as a word in a query.</summary>
/// <remarks>
/// A name in a comment or a string counts too. The worst that follows is that a resource waits for one that it does not need; a missed
/// one would be deployed with a query that cannot run.
/// </remarks>
internal static class Dependencies
{
    /// <summary>The same resources with their dependencies.</summary>
    public static ImmutableArray<DesiredResource> Find(IReadOnlyList<DesiredResource> resources)
    {
        var names = new Dictionary<string, ResourceKey>(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            var name = resource.Key.Kind switch
            {
                ResourceKind.Table or ResourceKind.Watchlist => resource.Key.Name,
                ResourceKind.Function => JsonText.Text(resource.Comparable["functionAlias"]),
                // It makes its table when no file declares it.
                ResourceKind.SummaryRule => JsonText.Text(resource.Comparable["destinationTable"]),
                _ => null,
            };
            if (!string.IsNullOrEmpty(name))
                names.TryAdd(name, resource.Key);
        }

        var lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        var rules = resources.Where(resource => resource.Key.Kind == ResourceKind.AnalyticsRule).Select(resource => resource.Key).ToArray();
        return [.. resources.Select(resource => resource with { DependsOn = Of(resource, lookup, rules) })];
    }

    private static ImmutableArray<ResourceKey> Of(DesiredResource resource, Dictionary<string, ResourceKey>.AlternateLookup<ReadOnlySpan<char>> names, ResourceKey[] rules)
    {
        var found = new SortedSet<ResourceKey>(resource.DependsOn);
        if (resource.Key.Kind is ResourceKind.Workbook)
            Texts(resource.Comparable["content"], names, found);
        else if (resource.Key.Kind is ResourceKind.AutomationRule)
        {
            // Conditions name rules by their resource id.
            var conditions = resource.Comparable["conditions"]!.ToJsonString(JsonText.Compact);
            found.UnionWith(rules.Where(rule => conditions.Contains("/alertRules/" + rule.Name, StringComparison.OrdinalIgnoreCase)));
        }
        else if (resource.Key.Kind is not (ResourceKind.Table or ResourceKind.Watchlist or ResourceKind.Metadata))
            Words(JsonText.Text(resource.Comparable["query"]) ?? "", names, found);
        if (resource.Key.Kind is ResourceKind.SummaryRule)
            Words(JsonText.Text(resource.Comparable["destinationTable"]), names, found);
        found.Remove(resource.Key);
        return [.. found];
    }

    private static void Texts(JsonNode? node, Dictionary<string, ResourceKey>.AlternateLookup<ReadOnlySpan<char>> names, SortedSet<ResourceKey> found)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (_, value) in map)
                    Texts(value, names, found);
                break;
            case JsonArray list:
                foreach (var value in list)
                    Texts(value, names, found);
                break;
            default:
                Words(JsonText.Text(node) ?? "", names, found);
                break;
        }
    }

    private static void Words(ReadOnlySpan<char> text, Dictionary<string, ResourceKey>.AlternateLookup<ReadOnlySpan<char>> names, SortedSet<ResourceKey> found)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_'))
            {
                if (start < 0)
                    start = i;
            }
            else if (start >= 0)
            {
                if (names.TryGetValue(text[start..i], out var key))
                    found.Add(key);
                start = -1;
            }
        }
    }
}
