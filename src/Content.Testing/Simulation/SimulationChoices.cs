using Content.Kql.Engine;
using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>What a simulation takes for granted, with every default filled in; <c>docs/simulator.md</c> says why each is what it is.</summary>
public sealed record SimulationChoices
{
    /// <summary>The defaults.</summary>
    public static SimulationChoices Default { get; } = new();

    /// <summary>How long after its scheduled time a scheduled rule is executed ("Scheduled analytics rules": five minutes).</summary>
    public TimeSpan ScheduleDelay { get; init; } = TimeSpan.FromMinutes(5);
    /// <summary>How long after its minute an NRT rule is executed ("Near-real-time rules": two minutes).</summary>
    public TimeSpan NrtDelay { get; init; } = TimeSpan.FromMinutes(2);
    /// <summary>What <c>now()</c> is in a query.</summary>
    public QueryClock Clock { get; init; }
    /// <summary>Whether a rule without incident configuration makes incidents.</summary>
    public bool IncidentsByDefault { get; init; } = true;
    /// <summary>What the lookback of grouping is measured from.</summary>
    public GroupingStart GroupingWindow { get; init; }
    /// <summary>Alerts in which everything that is compared is missing.</summary>
    public EmptyGrouping AlertsWithoutEntities { get; init; }
    /// <summary>Which alert gives an incident its severity.</summary>
    public SeveritySource IncidentSeverity { get; init; }
    /// <summary>Which row gives the values of a single alert.</summary>
    public DecidingRow SingleAlertRow { get; init; }
    /// <summary>Whether the workspace is onboarded to the Defender portal.</summary>
    public bool DefenderPortal { get; init; }
    /// <summary>What the correlation of the Defender portal does.</summary>
    public IncidentCorrelation Correlation { get; init; }
    /// <summary>What each run of a query may take; null is the engine's own limit.</summary>
    public SimulationLimits? Limits { get; init; }

    /// <summary>How the query of a run is executed: by its clock and within the limits, on one thread, since cases run side by side.</summary>
    public ExecutionOptions Execution(PlannedRun run)
    {
        var options = new ExecutionOptions { Now = new DateTimeOffset(Clock == QueryClock.Executed ? run.Executed : run.Scheduled, TimeSpan.Zero), Threads = 1 };
        return options with { MaxRows = Limits?.Rows?.Value ?? options.MaxRows, MaxBytes = Limits?.Bytes?.Value ?? options.MaxBytes, MaxTime = Limits?.Time?.Value ?? options.MaxTime };
    }

    /// <summary>The choices that settings make.</summary>
    public static SimulationChoices Of(SimulationSettings? settings)
    {
        if (settings is null)
            return Default;
        var defender = settings.DefenderPortal?.Value ?? false;
        return new SimulationChoices
        {
            ScheduleDelay = settings.ScheduleDelay?.Value ?? Default.ScheduleDelay,
            NrtDelay = settings.NrtDelay?.Value ?? Default.NrtDelay,
            Clock = settings.Clock?.Value ?? Default.Clock,
            IncidentsByDefault = settings.IncidentsByDefault?.Value ?? Default.IncidentsByDefault,
            GroupingWindow = settings.GroupingWindow?.Value ?? Default.GroupingWindow,
            AlertsWithoutEntities = settings.AlertsWithoutEntities?.Value ?? Default.AlertsWithoutEntities,
            IncidentSeverity = settings.IncidentSeverity?.Value ?? (defender ? SeveritySource.Highest : SeveritySource.First),
            SingleAlertRow = settings.SingleAlertRow?.Value ?? Default.SingleAlertRow,
            DefenderPortal = defender,
            Correlation = defender ? settings.Correlation?.Value ?? Default.Correlation : IncidentCorrelation.None,
            Limits = settings.Limits,
        };
    }

    /// <summary>The choices for a case: its own, then those of the environment, then those of the configuration.</summary>
    public static SimulationChoices Of(ContentRepository repository, TestCase? test)
    {
        var settings = repository.Configuration.Simulation;
        if (repository.Environment?.DefenderPortal is { } defender)
            settings = new SimulationSettings { DefenderPortal = defender }.Over(settings);
        return Of(test?.Simulation?.Over(settings) ?? settings);
    }
}
