using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>What holds for the entities of a rule holds for those of a hunting query: the type and identifiers exist, and the columns are in the result.</summary>
internal sealed class HuntingEntities() : AnalysisRule("RULE093", DiagnosticSeverity.Warning, "An entity mapping or custom detail of a hunting query refers to something that does not exist.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Item is not HuntingQuery hunting)
            return;
        var row = context.Query.HasErrors || context.Query.Row is not { IsOpen: false } known ? null : known;
        foreach (var mapping in hunting.EntityMappings)
        {
            if (EntityTypes.Find(mapping.EntityType.Value) is not { } type)
            {
                context.Findings.Add(mapping.EntityType, $"There is no entity type '{mapping.EntityType.Value}'.{Texts.DidYouMean(mapping.EntityType.Value, EntityTypes.All.Select(entity => entity.Name))}");
                continue;
            }

            foreach (var field in mapping.FieldMappings)
            {
                if (!type.Identifiers.Contains(field.Identifier.Value))
                    context.Findings.Add(field.Identifier, $"'{type.Name}' has no identifier '{field.Identifier.Value}'.{Texts.DidYouMean(field.Identifier.Value, type.Identifiers)}");
                Require(field.ColumnName, $"The {type.Name} mapping's {field.Identifier.Value}");
            }
        }

        foreach (var detail in hunting.CustomDetails)
            Require(detail.ColumnName, $"The custom detail '{detail.Key.Value}'");

        void Require(Located<string> column, string what)
        {
            if (row is not null && row.IndexOf(column.Value) < 0)
                context.Findings.Add(column, $"{what} refers to column '{column.Value}', which the query's result does not have.{Texts.DidYouMean(column.Value, row.Columns.Select(symbol => symbol.Name))}");
        }
    }
}
