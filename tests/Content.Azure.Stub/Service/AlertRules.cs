using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;

namespace Content.Azure.Stub.Service;

/// <summary>Analytics rules: what the service checks when one is saved, and what it adds.</summary>
internal sealed partial class AlertRules : Collection
{
    private static readonly string[] Common = ["displayName", "enabled", "severity", "query", "suppressionDuration", "suppressionEnabled"];
    private static readonly string[] Schedule = ["queryFrequency", "queryPeriod", "triggerOperator", "triggerThreshold"];
    private static readonly string[] Returned =
    [
        "description", "alertRuleTemplateName", "templateVersion", "customDetails", "entityMappings", "alertDetailsOverride", "sentinelEntitiesMappings",
        "tactics", "techniques", "subTechniques", "eventGroupingSettings", "incidentConfiguration",
    ];

    private readonly HashSet<string> _tombstones = new(StringComparer.OrdinalIgnoreCase);

    public override string Type => "Microsoft.SecurityInsights/alertRules";

    public override int PageSize => 5;

    public override StubResponse Put(CallContext call, string name, JsonObject body)
    {
        CheckETag(call, name, body);
        if (_tombstones.Contains(name))
            throw new RefusedException(400, "BadRequest", $"The rule with id '{name}' was recently deleted. You need to allow some time before re-using the same id. Please try again later.");
        var isPreview = call.ApiVersion.EndsWith("-preview", StringComparison.Ordinal);
        var kind = Json.Text(body["kind"]);
        var isOfService = kind is "MicrosoftSecurityIncidentCreation" or "Fusion" || (kind is "MLBehaviorAnalytics" or "ThreatIntelligence" && isPreview);
        if (kind is not "Scheduled" && !isOfService && !(kind is "NRT" && isPreview))
            throw new RefusedException(400, "BadRequest", $"The kind '{kind}' of an alert rule is not supported by api-version {call.ApiVersion}.");
        var isNew = !Items.TryGetValue(name, out var old);
        if (!isNew && Json.Text(old!["kind"]) != kind)
            throw new RefusedException(400, "BadRequest", "Changing the kind of an alert rule is not supported.");
        var properties = PropertiesOf(body);
        if (isOfService)
        {
            var made = Store(call, name, new JsonObject { ["kind"] = kind, ["properties"] = ServiceRules.Completed(kind!, properties, call.Service) });
            return new StubResponse(isNew ? 201 : 200, made.DeepClone());
        }

        Check(kind!, properties, isPreview, call.Service);
        var item = Store(call, name, new JsonObject { ["kind"] = kind, ["properties"] = Completed(kind!, properties, call.Service) });
        return new StubResponse(isNew ? 201 : 200, item.DeepClone());
    }

    public override StubResponse Delete(CallContext call, string name)
    {
        if (Items.ContainsKey(name))
            _tombstones.Add(name);
        return base.Delete(call, name);
    }

