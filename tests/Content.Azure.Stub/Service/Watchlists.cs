using System.Text;
using System.Text.Json.Nodes;

namespace Content.Azure.Stub.Service;

/// <summary>Watchlists: the file is taken apart by a long-running operation and never shown again.</summary>
internal sealed class Watchlists : Collection
{
    private readonly Dictionary<string, WatchlistItems> _items = new(StringComparer.OrdinalIgnoreCase);

    public override string Type => "Microsoft.SecurityInsights/Watchlists";

    public override int PageSize => 2;

    /// <summary>The rows of a list; null when there is no such list.</summary>
    public WatchlistItems? Rows(string alias) => Items.ContainsKey(alias) ? _items.TryGetValue(alias, out var rows) ? rows : _items[alias] = new WatchlistItems() : null;

    public override StubResponse Put(CallContext call, string name, JsonObject body)
    {
        CheckETag(call, name, body);
        var properties = PropertiesOf(body);
        foreach (var required in (ReadOnlySpan<string>)["displayName", "provider", "itemsSearchKey"])
        {
            if (string.IsNullOrEmpty(Json.Text(properties[required])))
                throw new RefusedException(400, "BadRequest", $"Required property '{required}' not found in JSON. Path 'properties'.");
        }

        var key = Json.Text(properties["itemsSearchKey"])!;
        var isNew = !Items.TryGetValue(name, out var old);
        if (!isNew && Json.Text(old!["properties"]!["itemsSearchKey"]) != key)
            throw new RefusedException(400, "BadRequest", "The search key of a watchlist cannot be changed.");
        var raw = Json.Text(properties["rawContent"]);
        var rows = raw is null ? [] : Parse(raw);
        if (raw is not null && (rows.Count == 0 || !rows[0].Contains(key)))
            throw new RefusedException(400, "BadRequest", $"The search key '{key}' is no header of the file.");
        var stored = new JsonObject
        {
            ["watchlistId"] = call.Service.NextGuid(),
            ["displayName"] = Json.Text(properties["displayName"]),
            ["provider"] = Json.Text(properties["provider"]),
            ["source"] = Json.Text(properties["source"]) ?? "",
            ["sourceType"] = "Local",
            ["itemsSearchKey"] = key,
            ["description"] = properties["description"]?.DeepClone(),
            ["watchlistAlias"] = name,
            ["watchlistKind"] = "Watchlist",
            ["sasUri"] = "",
            ["isDeleted"] = false,
            ["labels"] = properties["labels"]?.DeepClone() ?? new JsonArray(),
            ["defaultDuration"] = properties["defaultDuration"]?.DeepClone(),
            ["tenantId"] = "00000000-0000-0000-0000-000000000000",
            ["created"] = call.Service.NextTime(),
            ["provisioningState"] = raw is null ? "Succeeded" : "InProgress",
        };
        var item = Store(call, name, new JsonObject { ["properties"] = stored });
        if (raw is null)
            return new StubResponse(isNew ? 201 : 200, item.DeepClone());
        var operation = call.Service.StartOperation($"{call.Scope}/operations", () =>
        {
            var path = $"{call.Scope}/{name}/watchlistItems";
            var items = Rows(name)!;
            call.Service.Register(path, items);
            items.Append(call, path, rows);
            item["properties"]!["provisioningState"] = "Succeeded";
        });
        return new StubResponse(isNew ? 201 : 200, item.DeepClone()).With("Azure-AsyncOperation", operation).With("Retry-After", "0");
    }

    private static List<RowValues> Parse(string csv)
    {
        var lines = new List<List<string>> { new() };
        var value = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < csv.Length; i++)
        {
            var c = csv[i];
            if (isQuoted)
            {
                if (c == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
                    value.Append(csv[i++]);
                else if (c == '"')
                    isQuoted = false;
                else
                    value.Append(c);
            }
            else if (c == '"')
                isQuoted = true;
            else if (c is ',' or '\n')
            {
                lines[^1].Add(value.ToString());
                value.Clear();
                if (c == '\n')
                    lines.Add([]);
            }
            else if (c != '\r')
                value.Append(c);
        }

        if (value.Length > 0)
            lines[^1].Add(value.ToString());
        lines.RemoveAll(line => line.Count == 0);
        return [.. lines.Skip(1).Select(line => new RowValues(lines[0], line))];
    }
}

/// <summary>A row of an uploaded file.</summary>
internal sealed class RowValues(List<string> headers, List<string> values)
{
    public bool Contains(string header) => headers.Contains(header);

    public JsonObject Json => new(headers.Select((header, i) => KeyValuePair.Create(header, (JsonNode?)(i < values.Count ? values[i] : ""))));
}

/// <summary>Rows of one watchlist.</summary>
internal sealed class WatchlistItems : Collection
{
    public override string Type => "Microsoft.SecurityInsights/Watchlists/WatchlistItems";

    public override int PageSize => 3;

    public override StubResponse Put(CallContext call, string name, JsonObject body)
    {
        if (PropertiesOf(body)["itemsKeyValue"] is not JsonObject { Count: > 0 } values)
            throw new RefusedException(400, "BadRequest", "Required property 'itemsKeyValue' not found in JSON. Path 'properties'.");
        var isNew = !Items.ContainsKey(name);
        return new StubResponse(isNew ? 201 : 200, Add(call, call.Scope, name, values).DeepClone());
    }

    /// <summary>What an upload does: rows that are there in every column stay single, all others are added.</summary>
    public void Append(CallContext call, string scope, IEnumerable<RowValues> rows)
    {
        var known = Items.Values.Select(item => item["properties"]!["itemsKeyValue"]!.ToJsonString()).ToHashSet();
        foreach (var row in rows)
        {
            if (!known.Contains(row.Json.ToJsonString()))
                Add(call, scope, call.Service.NextGuid(), row.Json);
        }
    }

    private JsonObject Add(CallContext call, string scope, string name, JsonObject values) => Store(call with { Scope = scope }, name, new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["watchlistItemType"] = "watchlist-item",
            ["watchlistItemId"] = name,
            ["isDeleted"] = false,
            ["created"] = call.Service.NextTime(),
            ["itemsKeyValue"] = values.DeepClone(),
            ["entityMapping"] = new JsonObject(),
        },
    });
}
