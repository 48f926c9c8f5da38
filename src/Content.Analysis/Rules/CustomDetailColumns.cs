using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The columns of custom details are columns of the query's result.</summary>
internal sealed class CustomDetailColumns() : AnalysisRule("RULE014", DiagnosticSeverity.Error, "A custom detail refers to a column that the result does not have.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        foreach (var detail in context.Rule.CustomDetails)
            context.RequireColumn(detail.ColumnName, $"The custom detail '{detail.Key.Value}'");
    }
}
