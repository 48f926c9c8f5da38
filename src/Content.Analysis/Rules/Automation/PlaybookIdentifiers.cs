using Content.Diagnostics;
using Content.Model;
using System.Text.RegularExpressions;

namespace Content.Analysis.Rules;

/// <summary>A playbook is named by the whole resource id of its logic app: <c>/subscriptions/…/resourceGroups/…/providers/Microsoft.Logic/workflows/NAME</c>, or Microsoft.Web/sites for a standard one.</summary>
internal sealed partial class PlaybookIdentifiers() : AnalysisRule("RULE064", DiagnosticSeverity.Error, "A playbook's resource id is malformed.")
{
    /// <inheritdoc/>
    public override void Analyze(AutomationRule rule, FindingList findings)
    {
        foreach (var action in rule.Actions.OfType<RunPlaybookAction>())
        {
            if (action.LogicAppResourceId is { Value.Length: > 0 } id && !ResourceId().IsMatch(id.Value))
                findings.Add(id, $"'{id.Value}' is no resource id of a playbook.", "Write /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Logic/workflows/NAME.");
        }
    }

    [GeneratedRegex(@"^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/(?:Microsoft\.Logic/workflows/[^/]+|Microsoft\.Web/sites/[^/]+(?:/.+)?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ResourceId();
}
