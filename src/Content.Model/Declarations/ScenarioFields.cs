namespace Content.Model.Declarations;

/// <summary>Keys of test cases that run over a span of time, make rows, or vary one case.</summary>
internal static class ScenarioFields
{
    // As Instants reads them: ISO 8601, or t with an offset.
    private const string MomentPattern = @"^\s*([tT](\s*[+-]\s*(\d+(\.\d+)?(ms|d|h|m|s))+)?|\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*([Zz]|[+-]\d{2}:?\d{2})?)?)\s*$";

    /// <summary>A point in time, absolute or relative to the case's <c>now</c> or <c>from</c>.</summary>
    public static readonly TextShape Moment = new() { Pattern = MomentPattern };

    public static readonly TextField EntityType = new("type", "Type of the entity.", SharedFields.EntityType) { Need = Need.Required };
    public static readonly ListField Entities = new("entities", "Entities, each with its type and the identifiers that matter.", new ListShape(new MapShape("IDENTIFIER", AnyShape.Instance) { RequiredKey = EntityType }));

    private static readonly IntegerShape FromZero = new() { Minimum = 0 };

    // Rows
    public static readonly IntegerField VaryFrom = new("from", "First number.") { Need = Need.Required };
    public static readonly IntegerField VaryStep = new("step", "What is added from row to row.") { Default = "1" };
    public static readonly RecordShape Range = new("a range of numbers", VaryFrom, VaryStep);
    public static readonly MapField Vary = new("vary", "Columns that change from row to row: a list of values taken in turn, or a range of numbers.", new MapShape("COLUMN", new EitherShape(new ListShape(AnyShape.Instance) { MinItems = 1 }, Range)));
    public static readonly MapField Template = new("row", "The row; {n} in a text becomes the number of the row, from 1.", new MapShape("COLUMN", AnyShape.Instance)) { Need = Need.Required };
    public static readonly IntegerField Count = new("count", "Number of rows.", new IntegerShape { Minimum = 1, Maximum = Limits.GeneratedRows }) { Need = Need.Required };
    public static readonly DurationField Every = new("every", "What lies between two rows: it is added to TimeGenerated, and to _IngestionTime where the row has one.") { Default = "no time" };
    public static readonly RecordShape Generator = new("generated rows", Template, Count, Every, Vary);
    public static readonly RecordsField Generate = new("generate", "Rows made from a template, after the others.", Generator);
    public static readonly BooleanField Inherit = new("inherit", "Whether the rows of the case that this one extends come first; otherwise they are replaced.") { Default = "false" };
    public static readonly MapField Set = new("set", "Values that all rows of the table get in place of their own.", new MapShape("COLUMN", AnyShape.Instance));

    // Time
    public static readonly TextField From = new("from", "When the first run is scheduled; the rule then runs on its schedule until 'to'. ISO 8601 in UTC.", TextShape.DateTime);
    public static readonly TextField To = new("to", "No run is scheduled after this; ISO 8601 in UTC, or relative: t+6h.", Moment);
    public static readonly DurationField For = new("for", "How long the rule runs on its schedule after 'now' or 'from'.");

    // Functions
    public static readonly TextField StubQuery = new("query", "The body that the function has in this case.", TextShape.AnyQuery) { Need = Need.Required };
    public static readonly RecordShape Stub = new("a function's body", StubQuery);

    // Analysts
    public static readonly TextField At = new("at", "When: ISO 8601, or relative: t+2h.", Moment) { Need = Need.Required };
    public static readonly IntegerField Incident = new("incident", "Number of the incident, from 1 in the order of their creation.", new IntegerShape { Minimum = 1 }) { Default = "all that are open" };
    public static readonly TextField Owner = new("owner", "Whom it is assigned to.");
    public static readonly TextsField Labels = new("labels", "Tags that it gets.");
    public static readonly TextField Comment = new("comment", "A comment that it gets.");
    public static readonly RecordsField Analyst = new("analyst", "What analysts do to incidents meanwhile.",
        new RecordShape("a change by an analyst", At, Incident, AutomationFields.Status, AutomationFields.Classification, AutomationFields.Severity, Owner, Labels, Comment));

    // Several rules
    public static readonly TextsField Rules = new("rules", "Files of further rules, relative to this one, that run over the same telemetry.", TextShape.File);
    public static readonly NodeField AutomationRules = new("automationRules", "Files of the automation rules that act, relative to this one; false for none.", new EitherShape(BooleanShape.Instance, new ListShape(TextShape.File)))
    { Default = "all of the repository" };

