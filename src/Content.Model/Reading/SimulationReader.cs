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
        };
    }
}
