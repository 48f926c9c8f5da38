using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>An entry of requiredDataConnectors says which connector and which of its data types (tables) the rule needs; without both Sentinel cannot tell whether the rule can work, and the Azure-Sentinel repository refuses it.</summary>
internal sealed class ConnectorDataTypes() : AnalysisRule("RULE049", DiagnosticSeverity.Warning, "A required data connector has no identifier or no data types.")
{
    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        foreach (var connector in context.Rule.RequiredDataConnectors)
        {
            if (connector.ConnectorId is { } id && connector.DataTypes.IsEmpty)
                context.Findings.Add(id, $"The connector '{id.Value}' names no data types.", "Add dataTypes with the tables that the rule reads.");
            else if (connector.ConnectorId is null && !connector.DataTypes.IsEmpty)
                context.Findings.Add(connector.DataTypes[0], "The data types belong to no connector.", "Add connectorId.");
        }
    }
}
