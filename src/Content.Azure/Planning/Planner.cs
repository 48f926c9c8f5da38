using System.Collections.Immutable;
using Content.Azure.Arm;
using Content.Azure.Resources;
using Content.Azure.State;

namespace Content.Azure.Planning;

/// <summary>Compares what a repository wants with what a workspace has.</summary>
public static class Planner
{
    /// <summary>Reads the workspace and makes a plan. Nothing is written.</summary>
    /// <exception cref="ArmException">The workspace cannot be read.</exception>
    public static async Task<Plan> PlanAsync(DesiredState desired, ArmClient client, PlanOptions options, CancellationToken cancellationToken)
    {
        var live = await LiveState.ReadAsync(client, desired.Resources.Select(resource => resource.Key), cancellationToken).ConfigureAwait(false);
        return Compare(desired, live, PlanTarget.Of(client.Target), options);
    }

    /// <summary>Makes a plan from a state that was read.</summary>
    public static Plan Compare(DesiredState desired, LiveState live, PlanTarget target, PlanOptions options)
    {
        var items = ImmutableArray.CreateBuilder<PlanItem>();
        var wanted = desired.Resources.Select(resource => resource.Key).ToHashSet();
        var aliases = live.Resources.Values.Where(resource => resource.Key.Kind == ResourceKind.Function)
            .ToLookup(resource => JsonText.Text(resource.Comparable["functionAlias"]) ?? "", StringComparer.OrdinalIgnoreCase);
        foreach (var resource in desired.Resources)
        {
            var rival = resource.Key.Kind == ResourceKind.Function
                ? aliases[JsonText.Text(resource.Comparable["functionAlias"])!].FirstOrDefault(other => other.Key != resource.Key)
                : null;
            var entry = live.Ownership.Entries.GetValueOrDefault(resource.Key);
            items.Add(rival is not null
                ? Conflict(Item(PlanAction.Conflicting, resource), null, $"the saved search '{rival.Key.Name}' has the alias already{(live.Ownership.Entries.ContainsKey(rival.Key) ? "; the tool deployed it before the id in the file changed, so put that id back" : "")}")
                : Compare(resource, live.Resources.GetValueOrDefault(resource.Key), entry, options));
        }

        // One that is gone from both sides needs no decision.
        var orphans = desired.IsPartial ? [] : live.Ownership.Entries.Values.Where(entry => !wanted.Contains(entry.Key) && live.Resources.TryGetValue(entry.Key, out var orphan) && entry.Owns(orphan)).ToArray();
        var deletable = orphans.Count(entry => entry.Key.Kind != ResourceKind.Table);
        foreach (var entry in orphans)
        {
            var orphan = live.Resources[entry.Key];
            var (action, what) = (options.Prune, entry.Key.Kind) switch
            {
                (true, ResourceKind.Table) => (PlanAction.Orphaned, "the table stays in the workspace, because it holds data"),
                (true, _) when deletable <= options.MaxDeletes => (PlanAction.Delete, $"the {entry.Key.Kind.Title()} is deleted"),
                (true, _) => (PlanAction.Orphaned, $"the {entry.Key.Kind.Title()} stays in the workspace, because {deletable} deletions are more than --max-deletes {options.MaxDeletes}"),
                _ => (PlanAction.Orphaned, $"the {entry.Key.Kind.Title()} stays in the workspace"),
            };
            items.Add(new PlanItem(action, entry.Key, JsonText.Text(orphan.Comparable["displayName"]) ?? entry.Key.Name, entry.Path)
            {
                LiveHash = orphan.Hash,
                Drifted = entry.Applied is { } applied && applied != orphan.Hash,
                Notes = [$"{(entry.Path.Length > 0 ? entry.Path : "its file")} is gone from the repository; {what}."],
            });
        }

        return new Plan(target, [.. items.OrderBy(item => item.Key)]);
    }

    private static PlanItem Compare(DesiredResource desired, LiveResource? live, OwnedEntry? entry, PlanOptions options)
    {
        if (live is null)
        {
            var isGone = entry?.Applied is not null;
            var created = Item(PlanAction.Create, desired) with { Body = desired.Body, DesiredHash = JsonText.Hash(desired.Comparable), DesiredFields = FieldHashes.Of(desired.Comparable), Drifted = isGone };
            return isGone ? created with { Notes = created.Notes.Add("It was deployed before and somebody deleted it from the workspace.") } : created;
        }

        var merged = ResourceHandler.Of(desired.Key.Kind).Merge(desired, live, options);
        var changes = Changes(desired, live, merged);
        // A watchlist whose upload was cut short has some of its rows, and some rules get settings that no file has: it is what was
        // intended, only not yet all of it, or more.
        var isUnfinished = entry?.Intended is not null && changes.IsEmpty && merged.Rows.All(row => row.Before is null);
        var isOurs = entry is not null && (entry.Owns(live) || isUnfinished);
        if (!isOurs && merged.IsServedByForeign)
        {
            return Item(PlanAction.Unchanged, desired) with
            {
                LiveHash = live.Hash,
                DesiredHash = live.Hash,
                DesiredFields = FieldHashes.Of(live.Comparable),
                Notes = [.. desired.Notes, "It was not deployed by sentinel-content but has all that the file declares; it is left as it is."],
            };
        }

        if (!isOurs && !options.Adopt)
        {
            return Conflict(Item(PlanAction.Conflicting, desired) with { Changes = changes, Rows = merged.Rows }, live, entry is null
                ? $"it exists already and was not deployed by sentinel-content{(changes.IsEmpty && merged.Rows.IsEmpty ? ", with the same content" : "")}; --adopt takes it over"
                : "an interrupted apply set out to make it, and what is there now is something else; --adopt takes it over");
        }

        if (merged.Obstacle is not null)
            return Conflict(Item(PlanAction.Conflicting, desired) with { Changes = changes }, live, merged.Obstacle);
        var item = Item(PlanAction.Unchanged, desired) with
        {
            LiveHash = live.Hash,
            DesiredHash = JsonText.Hash(merged.Comparable),
            DesiredFields = FieldHashes.Of(merged.Comparable),
            Changes = changes,
            Rows = merged.Rows,
            Notes = [.. desired.Notes, .. merged.Notes],
            Adopts = !isOurs,
            Drifted = entry?.Applied is { } applied && applied != live.Hash,
        };
        if (changes.IsEmpty && merged.Rows.IsEmpty && isOurs)
            return item;
        return item with { Action = PlanAction.Update, Body = merged.Body };
    }

    private static ImmutableArray<FieldChange> Changes(DesiredResource desired, LiveResource live, MergedResource merged)
    {
        var changes = JsonDiff.Compare(live.Comparable, merged.Comparable);
        return desired.Key.Kind == ResourceKind.Watchlist ? [.. changes.Where(change => !IsRow(change.Field))] : changes;
    }

    // Rows are listed on their own: what is added, changed and removed says more than which position of the list differs.
    private static bool IsRow(string field) => field == WatchlistHandler.RowField || field.StartsWith(WatchlistHandler.RowField + "[", StringComparison.Ordinal);

    private static PlanItem Item(PlanAction action, DesiredResource resource) =>
        new(action, resource.Key, resource.DisplayName, resource.Path) { Notes = resource.Notes, DependsOn = resource.DependsOn, Wave = resource.Wave };

    private static PlanItem Conflict(PlanItem item, LiveResource? live, string reason) => item with { Conflict = reason, LiveHash = live?.Hash };
}
