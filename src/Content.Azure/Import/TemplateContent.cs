using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Resources;
using Content.Azure.Templates;
using Content.Diagnostics;
using Content.Model.Csv;

namespace Content.Azure.Import;

/// <summary>Turns the content of a template into the resources that it would make, as the service would have them.</summary>
internal static class TemplateContent
{
    // The id that Sentinel itself gives the one rule of the kind.
    private const string FusionName = "BuiltInFusion";

    /// <summary>The resources of a template.</summary>
    /// <param name="content">Its ARM template.</param>
    /// <param name="template">What is known of it.</param>
    /// <param name="target">The workspace.</param>
    /// <param name="problem">Why it has none; null when it has some.</param>
    public static IReadOnlyList<LiveResource> Read(JsonNode? content, InstalledTemplate template, WorkspaceTarget target, out string? problem)
    {
        problem = null;
        if (content is not JsonObject { Count: > 0 } json || json["resources"] is not (JsonArray or JsonObject))
        {
            problem = content is null ? "the service gives no content for it" : "its content is no ARM template";
            return [];
        }

        var arm = new ArmTemplate(json, target);
        var result = new List<LiveResource>();
        foreach (var resource in arm.Resources)
        {
            if (!arm.TryResolve(resource["type"], out var type, out problem) || !arm.TryResolve(resource["condition"], out var condition, out problem))
                return [];
            if (!IsContent(Normal.Text(type)) || !Normal.Flag(condition, absent: true))
                continue;
            if (resource["copy"] is not null)
            {
                problem = "it makes its resources in a loop, which is not supported";
                return [];
            }

            if (!arm.TryResolve(resource["kind"], out var kind, out problem) || !arm.TryResolve(resource["properties"], out var properties, out problem))
                return [];
            // Most content has an id of its own; then the name, which may be made up in a deployment, does not count.
            arm.TryResolve(resource["name"], out var name, out var nameProblem);
            var raw = new JsonObject { ["name"] = name, ["kind"] = kind, ["properties"] = properties as JsonObject ?? [] };
            // A workbook's description stands beside its properties.
            if (Normal.Text(resource["metadata"]?["description"]) is { Length: > 0 } description)
                raw["description"] = description;
            if (Create(Normal.Text(type), raw, template, target, out problem) is not { } live)
                return [];
            if (live.Key.Name.Length == 0)
            {
                problem = nameProblem ?? "it has no name";
                return [];
            }

            if (result.Any(other => other.Key == live.Key))
            {
                problem = $"it makes several resources of the kind '{live.Key.Kind.Title()}'";
                return [];
            }

            result.Add(live);
        }

        if (result.Count == 0)
            problem = "it makes nothing that a file can be";
        return result;
    }

    /// <summary>The rule that a rule template of the service makes.</summary>
    /// <param name="rule">The template as the service has it.</param>
    /// <param name="id">Its id.</param>
    /// <param name="version">Its version; null when it has none.</param>
    public static LiveResource Rule(JsonObject rule, string id, string? version)
    {
        var raw = (JsonObject)rule.DeepClone();
        var properties = raw["properties"] as JsonObject;
        if (properties is null)
            raw["properties"] = properties = [];
        // A template is switched off; what is made from it is not.
        properties.Remove("enabled");
        properties["alertRuleTemplateName"] = id;
        if (version is not null)
            properties["templateVersion"] = version;
        var name = string.Equals(Normal.Text(raw["kind"]), "Fusion", StringComparison.OrdinalIgnoreCase) ? FusionName : id;
        return new LiveResource(new ResourceKey(ResourceKind.AnalyticsRule, name), null, RuleHandler.Comparable(raw), raw);
    }

