using Content.Model.Declarations;

namespace Content.Model.Reading;

/// <summary>Reads <c>simulation</c>.</summary>
internal static class SimulationReader
{
    public static SimulationSettings? Read(MappingReader parent)
    {
        if (parent.Child(SimulationFields.Simulation) is not { } reader)
            return null;
        return new SimulationSettings
        {
            ScheduleDelay = reader.Duration(SimulationFields.ScheduleDelay),
            NrtDelay = reader.Duration(SimulationFields.NrtDelay),
            Clock = reader.Choice(SimulationFields.Clock),
            IncidentsByDefault = reader.Boolean(SimulationFields.IncidentsByDefault),
            GroupingWindow = reader.Choice(SimulationFields.GroupingWindow),
            AlertsWithoutEntities = reader.Choice(SimulationFields.AlertsWithoutEntities),
            IncidentSeverity = reader.Choice(SimulationFields.IncidentSeverity),
            SingleAlertRow = reader.Choice(SimulationFields.SingleAlertRow),
            DefenderPortal = reader.Boolean(SimulationFields.DefenderPortal),
            Correlation = reader.Choice(SimulationFields.Correlation),
            Limits = Limits(reader),
        };
    }

    private static SimulationLimits? Limits(MappingReader parent) => parent.Child(SimulationFields.Limits) is not { } reader ? null : new SimulationLimits
    {
        Rows = reader.Integer(SimulationFields.MaxRows) is { } rows && Positive(reader, SimulationFields.MaxRows, rows, rows.Value > 0) ? rows : null,
        Bytes = reader.Text(SimulationFields.MaxMemory) is { } text ? Size(reader, text) : null,
        Time = reader.Duration(SimulationFields.MaxTime) is { } time && Positive(reader, SimulationFields.MaxTime, time, time.Value > TimeSpan.Zero) ? time : null,
    };

    private static Located<long>? Size(MappingReader reader, Located<string> text)
    {
        if (ByteSizes.TryParse(text.Value, out var bytes))
            return new Located<long>(bytes, text.Scalar!);
        reader.Diagnostics.Error(DiagnosticCodes.BadValue, text, $"'{text.Value}' is no size.", "Write a number of megabytes, or one with KB, MB or GB, such as 2GB.");
        return null;
    }

    private static bool Positive<T>(MappingReader reader, Field field, Located<T> value, bool holds)
    {
        if (!holds)
            reader.Diagnostics.Error(DiagnosticCodes.BadValue, value, $"'{field.Key}' must be more than 0.");
        return holds;
    }
}
