using System.Text.Json.Nodes;

namespace Content.Azure.Stub.Service;

/// <summary>Workbooks: shown without their content unless it is asked for.</summary>
internal sealed class Workbooks : Collection
{
    public override string Type => "microsoft.insights/workbooks";

    public override int PageSize => 10;

    public override StubResponse List(CallContext call) => call.Request.Query.ContainsKey("category")
        ? base.List(call)
        : StubResponse.Error(400, "BadRequest", "The query parameter 'category' is missing.");

    public override StubResponse Put(CallContext call, string name, JsonObject body)
    {
        CheckETag(call, name, body);
        var properties = PropertiesOf(body);
        if (!Guid.TryParse(name, out _))
            throw new RefusedException(400, "InvalidResourceName", "The name of a workbook is a GUID.");
        if (string.IsNullOrEmpty(Json.Text(body["location"])))
            throw new RefusedException(400, "LocationRequired", "The location property is required for this definition.");
        foreach (var required in (ReadOnlySpan<string>)["displayName", "serializedData", "category"])
        {
            if (string.IsNullOrEmpty(Json.Text(properties[required])))
                throw new RefusedException(400, "BadRequest", $"The property '{required}' is required.");
        }

        var isNew = !Items.TryGetValue(name, out var old);
        if (!isNew && Place(Json.Text(old!["location"])) != Place(Json.Text(body["location"])))
            throw new RefusedException(409, "InvalidResourceLocation", $"The resource '{name}' already exists in location '{Json.Text(old["location"])}'.");
        var stored = (JsonObject)properties.DeepClone();
        // The service keeps the workspace's id in lower case.
        stored["sourceId"] = Json.Text(stored["sourceId"])?.ToLowerInvariant();
        stored["version"] ??= "1.0";
        stored["timeModified"] = call.Service.NextTime();
        stored["userId"] = "00000000-0000-0000-0000-000000000000";
        stored["revision"] = call.Service.NextGuid();
        var item = Store(call, name, new JsonObject
        {
            ["kind"] = "shared",
            ["location"] = Place(Json.Text(body["location"])),
            ["tags"] = body["tags"]?.DeepClone() ?? new JsonObject(),
            ["properties"] = stored,
        });
        return new StubResponse(isNew ? 201 : 200, item.DeepClone());
    }

    protected override JsonNode Shown(CallContext call, JsonObject item)
    {
        var copy = item.DeepClone();
        if (!call.Request.Query.TryGetValue("canFetchContent", out var fetch) || fetch != "true")
            copy["properties"]!.AsObject().Remove("serializedData");
        return copy;
    }

    protected override bool IsListed(CallContext call, JsonObject item) =>
        string.Equals(Json.Text(item["properties"]!["category"]), call.Request.Query["category"], StringComparison.OrdinalIgnoreCase);

    private static string? Place(string? location) => location?.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
