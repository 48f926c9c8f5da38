using Content.Kql.Symbols;

namespace Content.Analysis.Scaffolding;

/// <summary>What a scaffold needs to know of the table that it reads: by which column events are counted, and what such a column is.</summary>
/// <param name="Name">Name of the table as a query has it.</param>
/// <param name="Column">A text column.</param>
/// <param name="Sample">A value for tests.</param>
/// <param name="Entity">Type of the entity in the column; null when its name tells of none.</param>
/// <param name="Identifier">Identifier of the entity that the column holds.</param>
public sealed record ScaffoldTable(string Name, string Column, string Sample, string? Entity, string? Identifier)
{
    private static readonly (string Column, string Entity, string Identifier, string Sample)[] Known =
    [
        ("UserPrincipalName", "Account", "FullName", "mia@corp.example"),
        ("SrcIpAddr", "IP", "Address", "198.51.100.7"),
        ("SourceIP", "IP", "Address", "198.51.100.7"),
        ("IPAddress", "IP", "Address", "198.51.100.7"),
        ("ClientIP", "IP", "Address", "198.51.100.7"),
        // In tables of forwarded events these are often the collector, so they come last.
        ("DeviceName", "Host", "FullName", "host-1.corp.example"),
        ("Computer", "Host", "FullName", "host-1.corp.example"),
        ("AccountUpn", "Account", "FullName", "mia@corp.example"),
    ];

    private static readonly string[] OfEveryTable = ["TenantId", "Type", "SourceSystem", "_ResourceId", "_SubscriptionId", "MG", "ManagementGroupName", "_ItemId"];

    /// <summary>Picks the columns of a table; null when it has no text column or no TimeGenerated.</summary>
    public static ScaffoldTable? Of(TableSymbol table)
    {
        if (table.Row.Find("TimeGenerated") is not { Type: var time } || time != KqlType.DateTime)
            return null;
        foreach (var (column, entity, identifier, sample) in Known)
        {
            if (table.Row.Find(column) is { } found && found.Type == KqlType.String)
                return new ScaffoldTable(table.Name, column, sample, entity, identifier);
        }

        var first = table.Row.Columns.FirstOrDefault(column => column.Type == KqlType.String && !OfEveryTable.Contains(column.Name, StringComparer.Ordinal));
        return first is null ? null : new ScaffoldTable(table.Name, first.Name, "value", null, null);
    }
}
