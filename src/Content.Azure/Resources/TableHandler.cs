using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Azure.Resources;

/// <summary>
/// Custom tables. A table holds data, so an update only ever adds: columns that the workspace has beyond the file stay, and what the
/// file does not say is not compared.
/// </summary>
internal sealed class TableHandler : ResourceHandler
{
    public static TableHandler Instance { get; } = new();

    public override IReadOnlyList<ResourceKind> Kinds { get; } = [ResourceKind.Table];

    public override async Task<IReadOnlyList<LiveResource>> ReadAsync(ReadContext context, ResourceKind kind, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (context.ReadsAll)
        {
            var all = new List<LiveResource>();
            await foreach (var table in context.Client.ListAsync(context.Client.Target.WorkspaceId + "/tables", ApiVersions.Tables, cancellationToken).ConfigureAwait(false))
            {
                // Those of Microsoft, of restored logs and of search jobs are not made by a file.
                if (Normal.Text(PropertiesOf(table.Body)["schema"]?["tableType"]) == "CustomLog")
                    all.Add(new LiveResource(new ResourceKey(kind, NameOf(table.Body)), null, Comparable(table.Body), table.Body));
            }

            return all;
        }

        // The list of a workspace holds hundreds of tables with all their columns; a repository declares a few.
        var tables = await ForEachAsync([.. names], async (name, token) =>
        {
            var table = await context.Client.GetAsync(PathOf(context.Client, name), ApiVersions.Tables, token).ConfigureAwait(false);
            return table is null ? null : new LiveResource(new ResourceKey(kind, NameOf(table.Body)), null, Comparable(table.Body), table.Body);
        }, cancellationToken).ConfigureAwait(false);
        return [.. tables.OfType<LiveResource>()];
    }

