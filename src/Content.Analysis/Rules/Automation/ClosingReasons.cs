using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// An incident that is closed needs a classification, and each classification has its own reasons: TruePositive SuspiciousActivity, BenignPositive
/// SuspiciousButExpected, FalsePositive IncorrectAlertLogic or InaccurateData, Undetermined none.
/// </summary>
internal sealed class ClosingReasons() : AnalysisRule("RULE063", DiagnosticSeverity.Error, "An automation rule closes incidents without a classification, or with a reason that does not go with it.")
{
    /// <inheritdoc/>
    public override void Analyze(AutomationRule rule, FindingList findings)
    {
        foreach (var action in rule.Actions.OfType<ModifyPropertiesAction>())
        {
            if (action.Status is { Value: "Closed" } status && action.Classification is null)
                findings.Add(status, "The incident is closed without a classification.", "Add classification: Undetermined, TruePositive, BenignPositive or FalsePositive.");
            if (action.Classification is { } classification && action.Status is { Value: not "Closed" } other)
                findings.Add(classification, $"A classification goes with a closed incident, and the status is {other.Value}.", "Write status: Closed, or drop the classification.");
            if (action.ClassificationReason is { } reason && action.Classification is var given && !Reasons(given?.Value).Contains(reason.Value))
                findings.Add(reason, given is null ? "The reason goes with no classification." : $"'{reason.Value}' is no reason of {given.Value}.", "Reasons of " + (given?.Value ?? "nothing") + ": " + Texts.List(Reasons(given?.Value), 3) + ".");
        }
    }

    private static string[] Reasons(string? classification) => classification switch
    {
        "TruePositive" => ["SuspiciousActivity"],
        "BenignPositive" => ["SuspiciousButExpected"],
        "FalsePositive" => ["IncorrectAlertLogic", "InaccurateData"],
        _ => [],
    };
}
