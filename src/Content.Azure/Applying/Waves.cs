using Content.Azure.Planning;
using Content.Azure.Resources;

namespace Content.Azure.Applying;

/// <summary>Puts the items of a plan in an order in which each comes after what it uses.</summary>
internal static class Waves
{
    /// <summary>Items that can be written at the same time, wave by wave: kind by kind, and within a kind by how deep they use each other.</summary>
    public static IEnumerable<PlanItem[]> Of(IEnumerable<PlanItem> items)
    {
        foreach (var kind in items.GroupBy(item => item.Key.Kind).OrderBy(kind => kind.Key))
        {
            var byKey = kind.ToDictionary(item => item.Key);
            var depths = new Dictionary<ResourceKey, int>();
            foreach (var wave in kind.GroupBy(item => Depth(item, byKey, depths)).OrderBy(wave => wave.Key))
                yield return [.. wave];
        }
    }

    // Functions that use each other in a circle have no order; the one that is met first goes first.
    private static int Depth(PlanItem item, Dictionary<ResourceKey, PlanItem> byKey, Dictionary<ResourceKey, int> depths)
    {
        if (depths.TryGetValue(item.Key, out var known))
            return known;
        depths[item.Key] = 0;
        var depth = 0;
        foreach (var used in item.DependsOn)
        {
            if (byKey.TryGetValue(used, out var other))
                depth = Math.Max(depth, Depth(other, byKey, depths) + 1);
        }

        return depths[item.Key] = depth;
    }
}
