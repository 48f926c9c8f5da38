using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;

namespace Content.Azure.Resources;

/// <summary>What a read of the workspace may share between kinds.</summary>
/// <param name="Client">The service.</param>
/// <param name="SavedSearches">All saved searches of the workspace: the service lists them in one answer.</param>
internal sealed record ReadContext(ArmClient Client, IReadOnlyList<ArmResource> SavedSearches)
{
    /// <summary>True when all resources of a kind are wanted with their bodies, not only those that are named.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>The body as far as it is kept: of rules and searches there may be a thousand, and their updates do not depend on it.</summary>
    public JsonObject Kept(JsonObject body) => ReadsAll ? body : [];

    /// <summary>Requests that a read may have under way at once.</summary>
    public const int Concurrency = 8;
}

/// <summary>What a resource will be when a plan is carried out.</summary>
/// <param name="Body">Body of the request; null when none is needed.</param>
/// <param name="Comparable">Its managed properties afterwards.</param>
internal sealed record MergedResource(JsonObject? Body, JsonObject Comparable)
{
    /// <summary>Rows of a watchlist to write or delete one by one.</summary>
    public ImmutableArray<RowChange> Rows { get; init; } = [];

    /// <summary>What is worth knowing.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Why the service would refuse to turn the live resource into this one; null when it would not.</summary>
    public string? Obstacle { get; init; }

    /// <summary>True when the live resource serves the repository although the tool did not make it.</summary>
    public bool IsServedByForeign { get; init; }
}

/// <summary>All that differs from one kind of resource to the next.</summary>
internal abstract class ResourceHandler
{
    /// <summary>The kinds that it knows.</summary>
    public abstract IReadOnlyList<ResourceKind> Kinds { get; }

    /// <summary>Reads the resources of a kind; at least those named when they exist, and all when the context says so.</summary>
    public abstract Task<IReadOnlyList<LiveResource>> ReadAsync(ReadContext context, ResourceKind kind, IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <summary>Works out what an update makes of a live resource. The default replaces it.</summary>
    public virtual MergedResource Merge(DesiredResource desired, LiveResource live, PlanOptions options) => new(desired.Body, desired.Comparable);

    /// <summary>True when the service fills in managed properties that the file leaves open, so that only a look tells what was made.</summary>
    public virtual bool IsCompletedByService(JsonObject body) => false;

    /// <summary>Carries out one item of a plan.</summary>
    public abstract Task WriteAsync(ArmClient client, PlanItem item, LiveResource? live, CancellationToken cancellationToken);

    /// <summary>Deletes a resource that the tool deployed, unless it is another one by now.</summary>
    public abstract Task DeleteAsync(ArmClient client, LiveResource live, CancellationToken cancellationToken);

    /// <summary>The handler of a kind.</summary>
    public static ResourceHandler Of(ResourceKind kind) => kind switch
    {
        ResourceKind.Table => TableHandler.Instance,
        ResourceKind.Watchlist => WatchlistHandler.Instance,
        ResourceKind.Function or ResourceKind.HuntingQuery => SavedSearchHandler.Instance,
        ResourceKind.SummaryRule => SummaryRuleHandler.Instance,
        ResourceKind.AnalyticsRule => RuleHandler.Instance,
        ResourceKind.AutomationRule => AutomationRuleHandler.Instance,
        ResourceKind.Workbook => WorkbookHandler.Instance,
        _ => MetadataHandler.Instance,
    };

    /// <summary>Name of a resource in the service's answer.</summary>
    protected static string NameOf(JsonObject resource)
    {
        if (JsonText.Text(resource["name"]) is { Length: > 0 } name)
            return name;
        var id = JsonText.Text(resource["id"]) ?? "";
        return id[(id.LastIndexOf('/') + 1)..];
    }

    /// <summary>The body of a write over what was read: of a Sentinel resource the etag stands in it as well as in the condition.</summary>
    protected static JsonObject WithETag(JsonObject body, string? etag)
    {
        var copy = (JsonObject)body.DeepClone();
        if (etag is not null)
            copy["etag"] = etag;
        return copy;
    }

    /// <summary>Properties of a resource in the service's answer.</summary>
    protected static JsonObject PropertiesOf(JsonObject resource) => resource["properties"] as JsonObject ?? [];

    /// <summary>Runs an action for each item, a few at once, and keeps the order of the results.</summary>
    protected static async Task<TResult[]> ForEachAsync<T, TResult>(IReadOnlyList<T> items, Func<T, CancellationToken, Task<TResult>> action, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = ReadContext.Concurrency, CancellationToken = cancellationToken }, async (i, token) =>
            results[i] = await action(items[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }
}
