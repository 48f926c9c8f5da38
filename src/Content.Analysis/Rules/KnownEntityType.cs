using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>An entity is of one of the types that Sentinel knows.</summary>
internal sealed class KnownEntityType() : AnalysisRule("RULE008", DiagnosticSeverity.Error, "An entity type does not exist.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        foreach (var mapping in context.Rule.EntityMappings)
        {
            if (EntityTypes.Find(mapping.EntityType.Value) is null)
                context.Findings.Add(mapping.EntityType, $"There is no entity type '{mapping.EntityType.Value}'.{Texts.DidYouMean(mapping.EntityType.Value, Names)}", "One of: " + string.Join(", ", Names) + ".");
        }
    }

    private static IEnumerable<string> Names => EntityTypes.All.Select(type => type.Name);
}