    // Microsoft.SecurityInsights/AlertRuleTemplates, Microsoft.OperationalInsights/workspaces/providers/watchlists, …
    private static string LastPart(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static bool IsContent(string type) => LastPart(type).ToUpperInvariant() is "ALERTRULETEMPLATES" or "ALERTRULES" or "SAVEDSEARCHES" or "WORKBOOKS" or "WATCHLISTS" or "SUMMARYLOGS" or "AUTOMATIONRULES";

    private static LiveResource? Create(string type, JsonObject raw, InstalledTemplate template, WorkspaceTarget target, out string? problem)
    {
        problem = null;
        var properties = raw["properties"]!.AsObject();
        var name = LastPart(Normal.Text(raw["name"]));
        var guid = Guid.TryParse(template.ContentId, out _) ? template.ContentId : Guid.TryParse(name, out _) ? name : null;
        switch (LastPart(type).ToUpperInvariant())
        {
            case "SAVEDSEARCHES":
                var isFunction = Normal.Text(properties["functionAlias"]).Length > 0;
                if (!isFunction && !string.Equals(Normal.Text(properties["category"]), SavedSearchHandler.HuntingCategory, StringComparison.OrdinalIgnoreCase))
                {
                    problem = "its saved search is neither a function nor a hunting query";
                    return null;
                }

                Clean(properties);
                return Live(isFunction ? ResourceKind.Function : ResourceKind.HuntingQuery, isFunction ? name : guid ?? name, SavedSearchHandler.Comparable(raw));
            case "WORKBOOKS":
                Rehome(raw, target);
                return Live(ResourceKind.Workbook, guid ?? NameGuid.Create("workbook/" + template.ContentId).ToString(), WorkbookHandler.Comparable(raw));
            case "WATCHLISTS":
                return Watchlist(raw, Normal.Text(properties["watchlistAlias"]) is { Length: > 0 } alias ? alias : name, out problem);
            case "SUMMARYLOGS":
                return Live(ResourceKind.SummaryRule, guid ?? name, SummaryRuleHandler.Comparable(raw));
            case "AUTOMATIONRULES":
                return Live(ResourceKind.AutomationRule, guid ?? NameGuid.Create("automationRule/" + template.ContentId).ToString(), AutomationRuleHandler.Comparable(raw));
            default:
                return Rule(raw, guid ?? template.ContentId, template.Version);
        }

        LiveResource Live(ResourceKind kind, string key, JsonObject comparable) => new(new ResourceKey(kind, key), null, comparable, raw);
    }

    // The version of a saved search is that of the query language, and older templates call the techniques otherwise.
    private static void Clean(JsonObject search)
    {
        search.Remove("version");
        foreach (var tag in (search["tags"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (Normal.Text(tag["name"]) == "relevantTechniques")
                tag["name"] = "techniques";
        }
    }

    // What a workbook says of the workspace that it was made in is said anew for the one it goes to.
    private static void Rehome(JsonObject workbook, WorkspaceTarget target)
    {
        var properties = workbook["properties"]!.AsObject();
        properties["sourceId"] = target.WorkspaceId;
        properties["description"] ??= workbook["description"]?.DeepClone();
        properties["category"] ??= "sentinel";
        if (DataFiles.Content(workbook) is not { } content)
            return;
        content["fallbackResourceIds"] = new JsonArray(target.WorkspaceId);
        properties["serializedData"] = content.ToJsonString(JsonText.Compact);
    }

    private static LiveResource? Watchlist(JsonObject raw, string alias, out string? problem)
    {
        var properties = raw["properties"]!.AsObject();
        var (rows, type) = (JsonText.Text(properties["rawContent"]), Normal.Text(properties["contentType"]));
        problem = rows is null ? "its rows are not in the template"
            : type.Length > 0 && !type.Contains("csv", StringComparison.OrdinalIgnoreCase) ? $"its rows are of the type {type}, and only text/csv is supported"
            : null;
        if (rows is null || problem is not null)
            return null;
        for (var lines = Normal.Number(properties["numberOfLinesToSkip"]) ?? 0; lines > 0 && rows.Length > 0; lines--)
            rows = rows.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? rows[(end + 1)..] : "";
        var data = CsvDocument.Parse(new SourceText(rows, alias + ".csv"));
        if (data.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            problem = "its rows are no CSV: " + error.Message.TrimEnd('.');
            return null;
        }

        var comparable = WatchlistHandler.Comparable(raw, data);
        return new LiveResource(new ResourceKey(ResourceKind.Watchlist, alias), null, comparable, raw)
        {
            Rows = [.. comparable["items"]!.AsArray().Select((row, i) => new LiveRow($"{i}", row!.AsObject()))],
            Columns = [.. data.Headers.Select(header => header.Value).Distinct(StringComparer.Ordinal)],
        };
    }
}
