using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>What cannot be seen changes with every new connector and every new kind of device; an entry that nobody has looked at since its date says little.</summary>
internal sealed class BlindSpotReview() : AnalysisRule("BLIND004", DiagnosticSeverity.Warning, "A blind spot is past its review date.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        if (findings.Today is not { } today)
            return;
        foreach (var entry in repository.BlindSpotRegisters.SelectMany(register => register.Entries))
        {
            if (entry.ReviewDate is { } date && date.Value < today)
                findings.Add(date, $"The review date {date.Value:yyyy-MM-dd} of '{entry.Id.Value}' is over.", "Look at the blind spot again: give it a later date, or remove it.");
        }
    }
}
