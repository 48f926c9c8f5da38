using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>The columns that give an alert its severity and tactics are columns of the query's result.</summary>
internal sealed class OverrideColumns() : AnalysisRule("RULE016", DiagnosticSeverity.Error, "The severity or tactics column of an alert override is not in the result.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule.AlertDetailsOverride?.AlertSeverityColumnName is { } severity)
            context.RequireColumn(severity, "'alertSeverityColumnName'");
        if (context.Rule.AlertDetailsOverride?.AlertTacticsColumnName is { } tactics)
            context.RequireColumn(tactics, "'alertTacticsColumnName'");
    }
}
