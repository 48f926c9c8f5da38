using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Resources;

namespace Content.Azure.Planning;

/// <summary>What is to be done with a resource.</summary>
public enum PlanAction : byte
{
    /// <summary>It does not exist and will be made.</summary>
    Create,
    /// <summary>It will be changed.</summary>
    Update,
    /// <summary>It is as the repository wants it.</summary>
    Unchanged,
    /// <summary>It is in the way: somebody else's, or not changeable into what the repository wants.</summary>
    Conflicting,
    /// <summary>The tool deployed it and the repository has it no more. It stays.</summary>
    Orphaned,
    /// <summary>The tool deployed it, the repository has it no more, and it is to be deleted.</summary>
    Delete,
}

/// <summary>What a plan may do beyond the usual.</summary>
public sealed record PlanOptions
{
    /// <summary>Takes over resources that exist and that the tool did not deploy.</summary>
    public bool Adopt { get; init; }

    /// <summary>Deletes what the tool deployed and the repository has no more. Custom tables stay: they hold data.</summary>
    public bool Prune { get; init; }

    /// <summary>Resources that may be deleted; when more would have to go, all of them stay.</summary>
    public int MaxDeletes { get; init; } = DefaultMaxDeletes;

    /// <summary>What <see cref="MaxDeletes"/> is when nothing is said.</summary>
    public const int DefaultMaxDeletes = 10;

    /// <summary>Rows of each watchlist that may be removed because the file has them no more; none by default.</summary>
    public int MaxRowDeletes { get; init; }
}

/// <summary>A property that differs.</summary>
/// <param name="Field">Its path, such as <c>incidents.lookbackDuration</c>.</param>
/// <param name="Before">Its value in the workspace; null when it has none.</param>
/// <param name="After">Its value in the repository; null when it has none.</param>
public sealed record FieldChange(string Field, JsonNode? Before, JsonNode? After);

/// <summary>A row of a watchlist to write or to remove.</summary>
/// <param name="ItemId">Name of the item.</param>
/// <param name="Before">The row in the workspace; null for a new one.</param>
/// <param name="After">The row in the file; null for one that is removed.</param>
public sealed record RowChange(string ItemId, JsonObject? Before, JsonObject? After);

/// <summary>What is to be done with one resource.</summary>
/// <param name="Action">What.</param>
/// <param name="Key">With which resource.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="Path">The file it comes from.</param>
public sealed record PlanItem(PlanAction Action, ResourceKey Key, string DisplayName, string Path)
{
    /// <summary>What differs; of a creation nothing.</summary>
    public ImmutableArray<FieldChange> Changes { get; init; } = [];

    /// <summary>Rows of a watchlist to write or remove.</summary>
    public ImmutableArray<RowChange> Rows { get; init; } = [];

    /// <summary>What is worth knowing.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>True when the workspace no longer has what the tool last deployed.</summary>
    public bool Drifted { get; init; }

    /// <summary>True when the item takes over a resource that the tool did not deploy.</summary>
    public bool Adopts { get; init; }

    /// <summary>Why it conflicts; null when it does not.</summary>
    public string? Conflict { get; init; }

    /// <summary>What the request sends; null when there is none.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>Hash of the managed properties after the item is carried out; null for an orphan and a conflict.</summary>
    public string? DesiredHash { get; init; }

    /// <summary>Hashes of the single properties after the item is carried out, as the record keeps them; null for an orphan and a conflict.</summary>
    public string? DesiredFields { get; init; }

    /// <summary>Hash of the managed properties in the workspace when the plan was made; null when the resource did not exist.</summary>
    public string? LiveHash { get; init; }

    /// <summary>Resources of the repository that it uses.</summary>
    public ImmutableArray<ResourceKey> DependsOn { get; init; } = [];

    /// <summary>Wave that it is carried out in, from 0; the next one begins when this one is carried out entirely.</summary>
    public int Wave { get; init; }

    /// <summary>True when carrying it out writes to the workspace.</summary>
    public bool Writes => Action is PlanAction.Create or PlanAction.Update or PlanAction.Delete;
}

/// <summary>Which workspace a plan is for.</summary>
/// <param name="Environment">Name of the environment.</param>
/// <param name="ResourceManager">Scheme, host and port of the resource manager.</param>
/// <param name="WorkspaceId">Resource id of the workspace.</param>
public sealed record PlanTarget(string Environment, string ResourceManager, string WorkspaceId)
{
    /// <summary>The target of a workspace.</summary>
    public static PlanTarget Of(Arm.WorkspaceTarget target) => new(target.Environment, target.ResourceManager.GetLeftPart(UriPartial.Authority), target.WorkspaceId);

    /// <summary>True when both are the same workspace, whatever the environments are called.</summary>
    public bool IsSameWorkspace(PlanTarget other) => string.Equals(ResourceManager, other.ResourceManager, StringComparison.OrdinalIgnoreCase)
        && string.Equals(WorkspaceId, other.WorkspaceId, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The difference between a repository and a workspace, and all that is needed to remove it.</summary>
/// <param name="Target">The workspace.</param>
/// <param name="Items">In order of deployment, then by name.</param>
public sealed record Plan(PlanTarget Target, ImmutableArray<PlanItem> Items)
{
    /// <summary>Number of items of an action.</summary>
    public int Count(PlanAction action) => Items.Count(item => item.Action == action);

    /// <summary>True when carrying the plan out would write something.</summary>
    public bool HasWrites => Items.Any(item => item.Writes);

    /// <summary>True when repository and workspace differ in something that has to be written or decided. Orphans alone are no such difference: nothing is done about them.</summary>
    public bool HasDifferences => Items.Any(item => item.Writes || item.Action == PlanAction.Conflicting);
}
