using System.Text.Json.Nodes;

namespace Content.Azure.Stub.Service;

/// <summary>A request that the service refuses.</summary>
internal sealed class RefusedException(int status, string code, string message) : Exception(message)
{
    public StubResponse Response { get; } = StubResponse.Error(status, code, message);
}

/// <summary>What a collection knows of a request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Scope">Path up to the collection's name.</param>
/// <param name="ApiVersion">Version asked for.</param>
/// <param name="Service">The service around it.</param>
internal sealed record CallContext(StubRequest Request, string Scope, string ApiVersion, ArmStub Service);

/// <summary>Resources of one type in one scope.</summary>
internal abstract class Collection
{
    /// <summary>The stored resources by name, without regard to case.</summary>
    public SortedDictionary<string, JsonObject> Items { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Resource type.</summary>
    public abstract string Type { get; }

    /// <summary>Resources in one page of the list; 0 when the list has no pages.</summary>
    public virtual int PageSize => 0;

    public virtual StubResponse Get(CallContext call, string name) =>
        Items.TryGetValue(name, out var item) ? new StubResponse(200, Shown(call, item)) : NotFound(name);

    public virtual StubResponse List(CallContext call)
    {
        var items = Items.Values.Where(item => IsListed(call, item)).ToArray();
        var pageSize = PageSize == 0 ? 0 : call.Service.PageSize ?? PageSize;
        if (pageSize == 0)
            return new StubResponse(200, new JsonObject { ["value"] = new JsonArray([.. items.Select(item => Shown(call, item))]) });
        var start = call.Request.Query.TryGetValue("$skipToken", out var token) && int.TryParse(token, out var skip) ? skip : 0;
        var body = new JsonObject { ["value"] = new JsonArray([.. items.Skip(start).Take(pageSize).Select(item => Shown(call, item))]) };
        if (start + pageSize < items.Length)
        {
            // The next page is of the same question.
            var question = call.Request.Query.Where(pair => !pair.Key.Equals("$skipToken", StringComparison.OrdinalIgnoreCase)).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}");
            body["nextLink"] = $"{call.Service.BaseAddress}{call.Request.Path}?{string.Join('&', question)}&$skipToken={start + pageSize}";
        }

        return new StubResponse(200, body);
    }

    public abstract StubResponse Put(CallContext call, string name, JsonObject body);

    public virtual StubResponse Delete(CallContext call, string name) => new(Items.Remove(name) ? 200 : 204);

    /// <summary>What an answer shows of a stored resource.</summary>
    protected virtual JsonNode Shown(CallContext call, JsonObject item) => item.DeepClone();

    protected virtual bool IsListed(CallContext call, JsonObject item) => true;

    protected StubResponse NotFound(string name) => StubResponse.Error(404, "ResourceNotFound", $"The Resource '{Type}/{name}' was not found.");

    /// <summary>Compares the condition of the request, then the etag of the body, with the stored resource.</summary>
    protected void CheckETag(CallContext call, string name, JsonObject body)
    {
        var stored = Items.TryGetValue(name, out var item) ? Json.Text(item["etag"]) : null;
        if (call.Request.IfMatch is { } condition && condition != "*" && condition != stored)
            throw new RefusedException(412, "PreconditionFailed", $"The condition of the request on '{name}' is not met (Etag does not match).");
        if (Json.Text(body["etag"]) is { } etag && etag != "*" && stored is not null && etag != stored)
            throw new RefusedException(409, "Conflict", $"Newer instance of '{name}' exists (Etag does not match). Data was not saved.");
    }

    /// <summary>Stores a resource with the envelope that the service adds.</summary>
    protected JsonObject Store(CallContext call, string name, JsonObject envelope)
    {
        var item = new JsonObject
        {
            ["id"] = $"{call.Scope}/{name}",
            ["name"] = name,
            ["type"] = Type,
            ["etag"] = call.Service.NextETag(),
        };
        foreach (var (key, value) in envelope)
        {
            if (key is not ("id" or "name" or "type" or "etag"))
                item[key] = value?.DeepClone();
        }

        Items[name] = item;
        return item;
    }

    protected static JsonObject PropertiesOf(JsonObject body) =>
        body["properties"] as JsonObject ?? throw new RefusedException(400, "BadRequest", "Required property 'properties' not found in JSON.");
}

/// <summary>Reading JSON.</summary>
internal static class Json
{
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static IEnumerable<JsonNode> Items(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonNode>();
}
