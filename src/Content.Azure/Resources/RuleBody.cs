using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Catalog.Attack;
using Content.Model;
using Content.Model.Yaml;

namespace Content.Azure.Resources;

/// <summary>Makes the body of an analytics rule.</summary>
internal static class RuleBody
{
    // What a rule gets that says nothing: the service wants the field although suppression is off.
    private static readonly TimeSpan DefaultSuppression = TimeSpan.FromHours(1);

    // What the portal offers when grouping is switched on.
    private static readonly TimeSpan DefaultLookback = TimeSpan.FromHours(5);

    /// <summary>The body. Every property that the service requires is there: ten for a scheduled rule, six for an NRT rule.</summary>
    /// <param name="rule">The rule; its required fields are present.</param>
    /// <param name="notes">Gets what is left out.</param>
    public static JsonObject Create(AnalyticsRule rule, ImmutableArray<string>.Builder notes)
    {
        var isScheduled = rule.Kind.Value == RuleKind.Scheduled;
        var properties = new JsonObject
        {
            ["displayName"] = rule.Name.Value,
            ["description"] = rule.DescriptionText,
            ["enabled"] = rule.Enabled?.Value ?? true,
            ["severity"] = rule.Severity!.Value.ToString(),
            ["query"] = Normal.Text(rule.Query.Value),
        };
        if (isScheduled)
        {
            properties["queryFrequency"] = Durations.ToIso8601(rule.QueryFrequency!.Value);
            properties["queryPeriod"] = Durations.ToIso8601(rule.QueryPeriod!.Value);
            properties["triggerOperator"] = rule.TriggerOperator!.Value.ToString();
            properties["triggerThreshold"] = rule.TriggerThreshold!.Value;
        }

        properties["suppressionEnabled"] = rule.SuppressionEnabled?.Value ?? false;
        properties["suppressionDuration"] = Durations.ToIso8601(rule.SuppressionDuration?.Value ?? DefaultSuppression);
        // The service takes the version of a template with its name only.
        if (rule.AlertRuleTemplateName is { Value.Length: > 0 } template)
        {
            properties["alertRuleTemplateName"] = template.Value;
            if (rule.TemplateVersion is { } version)
                properties["templateVersion"] = version.Value;
        }

        properties["tactics"] = Texts(rule.Tactics);
        AddTechniques(rule, properties, notes);
        if (rule.IncidentConfiguration is { } incidents)
            properties["incidentConfiguration"] = Incidents(incidents);
        properties["eventGroupingSettings"] = new JsonObject { ["aggregationKind"] = (rule.EventGrouping?.Value ?? EventGrouping.SingleAlert).ToString() };
        if (!rule.EntityMappings.IsEmpty)
            properties["entityMappings"] = new JsonArray([.. rule.EntityMappings.Select(Entity)]);
        if (!rule.SentinelEntitiesMappings.IsEmpty)
            properties["sentinelEntitiesMappings"] = new JsonArray([.. rule.SentinelEntitiesMappings.Select(column => (JsonNode)new JsonObject { ["columnName"] = column.Value })]);
        if (!rule.CustomDetails.IsEmpty)
            properties["customDetails"] = new JsonObject(rule.CustomDetails.DistinctBy(detail => detail.Key.Value).Select(detail => KeyValuePair.Create(detail.Key.Value, (JsonNode?)detail.ColumnName.Value)));
        if (Override(rule.AlertDetailsOverride) is { Count: > 0 } overrides)
            properties["alertDetailsOverride"] = overrides;
        return new JsonObject { ["kind"] = isScheduled ? "Scheduled" : "NRT", ["properties"] = properties };
    }

    /// <summary>The body of a rule whose detection is the service's own. What belongs to its template must not be sent.</summary>
    /// <param name="rule">The rule.</param>
    public static JsonObject Create(ServiceRule rule)
    {
        var properties = new JsonObject { ["enabled"] = rule.Enabled?.Value ?? true };
        if (rule.Kind.Value != ServiceRuleKind.MicrosoftSecurityIncidentCreation)
        {
            if (rule.AlertRuleTemplateName is { } template)
                properties["alertRuleTemplateName"] = template.Value;
            if (rule.Kind.Value == ServiceRuleKind.ThreatIntelligence)
                properties["displayName"] = rule.Name?.Value;
            Settings("sourceSettings", rule.SourceSettings);
            Settings("scenarioExclusionPatterns", rule.ScenarioExclusionPatterns);
        }
        else
        {
            properties["displayName"] = rule.Name?.Value;
            properties["description"] = rule.DescriptionText;
            properties["productFilter"] = rule.ProductFilter?.Value;
            List("severitiesFilter", rule.SeveritiesFilter.Select(severity => severity.Value.ToString()));
            List("displayNamesFilter", rule.DisplayNamesFilter.Select(name => name.Value));
            List("displayNamesExcludeFilter", rule.DisplayNamesExcludeFilter.Select(name => name.Value));
        }

        return new JsonObject { ["kind"] = rule.Kind.Value.ToString(), ["properties"] = properties };

        void List(string key, IEnumerable<string> values)
        {
            if (values.ToArray() is { Length: > 0 } texts)
                properties[key] = new JsonArray([.. texts.Select(text => (JsonNode)text)]);
        }

        void Settings(string key, YamlNode? node)
        {
            if (node is not null && YamlJson.ToJson(node) is { } json)
                properties[key] = json;
        }
    }

