using System.Text.Json.Nodes;

namespace Content.Azure.Stub.Service;

/// <summary>Metadata of other resources.</summary>
internal sealed class Metadata : Collection
{
    public override string Type => "Microsoft.SecurityInsights/metadata";

    public override int PageSize => 3;

    public override StubResponse Put(CallContext call, string name, JsonObject body)
    {
        CheckETag(call, name, body);
        var properties = PropertiesOf(body);
        foreach (var required in (ReadOnlySpan<string>)["parentId", "kind"])
        {
            if (string.IsNullOrEmpty(Json.Text(properties[required])))
                throw new RefusedException(400, "BadRequest", $"Required property '{required}' not found in JSON. Path 'properties'.");
        }

        if (!Json.Text(properties["parentId"])!.StartsWith('/'))
            throw new RefusedException(400, "BadRequest", "The parent is named by its full resource id.");
        if (properties["support"] is JsonObject support && Json.Text(support["tier"]) is not ("Microsoft" or "Partner" or "Community"))
            throw new RefusedException(400, "BadRequest", "The tier of the support is not valid.");
        var isNew = !Items.ContainsKey(name);
        return new StubResponse(isNew ? 201 : 200, Store(call, name, new JsonObject { ["properties"] = properties.DeepClone() }).DeepClone());
    }
}
