using System.Text.Json.Nodes;

namespace Content.Azure.Stub.Service;

/// <summary>Automation rules.</summary>
internal sealed class AutomationRules : Collection
{
    private const int MaxActions = 20;
    private const int MaxConditions = 50;

    public override string Type => "Microsoft.SecurityInsights/AutomationRules";

    public override int PageSize => 2;

    public override StubResponse Put(CallContext call, string name, JsonObject body)
    {
        CheckETag(call, name, body);
        var properties = PropertiesOf(body);
        if (!Guid.TryParse(name, out _))
            throw new RefusedException(400, "BadRequest", "The id of an automation rule is a GUID.");
        foreach (var required in (ReadOnlySpan<string>)["displayName", "order", "triggeringLogic", "actions"])
        {
            if (properties[required] is null)
                throw new RefusedException(400, "BadRequest", $"Required property '{required}' not found in JSON. Path 'properties'.");
        }

        if (properties["order"]!.GetValue<long>() is < 1 or > 1000)
            throw new RefusedException(400, "BadRequest", "The order of an automation rule is between 1 and 1000.");
        var logic = properties["triggeringLogic"]!.AsObject();
        if (logic["isEnabled"] is null || Json.Text(logic["triggersOn"]) is not ("Incidents" or "Alerts") || Json.Text(logic["triggersWhen"]) is not ("Created" or "Updated"))
            throw new RefusedException(400, "BadRequest", "The triggering logic is not valid.");
        var actions = Json.Items(properties["actions"]).ToArray();
        if (actions.Length is 0 or > MaxActions || Json.Items(logic["conditions"]).Count() > MaxConditions)
            throw new RefusedException(400, "BadRequest", $"An automation rule has 1 to {MaxActions} actions and at most {MaxConditions} conditions.");
        var stored = (JsonObject)properties.DeepClone();
        stored["triggeringLogic"]!.AsObject().TryAdd("expirationTimeUtc", null);
        foreach (var action in Json.Items(stored["actions"]))
        {
            // What the service knows and the client need not say.
            if (Json.Text(action["actionType"]) == "RunPlaybook")
                action["actionConfiguration"]!["tenantId"] ??= "99999999-9999-4999-8999-999999999999";
            if (Json.Text(action["actionType"]) == "ModifyProperties")
                action["actionConfiguration"]!["classificationComment"] ??= null;
        }

        stored["createdTimeUtc"] = call.Service.NextTime();
        stored["lastModifiedTimeUtc"] = call.Service.NextTime();
        stored["createdBy"] = new JsonObject { ["objectId"] = "00000000-0000-0000-0000-000000000000" };
        var isNew = !Items.ContainsKey(name);
        return new StubResponse(isNew ? 201 : 200, Store(call, name, new JsonObject { ["properties"] = stored }).DeepClone());
    }
}
