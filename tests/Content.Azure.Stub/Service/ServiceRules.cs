using System.Text.Json.Nodes;

namespace Content.Azure.Stub.Service;

/// <summary>Analytics rules whose detection is the service's own: what may be set, and what is filled in from their templates.</summary>
internal static class ServiceRules
{
    private static readonly string[] Products =
    [
        "Microsoft Cloud App Security", "Azure Security Center", "Azure Advanced Threat Protection", "Azure Active Directory Identity Protection", "Azure Security Center for IoT",
        "Office 365 Advanced Threat Protection", "Microsoft Defender Advanced Threat Protection",
    ];

    /// <summary>Checks the properties and completes them.</summary>
    public static JsonObject Completed(string kind, JsonObject from, ArmStub service)
    {
        Require(from, "enabled");
        var result = (JsonObject)from.DeepClone();
        if (kind == "MicrosoftSecurityIncidentCreation")
        {
            Require(from, "displayName");
            Require(from, "productFilter");
            if (!Products.Contains(Json.Text(from["productFilter"])))
                throw new RefusedException(400, "BadRequest", $"The product '{from["productFilter"]}' is not valid.");
            foreach (var key in (ReadOnlySpan<string>)["description", "severitiesFilter", "displayNamesFilter", "displayNamesExcludeFilter", "alertRuleTemplateName"])
                result.TryAdd(key, null);
        }
        else
        {
            if (kind == "ThreatIntelligence")
                Require(from, "displayName");
            Require(from, "alertRuleTemplateName");
            foreach (var key in (ReadOnlySpan<string>)["description", "severity", "tactics", "techniques", "lastModifiedUtc"])
            {
                if (from.ContainsKey(key))
                    throw new RefusedException(400, "BadRequest", $"Read-only property '{key}' cannot be assigned.");
            }

            if (kind != "ThreatIntelligence" && from.ContainsKey("displayName"))
                throw new RefusedException(400, "BadRequest", "Read-only property 'displayName' cannot be assigned.");
            result.TryAdd("displayName", "Advanced Multistage Attack Detection");
            result["description"] = "From the template.";
            result["severity"] = "High";
            result["tactics"] = new JsonArray("Collection", "CommandAndControl");
            if (kind == "Fusion" && result["sourceSettings"] is null)
                result["sourceSettings"] = new JsonArray(new JsonObject { ["enabled"] = true, ["sourceName"] = "Anomalies", ["sourceSubTypes"] = null });
        }

        result["lastModifiedUtc"] = service.NextTime();
        return result;
    }

    private static void Require(JsonObject from, string key)
    {
        if (from[key] is null)
            throw new RefusedException(400, "BadRequest", $"Required property '{key}' not found in JSON. Path 'properties'.");
    }
}
