using System.Text.Json.Nodes;
using Content.Kql.Symbols;

namespace Content.Azure.Stub.Service;

/// <summary>Custom tables: written by a long-running operation.</summary>
internal sealed class Tables : Collection
{
    private static readonly string[] Types = ["string", "int", "long", "real", "boolean", "dateTime", "guid", "dynamic"];

    public override string Type => "Microsoft.OperationalInsights/workspaces/tables";

    public override StubResponse List(CallContext call) => new(200, new JsonObject
    {
        ["value"] = new JsonArray([.. Items.Values.Select(item => Shown(call, item)), .. call.Service.MicrosoftTables.Where(table => !Items.ContainsKey(table.Key)).Select(table => Microsoft(call, table.Key, table.Value.Plan, table.Value.Row))]),
    });

    public override StubResponse Get(CallContext call, string name) =>
        !Items.ContainsKey(name) && call.Service.MicrosoftTables.TryGetValue(name, out var table) ? new StubResponse(200, Microsoft(call, name, table.Plan, table.Row)) : base.Get(call, name);

    private JsonObject Microsoft(CallContext call, string name, string plan, RowType row) => new()
    {
        ["id"] = $"{call.Scope}/{name}",
        ["name"] = name,
        ["type"] = Type,
        ["properties"] = new JsonObject
        {
            ["plan"] = plan,
            ["retentionInDays"] = 90,
            ["totalRetentionInDays"] = 90,
            ["retentionInDaysAsDefault"] = true,
            ["totalRetentionInDaysAsDefault"] = true,
            ["provisioningState"] = "Succeeded",
            ["schema"] = new JsonObject
            {
                ["name"] = name,
                ["tableType"] = "Microsoft",
                ["columns"] = new JsonArray(),
                ["standardColumns"] = new JsonArray([.. row.Columns.Select(column => new JsonObject { ["name"] = column.Name, ["type"] = column.Type.Kind == TypeKind.Bool ? "boolean" : column.Type.Name, ["isDefaultDisplay"] = false, ["isHidden"] = false })]),
            },
        },
    };

    public override StubResponse Put(CallContext call, string name, JsonObject body)
    {
        var properties = PropertiesOf(body);
        if (!name.EndsWith("_CL", StringComparison.Ordinal))
            throw new RefusedException(400, "InvalidParameter", $"The name of a custom table ends in _CL; '{name}' does not.");
        var columns = Json.Items(properties["schema"]?["columns"]).Select(column => (Name: Json.Text(column["name"])!, Type: Json.Text(column["type"])!)).ToArray();
        if (!columns.Any(column => column.Name == "TimeGenerated"))
            throw new RefusedException(400, "InvalidParameter", "The schema has no column TimeGenerated.");
        foreach (var (column, type) in columns)
        {
            if (!Types.Contains(type, StringComparer.OrdinalIgnoreCase))
                throw new RefusedException(400, "InvalidParameter", $"'{type}' is no type of a column; column '{column}'.");
        }

        if (Items.TryGetValue(name, out var old))
        {
            foreach (var column in Json.Items(old["properties"]!["schema"]!["columns"]))
            {
                var now = columns.FirstOrDefault(other => other.Name == Json.Text(column["name"]));
                if (now.Name is not null && !string.Equals(now.Type, Json.Text(column["type"]), StringComparison.OrdinalIgnoreCase))
                    throw new RefusedException(400, "InvalidParameter", $"The type of column '{now.Name}' cannot be changed.");
            }
        }

        var copy = (JsonObject)properties.DeepClone();
        var operation = call.Service.StartOperation($"{call.Scope}/operations", () =>
        {
            var item = Store(call, name, new JsonObject { ["properties"] = Completed(name, copy) });
            item.Remove("etag");
        });
        return new StubResponse(202).With("Azure-AsyncOperation", operation).With("Retry-After", "0");
    }

    private static JsonObject Completed(string name, JsonObject properties)
    {
        properties["plan"] ??= "Analytics";
        properties["retentionInDaysAsDefault"] = properties["retentionInDays"] is null;
        properties["retentionInDays"] ??= 30;
        properties["totalRetentionInDaysAsDefault"] = properties["totalRetentionInDays"] is null;
        properties["totalRetentionInDays"] ??= properties["retentionInDays"]!.DeepClone();
        properties["provisioningState"] = "Succeeded";
        var schema = properties["schema"]!.AsObject();
        schema["name"] = name;
        schema["tableType"] = "CustomLog";
        schema["tableSubType"] = "DataCollectionRuleBased";
        foreach (var column in Json.Items(schema["columns"]))
        {
            // The service spells types in its own way.
            column["type"] = Json.Text(column["type"])!.ToLowerInvariant() switch { "boolean" => "boolean", "datetime" => "datetime", var other => other };
            column["isDefaultDisplay"] = false;
            column["isHidden"] = false;
        }

        schema["standardColumns"] = new JsonArray(
            new JsonObject { ["name"] = "TenantId", ["type"] = "guid", ["isDefaultDisplay"] = false, ["isHidden"] = true },
            new JsonObject { ["name"] = "Type", ["type"] = "string", ["isDefaultDisplay"] = false, ["isHidden"] = false });
        return properties;
    }
}
