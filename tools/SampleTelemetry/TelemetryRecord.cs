namespace SampleTelemetry;

/// <summary>A record as a vendor's connector writes it into a table.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Time">TimeGenerated, in UTC.</param>
/// <param name="Fields">Columns without TimeGenerated: text, int, long, double, bool, DateTime, an array of such, or a nested list of pairs.</param>
/// <param name="Class">What the record belongs to: a class of noise, or <c>incident</c>.</param>
public sealed record TelemetryRecord(string Table, DateTime Time, IReadOnlyList<KeyValuePair<string, object?>> Fields, string Class);

/// <summary>An alert that a scripted incident has to raise.</summary>
/// <param name="Rule">File name of the rule, without extension.</param>
/// <param name="Device">Device or user that the alert names, in lower case; the app for a rule that names no device.</param>
/// <param name="Target">Destination of the alert; empty for a rule that names none.</param>
public sealed record ExpectedAlert(string Rule, string Device, string Target);

/// <summary>Something bad that happens in the fleet.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Alerts">The alerts that it has to raise, each at least once.</param>
public sealed record ScriptedIncident(string Name, IReadOnlyList<ExpectedAlert> Alerts);

/// <summary>The telemetry of a fleet.</summary>
/// <param name="Start">Its first instant.</param>
/// <param name="End">Its last instant.</param>
/// <param name="Records">All records, in order of time.</param>
/// <param name="Incidents">What has to be found in them.</param>
public sealed record FleetTelemetry(DateTime Start, DateTime End, IReadOnlyList<TelemetryRecord> Records, IReadOnlyList<ScriptedIncident> Incidents)
{
    /// <summary>How many records each class has, in order of the names.</summary>
    public IReadOnlyDictionary<string, int> Counts =>
        new SortedDictionary<string, int>(Records.GroupBy(record => record.Class).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal);
}