    private static void Check(string kind, JsonObject properties, bool isPreview, ArmStub service)
    {
        foreach (var required in kind == "Scheduled" ? [.. Common, .. Schedule] : Common)
        {
            if (properties[required] is null)
                throw new RefusedException(400, "BadRequest", $"Required property '{required}' not found in JSON. Path 'properties'.");
        }

        foreach (var extra in properties.Select(pair => pair.Key))
        {
            if (extra is "lastModifiedUtc")
                throw new RefusedException(400, "BadRequest", $"Read-only property '{extra}' cannot be assigned.");
            if (!Common.Contains(extra) && !Returned.Contains(extra) && !(kind == "Scheduled" && Schedule.Contains(extra)))
                throw new RefusedException(400, "BadRequest", $"Could not find member '{extra}' on object of type '{kind}AlertRule'.");
        }

        if (Json.Text(properties["query"]) is not { Length: > 0 and <= 10_000 } query)
            throw new RefusedException(400, "BadRequest", "Invalid data model. [: The length of the query should be between 1 and 10000.]");
        foreach (var technique in Json.Items(properties["techniques"]).Select(Json.Text))
        {
            if (!Technique().IsMatch(technique ?? ""))
                throw new RefusedException(400, "BadRequest", $"Invalid data model. [: The technique '{technique}' is invalid. The expected format is 'T####', where '#' represents a digit.]");
            if (service.MobileTechniques.Contains(technique!))
                throw new RefusedException(400, "BadRequest", $"Invalid data model. [: No valid tactic corresponding to the technique {technique} was provided in the tactics field.]");
        }

        if (properties["subTechniques"] is not null && !isPreview)
            throw new RefusedException(400, "BadRequest", "Could not find member 'subTechniques' on object of type 'ScheduledAlertRule'.");
        if (properties["templateVersion"] is not null && string.IsNullOrEmpty(Json.Text(properties["alertRuleTemplateName"])))
            throw new RefusedException(400, "BadRequest", "Invalid data model. [: Invalid Properties for alert rule: 'templateVersion' can only be used if 'alertRuleTemplateName' is not empty.]");
        Duration(properties, "suppressionDuration");
        if (kind == "Scheduled")
        {
            var (frequency, period) = (Duration(properties, "queryFrequency"), Duration(properties, "queryPeriod"));
            if (frequency < TimeSpan.FromMinutes(5) || frequency > TimeSpan.FromDays(14) || period < frequency || period > TimeSpan.FromDays(14))
                throw new RefusedException(400, "BadRequest", "Invalid Properties for Scheduled alert rule: 'queryPeriod' and 'queryFrequency' should be between 5 minutes and 14 days, and 'queryPeriod' not less than 'queryFrequency'.");
            if (period >= TimeSpan.FromDays(2) && frequency < TimeSpan.FromHours(1))
                throw new RefusedException(400, "BadRequest", "Invalid Properties for Scheduled alert rule: When 'queryPeriod' greater than or equal to 2 days, the 'queryFrequency' should be greater than or equal to 1 hour.");
            if (Json.Text(properties["triggerOperator"]) is not ("GreaterThan" or "LessThan" or "Equal" or "NotEqual"))
                throw new RefusedException(400, "BadRequest", "Error converting value to type 'TriggerOperator'.");
        }

        if (SearchesAll().IsMatch(query))
            throw new RefusedException(400, "BadRequest", "Invalid data model. [: The query must not use 'search *' or 'union *'.]");
        // A rule that does not run is saved without its query being run.
        if (properties["enabled"]!.GetValue<bool>() && new WorkspaceSchema(service).Misses(query) is { } unknown)
            throw new RefusedException(400, "BadRequest", $"Failed to run the analytics rule query. One of the tables does not exist. Failed to resolve table or column expression named '{unknown}'");
    }

    // Nulls for what was not given, defaults, another order of lists, another spelling of durations.
    private static JsonObject Completed(string kind, JsonObject from, ArmStub service)
    {
        var result = new JsonObject();
        if (kind == "Scheduled")
        {
            foreach (var key in Schedule)
                result[key] = from[key]!.DeepClone();
            result["queryFrequency"] = XmlConvert.ToString(Duration(from, "queryFrequency"));
            result["queryPeriod"] = XmlConvert.ToString(Duration(from, "queryPeriod"));
        }

        foreach (var key in Common)
            result[key] = from[key]!.DeepClone();
        result["suppressionDuration"] = XmlConvert.ToString(Duration(from, "suppressionDuration"));
        foreach (var key in Returned)
            result[key] = from[key]?.DeepClone();
        result["tactics"] = Reversed(from["tactics"]);
        result["techniques"] = Reversed(from["techniques"]);
        result["entityMappings"] = Reversed(from["entityMappings"]);
        result["eventGroupingSettings"] ??= new JsonObject { ["aggregationKind"] = "SingleAlert" };
        result["incidentConfiguration"] ??= new JsonObject
        {
            ["createIncident"] = true,
            ["groupingConfiguration"] = new JsonObject
            {
                ["enabled"] = false,
                ["reopenClosedIncident"] = false,
                ["lookbackDuration"] = "PT5M",
                ["matchingMethod"] = "AllEntities",
                ["groupByEntities"] = new JsonArray(),
                ["groupByAlertDetails"] = null,
                ["groupByCustomDetails"] = null,
            },
        };
        result["lastModifiedUtc"] = service.NextTime();
        return result;
    }

    private static JsonNode? Reversed(JsonNode? list) => list is JsonArray items ? new JsonArray([.. items.Reverse().Select(item => item?.DeepClone())]) : null;

    private static TimeSpan Duration(JsonObject properties, string key)
    {
        try
        {
            return XmlConvert.ToTimeSpan(Json.Text(properties[key]) ?? "");
        }
        catch (FormatException)
        {
            throw new RefusedException(400, "BadRequest", $"Error converting value \"{properties[key]}\" to type 'System.TimeSpan'. Path 'properties.{key}'.");
        }
    }

    [GeneratedRegex(@"\b(?:search|union)\s+\*")]
    private static partial Regex SearchesAll();

    [GeneratedRegex(@"^T\d{4}\z")]
    private static partial Regex Technique();
}
