using Content.Diagnostics;
using Content.Model.Schemas;
using Content.Model.Yaml;

namespace Content.LanguageServer.Features;

/// <summary>A place in the YAML tree of a content file.</summary>
/// <param name="Path">Keys from the root to the mapping that holds the key.</param>
/// <param name="KeyText">The key as written.</param>
/// <param name="Key">Its declaration; null for a key of the author's own.</param>
/// <param name="Value">The scalar behind it; null when something else stands there.</param>
/// <param name="IsKey">True on the key, false on the value.</param>
/// <param name="Span">The key's place.</param>
internal sealed record YamlPlace(IReadOnlyList<string> Path, string KeyText, DeclaredKey? Key, YamlScalar? Value, bool IsKey, TextSpan Span);

/// <summary>Finds what a place of a YAML tree is.</summary>
internal static class YamlPath
{
    private static readonly HashSet<string> ColumnKeys = new(StringComparer.Ordinal) { "columnName", "alertSeverityColumnName", "alertTacticsColumnName" };

    /// <summary>The key or value at a place; null between them.</summary>
    public static YamlPlace? Find(YamlMapping root, DeclaredKeys keys, int offset) => Find(root, keys, offset, []);

    /// <summary>Whether a value names a column of the rule's result.</summary>
    public static bool NamesColumn(string key, IReadOnlyList<string> path) =>
        ColumnKeys.Contains(key) || (path.Count > 0 && path[^1] == "customDetails") || (key == "value" && path.Count > 0 && path[^1] == "alertDynamicProperties");

    private static YamlPlace? Find(YamlMapping mapping, DeclaredKeys? keys, int offset, List<string> path)
    {
        foreach (var entry in mapping.Entries)
        {
            var key = keys?.Find(entry.Key.Value);
            if (entry.Key.Span.Touches(offset))
                return new YamlPlace([.. path], entry.Key.Value, key, entry.Value as YamlScalar, true, entry.Key.Span);
            if (!entry.Value.Span.Touches(offset))
                continue;
            if (InValue(entry, entry.Value, key, keys, offset, path) is { } found)
                return found;
        }

        return null;
    }

    private static YamlPlace? InValue(YamlEntry entry, YamlNode value, DeclaredKey? key, DeclaredKeys? keys, int offset, List<string> path)
    {
        switch (value)
        {
            case YamlScalar scalar:
                return new YamlPlace([.. path], entry.Key.Value, key, scalar, false, entry.Key.Span);
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                {
                    if (item.Span.Touches(offset) && InValue(entry, item, key, keys, offset, path) is { } found)
                        return found;
                }

                return null;
            case YamlMapping inner:
                path.Add(entry.Key.Value);
                return Find(inner, keys?.Inside(entry.Key.Value), offset, path);
            default:
                return null;
        }
    }
}
