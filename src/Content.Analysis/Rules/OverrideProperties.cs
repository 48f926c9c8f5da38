using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>An alert's dynamic properties are those that Sentinel lists, each set once, from columns of the query's result.</summary>
internal sealed class OverrideProperties() : AnalysisRule("RULE017", DiagnosticSeverity.Error, "A dynamic alert property does not exist, is set twice, or its column is not in the result.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in context.Rule.AlertDetailsOverride?.AlertDynamicProperties ?? [])
        {
            var name = property.AlertProperty.Value;
            if (!AlertProperties.Names.Contains(name, StringComparer.Ordinal))
                context.Findings.Add(property.AlertProperty, $"There is no alert property '{name}'.{Texts.DidYouMean(name, AlertProperties.Names)}", "One of: " + string.Join(", ", AlertProperties.Names) + ".");
            else if (!seen.Add(name))
                context.Findings.Add(property.AlertProperty, $"The alert property '{name}' is set twice.", "Remove one of the two.");
            context.RequireColumn(property.Value, $"The alert property '{name}'");
        }
    }
}
