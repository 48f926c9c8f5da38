using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.State;
using Content.Model;

namespace Content.Azure.Drift;

/// <summary>
/// Finds what somebody changed in a workspace since the tool last deployed to it: the record in the workspace says what was deployed, and
/// the repository lends the values, where it still has them. What the repository says by now as well is no drift.
/// </summary>
public static class DriftDetector
{
    /// <summary>Reads the workspace and compares. Nothing is written.</summary>
    /// <param name="desired">What the repository wants.</param>
    /// <param name="client">The workspace.</param>
    /// <param name="suppressions">Changes that are accepted.</param>
    /// <param name="today">The day on which their ends are judged.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArmException">The workspace cannot be read.</exception>
    public static async Task<DriftReport> DetectAsync(DesiredState desired, ArmClient client, ImmutableArray<DriftSuppression> suppressions, DateOnly today, CancellationToken cancellationToken)
    {
        var live = await LiveState.ReadAsync(client, [], cancellationToken).ConfigureAwait(false);
        var wanted = desired.Resources.ToDictionary(resource => resource.Key);
        var items = ImmutableArray.CreateBuilder<DriftItem>();
        // What an apply set out to write and never reported was not deployed; the next plan says what became of it.
        var owned = live.Ownership.Entries.Values.Where(entry => entry.Applied is not null).ToArray();
        foreach (var entry in owned)
        {
            var resource = live.Resources.GetValueOrDefault(entry.Key);
            var file = wanted.GetValueOrDefault(entry.Key);
            if (resource?.Hash == entry.Applied)
                continue;
            var changes = resource is null ? [new DriftChange(DriftReport.Deleted, null, null)] : Changes(entry, resource, file);
            if (changes.Length > 0)
                items.Add(new DriftItem(entry.Key, file?.DisplayName ?? NameOf(resource) ?? entry.Key.Name, file?.Path ?? entry.Path, changes));
        }

        var (remaining, diagnostics) = DriftSuppressions.Apply(items.ToImmutable(), suppressions, client.Target.Environment, today);
        return new DriftReport(PlanTarget.Of(client.Target), owned.Length, remaining, diagnostics);
    }

    private static string? NameOf(LiveResource? resource) => JsonText.Text(resource?.Comparable["displayName"]) is { Length: > 0 } name ? name : null;

    private static ImmutableArray<DriftChange> Changes(OwnedEntry entry, LiveResource live, DesiredResource? desired)
    {
        var deployed = FieldHashes.Read(entry.Fields);
        // A table in the workspace has more columns than its file; what was deployed is both together.
        JsonObject?[] candidates = desired is null ? [] : [desired.Comparable, ResourceHandler.Of(desired.Key.Kind).Merge(desired, live, new PlanOptions()).Comparable];
        var changes = ImmutableArray.CreateBuilder<DriftChange>();
        foreach (var field in live.Comparable.Select(pair => pair.Key).Concat(deployed.Keys).Distinct(StringComparer.Ordinal))
        {
            var value = live.Comparable[field];
            var hash = FieldHashes.Of(value);
            var before = deployed.GetValueOrDefault(field);
            if (before == hash || (before is null && IsEmpty(value)) || (desired is not null && JsonDiff.AreEqual(field, desired.Comparable[field], value)))
                continue;
            var known = candidates.FirstOrDefault(candidate => before is null || FieldHashes.Of(candidate![field]) == before);
            if (known is null)
                changes.Add(new DriftChange(field, null, value?.DeepClone(), IsKnown: false));
            else if (entry.Key.Kind == ResourceKind.Watchlist && field == WatchlistHandler.RowField)
                changes.AddRange(Rows(live, desired!));
            else
            {
                changes.AddRange(JsonDiff.Compare(new JsonObject { [field] = known[field]?.DeepClone() }, new JsonObject { [field] = value?.DeepClone() })
                    .Select(change => new DriftChange(change.Field, change.Before, change.After)));
            }
        }

        return changes.ToImmutable();
    }

    private static bool IsEmpty(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    private static IEnumerable<DriftChange> Rows(LiveResource live, DesiredResource desired)
    {
        var key = JsonText.Text(live.Comparable["itemsSearchKey"]) ?? "";
        foreach (var row in WatchlistRows.Compare(desired, live, key, int.MaxValue).Changes)
        {
            var field = $"{WatchlistHandler.RowField}[{JsonText.Text((row.Before ?? row.After)![key])}]";
            if (row is { Before: { } now, After: { } then })
            {
                foreach (var change in JsonDiff.Compare(WatchlistHandler.Row(then), now))
                    yield return new DriftChange($"{field}.{change.Field}", change.Before, change.After);
            }
            else
                yield return new DriftChange(field, row.After is null ? null : WatchlistHandler.Row(row.After), row.Before?.DeepClone());
        }
    }
}
