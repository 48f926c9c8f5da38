namespace SampleTelemetry;

/// <summary>Collects records of a part of the telemetry.</summary>
/// <param name="random">Random numbers of the part.</param>
/// <param name="records">Where the records go.</param>
/// <param name="name">What the records belong to.</param>
internal sealed class TelemetryWriter(Randomness random, List<TelemetryRecord> records, string name)
{
    /// <summary>Random numbers of the part.</summary>
    public Randomness Random => random;

    /// <summary>Adds a record.</summary>
    public void Add(string table, DateTime time, params ReadOnlySpan<(string Column, object? Value)> fields)
    {
        var values = new KeyValuePair<string, object?>[fields.Length];
        for (var i = 0; i < fields.Length; i++)
            values[i] = new KeyValuePair<string, object?>(fields[i].Column, fields[i].Value);
        records.Add(new TelemetryRecord(table, time, values, name));
    }
}
