namespace Content.Model.Declarations;

/// <summary>Keys of analytics rules of the kinds Scheduled and NRT.</summary>
internal static class RuleFields
{
    public static readonly Choices<AlertSeverity> Severities = new(
        ["High", "Medium", "Low", "Informational"],
        [AlertSeverity.High, AlertSeverity.Medium, AlertSeverity.Low, AlertSeverity.Informational]);

    public static readonly Choices<TriggerOperator> Operators = new(
        ["gt", "lt", "eq", "ne", "GreaterThan", "LessThan", "Equal", "NotEqual"],
        [
            Model.TriggerOperator.GreaterThan, Model.TriggerOperator.LessThan, Model.TriggerOperator.Equal, Model.TriggerOperator.NotEqual,
            Model.TriggerOperator.GreaterThan, Model.TriggerOperator.LessThan, Model.TriggerOperator.Equal, Model.TriggerOperator.NotEqual,
        ]);

    public static readonly TextField Id = new("id", "GUID, unique in the repository; by convention also the name of the deployed rule.", TextShape.Guid) { Need = Need.Required };
    public static readonly ChoiceField<RuleKind> Kind = new("kind", "Scheduled runs at intervals over a period, NRT every minute over what was ingested.",
        new Choices<RuleKind>(["Scheduled", "NRT"], [RuleKind.Scheduled, RuleKind.Nrt])) { Need = Need.Required };
    public static readonly TextField Name = new("name", "Display name.", new TextShape { MinLength = 1, MaxLength = Limits.NameLength }) { Need = Need.Required };
    public static readonly TextField Description = new("description", "What the rule detects and what to do about it.", new TextShape { MaxLength = Limits.DescriptionLength }) { Need = Need.Recommended };
    public static readonly ChoiceField<AlertSeverity> Severity = new("severity", "Severity of its alerts.", Severities) { Need = Need.Required };
    public static readonly RecordsField RequiredDataConnectors = new("requiredDataConnectors", "Connectors that fill the tables of the query; may be an empty list.", SharedFields.Connector)
    { Need = Need.Recommended };
    public static readonly DurationField QueryFrequency = new("queryFrequency", "How often the rule runs: 5 minutes to 14 days.");
    public static readonly DurationField QueryPeriod = new("queryPeriod", "How far back the query sees: 5 minutes to 14 days, at least the frequency; from 2 days on the frequency is an hour or more.");
    public static readonly ChoiceField<TriggerOperator> TriggerOperator = new("triggerOperator", "How the number of result rows is compared with the threshold.", Operators);
    public static readonly IntegerField TriggerThreshold = new("triggerThreshold", "The number of rows to compare with.", new IntegerShape { Minimum = 0, Maximum = Limits.TriggerThreshold });
    public static readonly TextsField Tactics = new("tactics", "ATT&CK tactics as Sentinel writes them, without blanks.", SharedFields.Tactic) { Need = Need.Recommended };
    public static readonly TextsField RelevantTechniques = new("relevantTechniques", "ATT&CK techniques, T#### or T####.###.", SharedFields.Technique);
    public static readonly TextField Query = new("query", "The KQL query.", TextShape.Query) { Need = Need.Required };
    public static readonly RecordShape SentinelEntity = new("a Sentinel entity mapping", SharedFields.ColumnName);
    public static readonly RecordsField SentinelEntitiesMappings = new("sentinelEntitiesMappings", "Columns that hold the Entities of SecurityAlert rows.", SentinelEntity, 0, Limits.EntityMappings);

    public static readonly TextField DisplayNameFormat = new("alertDisplayNameFormat", "Title of the alert, with up to three {{Column}}.", new TextShape { MinLength = 1, MaxLength = Limits.NameLength });
    public static readonly TextField DescriptionFormat = new("alertDescriptionFormat", "Description of the alert, with up to three {{Column}}.", new TextShape { MinLength = 1, MaxLength = Limits.DescriptionLength });
    public static readonly TextField SeverityColumn = new("alertSeverityColumnName", "Column with the severity of the alert.");
    public static readonly TextField TacticsColumn = new("alertTacticsColumnName", "Column with the tactics of the alert.");
    public static readonly TextField AlertProperty = new("alertProperty", "Property of the alert.", new TextShape
    {
        Suggestions =
        [
            "AlertLink", "ConfidenceLevel", "ConfidenceScore", "ExtendedLinks", "ProductName", "ProviderName", "ProductComponentName", "RemediationSteps", "Techniques", "SubTechniques",
        ],
        IsClosed = true,
    }) { Need = Need.Required };
    public static readonly TextField PropertyValue = new("value", "Column of the query's result.", SharedFields.Column) { Need = Need.Required };
    public static readonly RecordsField DynamicProperties = new("alertDynamicProperties", "Further properties of the alert that columns give.", new RecordShape("an alert property", AlertProperty, PropertyValue));
    public static readonly RecordField Override = new("alertDetailsOverride", "What of an alert comes from the query's result.",
        new RecordShape("an alert details override", DisplayNameFormat, DescriptionFormat, SeverityColumn, TacticsColumn, DynamicProperties)
        {
            StrayKeys =
            [
                new("alertnameFormat", "alertDisplayNameFormat", "Write alertDisplayNameFormat."),
                new("alertSeverity", "alertSeverityColumnName", "Name the column under alertSeverityColumnName."),
                new("alertTactics", "alertTacticsColumnName", "Name the column under alertTacticsColumnName."),
            ],
        });