    // One case over others
    public static readonly TextField Extends = new("extends", "Name of a case in this file: what this one does not say is as it is there. Rows of a table, and 'expect', are replaced as a whole.");
    public static readonly MapField Matrix = new("matrix", "Lists of values by name: the case runs for each combination, with ${name} replaced in all of its texts.", new MapShape("NAME", new ListShape(AnyShape.Instance) { MinItems = 1 }) { KeyPattern = @"^[A-Za-z]\w*$" });
    public static readonly TextField ExpectedFailure = new("fails", "Why the case fails for now. It counts as passed while it fails, and is reported once it passes.", new TextShape { MinLength = 1 });

    // What is expected
    public static readonly TextField RunAt = new("at", "Scheduled time of the run.", Moment);
    public static readonly TextField Executed = new("executed", "When it is executed.", Moment);
    public static readonly TextField WindowStart = new("windowStart", "Start of its window.", Moment);
    public static readonly IntegerField RunRows = new("rows", "Rows of the result.", FromZero);
    public static readonly IntegerField RunAlerts = new("alerts", "Alerts that it raises.", FromZero);
    public static readonly BooleanField Suppressed = new("suppressed", "Whether it is skipped because the rule rests.");
    public static readonly RecordShape Run = new("an expected run", RunAt, Executed, WindowStart, RunRows, RunAlerts, Suppressed);
    public static readonly NodeField Runs = new("runs", "How many runs, or one item a run in order of their time.", new EitherShape(FromZero, new ListShape(Run)));
    public static readonly TextField FirstRun = new("firstRun", "Scheduled time of the first run that raises an alert.", Moment);
    public static readonly TextField LastRun = new("lastRun", "Scheduled time of the last run that raises an alert.", Moment);

    public static readonly TextField AlertRule = new("rule", "Display name or file name of the rule that raised it.");
    public static readonly TextField AlertRun = new("run", "Scheduled time of the run that raised it.", Moment);
    public static readonly TextField Raised = new("raised", "When it is raised.", Moment);
    public static readonly TextField StartTime = new("startTime", "Time of its first event.", Moment);
    public static readonly TextField EndTime = new("endTime", "Time of its last event.", Moment);
    public static readonly IntegerField EntityCount = new("entityCount", "Number of its entities.", FromZero);
    public static readonly IntegerField Events = new("events", "Number of result rows that it is made of.", FromZero);
    public static readonly TextsField Techniques = new("techniques", "Techniques of the alert.");
    public static readonly MapField Properties = new("properties", "Other properties that the rule overrides; nothing behind one that keeps its default.", new MapShape("PROPERTY", AnyShape.Instance) { AllowsNull = true });
    public static readonly TextsField Notes = new("notes", "Parts of what is noted where Sentinel quietly falls back or drops something.");

    public static readonly TextField IncidentTitle = new("title", "Title of the incident.");
    public static readonly ChoiceField<AlertSeverity> IncidentSeverity = new("severity", "Severity of the incident.", RuleFields.Severities);
    public static readonly ChoiceField<string> IncidentStatus = new("status", "Status of the incident at the end.", Names.Of("New", "Active", "Closed", "Merged"));
    public static readonly IntegerField IncidentAlerts = new("alerts", "Number of its alerts.", FromZero);
    public static readonly TextField Created = new("created", "When it is created.", Moment);
    public static readonly TextField IncidentOwner = new("owner", "Owner of the incident; empty for none.");
    public static readonly TextField IncidentClassification = new("classification", "Why it is closed.");
    public static readonly TextsField IncidentTactics = new("tactics", "Tactics of the incident.", SharedFields.Tactic);
    public static readonly TextsField IncidentLabels = new("labels", "All tags of the incident.");
    public static readonly TextsField Tasks = new("tasks", "Titles of all its tasks, in order.");
    public static readonly TextsField Playbooks = new("playbooks", "Names of all playbooks that automation rules would run, in order; none is run.");
    public static readonly IntegerField Reopened = new("reopened", "How often it is opened again.", FromZero);
    public static readonly RecordShape ExpectedIncident = new("an expected incident",
        IncidentTitle, IncidentSeverity, IncidentStatus, IncidentAlerts, Created, IncidentOwner, IncidentClassification, IncidentTactics, IncidentLabels, Tasks, Playbooks, Entities, Reopened);
    public static readonly NodeField Incidents = new("incidents", "How many incidents, or one item an incident.", new EitherShape(FromZero, new ListShape(ExpectedIncident)));

    public static readonly TextField SilenceFrom = new("from", "Start of the silence.", Moment) { Need = Need.Required };
    public static readonly TextField SilenceTo = new("to", "End of the silence.", Moment) { Need = Need.Required };
    public static readonly RecordShape SilenceSpan = new("a span of silence", SilenceFrom, SilenceTo);
    public static readonly NodeField Silence = new("silence", "true: nothing is raised; or spans of time in which no run raises an alert.", new EitherShape(BooleanShape.Instance, new ListShape(SilenceSpan)));
    public static readonly TextField Snapshot = new("snapshot", "All alerts and incidents as text, as 'test --update' writes it here; empty until then.");
}
