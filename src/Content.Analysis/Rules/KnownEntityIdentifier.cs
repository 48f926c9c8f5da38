using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Each entity type has identifiers of its own; their case matters.</summary>
internal sealed class KnownEntityIdentifier() : AnalysisRule("RULE009", DiagnosticSeverity.Error, "An entity type does not have an identifier.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        foreach (var mapping in context.Rule.EntityMappings)
        {
            if (EntityTypes.Find(mapping.EntityType.Value) is not { } type)
                continue;
            foreach (var field in mapping.FieldMappings)
            {
                if (!type.Identifiers.Contains(field.Identifier.Value, StringComparer.Ordinal))
                    context.Findings.Add(field.Identifier, $"'{field.Identifier.Value}' is no identifier of {type.Name}.{Texts.DidYouMean(field.Identifier.Value, type.Identifiers)}", "One of: " + string.Join(", ", type.Identifiers) + ".");
            }
        }
    }
}
