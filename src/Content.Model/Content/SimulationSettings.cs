namespace Content.Model;

/// <summary>What <c>now()</c> is in the query of a run.</summary>
public enum QueryClock : byte
{
    /// <summary>The time that the schedule says, which is where the window ends.</summary>
    Scheduled,
    /// <summary>The time at which the run is executed, after its delay.</summary>
    Executed,
}

/// <summary>What the lookback of incident grouping is measured from.</summary>
public enum GroupingStart : byte
{
    /// <summary>The first alert of the incident.</summary>
    FirstAlert,
    /// <summary>Its last alert so far.</summary>
    LastAlert,
}

/// <summary>What becomes of alerts in which everything that is compared is missing.</summary>
public enum EmptyGrouping : byte
{
    /// <summary>Each makes an incident of its own.</summary>
    Apart,
    /// <summary>They are alike.</summary>
    Together,
}

/// <summary>Which alert gives an incident its severity.</summary>
public enum SeveritySource : byte
{
    /// <summary>The first one.</summary>
    First,
    /// <summary>The most severe one so far.</summary>
    Highest,
}

/// <summary>Which row gives a single value where several rows make one alert.</summary>
public enum DecidingRow : byte
{
    /// <summary>The first one.</summary>
    First,
    /// <summary>The last one.</summary>
    Last,
}

/// <summary>What the correlation of the Defender portal does to incidents.</summary>
public enum IncidentCorrelation : byte
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>Open incidents that share an entity are merged into the oldest of them.</summary>
    SharedEntities,
}

/// <summary>What each run of a query may take in a simulation; null is the engine's own limit.</summary>
public sealed record SimulationLimits
{
    /// <summary>Rows of the result.</summary>
    public Located<long>? Rows { get; init; }
    /// <summary>Bytes that the operators may hold.</summary>
    public Located<long>? Bytes { get; init; }
    /// <summary>Time on the wall clock.</summary>
    public Located<TimeSpan>? Time { get; init; }

    /// <summary>These limits, and where they say nothing the others.</summary>
    public SimulationLimits Over(SimulationLimits? others) => others is null ? this : new SimulationLimits { Rows = Rows ?? others.Rows, Bytes = Bytes ?? others.Bytes, Time = Time ?? others.Time };
}

/// <summary>
/// What a simulation takes for granted: delays, and choices where Sentinel's documentation leaves a behaviour open. What is null is not
/// said here; <c>docs/simulator.md</c> lists the defaults.
/// </summary>
public sealed record SimulationSettings
{
    /// <summary>How long after its scheduled time a scheduled rule is executed.</summary>
    public Located<TimeSpan>? ScheduleDelay { get; init; }
    /// <summary>How long after its minute an NRT rule is executed.</summary>
    public Located<TimeSpan>? NrtDelay { get; init; }
    /// <summary>What <c>now()</c> is in a query.</summary>
    public Located<QueryClock>? Clock { get; init; }
    /// <summary>Whether a rule without <c>incidentConfiguration</c> makes incidents.</summary>
    public Located<bool>? IncidentsByDefault { get; init; }
    /// <summary>What the lookback is measured from.</summary>
    public Located<GroupingStart>? GroupingWindow { get; init; }
    /// <summary>Alerts without anything to compare.</summary>
    public Located<EmptyGrouping>? AlertsWithoutEntities { get; init; }
    /// <summary>Severity of an incident with several alerts.</summary>
    public Located<SeveritySource>? IncidentSeverity { get; init; }
    /// <summary>The row that overrides of a SingleAlert rule take their values from.</summary>
    public Located<DecidingRow>? SingleAlertRow { get; init; }
    /// <summary>Whether the workspace is onboarded to the Defender portal.</summary>
    public Located<bool>? DefenderPortal { get; init; }
    /// <summary>What the Defender portal's correlation does.</summary>
    public Located<IncidentCorrelation>? Correlation { get; init; }
    /// <summary>What each run of a query may take.</summary>
    public SimulationLimits? Limits { get; init; }

    /// <summary>These settings, and where they say nothing the others.</summary>
    public SimulationSettings Over(SimulationSettings? others) => others is null ? this : new SimulationSettings
    {
        ScheduleDelay = ScheduleDelay ?? others.ScheduleDelay,
        NrtDelay = NrtDelay ?? others.NrtDelay,
        Clock = Clock ?? others.Clock,
        IncidentsByDefault = IncidentsByDefault ?? others.IncidentsByDefault,
        GroupingWindow = GroupingWindow ?? others.GroupingWindow,
        AlertsWithoutEntities = AlertsWithoutEntities ?? others.AlertsWithoutEntities,
        IncidentSeverity = IncidentSeverity ?? others.IncidentSeverity,
        SingleAlertRow = SingleAlertRow ?? others.SingleAlertRow,
        DefenderPortal = DefenderPortal ?? others.DefenderPortal,
        Correlation = Correlation ?? others.Correlation,
        Limits = Limits?.Over(others.Limits) ?? others.Limits,
    };
}
