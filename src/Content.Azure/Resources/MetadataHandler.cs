using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Model;

namespace Content.Azure.Resources;

/// <summary>Metadata: what Sentinel shows about the origin and support of a resource. Made for files that have a <c>metadata</c> key.</summary>
internal sealed class MetadataHandler : ResourceHandler
{
    /// <summary>Source of content that the tool deployed.</summary>
    public const string SourceName = "sentinel-content";

    public static MetadataHandler Instance { get; } = new();

    public override IReadOnlyList<ResourceKind> Kinds { get; } = [ResourceKind.Metadata];

    public override async Task<IReadOnlyList<LiveResource>> ReadAsync(ReadContext context, ResourceKind kind, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (context.ReadsAll)
        {
            var all = new List<LiveResource>();
            await foreach (var metadata in context.Client.ListAsync(context.Client.Target.SentinelId + "/metadata", ApiVersions.Metadata, cancellationToken).ConfigureAwait(false))
                all.Add(new LiveResource(new ResourceKey(kind, NameOf(metadata.Body)), metadata.ETag, Comparable(metadata.Body), metadata.Body));
            return all;
        }

        // A workspace with solutions has hundreds of them, and a repository declares a few.
        var found = await ForEachAsync([.. names], async (name, token) =>
        {
            var metadata = await context.Client.GetAsync(PathOf(context.Client, name), ApiVersions.Metadata, token).ConfigureAwait(false);
            return metadata is null ? null : new LiveResource(new ResourceKey(kind, NameOf(metadata.Body)), metadata.ETag, Comparable(metadata.Body), []);
        }, cancellationToken).ConfigureAwait(false);
        return [.. found.OfType<LiveResource>()];
    }

    public override Task WriteAsync(ArmClient client, PlanItem item, LiveResource? live, CancellationToken cancellationToken) =>
        client.PutAsync(PathOf(client, item.Key.Name), ApiVersions.Metadata, WithETag(item.Body!, live?.ETag), live?.ETag, cancellationToken);

    public override Task DeleteAsync(ArmClient client, LiveResource live, CancellationToken cancellationToken) =>
        client.DeleteAsync(PathOf(client, live.Key.Name), ApiVersions.Metadata, live.ETag, cancellationToken);

    /// <summary>The managed properties of metadata.</summary>
    public static JsonObject Comparable(JsonObject metadata)
    {
        var from = PropertiesOf(metadata);
        return new JsonObject
        {
            ["parentId"] = Normal.Lower(from["parentId"]),
            ["kind"] = Normal.Text(from["kind"]),
            ["contentId"] = Normal.Text(from["contentId"]),
            ["version"] = Normal.Text(from["version"]),
            ["sourceKind"] = Normal.Text(from["source"]?["kind"]),
            ["sourceName"] = Normal.Text(from["source"]?["name"]),
            ["author"] = Normal.Text(from["author"]?["name"]),
            ["supportTier"] = Normal.Text(from["support"]?["tier"]),
            ["supportName"] = Normal.Text(from["support"]?["name"]),
            ["domains"] = Normal.Set(from["categories"]?["domains"]),
            ["verticals"] = Normal.Set(from["categories"]?["verticals"]),
        };
    }

    /// <summary>Name of the metadata of a resource, as Sentinel's own tools form it; null for a kind that has none.</summary>
    public static string? NameOf(ResourceKey parent) => KindOf(parent.Kind) is { } kind ? $"{kind.ToLowerInvariant()}-{parent.Name}" : null;

    /// <summary>The body of the metadata of a resource.</summary>
    /// <param name="parent">The resource; its kind can have metadata.</param>
    /// <param name="metadata">What the file says.</param>
    /// <param name="version">Version of the content; null when the file has none.</param>
    /// <param name="target">The workspace.</param>
    public static JsonObject Body(ResourceKey parent, ContentMetadata metadata, string? version, WorkspaceTarget target)
    {
        var properties = new JsonObject
        {
            ["parentId"] = ParentId(parent, target),
            ["kind"] = KindOf(parent.Kind),
            ["contentId"] = parent.Name,
            // Where the content lies is this repository, whatever it was first published as.
            ["source"] = new JsonObject { ["kind"] = Normal.Word(Text(metadata.SourceKind), "LocalWorkspace", SourceKinds), ["name"] = SourceName },
        };
        if (version is not null)
            properties["version"] = version;
        if (metadata.Author is { } author)
            properties["author"] = new JsonObject { ["name"] = author.Value };
        if (metadata.SupportTier is not null || metadata.Support is not null)
        {
            var support = new JsonObject { ["tier"] = Normal.Word(Text(metadata.SupportTier), "Community", "Microsoft", "Partner", "Community") };
            if (metadata.Support is { } name)
                support["name"] = name.Value;
            properties["support"] = support;
        }

        if (!metadata.Domains.IsEmpty || !metadata.Verticals.IsEmpty)
        {
            properties["categories"] = new JsonObject
            {
                ["domains"] = new JsonArray([.. metadata.Domains.Select(domain => (JsonNode)domain.Value)]),
                ["verticals"] = new JsonArray([.. metadata.Verticals.Select(vertical => (JsonNode)vertical.Value)]),
            };
        }

        return new JsonObject { ["properties"] = properties };
    }

    private static readonly string[] SourceKinds = ["LocalWorkspace", "Community", "Solution", "SourceRepository"];

    private static JsonNode? Text(Located<string>? text) => text is null ? null : JsonValue.Create(text.Value);

    private static string? KindOf(ResourceKind kind) => kind switch
    {
        ResourceKind.Function => "Parser",
        ResourceKind.HuntingQuery => "HuntingQuery",
        ResourceKind.AnalyticsRule => "AnalyticsRule",
        ResourceKind.AutomationRule => "AutomationRule",
        ResourceKind.SummaryRule => "SummaryRule",
        _ => null,
    };

    private static string ParentId(ResourceKey parent, WorkspaceTarget target) => parent.Kind switch
    {
        ResourceKind.AnalyticsRule => $"{target.SentinelId}/alertRules/{parent.Name}",
        ResourceKind.AutomationRule => $"{target.SentinelId}/automationRules/{parent.Name}",
        ResourceKind.SummaryRule => $"{target.WorkspaceId}/summaryLogs/{parent.Name}",
        _ => $"{target.WorkspaceId}/savedSearches/{parent.Name}",
    };

    private static string PathOf(ArmClient client, string name) => $"{client.Target.SentinelId}/metadata/{Uri.EscapeDataString(name)}";
}
