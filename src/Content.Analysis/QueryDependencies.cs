using System.Collections.Immutable;
using Content.Model;

namespace Content.Analysis;

/// <summary>
/// What is found in an item depends on its file, on the parsers and watchlists that its query names, also through other parsers, and on what counts for all items
/// (<see cref="Common"/>). A query names what stands in it as a word: who takes a comment or text for a name looks once too often, never too seldom.
/// </summary>
internal sealed class QueryDependencies
{
    private readonly Dictionary<string, List<int>> _byName = new(StringComparer.Ordinal);
    private readonly int[][] _closures;

    /// <param name="items">Parsers and watchlists, of one state of the repository or of several.</param>
    public QueryDependencies(ImmutableArray<ContentItem> items)
    {
        Items = items;
        for (var i = 0; i < items.Length; i++)
        {
            if (IsNamedByAll(items[i]))
                continue;
            if (!_byName.TryGetValue(NameOf(items[i]), out var list))
                _byName.Add(NameOf(items[i]), list = []);
            list.Add(i);
        }

        _closures = Close();
    }

    /// <summary>The parsers and watchlists.</summary>
    public ImmutableArray<ContentItem> Items { get; }

    /// <summary>What counts for all items: a union with stars can name a table without writing its name, and what a rule says of blind spots is held against their registers.</summary>
    public static IEnumerable<ContentItem> Common(ContentRepository repository) => [.. repository.Tables, .. repository.AsimSchemas, .. repository.BlindSpotRegisters];

    /// <summary>What queries name.</summary>
    public static IEnumerable<ContentItem> Named(ContentRepository repository) => [.. repository.Parsers, .. repository.Watchlists];

    /// <summary>Whether the name of a parser or watchlist cannot be found as a word, so that each query has to be taken to name it.</summary>
    public static bool IsNamedByAll(ContentItem item) => NameOf(item) is var name && (name.Length == 0 || !name.All(IsWord));

    /// <summary>The name by which queries name a parser or watchlist.</summary>
    public static string NameOf(ContentItem item) => item is ParserFunction parser ? parser.Alias.Value : ((Watchlist)item).Alias.Value;

    /// <summary>Places in <see cref="Items"/> of what a query names, also through parsers; a place may come several times.</summary>
    public IEnumerable<int> Of(string query)
    {
        foreach (var at in NamedIn(query))
        {
            foreach (var below in _closures[at])
                yield return below;
        }
    }

    /// <summary>Names of what depends on one of some items, and of those items.</summary>
    /// <param name="places">Places in <see cref="Items"/>.</param>
    public HashSet<string> NamesAbove(HashSet<int> places) =>
        Enumerable.Range(0, Items.Length).Where(at => _closures[at].Any(places.Contains)).Select(at => NameOf(Items[at])).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);

    private int[][] Close()
    {
        var sets = new HashSet<int>[Items.Length];
        for (var i = 0; i < sets.Length; i++)
            sets[i] = Items[i] is ParserFunction parser ? [i, .. NamedIn(parser.Query.Value)] : [i];
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var set in sets)
            {
                var before = set.Count;
                foreach (var at in set.ToArray())
                    set.UnionWith(sets[at]);
                grown |= set.Count > before;
            }
        }

        return [.. sets.Select(set => set.ToArray())];
    }

    private IEnumerable<int> NamedIn(string text)
    {
        if (_byName.Count == 0)
            yield break;
        var lookup = _byName.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < text.Length;)
        {
            if (!IsWord(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && IsWord(text[i]))
                i++;
            if (lookup.TryGetValue(text.AsSpan(start, i - start), out var found))
            {
                foreach (var at in found)
                    yield return at;
            }
        }
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