    public static readonly ChoiceField<EventGrouping> AggregationKind = new("aggregationKind", "SingleAlert makes one alert of all rows, AlertPerResult one of each.",
        new Choices<EventGrouping>(["SingleAlert", "AlertPerResult"], [EventGrouping.SingleAlert, EventGrouping.AlertPerResult])) { Need = Need.Required };
    public static readonly RecordField EventGroupingSettings = new("eventGroupingSettings", "How rows become alerts.", new RecordShape("the event grouping", AggregationKind)) { Default = "SingleAlert" };

    public static readonly BooleanField GroupingEnabled = new("enabled", "Whether alerts are grouped.") { Need = Need.Required };
    public static readonly BooleanField ReopenClosedIncident = new("reopenClosedIncident", "Whether a new alert opens a closed incident again.") { Need = Need.Required };
    public static readonly DurationField LookbackDuration = new("lookbackDuration", "How far back an incident may lie: 5 minutes to 7 days.") { Need = Need.Required };
    public static readonly ChoiceField<MatchingMethod> Matching = new("matchingMethod", "Which alerts belong together: those with equal entities, all of the rule, or those alike in what is selected.",
        new Choices<MatchingMethod>(["AllEntities", "AnyAlert", "Selected"], [MatchingMethod.AllEntities, MatchingMethod.AnyAlert, MatchingMethod.Selected])) { Need = Need.Required };
    public static readonly TextsField GroupByEntities = new("groupByEntities", "Entity types that must be equal, with matchingMethod Selected.", SharedFields.EntityType);
    public static readonly TextsField GroupByAlertDetails = new("groupByAlertDetails", "Alert details that must be equal.", Names.Of("DisplayName", "Severity"));
    public static readonly TextsField GroupByCustomDetails = new("groupByCustomDetails", "Custom details that must be equal.");
    public static readonly BooleanField CreateIncident = new("createIncident", "Whether an alert makes an incident.") { Need = Need.Required };
    public static readonly RecordField Grouping = new("groupingConfiguration", "How alerts are grouped into incidents.",
        new RecordShape("a grouping configuration", GroupingEnabled, ReopenClosedIncident, LookbackDuration, Matching, GroupByEntities, GroupByAlertDetails, GroupByCustomDetails));
    public static readonly RecordField IncidentConfiguration = new("incidentConfiguration", "Whether and how alerts become incidents.", new RecordShape("an incident configuration", CreateIncident, Grouping));

    public static readonly BooleanField SuppressionEnabled = new("suppressionEnabled", "Whether the rule rests after an alert.") { Default = "false" };
    public static readonly DurationField SuppressionDuration = new("suppressionDuration", "How long it rests, up to 24 hours.");
    public static readonly TextField Version = new("version", "Version, a.b.c; raise it with each change.", SharedFields.Version) { Need = Need.Recommended };
    public static readonly BooleanField Enabled = new("enabled", "Whether the rule runs once it is deployed.") { Default = "true" };

    public static readonly TextField TemplateName = new("alertRuleTemplateName", "Name of the template that the rule was made from, of the Content Hub; the portal then offers the template's updates.");
    public static readonly TextField TemplateVersion = new("templateVersion", "Version of that template, a.b.c.", SharedFields.Version);

    /// <summary>The keys of a schedule, which an NRT rule does not have.</summary>
    public static readonly Field[] Schedule = [QueryFrequency, QueryPeriod, TriggerOperator, TriggerThreshold];

    public static readonly RecordShape Shape = new("an analytics rule",
        Id, Name, Description, Severity, SharedFields.Status, RequiredDataConnectors, QueryFrequency, QueryPeriod, TriggerOperator, TriggerThreshold, Tactics, RelevantTechniques, Query,
        SharedFields.EntityMappings, SentinelEntitiesMappings, SharedFields.CustomDetails, Override, EventGroupingSettings, IncidentConfiguration, SuppressionEnabled, SuppressionDuration,
        Version, Kind, TemplateName, TemplateVersion, SharedFields.Tags, SharedFields.Metadata, Enabled, SharedFields.Owner, SharedFields.ReviewDate, SharedFields.Attack)
    {
        StrayKeys = SharedFields.MetadataAtTop,
        Variants = [new Variant(Kind, "Scheduled") { Required = Schedule }],
    };
}
