using System.Text.Json.Nodes;
using Content.Azure.Resources;

namespace Content.Azure.Import;

/// <summary>Analytics rules as content files.</summary>
internal static class RuleFile
{
    /// <summary>The keys of a rule of whatever kind; null for a kind that no file can say.</summary>
    /// <param name="rule">The resource as the service has it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="metadata">Its metadata and version as content; null when it has none.</param>
    public static JsonObject? Create(JsonObject rule, string name, MetadataPart? metadata)
    {
        var properties = rule["properties"] as JsonObject ?? [];
        var comparable = RuleHandler.Comparable(rule);
        return JsonText.Text(comparable["kind"]) switch
        {
            "Scheduled" or "NRT" => WithQuery(properties, comparable, name, metadata),
            "MicrosoftSecurityIncidentCreation" or "Fusion" or "MLBehaviorAnalytics" or "ThreatIntelligence" => OfService(comparable, name),
            _ => null,
        };
    }

    private static JsonObject WithQuery(JsonObject properties, JsonObject comparable, string name, MetadataPart? metadata)
    {
        var isScheduled = JsonText.Text(comparable["kind"]) == "Scheduled";
        var file = new FileBody().Text("id", name).Text("name", comparable["displayName"]).Block("description", Description(comparable["description"]))
            .Text("severity", comparable["severity"]).Text("status", properties["status"]);
        file.Root["requiredDataConnectors"] = Connectors(properties["requiredDataConnectors"]);
        if (isScheduled)
        {
            file.Duration("queryFrequency", comparable["queryFrequency"]).Duration("queryPeriod", comparable["queryPeriod"])
                .Text("triggerOperator", Operator(JsonText.Text(comparable["triggerOperator"]))).Value("triggerThreshold", comparable["triggerThreshold"]);
        }

        file.Value("tactics", comparable["tactics"]).Value("relevantTechniques", Techniques(properties))
            .Block("query", Normal.Text(properties["query"]))
            .Tree("entityMappings", properties["entityMappings"]).Tree("sentinelEntitiesMappings", properties["sentinelEntitiesMappings"])
            .Tree("customDetails", properties["customDetails"]).Tree("alertDetailsOverride", properties["alertDetailsOverride"]);
        if (JsonText.Text(comparable["eventGrouping"]) != "SingleAlert")
            file.Root["eventGroupingSettings"] = new JsonObject { ["aggregationKind"] = comparable["eventGrouping"]!.DeepClone() };
        file.Value("incidentConfiguration", Incidents(comparable["incidents"]!.AsObject()));
        if (Normal.Flag(comparable["suppressionEnabled"], absent: false) || JsonText.Text(comparable["suppressionDuration"]) != "PT1H")
            file.Value("suppressionEnabled", comparable["suppressionEnabled"]).Duration("suppressionDuration", comparable["suppressionDuration"]);
        // The version of the content is not deployed with a rule, only with its metadata; a file without one looks unfinished.
        var version = metadata is not null ? metadata.Version : JsonText.Text(comparable["templateVersion"]) is { Length: > 0 } template ? template : "1.0.0";
        file.Text("version", version).Text("kind", isScheduled ? "Scheduled" : "NRT")
            .Text("alertRuleTemplateName", comparable["alertRuleTemplateName"]).Text("templateVersion", comparable["templateVersion"])
            .Value("metadata", metadata?.Keys);
        if (!Normal.Flag(comparable["enabled"], absent: true))
            file.Root["enabled"] = false;
        return file.Root;
    }

    private static JsonObject OfService(JsonObject comparable, string name)
    {
        var file = new FileBody().Text("id", name).Text("name", comparable["displayName"]).Block("description", Description(comparable["description"]))
            .Text("kind", comparable["kind"]).Value("enabled", comparable["enabled"]).Text("alertRuleTemplateName", comparable["alertRuleTemplateName"])
            .Text("productFilter", comparable["productFilter"]).Tree("severitiesFilter", comparable["severitiesFilter"])
            .Tree("displayNamesFilter", comparable["displayNamesFilter"]).Tree("displayNamesExcludeFilter", comparable["displayNamesExcludeFilter"])
            .Tree("sourceSettings", comparable["sourceSettings"]).Tree("scenarioExclusionPatterns", comparable["scenarioExclusionPatterns"]);
        return file.Root;
    }

    /// <summary>A description that is read back as it is: quotes around the whole text would be taken for those that many files wrap it in.</summary>
    public static string Description(JsonNode? node)
    {
        var text = Normal.Text(node);
        return text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0] ? $"'{text}'" : text;
    }

    // Templates say what fills their tables; rules in a workspace do not.
    private static JsonArray Connectors(JsonNode? connectors) => new([.. (connectors as JsonArray ?? []).OfType<JsonObject>()
        .Select(connector => new FileBody().Text("connectorId", connector["connectorId"]).Tree("dataTypes", connector["dataTypes"] ?? connector["datatypes"]).Root)
        .Where(connector => connector.Count > 0)]);

    private static JsonNode? Operator(string? word) => word switch
    {
        "GreaterThan" => "gt",
        "LessThan" => "lt",
        "Equal" => "eq",
        "NotEqual" => "ne",
        _ => word,
    };

    // A sub-technique brings its parent along.
    private static JsonArray Techniques(JsonObject properties)
    {
        var subTechniques = Normal.Set(properties["subTechniques"]).Select(node => JsonText.Text(node)!).ToArray();
        var parents = Normal.Set(properties["techniques"]).Select(node => JsonText.Text(node)!).Where(id => !subTechniques.Any(sub => sub.StartsWith(id + ".", StringComparison.Ordinal)));
        return new JsonArray([.. parents.Concat(subTechniques).Order(StringComparer.Ordinal).Select(id => (JsonNode)id)]);
    }

    private static JsonObject? Incidents(JsonObject incidents)
    {
        var creates = Normal.Flag(incidents["create"], absent: true);
        var result = new JsonObject { ["createIncident"] = creates };
        if (!Normal.Flag(incidents["grouping"], absent: false))
            return creates ? null : result;
        var grouping = new JsonObject
        {
            ["enabled"] = true,
            ["reopenClosedIncident"] = incidents["reopenClosedIncident"]!.DeepClone(),
            ["lookbackDuration"] = FileBody.Short(incidents["lookbackDuration"]),
            ["matchingMethod"] = incidents["matchingMethod"]!.DeepClone(),
        };
        foreach (var key in (ReadOnlySpan<string>)["groupByEntities", "groupByAlertDetails", "groupByCustomDetails"])
        {
            if (incidents[key] is JsonArray { Count: > 0 } list)
                grouping[key] = list.DeepClone();
        }

        result["groupingConfiguration"] = grouping;
        return result;
    }
}
