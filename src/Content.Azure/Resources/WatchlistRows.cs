using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Planning;

namespace Content.Azure.Resources;

/// <summary>Compares the rows of a watchlist: which to add, to change, to remove.</summary>
internal static class WatchlistRows
{
    /// <summary>Works out the fewest writes.</summary>
    /// <param name="desired">The file.</param>
    /// <param name="live">The list in the workspace.</param>
    /// <param name="searchKey">Column by which a changed row is found again.</param>
    /// <param name="maxDeletes">Rows that may be removed; when more would have to go, all of them stay.</param>
    public static (ImmutableArray<RowChange> Changes, ImmutableArray<JsonObject> Kept) Compare(DesiredResource desired, LiveResource live, string searchKey, int maxDeletes)
    {
        var rest = new List<LiveRow>(live.Rows);
        var byText = live.Rows.GroupBy(row => WatchlistHandler.RowText(row.Values), StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<LiveRow>(group), StringComparer.Ordinal);
        var open = new List<JsonObject>();
        var matched = new HashSet<LiveRow>(ReferenceEqualityComparer.Instance);
        foreach (var row in desired.Comparable["items"]!.AsArray().OfType<JsonObject>())
        {
            if (byText.TryGetValue(WatchlistHandler.RowText(row), out var same) && same.TryDequeue(out var found))
                matched.Add(found);
            else
                open.Add(row);
        }

        rest.RemoveAll(matched.Contains);
        var ids = live.Rows.Select(row => row.ItemId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var columns = desired.Comparable["items"]!.AsArray().OfType<JsonObject>().SelectMany(row => row.Select(pair => pair.Key)).Distinct(StringComparer.Ordinal).ToArray();
        var changes = ImmutableArray.CreateBuilder<RowChange>();
        foreach (var row in open)
        {
            var before = MostAlike(rest, row, searchKey);
            if (before is not null)
                rest.Remove(before);
            changes.Add(new RowChange(before?.ItemId ?? NewId(live.Key.Name, row, ids), before?.Values, Complete(row, columns)));
        }

        if (rest.Count > maxDeletes)
            return (changes.ToImmutable(), [.. rest.Select(row => row.Values)]);
        changes.AddRange(rest.Select(row => new RowChange(row.ItemId, row.Values, null)));
        return (changes.ToImmutable(), []);
    }

    // Of the rows with the same search key, the one with the most equal columns is taken for the old version.
    private static LiveRow? MostAlike(List<LiveRow> rows, JsonObject wanted, string searchKey)
    {
        LiveRow? best = null;
        var bestScore = -1;
        var key = JsonText.Text(wanted[searchKey]);
        foreach (var row in rows)
        {
            if (JsonText.Text(row.Values[searchKey]) != key)
                continue;
            var score = row.Values.Count(pair => JsonText.Text(pair.Value) == JsonText.Text(wanted[pair.Key]));
            if (score > bestScore)
                (best, bestScore) = (row, score);
        }

        return best;
    }

    // The same row gets the same id on every machine, so that an interrupted run that is repeated writes nothing twice.
    private static string NewId(string alias, JsonObject row, HashSet<string> ids)
    {
        for (var number = 0; ; number++)
        {
            var id = NameGuid.Create($"watchlistItem/{alias.ToLowerInvariant()}/{number}/{WatchlistHandler.RowText(row)}").ToString();
            if (ids.Add(id))
                return id;
        }
    }

    private static JsonObject Complete(JsonObject row, string[] columns) =>
        new(columns.Select(column => KeyValuePair.Create(column, (JsonNode?)(JsonText.Text(row[column]) ?? ""))));
}
