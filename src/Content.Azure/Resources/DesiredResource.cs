using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Diagnostics;

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

    /// <summary>Resources of the repository that its query names.</summary>
    public ImmutableArray<ResourceKey> DependsOn { get; init; } = [];
}

/// <summary>Everything that the repository wants in a workspace.</summary>
/// <param name="Resources">In order of deployment, then by name.</param>
/// <param name="Diagnostics">Content that cannot be deployed.</param>
public sealed record DesiredState(ImmutableArray<DesiredResource> Resources, ImmutableArray<Diagnostic> Diagnostics);

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
