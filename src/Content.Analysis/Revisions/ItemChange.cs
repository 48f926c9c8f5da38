using Content.Kql;
using Content.Kql.Symbols;
using Content.Model;
using Content.Model.Yaml;

namespace Content.Analysis.Revisions;

/// <summary>What of an item has changed, and how much its version has to be raised for that.</summary>
/// <param name="Bump">The part of the version.</param>
/// <param name="Keys">Top keys whose values differ, those that ask for most first.</param>
internal sealed record ItemChange(VersionBump Bump, IReadOnlyList<string> Keys)
{
    // Texts for people and about people. Everything else decides what the item does.
    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "name", "displayName", "description", "tags", "metadata", "requiredDataConnectors", "status", "attack", "references", "Title", "Product", "Normalization", "owner", "reviewDate",
        "Function", "Parser", "Category", "FunctionName",
    };

    private static readonly HashSet<string> Queries = new(StringComparer.OrdinalIgnoreCase) { "query", "ParserQuery", "FunctionQuery" };

    private static readonly HashSet<string> Parameters = new(StringComparer.OrdinalIgnoreCase) { "FunctionParams", "FunctionParameters", "ParserParams" };

    /// <summary>
    /// Compares two revisions of an item. Order, comments, quotes and the spelling of durations and operators are no changes; of a query, white
    /// space and comments are none.
    /// </summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <param name="schemaBefore">What the query of the earlier one is bound against.</param>
    /// <param name="schemaAfter">What that of the later one is bound against.</param>
    public static ItemChange Between(ContentItem before, ContentItem after, ISchema schemaBefore, ISchema schemaAfter)
    {
        var changed = new List<(string Key, VersionBump Bump)>();
        foreach (var entry in after.Node.Entries)
        {
            var key = entry.Key.Value;
            if (IsVersion(key))
                continue;
            var old = before.Node.FindAnyCase(key)?.Value;
            if (old is null || !Same(key, old, entry.Value))
                changed.Add((key, BumpOf(key, old, entry.Value, before, after, schemaBefore, schemaAfter)));
        }

        foreach (var entry in before.Node.Entries)
        {
            if (!IsVersion(entry.Key.Value) && !after.Node.Has(entry.Key.Value))
                changed.Add((entry.Key.Value, BumpOf(entry.Key.Value, entry.Value, null, before, after, schemaBefore, schemaAfter)));
        }

        changed.RemoveAll(static change => change.Bump == VersionBump.None);
        changed.Sort(static (left, right) => right.Bump.CompareTo(left.Bump) is var order and not 0 ? order : string.CompareOrdinal(left.Key, right.Key));
        return new ItemChange(changed.Count == 0 ? VersionBump.None : changed[0].Bump, [.. changed.Select(static change => change.Key)]);
    }

    private static bool IsVersion(string key) => key.Equals("version", StringComparison.OrdinalIgnoreCase);

    private static VersionBump BumpOf(string key, YamlNode? before, YamlNode? after, ContentItem itemBefore, ContentItem itemAfter, ISchema schemaBefore, ISchema schemaAfter)
    {
        // Parsers keep their version and their day among other texts, which hold nothing else that is compared.
        if (before is YamlMapping left && after is YamlMapping right && left.Has("version") && OnlyVersionDiffers(left, right))
            return VersionBump.None;
        if (key.Equals("kind", StringComparison.OrdinalIgnoreCase))
            return VersionBump.Major;
        if (Queries.Contains(key))
            return itemBefore is ParserFunction function && itemAfter is ParserFunction later && LosesColumns(function, later, schemaBefore, schemaAfter) ? VersionBump.Major : VersionBump.Minor;
        if (Parameters.Contains(key) && itemBefore is ParserFunction old && itemAfter is ParserFunction now)
            return AcceptsOldCalls(old, now) ? VersionBump.Minor : VersionBump.Major;
        if (key.Equals("customDetails", StringComparison.OrdinalIgnoreCase))
            return Names(before as YamlMapping).IsSubsetOf(Names(after as YamlMapping)) ? VersionBump.Minor : VersionBump.Major;
        if (key.Equals("entityMappings", StringComparison.OrdinalIgnoreCase))
            return Entities(itemBefore).IsSubsetOf(Entities(itemAfter)) ? VersionBump.Minor : VersionBump.Major;
        return Texts.Contains(key) ? VersionBump.Patch : VersionBump.Minor;
    }

    private static bool OnlyVersionDiffers(YamlMapping before, YamlMapping after) =>
        Names(before).Union(Names(after), StringComparer.OrdinalIgnoreCase).All(name => IsVersion(name) || name.Equals("LastUpdated", StringComparison.OrdinalIgnoreCase)
            || before.FindAnyCase(name) is { } left && after.FindAnyCase(name) is { } right && Same(name, left.Value, right.Value));

    private static HashSet<string> Names(YamlMapping? mapping) => (mapping?.Entries ?? []).Select(static entry => entry.Key.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static HashSet<string> Entities(ContentItem item)
    {
        var mappings = item switch { AnalyticsRule rule => rule.EntityMappings, HuntingQuery query => query.EntityMappings, _ => [] };
        return mappings.SelectMany(static mapping => mapping.FieldMappings.Select(field => mapping.EntityType.Value + "." + field.Identifier.Value)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    // Calls that were right stay right when parameters only come after the old ones, and can be left out.
    private static bool AcceptsOldCalls(ParserFunction before, ParserFunction after)
    {
        if (after.Parameters.Length < before.Parameters.Length)
            return false;
        for (var i = 0; i < after.Parameters.Length; i++)
        {
            var now = after.Parameters[i].Symbol;
            if (i >= before.Parameters.Length)
            {
                if (now.DefaultValue is null)
                    return false;
                continue;
            }

            var old = before.Parameters[i].Symbol;
            if (old.Name != now.Name || old.Type != now.Type || old.DefaultValue is not null && now.DefaultValue is null)
                return false;
        }

        return true;
    }

    // Who calls the function may name any of its columns.
    private static bool LosesColumns(ParserFunction before, ParserFunction after, ISchema schemaBefore, ISchema schemaAfter)
    {
        var old = Compilation.Bind(ParserPrefix.Of(before).Text + before.Query.Value, schemaBefore);
        var now = Compilation.Bind(ParserPrefix.Of(after).Text + after.Query.Value, schemaAfter);
        if (old.HasErrors || now.HasErrors || old.Row is not { IsOpen: false } had || now.Row is not { IsOpen: false } has)
            return false;
        return had.Columns.Any(column => has.IndexOf(column.Name) is var at && (at < 0 || has.Columns[at].Type != column.Type));
    }

    private static bool Same(string key, YamlNode before, YamlNode after) => (before, after) switch
    {
        (YamlScalar left, YamlScalar right) => SameText(key, left.Value, right.Value),
        (YamlSequence left, YamlSequence right) => left.Items.Length == right.Items.Length && left.Items.Zip(right.Items).All(pair => Same(key, pair.First, pair.Second)),
        (YamlMapping left, YamlMapping right) => left.Entries.Length == right.Entries.Length
            && left.Entries.All(entry => right.FindAnyCase(entry.Key.Value) is { } other && Same(entry.Key.Value, entry.Value, other.Value)),
        _ => false,
    };

    private static bool SameText(string key, string before, string after)
    {
        if (before == after)
            return true;
        if (Queries.Contains(key))
            return QueryShape.Of(before).Exact == QueryShape.Of(after).Exact;
        if (before.Trim().Equals(after.Trim(), StringComparison.OrdinalIgnoreCase))
            return !Texts.Contains(key) || before.Trim() == after.Trim();
        if (key.Equals("triggerOperator", StringComparison.OrdinalIgnoreCase))
            return Operator(before) == Operator(after);
        return IsDuration(key) && Durations.TryParse(before, out var left) && Durations.TryParse(after, out var right) && left == right;
    }

    private static bool IsDuration(string key) =>
        key.EndsWith("frequency", StringComparison.OrdinalIgnoreCase) || key.EndsWith("period", StringComparison.OrdinalIgnoreCase) || key.EndsWith("duration", StringComparison.OrdinalIgnoreCase);

    private static string Operator(string text) => text.Trim().ToUpperInvariant() switch { "GREATERTHAN" => "GT", "LESSTHAN" => "LT", "EQUAL" => "EQ", "NOTEQUAL" => "NE", var other => other };
}
