using System.Text.Json.Nodes;
using Content.Azure.Stub.Service;

namespace Content.Azure.Stub.Samples;

/// <summary>
/// A solution of the Content Hub as a workspace has it once it is installed: the outer template of its package is worked out, and what the
/// packager escaped there is an expression now.
/// </summary>
public sealed class SampleSolution
{
    /// <summary>Id of the rule that runs on a schedule.</summary>
    public const string RuleId = "a1a1a1a1-1111-4111-8111-111111111111";
    /// <summary>Id of the hunting query.</summary>
    public const string HuntingId = "a2a2a2a2-2222-4222-8222-222222222222";
    /// <summary>Id of the rule that runs at once.</summary>
    public const string NrtId = "a3a3a3a3-3333-4333-8333-333333333333";

    private readonly List<JsonObject> _templates = [];

    /// <summary>Creates a solution without templates.</summary>
    public SampleSolution(string displayName, string id = "contoso.contoso-doors", string version = "3.0.1") => (DisplayName, Id, Version) = (displayName, id, version);

    /// <summary>Its name for people.</summary>
    public string DisplayName { get; }

    /// <summary>Publisher and offer.</summary>
    public string Id { get; }

    /// <summary>Version of the package.</summary>
    public string Version { get; }

    /// <summary>A solution with a template of each kind of content, and with a playbook and a connector.</summary>
    public static SampleSolution Doors() => new SampleSolution("Contoso Doors")
        .Add("AnalyticsRule", RuleId, "Door forced open", "1.0.4", Rule("Scheduled", RuleId, new JsonObject
        {
            ["displayName"] = "Door forced open",
            ["description"] = "A door was opened without a badge.",
            ["enabled"] = false,
            ["query"] = "DoorEvents\n| where Action == \"forced\" and Door !in ((_GetWatchlist('TestDoors') | project SearchKey))\n| summarize Times = count() by Door, User",
            ["queryFrequency"] = "PT1H",
            ["queryPeriod"] = "PT2H",
            ["severity"] = "High",
            ["suppressionDuration"] = "PT1H",
            ["suppressionEnabled"] = false,
            ["triggerOperator"] = "GreaterThan",
            ["triggerThreshold"] = 2,
            ["status"] = "Available",
            ["requiredDataConnectors"] = new JsonArray(new JsonObject { ["connectorId"] = "ContosoDoors", ["dataTypes"] = new JsonArray("ContosoDoors_CL") }),
            ["tactics"] = new JsonArray("InitialAccess"),
            ["techniques"] = new JsonArray("T1078"),
            ["entityMappings"] = new JsonArray(new JsonObject
            {
                ["entityType"] = "Account",
                ["fieldMappings"] = new JsonArray(new JsonObject { ["identifier"] = "FullName", ["columnName"] = "User" }),
            }),
            ["customDetails"] = new JsonObject { ["Door"] = "Door" },
            ["eventGroupingSettings"] = new JsonObject { ["aggregationKind"] = "AlertPerResult" },
        }))
        .Add("AnalyticsRule", NrtId, "Door held open", "2.1.0", Rule("NRT", NrtId, new JsonObject
        {
            ["displayName"] = "Door held open",
            ["description"] = "[concat('A door of ', parameters('workspace'), ' stays open.')]",
            ["enabled"] = false,
            ["query"] = "DoorEvents | where Action == \"held\"",
            ["severity"] = "Low",
            ["suppressionDuration"] = "PT1H",
            ["suppressionEnabled"] = false,
            ["status"] = "Available",
            ["requiredDataConnectors"] = new JsonArray(),
            ["tactics"] = new JsonArray("InitialAccess"),
            ["techniques"] = new JsonArray("T1078"),
        }))
        .Add("HuntingQuery", HuntingId, "Doors at night", "1.0.0", new JsonObject
        {
            ["type"] = "Microsoft.OperationalInsights/savedSearches",
            ["apiVersion"] = "2022-10-01",
            ["name"] = "ContosoDoors_Hunting_Query_1",
            ["properties"] = new JsonObject
            {
                ["eTag"] = "*",
                ["displayName"] = "Doors at night",
                ["category"] = "Hunting Queries",
                ["query"] = "DoorEvents\n| where hourofday(TimeGenerated) < 5",
                ["version"] = 1,
                ["tags"] = Tags(("description", "Who comes at night."), ("tactics", "InitialAccess,Persistence"), ("relevantTechniques", "T1078")),
            },
        })
        .Add("Parser", "ContosoDoors-Parser", "Parser for DoorEvents", "1.2.0", new JsonObject
        {
            ["type"] = "Microsoft.OperationalInsights/workspaces/savedSearches",
            ["apiVersion"] = "2022-10-01",
            ["name"] = "[concat(parameters('workspace'), '/', variables('parser').name)]",
            ["properties"] = new JsonObject
            {
                ["eTag"] = "*",
                ["displayName"] = "Parser for DoorEvents",
                ["category"] = "Microsoft Sentinel Parser",
                ["functionAlias"] = "DoorEvents",
                ["query"] = "ContosoDoors_CL\n| project TimeGenerated, Door = door_s, User = user_s, Action = action_s",
                ["functionParameters"] = "",
                ["version"] = 2,
                ["tags"] = Tags(("description", "Events of doors.")),
            },
        }, new JsonObject { ["parser"] = new JsonObject { ["name"] = "DoorEvents Data Parser" } })
        .Add("Workbook", "DoorsWorkbook", "Doors", "1.1.0", new JsonObject
        {
            ["type"] = "Microsoft.Insights/workbooks",
            ["apiVersion"] = "2021-08-01",
            ["name"] = "DoorsWorkbook",
            ["location"] = "westeurope",
            ["kind"] = "shared",
            ["metadata"] = new JsonObject { ["description"] = "Doors and who opens them." },
            ["properties"] = new JsonObject
            {
                ["displayName"] = "Doors",
                ["serializedData"] = """{"version":"Notebook/1.0","items":[{"type":1,"content":{"json":"# Doors"},"name":"title"}],"fromTemplateId":"sentinel-DoorsWorkbook"}""",
                ["version"] = "1.0",
                ["sourceId"] = "/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/elsewhere/providers/Microsoft.OperationalInsights/workspaces/other",
                ["category"] = "sentinel",
            },
        })
        .Add("Watchlist", "TestDoors", "Doors for tests", "1.0.0", new JsonObject
        {
            ["type"] = "Microsoft.OperationalInsights/workspaces/providers/Watchlists",
            ["apiVersion"] = "2021-03-01-preview",
            ["name"] = "[concat(parameters('workspace'), '/Microsoft.SecurityInsights/', 'TestDoors')]",
            ["properties"] = new JsonObject
            {
                ["displayName"] = "Doors for tests",
                ["source"] = "TestDoors.csv",
                ["description"] = "Doors that nobody minds.",
                ["provider"] = "Contoso",
                ["isDeleted"] = false,
                ["labels"] = new JsonArray(),
                ["defaultDuration"] = "P1000Y",
                ["contentType"] = "text/csv",
                ["numberOfLinesToSkip"] = 0,
                ["itemsSearchKey"] = "Door",
                ["rawContent"] = "Door,Note\r\nD-1,\"Cellar, left\"\r\nD-2,\r\n",
            },
        })
        .Add("Playbook", "LockDoor", "Lock a door", "1.0", new JsonObject { ["type"] = "Microsoft.Logic/workflows", ["name"] = "[parameters('PlaybookName')]", ["properties"] = new JsonObject() })
        .Add("DataConnector", "ContosoDoors", "Contoso Doors (Preview)", "1.0.0", new JsonObject { ["type"] = "Microsoft.OperationalInsights/workspaces/providers/dataConnectors", ["name"] = "ContosoDoors", ["properties"] = new JsonObject() });

