using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// Sentinel looks by connectorId for what delivers a rule's tables; of an identifier that is nobody's it says that the connector is not there. Case matters. The
/// Azure-Sentinel repository refuses others than those that it knows; connectors of one's own are declared in the configuration.
/// </summary>
internal sealed class KnownConnectors() : AnalysisRule("RULE099", DiagnosticSeverity.Warning, "A required data connector is neither a published nor a declared one.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        var own = repository.Configuration.Connectors.Select(id => id.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var connector in repository.Rules.SelectMany(rule => rule.RequiredDataConnectors).Concat(repository.HuntingQueries.SelectMany(hunting => hunting.RequiredDataConnectors))
            .Concat(repository.SummaryRules.SelectMany(summary => summary.RequiredDataConnectors)))
        {
            if (connector.ConnectorId is not { Value.Length: > 0 } id || ConnectorIds.All.Contains(id.Value) || own.Contains(id.Value))
                continue;
            var known = ConnectorIds.All.Concat(own);
            var spelling = known.FirstOrDefault(other => string.Equals(other, id.Value.Trim(), StringComparison.OrdinalIgnoreCase));
            var whole = new TextSpan(0, id.Text.Length);
            findings.AddPart(id, whole, $"There is no data connector '{id.Value}'.{(spelling is not null ? $" Did you mean '{spelling}'?" : Texts.DidYouMean(id.Value, known))}",
                "If it is one of your own, list it under 'connectors' in sentinel-content.yaml.",
                spelling is null ? null : new CodeFix($"Change to '{spelling}'", [new TextEdit(whole, spelling)]) { IsCertain = true });
        }
    }
}
