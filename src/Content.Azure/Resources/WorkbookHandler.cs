using System.Text.Json;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Model;

namespace Content.Azure.Resources;

/// <summary>Workbooks of the workspace.</summary>
internal sealed class WorkbookHandler : ResourceHandler
{
    private const string FormatVersion = "Notebook/1.0";

    public static WorkbookHandler Instance { get; } = new();

    public override IReadOnlyList<ResourceKind> Kinds { get; } = [ResourceKind.Workbook];

    public override async Task<IReadOnlyList<LiveResource>> ReadAsync(ReadContext context, ResourceKind kind, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (context.ReadsAll)
        {
            var all = new List<LiveResource>();
            var query = $"category=sentinel&canFetchContent=true&sourceId={Uri.EscapeDataString(context.Client.Target.WorkspaceId)}";
            await foreach (var workbook in context.Client.ListAsync($"{context.Client.Target.ResourceGroupId}/providers/Microsoft.Insights/workbooks", ApiVersions.Workbooks, cancellationToken, query).ConfigureAwait(false))
            {
                if (string.Equals(Normal.Text(PropertiesOf(workbook.Body)["sourceId"]), context.Client.Target.WorkspaceId, StringComparison.OrdinalIgnoreCase))
                    all.Add(new LiveResource(new ResourceKey(kind, NameOf(workbook.Body)), workbook.ETag, Comparable(workbook.Body), workbook.Body));
            }

            return all;
        }

        var workbooks = await ForEachAsync([.. names], async (name, token) =>
        {
            var workbook = await context.Client.GetAsync(PathOf(context.Client, name), ApiVersions.Workbooks, token, "canFetchContent=true").ConfigureAwait(false);
            return workbook is null ? null : new LiveResource(new ResourceKey(kind, NameOf(workbook.Body)), workbook.ETag, Comparable(workbook.Body), workbook.Body);
        }, cancellationToken).ConfigureAwait(false);
        return [.. workbooks.OfType<LiveResource>()];
    }

    public override MergedResource Merge(DesiredResource desired, LiveResource live, PlanOptions options)
    {
        // A workbook stays in the region it was made in, and keeps tags that others put on it.
        var body = (JsonObject)desired.Body.DeepClone();
        if (Normal.Text(live.Raw["location"]) is { Length: > 0 } location)
            body["location"] = location;
        if (live.Raw["tags"] is JsonObject { Count: > 0 } tags)
            body["tags"] = tags.DeepClone();
        return new MergedResource(body, desired.Comparable);
    }

    public override Task WriteAsync(ArmClient client, PlanItem item, LiveResource? live, CancellationToken cancellationToken) =>
        client.PutAsync(PathOf(client, item.Key.Name), ApiVersions.Workbooks, WithETag(item.Body!, live?.ETag), live?.ETag, cancellationToken, "sourceId=" + Uri.EscapeDataString(client.Target.WorkspaceId));

    public override Task DeleteAsync(ArmClient client, LiveResource live, CancellationToken cancellationToken) =>
        client.DeleteAsync(PathOf(client, live.Key.Name), ApiVersions.Workbooks, live.ETag, cancellationToken);

    /// <summary>The managed properties of a workbook, its content as JSON.</summary>
    public static JsonObject Comparable(JsonObject workbook)
    {
        var from = PropertiesOf(workbook);
        return new JsonObject
        {
            ["displayName"] = Normal.Text(from["displayName"]),
            ["description"] = Normal.Text(from["description"]),
            ["category"] = Normal.Lower(from["category"]),
            ["sourceId"] = Normal.Lower(from["sourceId"]),
            ["content"] = Content(JsonText.Text(from["serializedData"])),
        };
    }

    /// <summary>The body of a workbook in a workspace.</summary>
    /// <param name="workbook">The workbook; its id and JSON are present.</param>
    /// <param name="target">The workspace; it has a location.</param>
    public static JsonObject Body(Workbook workbook, WorkspaceTarget target)
    {
        var content = (JsonObject)JsonNode.Parse(workbook.Json!.Content)!;
        // Queries without a resource of their own go to this workspace, not to the one the file was exported from.
        content["fallbackResourceIds"] = new JsonArray(target.WorkspaceId);
        var properties = new JsonObject
        {
            ["displayName"] = workbook.Name.Value,
            ["serializedData"] = content.ToJsonString(JsonText.Compact),
            ["version"] = FormatVersion,
            ["category"] = workbook.Category?.Value ?? "sentinel",
            ["sourceId"] = target.WorkspaceId,
        };
        if (workbook.Description is { } description)
            properties["description"] = Normal.Text(description.Value);
        return new JsonObject { ["location"] = target.Location, ["kind"] = "shared", ["properties"] = properties };
    }

    private static JsonNode Content(string? text)
    {
        try
        {
            return JsonText.Sorted(JsonNode.Parse(text ?? "")) ?? "";
        }
        catch (JsonException)
        {
            return text ?? "";
        }
    }

    private static string PathOf(ArmClient client, string name) => $"{client.Target.ResourceGroupId}/providers/Microsoft.Insights/workbooks/{Uri.EscapeDataString(name)}";
}
