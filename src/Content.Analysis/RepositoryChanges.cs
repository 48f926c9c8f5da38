using System.Buffers;
using Content.Model;

namespace Content.Analysis;

/// <summary>What differs between two states of a repository, as far as it matters for what is found in an item.</summary>
internal sealed class RepositoryChanges
{
    private readonly bool _everything;
    private readonly SearchValues<string>? _names;

    private RepositoryChanges(bool everything, HashSet<string> names)
    {
        _everything = everything;
        _names = names.Count == 0 ? null : SearchValues.Create([.. names], StringComparison.Ordinal);
    }

    public static RepositoryChanges Between(ContentRepository before, ContentRepository after)
    {
        if (!ReferenceEquals(before.Configuration, after.Configuration) || !ReferenceEquals(before.Environment, after.Environment))
            return new RepositoryChanges(true, []);

        // What a rule has to say of blind spots is held against their registers.
        if (!before.BlindSpotRegisters.AsEnumerable().SequenceEqual<object>(after.BlindSpotRegisters, ReferenceEqualityComparer.Instance))
            return new RepositoryChanges(true, []);
        if (ReferenceEquals(before.Schema, after.Schema))
            return new RepositoryChanges(false, []);

        // A union with stars can name a table or view without writing its name.
        var tables = Changed(before.Tables, after.Tables, table => table.Name.Value);
        if (tables.Count > 0)
            return new RepositoryChanges(true, []);
        var names = Changed(before.Parsers, after.Parsers, parser => parser.Alias.Value);
        names.UnionWith(Changed(before.Watchlists, after.Watchlists, watchlist => watchlist.Alias.Value));

        // Who calls a parser that changed gives other columns too.
        var all = before.Parsers.Concat(after.Parsers).ToList();
        for (var grown = true; grown && names.Count > 0;)
        {
            var search = SearchValues.Create([.. names], StringComparison.Ordinal);
            grown = false;
            foreach (var parser in all)
                grown |= parser.Query.Value.AsSpan().ContainsAny(search) && names.Add(parser.Alias.Value);
        }

        names.Remove("");
        return new RepositoryChanges(false, names);
    }

    /// <summary>Whether something that an item names changed. Of names that are only part of a longer one it is said too.</summary>
    public bool Affects(ContentItem item) => _everything || (_names is not null && item.KqlText is { } query && query.Value.AsSpan().ContainsAny(_names));

    private static HashSet<string> Changed<T>(IEnumerable<T> before, IEnumerable<T> after, Func<T, string> nameOf) where T : class
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var old = before.ToHashSet<T>(ReferenceEqualityComparer.Instance);
        var now = after.ToHashSet<T>(ReferenceEqualityComparer.Instance);
        names.UnionWith(old.Where(item => !now.Contains(item)).Select(nameOf));
        names.UnionWith(now.Where(item => !old.Contains(item)).Select(nameOf));
        names.Remove("");
        return names;
    }
}
