using System.Text.Json;
using System.Text.Json.Nodes;
using Content.Azure.Resources;

namespace Content.Azure.Planning;

/// <summary>Plans as JSON. The same plan gives the same bytes.</summary>
public static class PlanJson
{
    private const int Version = 1;

    /// <summary>The text of a plan, with all that <c>apply</c> needs.</summary>
    public static string Write(Plan plan)
    {
        var summary = new JsonObject();
        foreach (var action in Enum.GetValues<PlanAction>())
            summary[Word(action)] = plan.Count(action);
        var root = new JsonObject
        {
            ["format"] = "sentinel-content plan",
            ["version"] = Version,
            ["target"] = new JsonObject
            {
                ["environment"] = plan.Target.Environment,
                ["resourceManager"] = plan.Target.ResourceManager,
                ["workspaceId"] = plan.Target.WorkspaceId,
            },
            ["summary"] = summary,
            ["hasDifferences"] = plan.HasDifferences,
            ["items"] = new JsonArray([.. plan.Items.Select(Write)]),
        };
        return root.ToJsonString(JsonText.Indented) + "\n";
    }

    /// <summary>Reads a plan; null when the text is none, and then the message says why.</summary>
    public static Plan? TryRead(string text, out string? error)
    {
        error = null;
        try
        {
            var root = JsonNode.Parse(text) as JsonObject;
            if (JsonText.Text(root?["format"]) != "sentinel-content plan")
                error = "It is no plan of sentinel-content.";
            else if (root!["version"]!.GetValue<int>() != Version)
                error = $"It is a plan of format version {root["version"]!.GetValue<int>()}, and this build knows version {Version}.";
            else
            {
                var target = root["target"]!;
                return new Plan(
                    new PlanTarget(target["environment"]!.GetValue<string>(), target["resourceManager"]!.GetValue<string>(), target["workspaceId"]!.GetValue<string>()),
                    [.. root["items"]!.AsArray().Select(node => Read(node!.AsObject()))]);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            error = exception is JsonException ? "It is no valid JSON: " + exception.Message : "It lacks something that a plan has.";
        }

        return null;
    }

    /// <summary>The word for an action: <c>create</c>, <c>update</c>, <c>unchanged</c>, <c>conflicting</c>, <c>orphaned</c>.</summary>
    public static string Word(PlanAction action) => action.ToString().ToLowerInvariant();

    private static JsonNode Write(PlanItem item)
    {
        var node = new JsonObject
        {
            ["action"] = Word(item.Action),
            ["kind"] = item.Key.Kind.Word(),
            ["name"] = item.Key.Name,
            ["displayName"] = item.DisplayName,
            ["path"] = item.Path,
        };
        if (item.Conflict is not null)
            node["conflict"] = item.Conflict;
        if (item.Drifted)
            node["drifted"] = true;
        if (item.Adopts)
            node["adopts"] = true;
        if (!item.Changes.IsEmpty)
            node["changes"] = new JsonArray([.. item.Changes.Select(change => (JsonNode)new JsonObject { ["field"] = change.Field, ["before"] = change.Before?.DeepClone(), ["after"] = change.After?.DeepClone() })]);
        if (!item.Rows.IsEmpty)
            node["rows"] = new JsonArray([.. item.Rows.Select(row => (JsonNode)new JsonObject { ["itemId"] = row.ItemId, ["before"] = row.Before?.DeepClone(), ["after"] = row.After?.DeepClone() })]);
        if (!item.Notes.IsEmpty)
            node["notes"] = new JsonArray([.. item.Notes.Select(note => (JsonNode)note)]);
        if (item.Wave > 0)
            node["wave"] = item.Wave;
        if (!item.DependsOn.IsEmpty)
            node["dependsOn"] = new JsonArray([.. item.DependsOn.Select(key => (JsonNode)key.ToString())]);
        node["liveHash"] = item.LiveHash;
        node["desiredHash"] = item.DesiredHash;
        node["desiredFields"] = item.DesiredFields;
        if (item.Body is not null)
            node["body"] = item.Body.DeepClone();
        return node;
    }

    private static PlanItem Read(JsonObject node)
    {
        var action = Enum.Parse<PlanAction>(node["action"]!.GetValue<string>(), ignoreCase: true);
        return new PlanItem(action, Key(node["kind"]!.GetValue<string>(), node["name"]!.GetValue<string>()), node["displayName"]!.GetValue<string>(), node["path"]!.GetValue<string>())
        {
            Conflict = JsonText.Text(node["conflict"]),
            Drifted = node["drifted"]?.GetValue<bool>() ?? false,
            Adopts = node["adopts"]?.GetValue<bool>() ?? false,
            Changes = [.. Items(node["changes"]).Select(change => new FieldChange(change["field"]!.GetValue<string>(), change["before"]?.DeepClone(), change["after"]?.DeepClone()))],
            Rows = [.. Items(node["rows"]).Select(row => new RowChange(row["itemId"]!.GetValue<string>(), (JsonObject?)row["before"]?.DeepClone(), (JsonObject?)row["after"]?.DeepClone()))],
            Notes = [.. (node["notes"] as JsonArray ?? []).Select(note => note!.GetValue<string>())],
            DependsOn = [.. (node["dependsOn"] as JsonArray ?? []).Select(key => Key(key!.GetValue<string>()))],
            Wave = node["wave"]?.GetValue<int>() ?? 0,
            LiveHash = JsonText.Text(node["liveHash"]),
            DesiredHash = JsonText.Text(node["desiredHash"]),
            DesiredFields = JsonText.Text(node["desiredFields"]),
            Body = action is PlanAction.Create or PlanAction.Update ? (JsonObject)node["body"]!.DeepClone() : null,
        };
    }

    private static IEnumerable<JsonObject> Items(JsonNode? node) => (node as JsonArray ?? []).Select(item => item!.AsObject());

    private static ResourceKey Key(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? throw new FormatException() : Key(text[..slash], text[(slash + 1)..]);
    }

    private static ResourceKey Key(string kind, string name) => new(ResourceKinds.FromWord(kind) ?? throw new FormatException(), name);
}