    /// <summary>Adds a template with one resource, and beside it the metadata that the packager writes.</summary>
    /// <param name="contentKind">Its kind.</param>
    /// <param name="contentId">Id of the content.</param>
    /// <param name="displayName">Its name for people.</param>
    /// <param name="version">Version of the content.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="variables">Variables of the template.</param>
    /// <param name="parameters">Parameters of the template.</param>
    public SampleSolution Add(string contentKind, string contentId, string displayName, string version, JsonObject resource, JsonObject? variables = null, JsonObject? parameters = null) =>
        AddTemplate(contentKind, contentId, displayName, version, new JsonObject
        {
            ["$schema"] = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
            ["contentVersion"] = version + ".0",
            ["parameters"] = parameters ?? [],
            ["variables"] = variables ?? [],
            ["resources"] = new JsonArray(resource, new JsonObject
            {
                ["type"] = "Microsoft.OperationalInsights/workspaces/providers/metadata",
                ["apiVersion"] = "2022-01-01-preview",
                ["name"] = $"[concat(parameters('workspace'), '/Microsoft.SecurityInsights/', '{contentKind}-', uniqueString('{contentId}'))]",
                ["properties"] = new JsonObject { ["contentId"] = contentId, ["kind"] = contentKind, ["version"] = version, ["source"] = new JsonObject { ["kind"] = "Solution", ["name"] = DisplayName } },
            }),
        });

