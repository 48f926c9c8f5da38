using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The columns of entity mappings are columns of the query's result; a rule that maps another one is refused or disabled.</summary>
internal sealed class EntityColumns() : AnalysisRule("RULE011", DiagnosticSeverity.Error, "An entity mapping refers to a column that the result does not have.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        foreach (var mapping in context.Rule.EntityMappings)
        {
            foreach (var field in mapping.FieldMappings)
                context.RequireColumn(field.ColumnName, $"The {mapping.EntityType.Value} mapping's {field.Identifier.Value}");
        }
    }
}
