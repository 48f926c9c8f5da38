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
        var (context, ownership) = await BeginAsync(client, readsAll: false, cancellationToken).ConfigureAwait(false);
        var names = wanted.Concat(ownership.Entries.Keys).Distinct().ToLookup(key => key.Kind, key => key.Name);
        // A kind that the repository has nothing of is not read: the identity may have no right to.
        return await ReadAsync(context, ownership, ResourceKinds.All.Where(names.Contains), names, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads all of a workspace, also what the tool did not deploy, with the bodies as the service has them.</summary>
    /// <param name="client">The service.</param>
    /// <param name="kinds">Kinds to read.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArmException">The workspace cannot be read.</exception>
    public static async Task<LiveState> ReadAllAsync(ArmClient client, IEnumerable<ResourceKind> kinds, CancellationToken cancellationToken)
    {
        var (context, ownership) = await BeginAsync(client, readsAll: true, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(context, ownership, kinds, Array.Empty<ResourceKey>().ToLookup(key => key.Kind, key => key.Name), cancellationToken).ConfigureAwait(false);
    }

    // First and alone: it shows whether the workspace can be reached at all, and holds the record.
    private static async Task<(ReadContext Context, OwnershipState Ownership)> BeginAsync(ArmClient client, bool readsAll, CancellationToken cancellationToken)
    {
        var searches = new List<ArmResource>();
        await foreach (var search in client.ListAsync(client.Target.WorkspaceId + "/savedSearches", ApiVersions.SavedSearches, cancellationToken).ConfigureAwait(false))
            searches.Add(search);
        var context = new ReadContext(client, [.. searches.Where(search => !OwnershipState.IsPart(JsonText.Text(search.Body["name"]) ?? ""))]) { ReadsAll = readsAll };
        return (context, OwnershipState.Read(searches));
    }

    private static async Task<LiveState> ReadAsync(ReadContext context, OwnershipState ownership, IEnumerable<ResourceKind> kinds, ILookup<ResourceKind, string> names, CancellationToken cancellationToken)
    {
        var reads = kinds.Select(kind => ResourceHandler.Of(kind).ReadAsync(context, kind, [.. names[kind]], cancellationToken)).ToArray();
        var resources = ImmutableSortedDictionary.CreateBuilder<ResourceKey, LiveResource>();
        foreach (var read in await Task.WhenAll(reads).ConfigureAwait(false))
        {
            foreach (var resource in read)
                resources[resource.Key] = resource;
        }

        return new LiveState(resources.ToImmutable(), ownership);
    }
}
