using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A rule maps at most 10 entities, mappings of Sentinel entities included, each with 1 to 3 different identifiers.</summary>
internal sealed class EntityMappingCount() : AnalysisRule("RULE007", DiagnosticSeverity.Error, "There are more than 10 entity mappings, or one has no, too many or repeated identifiers.")
{

    private const int Mappings = 10;
    private const int Identifiers = 3;

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        var rule = context.Rule;
        var count = rule.EntityMappings.Length + rule.SentinelEntitiesMappings.Length;
        if (count > Mappings)
        {
            var message = $"The rule maps {count} entities, Sentinel takes {Mappings}.";
            if (rule.EntityMappings.Length > Mappings)
                context.Findings.Add(rule.EntityMappings[Mappings].EntityType, message);
            else
                context.Findings.Add(rule.SentinelEntitiesMappings[Mappings - rule.EntityMappings.Length], message);
        }

        foreach (var mapping in rule.EntityMappings)
        {
            if (mapping.FieldMappings.Length > Identifiers)
                context.Findings.Add(mapping.FieldMappings[Identifiers].Identifier, $"The entity has {mapping.FieldMappings.Length} identifiers, Sentinel takes {Identifiers}.");
            for (var i = 0; i < mapping.FieldMappings.Length; i++)
            {
                var identifier = mapping.FieldMappings[i].Identifier;
                if (mapping.FieldMappings.Take(i).Any(earlier => earlier.Identifier.Value == identifier.Value))
                    context.Findings.Add(identifier, $"The identifier '{identifier.Value}' is mapped twice.", "Remove one of the two.");
            }
        }
    }
}
