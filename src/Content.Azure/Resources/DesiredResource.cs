using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Diagnostics;
using Content.Model;

namespace Content.Azure.Resources;

/// <summary>A resource as the repository wants it.</summary>
/// <param name="Key">Kind and name.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="Path">The file it comes from.</param>
/// <param name="Body">What a request that creates it sends.</param>
/// <param name="Comparable">Its managed properties in normal form.</param>
public sealed record DesiredResource(ResourceKey Key, string DisplayName, string Path, JsonObject Body, JsonObject Comparable)
{
    /// <summary>What is worth knowing about the difference between file and resource.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Wave of the environment that it is deployed in, from 0; all are in the first where there are none.</summary>
    public int Wave { get; init; }

    /// <summary>Resources of the repository that its query names.</summary>
    public ImmutableArray<ResourceKey> DependsOn { get; init; } = [];
}

/// <summary>Everything that the repository wants in a workspace.</summary>
/// <param name="Resources">In order of deployment, then by name.</param>
/// <param name="Diagnostics">Content that cannot be deployed.</param>
public sealed record DesiredState(ImmutableArray<DesiredResource> Resources, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>True when only some of what the repository wants is here: then what is missing is not gone from it.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Some of the resources, with all that they use.</summary>
    /// <param name="repository">The repository that they are of.</param>
    /// <param name="selection">Which.</param>
    public DesiredState Only(ContentRepository repository, ContentSelection selection)
    {
        var paths = repository.Items.Where(selection.Contains).Select(item => item.Path).ToHashSet(StringComparer.Ordinal);
        return this with { Resources = Rollout.Select(Resources, resource => paths.Contains(resource.Path)), IsPartial = true };
    }
}

/// <summary>A resource as the workspace has it.</summary>
/// <param name="Key">Kind and name, spelled as the service does.</param>
/// <param name="ETag">Its etag; null when there is none.</param>
/// <param name="Comparable">Its managed properties in normal form.</param>
/// <param name="Raw">What the service answered; empty for kinds whose updates do not depend on it, of which there may be a thousand.</param>
public sealed record LiveResource(ResourceKey Key, string? ETag, JsonObject Comparable, JsonObject Raw)
{
    /// <summary>Rows of a watchlist with the ids of their items, in the order of <c>items</c> in <see cref="Comparable"/>.</summary>
    public ImmutableArray<LiveRow> Rows { get; init; } = [];

    /// <summary>Columns of a watchlist as its rows have them, the empty ones too.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>Hash of <see cref="Comparable"/>.</summary>
    public string Hash { get; } = JsonText.Hash(Comparable);
}

/// <summary>A row of a watchlist in the workspace.</summary>
/// <param name="ItemId">Name of the item.</param>
/// <param name="Values">Its columns.</param>
public sealed record LiveRow(string ItemId, JsonObject Values);
