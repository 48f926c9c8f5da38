using Content.Diagnostics;
using Content.Model;
using Content.Model.Yaml;

namespace Content.Analysis.Environments;

/// <summary>
/// What overlays and tunables of an environment break: content that is looked at as the environment has it, where that is another than the files say. A finding that the
/// files have too is none of the environment's. It lies in the configuration, at what is otherwise there; where it came to light is a related place.
/// </summary>
internal static class EnvironmentFindings
{
    /// <summary>The findings of all environments, in their order.</summary>
    /// <param name="repository">The content as its files have it.</param>
    /// <param name="items">What is looked at.</param>
    /// <param name="outcomes">What was found in each of them.</param>
    /// <param name="today">The day against which dates in content are held; null when none are.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IEnumerable<Diagnostic> Find(ContentRepository repository, ContentItem[] items, ItemFindings[] outcomes, DateOnly? today, CancellationToken cancellationToken)
    {
        foreach (var environment in repository.Configuration.Environments)
        {
            if (environment.Overlays.IsEmpty && !environment.Tunables.Any(setting => IsOther(setting, repository)))
                continue;
            var there = repository.For(environment);
            var twins = new Dictionary<ContentItem, ContentItem>(ReferenceEqualityComparer.Instance);
            foreach (var (item, twin) in repository.Items.Zip(there.Items))
            {
                if (!ReferenceEquals(item, twin))
                    twins.Add(item, twin);
            }

            var changes = RepositoryChanges.OfContent(repository, there);
            var cache = new QueryCache(there.Schema, keep: false);
            for (var i = 0; i < items.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var twin = twins.GetValueOrDefault(items[i], items[i]);
                if ((ReferenceEquals(twin, items[i]) && !changes.Affects(items[i])) || environment.Select?.Contains(twin) == false)
                    continue;
                var known = outcomes[i].Diagnostics.Select(diagnostic => (diagnostic.Code, diagnostic.Message)).ToHashSet();
                foreach (var diagnostic in ItemValidator.Look(twin, there, cache, today).Diagnostics)
                {
                    if (!known.Contains((diagnostic.Code, diagnostic.Message)))
                        yield return Placed(diagnostic, items[i], twin, environment, repository);
                }
            }
        }
    }

    private static bool IsOther(TunableSetting setting, ContentRepository repository) => setting.Value is { } value && repository.Configuration.FindTunable(setting.Name.Value)?.Default is { } usual && value != usual;

    // An edit of the file would not be one for the environment, so there is no fix.
    private static Diagnostic Placed(Diagnostic diagnostic, ContentItem item, ContentItem twin, DeploymentEnvironment environment, ContentRepository repository)
    {
        var said = diagnostic with { Message = $"In the environment '{environment.Name.Value}': {diagnostic.Message}", Fix = null };
        if (diagnostic.Source is not { Path: not RepositoryConfiguration.FileName } file)
            return said;
        var (source, span) = PlaceOf(diagnostic, item, twin, environment, repository);
        return said with { Source = source, Span = span, Related = [new RelatedLocation(file, diagnostic.Span, "It is found here."), .. diagnostic.Related] };
    }

    private static (SourceText Source, TextSpan Span) PlaceOf(Diagnostic diagnostic, ContentItem item, ContentItem twin, DeploymentEnvironment environment, ContentRepository repository)
    {
        var overlays = environment.Overlays.Where(overlay => overlay.IsAbout(item)).ToList();
        var keys = overlays.SelectMany(overlay => overlay.Set?.Entries ?? []).Select(entry => entry.Key).ToList();
        var settings = environment.Tunables.Where(setting => IsOther(setting, repository)).Select(setting => setting.Name).ToList();
        var carried = settings.FirstOrDefault(name => item.KqlText?.Value.Contains(name.Value, StringComparison.Ordinal) == true);
        var isInQuery = twin.KqlText is { } query && ReferenceEquals(query.Source, diagnostic.Source) && diagnostic.Span.Start >= query.Span.Start && diagnostic.Span.Start < query.Span.End;

        // A tunable is exchanged for a value of its type: what cannot be bound comes of a watchlist with other columns.
        var list = environment.Overlays.FirstOrDefault(overlay => overlay is { Watchlist: { } alias, Source: not null } && item.KqlText?.Value.Contains(alias.Value, StringComparison.Ordinal) == true)?.Source;
        var named = keys.Find(key => diagnostic.Message.Contains(key.Value, StringComparison.OrdinalIgnoreCase));
        Located<string>?[] causes = !isInQuery ? [Located(named), Located(keys.FirstOrDefault()), carried, list]
            : diagnostic.Code.StartsWith("KQL", StringComparison.Ordinal) ? [list, carried, Located(keys.FirstOrDefault())]
            : [carried, Located(named), list, Located(keys.FirstOrDefault())];

        // Otherwise a parser that the item names has a tunable.
        var cause = Array.Find(causes, place => place is not null) ?? settings.FirstOrDefault() ?? environment.Name;
        return (cause.Source, cause.Span);

        static Located<string>? Located(YamlScalar? key) => key is null ? null : new(key.Value, key);
    }
}