    // Sentinel knows techniques of the enterprise and ICS matrices as T####; a sub-technique goes into a field of its own beside its parent.
    private static void AddTechniques(AnalyticsRule rule, JsonObject properties, ImmutableArray<string>.Builder notes)
    {
        var techniques = new List<string>();
        var subTechniques = new List<string>();
        var mobile = new List<string>();
        foreach (var id in rule.RelevantTechniques.Select(technique => technique.Value.Trim()))
        {
            var parent = id.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? id[..dot] : id;
            if ((AttackCatalog.Instance.FindTechnique(id) ?? AttackCatalog.Instance.FindTechnique(parent)) is { Domain: AttackDomain.Mobile })
            {
                mobile.Add(id);
                continue;
            }

            if (!techniques.Contains(parent))
                techniques.Add(parent);
            if (parent != id && !subTechniques.Contains(id))
                subTechniques.Add(id);
        }

        properties["techniques"] = new JsonArray([.. techniques.Select(id => (JsonNode)id)]);
        if (subTechniques.Count > 0)
            properties["subTechniques"] = new JsonArray([.. subTechniques.Select(id => (JsonNode)id)]);
        if (mobile.Count > 0)
            notes.Add($"{string.Join(", ", mobile)}: Sentinel takes no techniques of ATT&CK Mobile; left out.");
    }

    private static JsonObject Incidents(IncidentConfiguration incidents)
    {
        var grouping = incidents.Grouping;
        return new JsonObject
        {
            ["createIncident"] = incidents.CreateIncident?.Value ?? true,
            ["groupingConfiguration"] = new JsonObject
            {
                ["enabled"] = grouping?.Enabled?.Value ?? false,
                ["reopenClosedIncident"] = grouping?.ReopenClosedIncident?.Value ?? false,
                ["lookbackDuration"] = Durations.ToIso8601(grouping?.LookbackDuration?.Value ?? DefaultLookback),
                ["matchingMethod"] = (grouping?.MatchingMethod?.Value ?? MatchingMethod.AllEntities).ToString(),
                ["groupByEntities"] = Texts(grouping?.GroupByEntities ?? []),
                ["groupByAlertDetails"] = Texts(grouping?.GroupByAlertDetails ?? []),
                ["groupByCustomDetails"] = Texts(grouping?.GroupByCustomDetails ?? []),
            },
        };
    }

    private static JsonNode Entity(EntityMapping mapping) => new JsonObject
    {
        ["entityType"] = mapping.EntityType.Value,
        ["fieldMappings"] = new JsonArray([.. mapping.FieldMappings.Select(field => (JsonNode)new JsonObject { ["identifier"] = field.Identifier.Value, ["columnName"] = field.ColumnName.Value })]),
    };

    private static JsonObject Override(AlertDetailsOverride? details)
    {
        var result = new JsonObject();
        Add("alertDisplayNameFormat", details?.AlertDisplayNameFormat);
        Add("alertDescriptionFormat", details?.AlertDescriptionFormat);
        Add("alertSeverityColumnName", details?.AlertSeverityColumnName);
        Add("alertTacticsColumnName", details?.AlertTacticsColumnName);
        if (details is { AlertDynamicProperties.IsEmpty: false })
            result["alertDynamicProperties"] = new JsonArray([.. details.AlertDynamicProperties.Select(property => (JsonNode)new JsonObject { ["alertProperty"] = property.AlertProperty.Value, ["value"] = property.Value.Value })]);
        return result;

        void Add(string key, Located<string>? text)
        {
            if (text is not null)
                result[key] = Normal.Text(text.Value);
        }
    }

    private static JsonArray Texts(ImmutableArray<Located<string>> texts) => new([.. texts.Select(text => (JsonNode)text.Value)]);
}
