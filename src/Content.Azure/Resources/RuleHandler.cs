using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;

namespace Content.Azure.Resources;

/// <summary>Analytics rules of all kinds.</summary>
internal sealed class RuleHandler : ResourceHandler
{
    private static readonly string[] KindWords = ["Scheduled", "NRT", "MicrosoftSecurityIncidentCreation", "Fusion", "MLBehaviorAnalytics", "ThreatIntelligence"];
    private static readonly string[] Severities = ["High", "Medium", "Low", "Informational"];
    private static readonly string[] Operators = ["GreaterThan", "LessThan", "Equal", "NotEqual"];

    public static RuleHandler Instance { get; } = new();

    public override IReadOnlyList<ResourceKind> Kinds { get; } = [ResourceKind.AnalyticsRule];

    public override async Task<IReadOnlyList<LiveResource>> ReadAsync(ReadContext context, ResourceKind kind, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var rules = new List<LiveResource>();
        await foreach (var rule in context.Client.ListAsync(context.Client.Target.SentinelId + "/alertRules", ApiVersions.AlertRules, cancellationToken).ConfigureAwait(false))
            rules.Add(new LiveResource(new ResourceKey(kind, NameOf(rule.Body)), rule.ETag, Comparable(rule.Body), context.Kept(rule.Body)));
        return rules;
    }

    public override MergedResource Merge(DesiredResource desired, LiveResource live, PlanOptions options)
    {
        var merged = base.Merge(desired, live, options);
        var (wanted, found) = (desired.Comparable["kind"]!.GetValue<string>(), live.Comparable["kind"]!.GetValue<string>());
        if (wanted != found)
            return merged with { Obstacle = $"the rule in the workspace is of kind {found}; a rule cannot change its kind, so give the file a new id" };
        if (wanted == "Fusion")
            merged = Fusion(merged, live);
        return (JsonText.Text(live.Comparable["displayName"]) ?? "").StartsWith("AUTO DISABLED", StringComparison.OrdinalIgnoreCase)
            ? merged with { Notes = ["Sentinel disabled this rule after it failed for good; its description in the workspace says why. Deploying enables it again."] }
            : merged;
    }

    // What a file does not say about the sources of Fusion, the service fills in from its template.
    private static MergedResource Fusion(MergedResource merged, LiveResource live)
    {
        var comparable = (JsonObject)merged.Comparable.DeepClone();
        foreach (var key in (ReadOnlySpan<string>)["sourceSettings", "scenarioExclusionPatterns"])
        {
            if (merged.Body!["properties"]![key] is null)
                comparable[key] = live.Comparable[key]?.DeepClone();
        }

        return merged with { Comparable = comparable };
    }

    public override bool IsCompletedByService(JsonObject body) => JsonText.Text(body["kind"]) == "Fusion";

    public override Task WriteAsync(ArmClient client, PlanItem item, LiveResource? live, CancellationToken cancellationToken) =>
        client.PutAsync(PathOf(client, item.Key.Name), ApiVersions.AlertRules, WithETag(item.Body!, live?.ETag), live?.ETag, cancellationToken);

    public override Task DeleteAsync(ArmClient client, LiveResource live, CancellationToken cancellationToken) =>
        client.DeleteAsync(PathOf(client, live.Key.Name), ApiVersions.AlertRules, live.ETag, cancellationToken);

    /// <summary>The managed properties of a rule with the service's defaults filled in.</summary>
    public static JsonObject Comparable(JsonObject rule)
    {
        var from = PropertiesOf(rule);
        var kind = Normal.Word(rule["kind"], "Scheduled", KindWords);
        if (kind is not ("Scheduled" or "NRT"))
            return Service(kind, from);
        var result = new JsonObject
        {
            ["kind"] = kind,
            ["displayName"] = Normal.Text(from["displayName"]),
            ["description"] = Normal.Text(from["description"]),
            ["enabled"] = Normal.Flag(from["enabled"], absent: true),
            ["severity"] = Normal.Word(from["severity"], "", Severities),
            ["query"] = Normal.Text(from["query"]),
            ["suppressionEnabled"] = Normal.Flag(from["suppressionEnabled"], absent: false),
            ["suppressionDuration"] = Normal.Duration(from["suppressionDuration"], "PT1H"),
            ["tactics"] = Normal.Set(from["tactics"]),
            ["techniques"] = Normal.Set(from["techniques"]),
            ["subTechniques"] = Normal.Set(from["subTechniques"]),
            ["alertRuleTemplateName"] = Normal.Text(from["alertRuleTemplateName"]),
            ["templateVersion"] = Normal.Text(from["templateVersion"]),
            ["eventGrouping"] = Normal.Word(from["eventGroupingSettings"]?["aggregationKind"], "SingleAlert", "SingleAlert", "AlertPerResult"),
            ["incidents"] = Incidents(from["incidentConfiguration"] as JsonObject),
            ["entityMappings"] = Entities(from["entityMappings"] as JsonArray),
            ["sentinelEntitiesMappings"] = Normal.Set(new JsonArray([.. (from["sentinelEntitiesMappings"] as JsonArray ?? []).Select(item => (JsonNode)Normal.Text((item as JsonObject)?["columnName"]))])),
            ["customDetails"] = JsonText.Pruned(from["customDetails"]) ?? new JsonObject(),
            ["alertDetailsOverride"] = Override(from["alertDetailsOverride"] as JsonObject),
        };
        if (kind == "Scheduled")
        {
            result["queryFrequency"] = Normal.Duration(from["queryFrequency"], "");
            result["queryPeriod"] = Normal.Duration(from["queryPeriod"], "");
            result["triggerOperator"] = Normal.Word(from["triggerOperator"], "", Operators);
            result["triggerThreshold"] = Normal.Number(from["triggerThreshold"]) ?? 0;
        }

        return result;
    }

