using System.Buffers;
using Content.Model;

namespace Content.Analysis;

/// <summary>What differs between two states of a repository, as far as it matters for what is found in an item (<see cref="QueryDependencies"/>).</summary>
internal sealed class RepositoryChanges
{
    private static readonly RepositoryChanges Nothing = new(false, []);
    private static readonly RepositoryChanges Everything = new(true, []);

    private readonly bool _everything;
    private readonly SearchValues<string>? _names;

    private RepositoryChanges(bool everything, HashSet<string> names)
    {
        _everything = everything;
        _names = names.Count == 0 ? null : SearchValues.Create([.. names], StringComparison.Ordinal);
    }

    /// <summary>From an earlier state to a later one.</summary>
    public static RepositoryChanges Between(ContentRepository before, ContentRepository after) =>
        !ReferenceEquals(before.Configuration, after.Configuration) || !ReferenceEquals(before.Environment, after.Environment) ? Everything : OfContent(before, after);

    /// <summary>As <see cref="Between"/>, for content of which one state may be that of an environment.</summary>
    public static RepositoryChanges OfContent(ContentRepository before, ContentRepository after)
    {
        if (!QueryDependencies.Common(before).SequenceEqual<object>(QueryDependencies.Common(after), ReferenceEqualityComparer.Instance))
            return Everything;
        var old = QueryDependencies.Named(before).ToHashSet<ContentItem>(ReferenceEqualityComparer.Instance);
        var now = QueryDependencies.Named(after).ToHashSet<ContentItem>(ReferenceEqualityComparer.Instance);
        if (old.SetEquals(now))
            return Nothing;
        var dependencies = new QueryDependencies([.. old.Union(now, ReferenceEqualityComparer.Instance).Cast<ContentItem>()]);
        var changed = Enumerable.Range(0, dependencies.Items.Length).Where(at => !old.Contains(dependencies.Items[at]) || !now.Contains(dependencies.Items[at])).ToHashSet();
        return changed.Any(at => QueryDependencies.IsNamedByAll(dependencies.Items[at])) ? Everything : new RepositoryChanges(false, dependencies.NamesAbove(changed));
    }

    /// <summary>Whether something that an item names changed. Of names that are only part of a longer one it is said too.</summary>
    public bool Affects(ContentItem item) => _everything || (_names is not null && item.KqlText is { } query && query.Value.AsSpan().ContainsAny(_names));
}
