using System.Collections.Immutable;
using Content.Azure.Arm;
using Content.Azure.Resources;

namespace Content.Azure.State;

/// <summary>What a workspace has of the kinds that are deployed, and the record of what the tool deployed.</summary>
/// <param name="Resources">The resources.</param>
/// <param name="Ownership">The record.</param>
public sealed record LiveState(ImmutableSortedDictionary<ResourceKey, LiveResource> Resources, OwnershipState Ownership)
{
    /// <summary>Reads a workspace. Nothing is written.</summary>
    /// <param name="client">The service.</param>
    /// <param name="wanted">Resources to look for; those on record are looked for too.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArmException">The workspace cannot be read.</exception>
    public static async Task<LiveState> ReadAsync(ArmClient client, IEnumerable<ResourceKey> wanted, CancellationToken cancellationToken)
    {
        // First and alone: it shows whether the workspace can be reached at all, and holds the record.
        var searches = new List<ArmResource>();
        await foreach (var search in client.ListAsync(client.Target.WorkspaceId + "/savedSearches", ApiVersions.SavedSearches, cancellationToken).ConfigureAwait(false))
            searches.Add(search);
        var ownership = OwnershipState.Read(searches);
        var context = new ReadContext(client, [.. searches.Where(search => !OwnershipState.IsPart(JsonText.Text(search.Body["name"]) ?? ""))]);
        var names = wanted.Concat(ownership.Entries.Keys).Distinct().ToLookup(key => key.Kind, key => key.Name);
        // A kind that the repository has nothing of is not read: the identity may have no right to.
        var reads = ResourceKinds.All.Where(names.Contains)
            .Select(kind => ResourceHandler.Of(kind).ReadAsync(context, kind, [.. names[kind]], cancellationToken)).ToArray();
        var resources = ImmutableSortedDictionary.CreateBuilder<ResourceKey, LiveResource>();
        foreach (var read in await Task.WhenAll(reads).ConfigureAwait(false))
        {
            foreach (var resource in read)
                resources[resource.Key] = resource;
        }

        return new LiveState(resources.ToImmutable(), ownership);
    }
}
