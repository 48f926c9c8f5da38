using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Diagnostics;
using Content.Model;

namespace Content.Azure.Drift;

/// <summary>A property that is no longer as it was deployed.</summary>
/// <param name="Field">Its path, such as <c>incidents.lookbackDuration</c>, or <c>items[KEY].COLUMN</c> of a watchlist; <see cref="DriftReport.Deleted"/> when the whole resource is gone.</param>
/// <param name="Deployed">Its value as deployed; null when it had none or <paramref name="IsKnown"/> is false.</param>
/// <param name="Live">Its value in the workspace; null when it has none.</param>
/// <param name="IsKnown">False when the repository no longer has the value that was deployed.</param>
public sealed record DriftChange(string Field, JsonNode? Deployed, JsonNode? Live, bool IsKnown = true)
{
    /// <summary>Why the change is accepted; null when it is not.</summary>
    public string? Accepted { get; init; }
}

/// <summary>A resource that is no longer as it was deployed.</summary>
/// <param name="Key">The resource.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="Path">The file that it was deployed from.</param>
/// <param name="Changes">What changed.</param>
public sealed record DriftItem(ResourceKey Key, string DisplayName, string Path, ImmutableArray<DriftChange> Changes)
{
    /// <summary>True when something in it is not accepted.</summary>
    public bool HasDrift => Changes.Any(change => change.Accepted is null);
}

/// <summary>What somebody changed in a workspace since it was deployed to.</summary>
/// <param name="Target">The workspace.</param>
/// <param name="Owned">Resources on record.</param>
/// <param name="Items">Those that changed, in order of deployment, then by name.</param>
/// <param name="Diagnostics">What is wrong with the suppressions of the configuration.</param>
public sealed record DriftReport(PlanTarget Target, int Owned, ImmutableArray<DriftItem> Items, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The field of a resource that is gone.</summary>
    public const string Deleted = "(deleted)";

    /// <summary>True when something changed that is not accepted.</summary>
    public bool HasDrift => Items.Any(item => item.HasDrift);
}
