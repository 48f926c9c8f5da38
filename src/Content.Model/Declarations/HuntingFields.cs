namespace Content.Model.Declarations;

/// <summary>Keys of hunting queries, and of what is left where content has moved away.</summary>
internal static class HuntingFields
{
    // A saved search can have any name, so that of a hunting query need not be a GUID.
    public static readonly TextField Id = new("id", "GUID, unique in the repository; the name of the deployed query.") { Need = Need.Required };
    public static readonly TextField Description = new("description", "What the query looks for.") { Need = Need.Recommended };
    public static readonly RecordsField RequiredDataConnectors = new("requiredDataConnectors", "Connectors that fill the tables of the query; may be an empty list.", SharedFields.Connector);
    public static readonly TextsField Tactics = new("tactics", "ATT&CK tactics as Sentinel writes them, without blanks.", SharedFields.TacticWord);
    public static readonly TextField Query = new("query", "The KQL query. Older queries have {{StartTimeISO}} and {{EndTimeISO}}, which the portal fills in.", TextShape.AnyQuery) { Need = Need.Required };
    public static readonly TextField Version = new("version", "Version, a.b.c.", SharedFields.Version);
    public static readonly ChoiceField<AlertSeverity> Severity = new("severity", "Not used; kept for files that have it.", RuleFields.Severities);
    public static readonly TextField DetailedDescription = new("description_detailed", "A longer description. Not deployed.");
    private static readonly TextField DetailedDescription2 = new("description-detailed", "A longer description. Not deployed.");

    public static readonly RecordShape Shape = new("a hunting query",
        Id, RuleFields.Name, Description, DetailedDescription, DetailedDescription2, Severity, RequiredDataConnectors, Tactics, RuleFields.RelevantTechniques, Query,
        SharedFields.EntityMappings, SharedFields.CustomDetails, Version, SharedFields.Tags, SharedFields.Metadata, SharedFields.Owner, SharedFields.Status, SharedFields.ReviewDate, SharedFields.Attack,
        new DurationField("queryFrequency", "Not used; kept for files that were rules."), new DurationField("queryPeriod", "Not used; kept for files that were rules."),
        new ChoiceField<TriggerOperator>("triggerOperator", "Not used; kept for files that were rules.", RuleFields.Operators),
        new IntegerField("triggerThreshold", "Not used; kept for files that were rules."));

    public static readonly TextField RedirectDescription = new("description", "Says where the content has moved to.") { Need = Need.Required };
    public static readonly TextField RedirectId = new("id", "The identifier that the content had here.") { Need = Need.Required };
    public static readonly TextField RedirectName = new("name", "The name that the content had here.");

    public static readonly RecordShape Redirect = new("a pointer to moved content",
        RedirectId, RedirectName, RedirectDescription, Version, new TextField("kind", "Kind that the content had here."), SharedFields.Tags) { Definition = "moved" };
}
