using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;

namespace Content.Azure.Resources;

/// <summary>Automation rules.</summary>
internal sealed class AutomationRuleHandler : ResourceHandler
{
    public static AutomationRuleHandler Instance { get; } = new();

    public override IReadOnlyList<ResourceKind> Kinds { get; } = [ResourceKind.AutomationRule];

    public override async Task<IReadOnlyList<LiveResource>> ReadAsync(ReadContext context, ResourceKind kind, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var rules = new List<LiveResource>();
        await foreach (var rule in context.Client.ListAsync(context.Client.Target.SentinelId + "/automationRules", ApiVersions.AutomationRules, cancellationToken).ConfigureAwait(false))
            rules.Add(new LiveResource(new ResourceKey(kind, NameOf(rule.Body)), rule.ETag, Comparable(rule.Body), rule.Body));
        return rules;
    }

    public override Task WriteAsync(ArmClient client, PlanItem item, LiveResource? live, CancellationToken cancellationToken) =>
        client.PutAsync(PathOf(client, item.Key.Name), ApiVersions.AutomationRules, WithETag(item.Body!, live?.ETag), live?.ETag, cancellationToken);

    public override Task DeleteAsync(ArmClient client, LiveResource live, CancellationToken cancellationToken) =>
        client.DeleteAsync(PathOf(client, live.Key.Name), ApiVersions.AutomationRules, live.ETag, cancellationToken);

    /// <summary>The managed properties of an automation rule.</summary>
    public static JsonObject Comparable(JsonObject rule)
    {
        var from = PropertiesOf(rule);
        var logic = from["triggeringLogic"] as JsonObject;
        return new JsonObject
        {
            ["displayName"] = Normal.Text(from["displayName"]),
            ["order"] = Normal.Number(from["order"]),
            ["enabled"] = Normal.Flag(logic?["isEnabled"], absent: true),
            ["triggersOn"] = Normal.Word(logic?["triggersOn"], "", "Incidents", "Alerts"),
            ["triggersWhen"] = Normal.Word(logic?["triggersWhen"], "", "Created", "Updated"),
            ["expirationTimeUtc"] = Normal.Instant(logic?["expirationTimeUtc"]),
            ["conditions"] = new JsonArray([.. (logic?["conditions"] as JsonArray ?? []).Select(condition => JsonText.Sorted(JsonText.Pruned(condition)))]),
            ["actions"] = new JsonArray([.. (from["actions"] as JsonArray ?? []).OfType<JsonObject>().OrderBy(action => Normal.Number(action["order"])).Select(Action)]),
        };
    }

    private static JsonNode? Action(JsonObject action)
    {
        var copy = JsonText.Sorted(JsonText.Pruned(action));
        if (copy?["actionConfiguration"] is JsonObject configuration && configuration["logicAppResourceId"] is { } playbook)
        {
            // A resource id comes back in another case, with the tenant that follows from it.
            configuration["logicAppResourceId"] = Normal.Lower(playbook);
            configuration.Remove("tenantId");
        }

        return copy;
    }

    private static string PathOf(ArmClient client, string name) => $"{client.Target.SentinelId}/automationRules/{Uri.EscapeDataString(name)}";
}
