using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Content.Catalog.Attack;
using Content.Diagnostics;
using Content.Model;
using Content.Model.Yaml;

namespace Content.Azure.Export;

/// <summary>An analytics rule as an ARM template.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Json">The template.</param>
/// <param name="Notes">What of the rule is not in it.</param>
public sealed record ExportedRule(AnalyticsRule Rule, JsonObject Json, ImmutableArray<string> Notes)
{
    /// <summary>Name for the template's file: that of the rule's own, with a dash for each run of characters that paths and addresses dislike.</summary>
    public string FileName
    {
        get
        {
            var name = new StringBuilder();
            foreach (var c in Path.GetFileNameWithoutExtension(Rule.FileName))
            {
                if (char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')
                    name.Append(c);
                else if (name.Length == 0 || name[^1] != Replacement)
                    name.Append(Replacement);
            }

            return name.Replace(Replacement, '-').Append(".json").ToString();
        }
    }

    // Told apart from the dashes of the name itself, of which each one stays.
    private const char Replacement = '\0';

    /// <summary>The template as the text of a file, with a line break at its end.</summary>
    public string ToText() => RuleTemplate.ToText(Json);
}

/// <summary>
/// Makes the ARM resource of a rule that Microsoft's solution packager makes: a template of a rule, which is disabled and carries no
/// sub-techniques (Azure-Sentinel repository, Tools/Create-Azure-Sentinel-Solution). docs/export.md says where the two differ.
/// </summary>
public static class RuleTemplate
{
    private const string ApiVersion = "2022-04-01-preview";

    /// <summary>Makes the template. A rule that lacks a required field gives none and a finding.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="diagnostics">Gets what keeps it from being exported.</param>
    public static ExportedRule? Create(AnalyticsRule rule, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var isScheduled = rule.Kind.Value == RuleKind.Scheduled;
        var complete = Require(rule, rule.Id, "id", diagnostics) & Require(rule, rule.Severity, "severity", diagnostics);
        if (isScheduled)
        {
            complete &= Require(rule, rule.QueryFrequency, "queryFrequency", diagnostics) & Require(rule, rule.QueryPeriod, "queryPeriod", diagnostics)
                & Require(rule, rule.TriggerOperator, "triggerOperator", diagnostics) & Require(rule, rule.TriggerThreshold, "triggerThreshold", diagnostics);
        }

        if (!complete)
            return null;
        var notes = ImmutableArray.CreateBuilder<string>();
        var resource = new JsonObject
        {
            ["type"] = "Microsoft.SecurityInsights/AlertRuleTemplates",
            ["name"] = rule.Id!.Value.Trim(),
            ["apiVersion"] = ApiVersion,
            ["kind"] = isScheduled ? "Scheduled" : "NRT",
            ["location"] = "[parameters('workspace-location')]",
            ["properties"] = Properties(rule, isScheduled, notes),
        };
        var template = new JsonObject
        {
            ["$schema"] = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
            ["contentVersion"] = "1.0.0.0",
            ["parameters"] = new JsonObject
            {
                ["workspace-location"] = new JsonObject
                {
                    ["type"] = "string",
                    ["defaultValue"] = "[resourceGroup().location]",
                    ["metadata"] = new JsonObject { ["description"] = "Region of the workspace." },
                },
            },
            ["resources"] = new JsonArray(resource),
        };
        return new ExportedRule(rule, template, notes.ToImmutable());
    }

    /// <summary>One template with the resources of several; null when there are none.</summary>
    public static JsonObject? Combine(IEnumerable<ExportedRule> rules)
    {
        JsonObject? all = null;
        foreach (var rule in rules)
        {
            if (all is null)
                all = (JsonObject)rule.Json.DeepClone();
            else
                ((JsonArray)all["resources"]!).Add(rule.Json["resources"]![0]!.DeepClone());
        }

        return all;
    }

    /// <summary>A template as the text of a file, with a line break at its end.</summary>
    public static string ToText(JsonObject template) => template.ToJsonString(JsonText.Indented) + "\n";

    private static bool Require<T>(AnalyticsRule rule, Located<T>? value, string key, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (value is null)
            diagnostics.Add(rule.Node.Report(DeployCodes.NotDeployable, DiagnosticSeverity.Error, $"It cannot be exported without '{key}'.", $"Add {key}."));
        return value is not null;
    }

