using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>An entity needs an identifier that can tell it from others, such as a Host its HostName.</summary>
internal sealed class RequiredEntityIdentifiers() : AnalysisRule("RULE010", DiagnosticSeverity.Error, "An entity mapping lacks the identifiers that its type needs.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        foreach (var mapping in context.Rule.EntityMappings)
        {
            if (EntityTypes.Find(mapping.EntityType.Value) is not { } type)
                continue;
            var given = mapping.FieldMappings.Select(field => field.Identifier.Value).ToHashSet(StringComparer.Ordinal);
            if (type.Required.Any(set => set.All(given.Contains)))
                continue;
            var need = string.Join(" or ", type.Required.Select(set => string.Join(" and ", set)));
            context.Findings.Add(mapping.EntityType, $"A mapping of {type.Name} needs {need}.", given.Count == 0 ? null : "It has " + string.Join(", ", given.Order(StringComparer.Ordinal)) + " only.");
        }
    }
}
