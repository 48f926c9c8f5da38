using Content.Catalog.Attack;
using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// Each row of a strategy's analytics (a data component from a log source) is covered by a rule, or the register says that it is not. A row
/// is covered when a rule names its analytic, data component and log source under <c>attack</c>.
/// </summary>
internal sealed class UncoveredRow() : AnalysisRule("BLIND002", DiagnosticSeverity.Warning, "A row of an analytic is neither covered by a rule nor in the blind-spot register.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        foreach (var register in repository.BlindSpotRegisters)
        {
            foreach (var analytic in (AttackCatalog.Instance.FindStrategy(register.Strategy.Value)?.Analytics ?? []).Select(AttackCatalog.Instance.FindAnalytic).OfType<AttackAnalytic>())
            {
                foreach (var row in analytic.LogSources)
                {
                    if (!repository.Rules.Any(rule => Covers(rule.Attack, analytic.Id, row)) && !register.Entries.SelectMany(entry => entry.Rows).Any(entry => Is(entry, analytic.Id, row)))
                    {
                        findings.Add(register.Strategy, $"Nothing covers the row {row.DataComponent}, {row.Name} of {analytic.Id}, and no blind spot has it.",
                            "Write a rule for it and name the row under 'attack', or add a blind spot with it under 'rows'.");
                    }
                }
            }
        }
    }

    private static bool Covers(AttackMapping? attack, string analytic, AttackLogSource row) =>
        attack?.Analytic?.Value == analytic && attack.DataComponents.Any(component => component.Value == row.DataComponent) && attack.LogSources.Any(source => source.Value == row.Name);

    private static bool Is(AnalyticRow entry, string analytic, AttackLogSource row) =>
        entry.Analytic.Value == analytic && entry.DataComponent?.Value == row.DataComponent && entry.LogSource?.Value == row.Name;
}
