using System.Collections.Immutable;
using Content.Model;

namespace Content.Azure.Resources;

/// <summary>Which resources an environment gets, and in which wave.</summary>
internal static class Rollout
{
    /// <summary>The resources that are selected, with all that they use: a rule without its function would not run.</summary>
    public static ImmutableArray<DesiredResource> Select(ImmutableArray<DesiredResource> resources, Func<DesiredResource, bool> isSelected)
    {
        var byKey = resources.ToDictionary(resource => resource.Key);
        var kept = new HashSet<ResourceKey>();
        var open = new Stack<DesiredResource>(resources.Where(resource => resource.Key.Kind != ResourceKind.Metadata && isSelected(resource)));
        while (open.TryPop(out var resource))
        {
            if (!kept.Add(resource.Key))
                continue;
            foreach (var used in resource.DependsOn)
            {
                if (byKey.TryGetValue(used, out var other))
                    open.Push(other);
            }
        }

        // Metadata goes with what it is about.
        return [.. resources.Where(resource => kept.Contains(resource.Key) || (resource.Key.Kind == ResourceKind.Metadata && resource.DependsOn.Any(kept.Contains)))];
    }

    /// <summary>The same resources with their waves: that of the first selection with their file, else the last; none later than what uses it.</summary>
    public static ImmutableArray<DesiredResource> WithWaves(ImmutableArray<DesiredResource> resources, ImmutableArray<ContentSelection> waves, IReadOnlyDictionary<string, ContentItem> items)
    {
        if (waves.IsEmpty)
            return resources;
        var wave = resources.ToDictionary(resource => resource.Key, resource => items.TryGetValue(resource.Path, out var item) && Index(waves, item) is var index and >= 0 ? index : waves.Length);
        // What something uses can itself use something: as often as it takes.
        for (var changes = true; changes;)
        {
            changes = false;
            foreach (var resource in resources.Where(resource => resource.Key.Kind != ResourceKind.Metadata))
            {
                foreach (var used in resource.DependsOn)
                {
                    if (wave.TryGetValue(used, out var other) && other > wave[resource.Key])
                    {
                        wave[used] = wave[resource.Key];
                        changes = true;
                    }
                }
            }
        }

        return [.. resources.Select(resource => resource with
        {
            Wave = resource.Key.Kind == ResourceKind.Metadata ? resource.DependsOn.Select(parent => wave.GetValueOrDefault(parent, waves.Length)).DefaultIfEmpty(waves.Length).Max() : wave[resource.Key],
        })];
    }

    private static int Index(ImmutableArray<ContentSelection> waves, ContentItem item)
    {
        for (var i = 0; i < waves.Length; i++)
        {
            if (waves[i].Contains(item))
                return i;
        }

        return -1;
    }
}
