using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Rules read tables of the Analytics plan only (Microsoft: "Table plans"); Basic and Auxiliary tables are for searches.</summary>
public sealed class TablePlans() : AnalysisRule("RULE048", DiagnosticSeverity.Error, "A rule reads a table of a plan that rules cannot read.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Use != QueryUse.AnalyticsRule)
            return;
        foreach (var table in context.Repository.Tables)
        {
            if (table.Plan is not { } plan || plan.Value.Equals("Analytics", StringComparison.OrdinalIgnoreCase) || !context.Query.Tables.Any(used => used.Name == table.Name.Value))
                continue;
            var place = context.NodesOf<NameSyntax>().FirstOrDefault(name => name.Text == table.Name.Value)?.Span ?? new TextSpan(context.Offset, 0);
            context.Add(place, $"The table '{table.Name.Value}' has the plan {plan.Value}, which rules cannot read.", $"Change its plan to Analytics in {table.Path}, or read a summary of it.");
        }
    }
}
