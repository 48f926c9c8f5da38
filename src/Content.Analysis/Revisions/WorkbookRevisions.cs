using System.Collections.Immutable;
using Content.Model;

namespace Content.Analysis.Revisions;

/// <summary>Which workbooks look different from an earlier revision.</summary>
public static class WorkbookRevisions
{
    /// <summary>
    /// The workbooks that are new, whose files differ, or that name a function or watchlist that does, directly or through other functions. A workbook is
    /// the same as before when it has the same id, wherever its file lies.
    /// </summary>
    /// <param name="before">The earlier revision.</param>
    /// <param name="after">The later one.</param>
    public static ImmutableArray<Workbook> Changed(ContentRepository before, ContentRepository after)
    {
        var names = Differing(before.Parsers, after.Parsers, static parser => parser.Alias.Value);
        names.UnionWith(Differing(before.Watchlists, after.Watchlists, static watchlist => watchlist.Alias.Value));
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var parser in after.Parsers)
                grown |= Names(parser.Query.Value, names) && names.Add(parser.Alias.Value);
        }

        var earlier = before.Workbooks.GroupBy(KeyOf, StringComparer.OrdinalIgnoreCase).ToDictionary(static group => group.Key, static group => TextOf(group.First()), StringComparer.OrdinalIgnoreCase);
        return [.. after.Workbooks.Where(workbook => earlier.GetValueOrDefault(KeyOf(workbook)) != TextOf(workbook) || Names(workbook.Json?.Content ?? "", names))];
    }

    private static HashSet<string> Differing<T>(ImmutableArray<T> before, ImmutableArray<T> after, Func<T, string> nameOf) where T : ContentItem
    {
        var earlier = before.GroupBy(nameOf, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => TextOf(group.First()), StringComparer.Ordinal);
        var later = after.GroupBy(nameOf, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => TextOf(group.First()), StringComparer.Ordinal);
        return [.. earlier.Keys.Union(later.Keys).Where(name => name.Length > 0 && earlier.GetValueOrDefault(name) != later.GetValueOrDefault(name))];
    }

    private static string KeyOf(Workbook workbook) => workbook.Id?.Value.Trim() is { Length: > 0 } id ? id : workbook.Path;

    private static string TextOf(ContentItem item) => string.Join('\0', ContentTexts.Of(item).Select(static text => text.Content));

    // A name that is part of a longer one counts too: one picture too many is better than one too few.
    private static bool Names(string text, HashSet<string> names) => names.Any(name => text.Contains(name, StringComparison.Ordinal));
}
