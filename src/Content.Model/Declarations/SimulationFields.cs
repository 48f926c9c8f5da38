namespace Content.Model.Declarations;

/// <summary>Keys of <c>simulation</c>, in the configuration and in a test case.</summary>
internal static class SimulationFields
{
    public static readonly DurationField ScheduleDelay = new("scheduleDelay", "How long after its scheduled time a scheduled rule is executed.") { Default = "5m" };
    public static readonly DurationField NrtDelay = new("nrtDelay", "How long after its minute an NRT rule is executed.") { Default = "2m" };
    public static readonly ChoiceField<QueryClock> Clock = new("clock", "What now() is in a query: the scheduled time, at which the window ends, or the time of execution.",
        new Choices<QueryClock>(["scheduled", "executed"], [QueryClock.Scheduled, QueryClock.Executed])) { Default = "scheduled" };
    public static readonly BooleanField IncidentsByDefault = new("incidentsByDefault", "Whether the alerts of a rule without incidentConfiguration make incidents.") { Default = "true" };
    public static readonly ChoiceField<GroupingStart> GroupingWindow = new("groupingWindow", "What lookbackDuration is measured from: the first alert of the incident or its last one.",
        new Choices<GroupingStart>(["firstAlert", "lastAlert"], [GroupingStart.FirstAlert, GroupingStart.LastAlert])) { Default = "firstAlert" };
    public static readonly ChoiceField<EmptyGrouping> AlertsWithoutEntities = new("alertsWithoutEntities", "Whether alerts in which everything that is compared is missing stay apart or count as alike.",
        new Choices<EmptyGrouping>(["apart", "together"], [EmptyGrouping.Apart, EmptyGrouping.Together])) { Default = "apart" };
    public static readonly ChoiceField<SeveritySource> IncidentSeverity = new("incidentSeverity", "Whether an incident has the severity of its first alert or of the most severe one.",
        new Choices<SeveritySource>(["first", "highest"], [SeveritySource.First, SeveritySource.Highest])) { Default = "first; highest with defenderPortal" };
    public static readonly ChoiceField<DecidingRow> SingleAlertRow = new("singleAlertRow", "Which row gives the overrides of a SingleAlert rule their values.",
        new Choices<DecidingRow>(["first", "last"], [DecidingRow.First, DecidingRow.Last])) { Default = "first" };
    public static readonly BooleanField DefenderPortal = new("defenderPortal", "Whether the workspace is onboarded to the Defender portal.") { Default = "false" };
    public static readonly ChoiceField<IncidentCorrelation> Correlation = new("correlation", "With defenderPortal: whether open incidents that share an entity are merged.",
        new Choices<IncidentCorrelation>(["none", "sharedEntities"], [IncidentCorrelation.None, IncidentCorrelation.SharedEntities])) { Default = "none" };

    public static readonly IntegerField MaxRows = new("rows", "Rows that a query may give.", new IntegerShape { Minimum = 1 }) { Default = "10 million" };
    public static readonly TextField MaxMemory = new("memory", "What the operators of a query may hold: 512MB, 2GB.") { Default = "4GB" };
    public static readonly DurationField MaxTime = new("time", "Time that a query may take; a case is undecided when it is over.") { Default = "none" };
    public static readonly RecordShape LimitsShape = new("the limits", MaxRows, MaxMemory, MaxTime);
    public static readonly RecordField Limits = new("limits", "What each run of a query may take.", LimitsShape);

    public static readonly RecordShape Shape = new("the simulation settings",
        ScheduleDelay, NrtDelay, Clock, IncidentsByDefault, GroupingWindow, AlertsWithoutEntities, IncidentSeverity, SingleAlertRow, DefenderPortal, Correlation, Limits);

    public static readonly RecordField Simulation = new("simulation", "What simulations take for granted, and choices where Sentinel leaves a behaviour open.", Shape);
}
