using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Resources;

namespace Content.Azure.Import;

/// <summary>Automation rules as content files. Their keys are those of the service's own body.</summary>
internal static class AutomationFile
{
    /// <summary>The keys of an automation rule.</summary>
    /// <param name="rule">The resource as the service has it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="target">The workspace: rules that conditions name by a resource id in it are named by their id alone.</param>
    /// <param name="metadata">Its metadata as content; null when it has none.</param>
    public static JsonObject Create(JsonObject rule, string name, WorkspaceTarget target, MetadataPart? metadata)
    {
        var properties = rule["properties"] as JsonObject ?? [];
        var logic = properties["triggeringLogic"] as JsonObject ?? [];
        var triggering = new FileBody().Value("isEnabled", Normal.Flag(logic["isEnabled"], absent: true)).Text("triggersOn", logic["triggersOn"]).Text("triggersWhen", logic["triggersWhen"])
            .Text("expirationTimeUtc", JsonValue.Create(Normal.Instant(logic["expirationTimeUtc"]))).Tree("conditions", logic["conditions"]);
        ShortenRuleIds(triggering.Root, target.SentinelId + "/alertRules/");
        var actions = (properties["actions"] as JsonArray ?? []).OfType<JsonObject>().OrderBy(action => Normal.Number(action["order"]))
            .Select(action => new FileBody().Value("order", action["order"]).Text("actionType", action["actionType"]).Tree("actionConfiguration", action["actionConfiguration"]).Root);
        return new FileBody().Text("id", name).Text("displayName", properties["displayName"]).Value("order", properties["order"])
            .Value("triggeringLogic", triggering.Root).Value("actions", new JsonArray([.. actions])).Value("metadata", metadata?.Keys).Root;
    }

    private static void ShortenRuleIds(JsonNode? node, string prefix)
    {
        switch (node)
        {
            case JsonObject map when JsonText.Text(map["propertyName"]) is "IncidentRelatedAnalyticRuleIds" or "AlertAnalyticRuleIds" && map["propertyValues"] is JsonArray values:
                map["propertyValues"] = new JsonArray([.. values.Select(value =>
                    JsonText.Text(value) is { } id && id.StartsWith(prefix, StringComparison.Ordinal) ? id[prefix.Length..] : value?.DeepClone())]);
                break;
            case JsonObject map:
                foreach (var (_, value) in map)
                    ShortenRuleIds(value, prefix);
                break;
            case JsonArray list:
                foreach (var value in list)
                    ShortenRuleIds(value, prefix);
                break;
        }
    }
}
