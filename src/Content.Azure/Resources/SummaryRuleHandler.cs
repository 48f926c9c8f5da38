using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Model;

namespace Content.Azure.Resources;

/// <summary>Summary rules: queries whose rows the service writes to a table, bin by bin.</summary>
internal sealed class SummaryRuleHandler : ResourceHandler
{
    public static SummaryRuleHandler Instance { get; } = new();

    public override IReadOnlyList<ResourceKind> Kinds { get; } = [ResourceKind.SummaryRule];

    public override async Task<IReadOnlyList<LiveResource>> ReadAsync(ReadContext context, ResourceKind kind, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var rules = new List<LiveResource>();
        await foreach (var rule in context.Client.ListAsync(context.Client.Target.WorkspaceId + "/summaryLogs", ApiVersions.SummaryRules, cancellationToken).ConfigureAwait(false))
            rules.Add(new LiveResource(new ResourceKey(kind, NameOf(rule.Body)), rule.ETag, Comparable(rule.Body), rule.Body));
        return rules;
    }

    // The service sets the start of the bins when nothing is asked for; moving it would cut them anew.
    public override MergedResource Merge(DesiredResource desired, LiveResource live, PlanOptions options)
    {
        var comparable = (JsonObject)desired.Comparable.DeepClone();
        var body = (JsonObject)desired.Body.DeepClone();
        var from = PropertiesOf(live.Raw)["ruleDefinition"] as JsonObject;
        foreach (var key in (ReadOnlySpan<string>)["binStartTime", "binDelay"])
        {
            var definition = body["properties"]!["ruleDefinition"]!.AsObject();
            if (definition[key] is not null || from?[key] is not { } kept)
                continue;
            definition[key] = kept.DeepClone();
            comparable[key] = live.Comparable[key]?.DeepClone();
        }

        var (wanted, found) = (JsonText.Text(desired.Comparable["destinationTable"]), JsonText.Text(live.Comparable["destinationTable"]));
        return new MergedResource(body, comparable)
        {
            Obstacle = wanted == found ? null : $"it fills the table '{found}' in the workspace and '{wanted}' in the file, and the table of a summary rule cannot be changed; give the file a new id",
        };
    }

    public override bool IsCompletedByService(JsonObject body) => true;

    public override Task WriteAsync(ArmClient client, PlanItem item, LiveResource? live, CancellationToken cancellationToken) =>
        client.PutAsync(PathOf(client, item.Key.Name), ApiVersions.SummaryRules, item.Body!, live?.ETag, cancellationToken);

    public override Task DeleteAsync(ArmClient client, LiveResource live, CancellationToken cancellationToken) =>
        client.DeleteAsync(PathOf(client, live.Key.Name), ApiVersions.SummaryRules, live.ETag, cancellationToken);

    /// <summary>The managed properties of a summary rule.</summary>
    public static JsonObject Comparable(JsonObject rule)
    {
        var from = PropertiesOf(rule);
        var definition = from["ruleDefinition"] as JsonObject;
        return new JsonObject
        {
            ["displayName"] = Normal.Text(from["displayName"]),
            ["description"] = Normal.Text(from["description"]),
            ["query"] = Normal.Text(definition?["query"]),
            ["binSize"] = Normal.Number(definition?["binSize"]),
            ["binDelay"] = Normal.Number(definition?["binDelay"]) ?? 0,
            ["binStartTime"] = Normal.Instant(definition?["binStartTime"]),
            ["timeSelector"] = Normal.Word(definition?["timeSelector"], "TimeGenerated", "TimeGenerated"),
            ["destinationTable"] = Normal.Text(definition?["destinationTable"]),
        };
    }

    /// <summary>The body of a summary rule.</summary>
    /// <param name="rule">The rule; its destination and bin size are present.</param>
    public static JsonObject Body(SummaryRule rule)
    {
        var definition = new JsonObject
        {
            ["query"] = Normal.Text(rule.Query.Value),
            ["binSize"] = rule.BinSize!.Value,
            ["timeSelector"] = rule.TimeSelector?.Value ?? "TimeGenerated",
            ["destinationTable"] = rule.DestinationTable!.Value,
        };
        if (rule.BinDelay is { } delay)
            definition["binDelay"] = delay.Value;
        if (rule.BinStartTime is { } start)
            definition["binStartTime"] = Normal.Instant(start.Value);
        return new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["ruleType"] = "User",
                ["displayName"] = rule.DisplayName.Value,
                ["description"] = rule.DescriptionText,
                ["ruleDefinition"] = definition,
            },
        };
    }

    private static string PathOf(ArmClient client, string name) => $"{client.Target.WorkspaceId}/summaryLogs/{Uri.EscapeDataString(name)}";
}
