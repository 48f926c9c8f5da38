using System.Text.Json.Nodes;

namespace Content.Azure.Stub.Service;

/// <summary>Saved searches: one list without pages; replacing one takes its etag.</summary>
internal sealed class SavedSearches : Collection
{
    public override string Type => "Microsoft.OperationalInsights/savedSearches";

    public override StubResponse Put(CallContext call, string name, JsonObject body)
    {
        var properties = PropertiesOf(body);
        foreach (var required in (ReadOnlySpan<string>)["category", "displayName", "query"])
        {
            if (string.IsNullOrEmpty(Json.Text(properties[required])))
                throw new RefusedException(400, "InvalidParameter", $"The value of '{required}' is missing.");
        }

        var alias = Json.Text(properties["functionAlias"]);
        if (alias is not null && (alias.Contains(' ', StringComparison.Ordinal) || alias.StartsWith('_')))
            throw new RefusedException(400, "InvalidParameter", "The function alias is not valid.");
        if (alias is not null && Items.Any(item => !string.Equals(item.Key, name, StringComparison.OrdinalIgnoreCase) && Json.Text(item.Value["properties"]!["functionAlias"]) == alias))
            throw new RefusedException(400, "InvalidParameter", $"The function alias '{alias}' is in use.");
        if (Items.ContainsKey(name) && body["etag"] is null && call.Request.IfMatch is null)
            throw new RefusedException(409, "Conflict", $"A saved search with the id '{name}' exists. Give its etag to replace it.");
        CheckETag(call, name, body);
        var stored = (JsonObject)properties.DeepClone();
        stored["version"] ??= 2;
        stored["tags"] ??= null;
        var item = Store(call, name, new JsonObject { ["properties"] = stored });
        item["id"] = Json.Text(item["id"])!.ToLowerInvariant();
        return new StubResponse(200, item.DeepClone());
    }
}