    public override MergedResource Merge(DesiredResource desired, LiveResource live, PlanOptions options)
    {
        var merged = (JsonObject)live.Comparable.DeepClone();
        foreach (var (key, value) in desired.Comparable)
        {
            if (key != "columns")
                merged[key] = value?.DeepClone();
        }

        var columns = merged["columns"]!.AsObject();
        var body = (JsonObject)desired.Body.DeepClone();
        var bodyColumns = body["properties"]!["schema"]!["columns"]!.AsArray();
        string? obstacle = null;
        var isServed = true;
        foreach (var (name, node) in desired.Comparable["columns"]!.AsObject())
        {
            var found = columns.FirstOrDefault(column => string.Equals(column.Key, name, StringComparison.OrdinalIgnoreCase));
            var column = node!.AsObject();
            if (found.Key is null)
            {
                isServed = false;
                columns[name] = column.DeepClone();
                continue;
            }

            var (wantedType, foundType) = (JsonText.Text(column["type"]), JsonText.Text(found.Value!["type"]));
            if (wantedType != foundType)
                obstacle ??= $"column '{name}' is {foundType} in the workspace and {wantedType} in the file, and the type of a column cannot be changed";
            foreach (var (key, value) in column)
                found.Value!.AsObject()[key] = value?.DeepClone();
        }

        var declared = bodyColumns.Select(column => JsonText.Text(column!["name"])!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var column in (PropertiesOf(live.Raw)["schema"]?["columns"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (JsonText.Text(column["name"]) is { } name && declared.Add(name))
                bodyColumns.Add((JsonNode)new JsonObject { ["name"] = name, ["type"] = JsonText.Text(column["type"]) });
        }

        return new MergedResource(body, merged) { Obstacle = obstacle, IsServedByForeign = isServed && obstacle is null };
    }

    public override Task WriteAsync(ArmClient client, PlanItem item, LiveResource? live, CancellationToken cancellationToken) =>
        client.PutAsync(PathOf(client, item.Key.Name), ApiVersions.Tables, item.Body!, null, cancellationToken);

    /// <summary>Tables are never deleted: they hold data. The planner asks for it in no case.</summary>
    public override Task DeleteAsync(ArmClient client, LiveResource live, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A table holds data and is never deleted.");

    /// <summary>The managed properties of a table: plan, retention and description as far as given, and the columns.</summary>
    public static JsonObject Comparable(JsonObject table)
    {
        var from = PropertiesOf(table);
        var result = new JsonObject();
        if (Normal.Word(from["plan"], "", "Analytics", "Basic", "Auxiliary") is { Length: > 0 } plan)
            result["plan"] = plan;
        // The workspace's own retention is not the table's.
        if (Normal.Number(from["retentionInDays"]) is { } days && !Normal.Flag(from["retentionInDaysAsDefault"], absent: false))
            result["retentionInDays"] = days;
        if (Normal.Number(from["totalRetentionInDays"]) is { } total && !Normal.Flag(from["totalRetentionInDaysAsDefault"], absent: false))
            result["totalRetentionInDays"] = total;
        if (Normal.Text(from["schema"]?["description"]) is { Length: > 0 } description)
            result["description"] = description;
        var columns = new JsonObject();
        // Of the columns that every table has, TimeGenerated is the one that files declare; the service lists it here or there.
        var standard = (from["schema"]?["standardColumns"] as JsonArray ?? []).OfType<JsonObject>().Where(column => Normal.Text(column["name"]) == "TimeGenerated");
        foreach (var column in (from["schema"]?["columns"] as JsonArray ?? []).OfType<JsonObject>().Concat(standard))
        {
            var name = Normal.Text(column["name"]);
            if (name.Length == 0 || columns.ContainsKey(name))
                continue;
            var normal = new JsonObject { ["type"] = TypeWord(Normal.Text(column["type"])) };
            if (Normal.Text(column["description"]) is { Length: > 0 } text)
                normal["description"] = text;
            columns[name] = normal;
        }

        result["columns"] = columns;
        return result;
    }

    /// <summary>The body of a custom table; null when the service has no type for a column, which the last parameter names.</summary>
    public static JsonObject? Body(CustomTable table, out CustomColumn? unsupported)
    {
        unsupported = table.Columns.FirstOrDefault(column => TypeWord(column.Type.Value) is null);
        if (unsupported is not null)
            return null;
        var schema = new JsonObject { ["name"] = table.Name.Value };
        if (table.Description is { } description)
            schema["description"] = Normal.Text(description.Value);
        schema["columns"] = new JsonArray([.. table.Columns.Select(Column)]);
        var properties = new JsonObject { ["plan"] = table.Plan?.Value ?? "Analytics" };
        if (table.RetentionInDays is { } days)
            properties["retentionInDays"] = days.Value;
        if (table.TotalRetentionInDays is { } total)
            properties["totalRetentionInDays"] = total.Value;
        properties["schema"] = schema;
        return new JsonObject { ["properties"] = properties };
    }

    private static JsonNode Column(CustomColumn column)
    {
        var result = new JsonObject { ["name"] = column.Name.Value, ["type"] = TypeWord(column.Type.Value) };
        if (column.Description is { } description)
            result["description"] = Normal.Text(description.Value);
        return result;
    }

    private static string? TypeWord(KqlType type) => type.Kind switch
    {
        TypeKind.String => "string",
        TypeKind.Int => "int",
        TypeKind.Long => "long",
        TypeKind.Real => "real",
        TypeKind.Bool => "boolean",
        TypeKind.DateTime => "dateTime",
        TypeKind.Guid => "guid",
        TypeKind.Dynamic => "dynamic",
        _ => null,
    };

    // The service answers in several spellings.
    private static string TypeWord(string word) => word.ToLowerInvariant() switch
    {
        "bool" => "boolean",
        "datetime" => "dateTime",
        "double" => "real",
        var other => other,
    };

    private static string PathOf(ArmClient client, string name) => $"{client.Target.WorkspaceId}/tables/{Uri.EscapeDataString(name)}";
}
