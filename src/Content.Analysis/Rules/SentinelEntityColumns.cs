using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>The columns of Sentinel entity mappings are columns of the query's result.</summary>
internal sealed class SentinelEntityColumns() : AnalysisRule("RULE012", DiagnosticSeverity.Error, "A Sentinel entity mapping refers to a column that the result does not have.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        foreach (var column in context.Rule.SentinelEntitiesMappings)
            context.RequireColumn(column, "A Sentinel entity mapping");
    }
}