    // Of rules whose detection is the service's own, only a few fields can be set; the others are those of the template.
    private static JsonObject Service(string kind, JsonObject from)
    {
        var result = new JsonObject { ["kind"] = kind, ["enabled"] = Normal.Flag(from["enabled"], absent: true) };
        var isOfTemplate = kind is "Fusion" or "MLBehaviorAnalytics" or "ThreatIntelligence";
        if (isOfTemplate)
            result["alertRuleTemplateName"] = Normal.Text(from["alertRuleTemplateName"]);
        if (kind is "MicrosoftSecurityIncidentCreation" or "ThreatIntelligence")
            result["displayName"] = Normal.Text(from["displayName"]);
        if (kind == "MicrosoftSecurityIncidentCreation")
        {
            result["description"] = Normal.Text(from["description"]);
            result["productFilter"] = Normal.Text(from["productFilter"]);
            result["severitiesFilter"] = Normal.Set(from["severitiesFilter"]);
            result["displayNamesFilter"] = Normal.Set(from["displayNamesFilter"]);
            result["displayNamesExcludeFilter"] = Normal.Set(from["displayNamesExcludeFilter"]);
        }

        if (kind == "Fusion")
        {
            result["sourceSettings"] = JsonText.Sorted(JsonText.Pruned(from["sourceSettings"])) ?? new JsonArray();
            result["scenarioExclusionPatterns"] = JsonText.Sorted(JsonText.Pruned(from["scenarioExclusionPatterns"])) ?? new JsonArray();
        }

        return result;
    }

    // Of a grouping that is switched off, the service keeps and returns settings that do nothing.
    private static JsonObject Incidents(JsonObject? from)
    {
        var result = new JsonObject { ["create"] = Normal.Flag(from?["createIncident"], absent: true) };
        var grouping = from?["groupingConfiguration"] as JsonObject;
        var isOn = Normal.Flag(grouping?["enabled"], absent: false);
        result["grouping"] = isOn;
        if (!isOn)
            return result;
        result["reopenClosedIncident"] = Normal.Flag(grouping!["reopenClosedIncident"], absent: false);
        result["lookbackDuration"] = Normal.Duration(grouping["lookbackDuration"], "PT5H");
        var method = Normal.Word(grouping["matchingMethod"], "AllEntities", "AllEntities", "AnyAlert", "Selected");
        result["matchingMethod"] = method;
        if (method != "Selected")
            return result;
        result["groupByEntities"] = Normal.Set(grouping["groupByEntities"]);
        result["groupByAlertDetails"] = Normal.Set(grouping["groupByAlertDetails"]);
        result["groupByCustomDetails"] = Normal.Set(grouping["groupByCustomDetails"]);
        return result;
    }

    // Keyed by type, so that a difference names the entity and the identifier. Several of a type are told apart by what they map.
    private static JsonObject Entities(JsonArray? from)
    {
        var result = new JsonObject();
        var mappings = (from ?? []).OfType<JsonObject>().Select(mapping => (
            Type: Normal.Text(mapping["entityType"]),
            Fields: new JsonObject((mapping["fieldMappings"] as JsonArray ?? []).OfType<JsonObject>()
                .OrderBy(field => Normal.Text(field["identifier"]), StringComparer.Ordinal)
                .DistinctBy(field => Normal.Text(field["identifier"]))
                .Select(field => KeyValuePair.Create(Normal.Text(field["identifier"]), (JsonNode?)Normal.Text(field["columnName"]))))));
        foreach (var group in mappings.GroupBy(mapping => mapping.Type).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var number = 1;
            foreach (var (type, fields) in group.OrderBy(mapping => mapping.Fields.ToJsonString(JsonText.Compact), StringComparer.Ordinal))
            {
                result[number == 1 ? type : $"{type}#{number}"] = fields;
                number++;
            }
        }

        return result;
    }

    private static JsonObject Override(JsonObject? from)
    {
        var result = new JsonObject();
        foreach (var key in (ReadOnlySpan<string>)["alertDisplayNameFormat", "alertDescriptionFormat", "alertSeverityColumnName", "alertTacticsColumnName"])
        {
            if (Normal.Text(from?[key]) is { Length: > 0 } text)
                result[key] = text;
        }

        foreach (var property in (from?["alertDynamicProperties"] as JsonArray ?? []).OfType<JsonObject>().OrderBy(property => Normal.Text(property["alertProperty"]), StringComparer.Ordinal))
            result[Normal.Text(property["alertProperty"])] = Normal.Text(property["value"]);
        return result;
    }

    private static string PathOf(ArmClient client, string name) => $"{client.Target.SentinelId}/alertRules/{Uri.EscapeDataString(name)}";
}