    // In the packager's order.
    private static JsonObject Properties(AnalyticsRule rule, bool isScheduled, ImmutableArray<string>.Builder notes)
    {
        var properties = new JsonObject
        {
            ["description"] = Literal(Description(rule)),
            ["displayName"] = Literal(rule.Name.Value),
            ["enabled"] = false,
            ["query"] = Literal(rule.Query.Value),
        };
        if (isScheduled)
        {
            properties["queryFrequency"] = TemplateDuration.Of(rule.QueryFrequency!);
            properties["queryPeriod"] = TemplateDuration.Of(rule.QueryPeriod!);
        }

        properties["severity"] = rule.Severity!.Value.ToString();
        properties["suppressionDuration"] = "PT1H";
        properties["suppressionEnabled"] = false;
        if (rule.SuppressionEnabled is { Value: true })
            notes.Add("A template has no suppression: suppressionEnabled and suppressionDuration are left out.");
        if (isScheduled)
        {
            properties["triggerOperator"] = rule.TriggerOperator!.Value.ToString();
            properties["triggerThreshold"] = rule.TriggerThreshold!.Value;
        }

        properties["status"] = "Available";
        Add(properties, "requiredDataConnectors", Block(rule, "requiredDataConnectors"));
        Add(properties, "tactics", Texts(rule.Tactics.Select(tactic => tactic.Value)));
        Add(properties, "techniques", Texts(Techniques(rule, notes)));
        Add(properties, "entityMappings", NotEmpty(Block(rule, "entityMappings")));
        Add(properties, "eventGroupingSettings", rule.EventGrouping is { } grouping ? new JsonObject { ["aggregationKind"] = grouping.Value.ToString() } : null);
        Add(properties, "customDetails", NotEmpty(Block(rule, "customDetails")));
        Add(properties, "alertDetailsOverride", NotEmpty(Block(rule, "alertDetailsOverride")));
        Add(properties, "incidentConfiguration", Incidents(rule));
        Add(properties, "sentinelEntitiesMappings", NotEmpty(Block(rule, "sentinelEntitiesMappings")));
        return properties;
    }

    // Many files wrap the text of a block scalar in quotes. Blanks inside of them belong to the text.
    private static string Description(AnalyticsRule rule)
    {
        var text = rule.Description?.Value.Trim() ?? "";
        return text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0] ? text[1..^1] : text;
    }

    private static IEnumerable<string> Techniques(AnalyticsRule rule, ImmutableArray<string>.Builder notes)
    {
        var mobile = new List<string>();
        foreach (var id in rule.RelevantTechniques.Select(technique => technique.Value.Trim()))
        {
            var parent = id.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? id[..dot] : id;
            // Sentinel knows the enterprise and ICS matrices only.
            if ((AttackCatalog.Instance.FindTechnique(id) ?? AttackCatalog.Instance.FindTechnique(parent)) is { Domain: AttackDomain.Mobile })
                mobile.Add(id);
            else
                yield return parent;
        }

        if (mobile.Count > 0)
            notes.Add($"{string.Join(", ", mobile)}: Sentinel takes no techniques of ATT&CK Mobile; left out.");
    }

    // As it stands in the file: unknown keys and odd spellings go along, as they do with the packager; what is empty does not.
    private static JsonNode? Block(AnalyticsRule rule, string key) => rule.Node.FindAnyCase(key) is { } entry ? Json(entry.Value) : null;

    private static JsonNode? Json(YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                var result = new JsonObject();
                foreach (var entry in mapping.Entries)
                {
                    if (Json(entry.Value) is { } value)
                        result[entry.Key.Value] = value;
                }

                return result;
            case YamlSequence sequence:
                return new JsonArray([.. sequence.Items.Select(Json).OfType<JsonNode>()]);
            default:
                // Everything in these blocks is text, the name of a column most of all.
                var scalar = (YamlScalar)node;
                return scalar.IsNull ? null : Literal(scalar.Value);
        }
    }

    private static JsonObject? Incidents(AnalyticsRule rule)
    {
        if (rule.IncidentConfiguration is not { } incidents)
            return null;
        var result = new JsonObject();
        if (incidents.CreateIncident is { } create)
            result["createIncident"] = create.Value;
        if (incidents.Grouping is not { } grouping)
            return result;
        var settings = new JsonObject();
        if (grouping.Enabled is { } enabled)
            settings["enabled"] = enabled.Value;
        if (grouping.ReopenClosedIncident is { } reopen)
            settings["reopenClosedIncident"] = reopen.Value;
        if (grouping.LookbackDuration is { } lookback)
            settings["lookbackDuration"] = TemplateDuration.Of(lookback);
        if (grouping.MatchingMethod is { } method)
            settings["matchingMethod"] = method.Value.ToString();
        Add(settings, "groupByEntities", Texts(grouping.GroupByEntities.Select(entity => entity.Value)));
        Add(settings, "groupByAlertDetails", Texts(grouping.GroupByAlertDetails.Select(detail => detail.Value)));
        Add(settings, "groupByCustomDetails", Texts(grouping.GroupByCustomDetails.Select(detail => detail.Value)));
        result["groupingConfiguration"] = settings;
        return result;
    }

    private static JsonArray? Texts(IEnumerable<string> texts) => texts.Select(text => (JsonNode)text).ToArray() is { Length: > 0 } items ? new JsonArray(items) : null;

    private static JsonNode? NotEmpty(JsonNode? node) => node is JsonArray { Count: 0 } or JsonObject { Count: 0 } ? null : node;

    private static void Add(JsonObject properties, string key, JsonNode? value)
    {
        if (value is not null)
            properties[key] = value;
    }

    // In a template a text in brackets is an expression unless the first bracket stands twice.
    private static string Literal(string text) => text.Length >= 2 && text[0] == '[' && text[^1] == ']' ? "[" + text : text;
}