    /// <summary>Adds a template whatever its content is.</summary>
    /// <param name="contentKind">Its kind.</param>
    /// <param name="contentId">Id of the content.</param>
    /// <param name="displayName">Its name for people.</param>
    /// <param name="version">Version of the content.</param>
    /// <param name="mainTemplate">Its content; null for none.</param>
    public SampleSolution AddTemplate(string contentKind, string contentId, string displayName, string version, JsonNode? mainTemplate)
    {
        _templates.Add(new JsonObject
        {
            ["contentId"] = contentId,
            ["contentProductId"] = $"{Id}-{contentKind}-{contentId}",
            ["contentKind"] = contentKind,
            ["contentSchemaVersion"] = "3.0.0",
            ["displayName"] = displayName,
            ["packageId"] = Id,
            ["packageKind"] = "Solution",
            ["packageName"] = DisplayName,
            ["packageVersion"] = Version,
            ["source"] = new JsonObject { ["kind"] = "Solution", ["name"] = DisplayName, ["sourceId"] = Id },
            ["version"] = version,
            ["mainTemplate"] = mainTemplate,
        });
        return this;
    }

    /// <summary>A rule's resource in a template.</summary>
    public static JsonObject Rule(string kind, string id, JsonObject properties) => new()
    {
        ["type"] = "Microsoft.SecurityInsights/AlertRuleTemplates",
        ["apiVersion"] = "2023-02-01-preview",
        ["name"] = id,
        ["kind"] = kind,
        ["location"] = "[parameters('workspace-location')]",
        ["properties"] = properties,
    };

    /// <summary>A rule with what every rule needs.</summary>
    /// <param name="id">Id of the template.</param>
    /// <param name="displayName">Its name for people; it may be an expression.</param>
    /// <param name="query">Its query; it may be an expression.</param>
    public static JsonObject Rule(string id, string displayName, string query) => Rule("Scheduled", id, new JsonObject
    {
        ["displayName"] = displayName,
        ["description"] = "A rule.",
        ["enabled"] = false,
        ["query"] = query,
        ["queryFrequency"] = "PT1H",
        ["queryPeriod"] = "PT1H",
        ["severity"] = "Medium",
        ["triggerOperator"] = "GreaterThan",
        ["triggerThreshold"] = 0,
        ["status"] = "Available",
        ["tactics"] = new JsonArray("InitialAccess"),
        ["techniques"] = new JsonArray("T1078"),
    });

    /// <summary>Puts the solution into a workspace, as an installation does.</summary>
    /// <param name="service">The service.</param>
    /// <param name="workspaceId">Resource id of the workspace.</param>
    public void Install(ArmStub service, string workspaceId)
    {
        Put($"contentPackages/{Id}", new JsonObject { ["contentId"] = Id, ["contentProductId"] = Id + "-sl", ["contentKind"] = "Solution", ["version"] = Version, ["displayName"] = DisplayName });
        for (var i = 0; i < _templates.Count; i++)
            Put($"contentTemplates/{Id}-{i:D2}", (JsonObject)_templates[i].DeepClone());

        void Put(string path, JsonObject properties)
        {
            var query = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["api-version"] = "2025-09-01" };
            var response = service.Handle(new StubRequest("PUT", $"{workspaceId}/providers/Microsoft.SecurityInsights/{path}", query, null, null, new JsonObject { ["properties"] = properties }.ToJsonString()));
            if (response.Status is not (200 or 201))
                throw new InvalidOperationException($"{path} is refused: {response.Body?.ToJsonString()}");
        }
    }

    private static JsonArray Tags(params (string Name, string Value)[] tags) => new([.. tags.Select(tag => (JsonNode)new JsonObject { ["name"] = tag.Name, ["value"] = tag.Value })]);
}
