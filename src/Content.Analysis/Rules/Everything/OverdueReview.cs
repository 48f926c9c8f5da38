using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Content whose reviewDate is over has had nobody look at it when somebody should have: what it looks for, and what it allows, may be out of date.</summary>
internal sealed class OverdueReview() : AnalysisRule("RULE084", DiagnosticSeverity.Warning, "The review of a piece of content is overdue.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentItem item, FindingList findings)
    {
        if (findings.Today is { } today && item.Ownership?.ReviewDate is { } day && day.Value < today)
            findings.Add(day, $"The review was due on {day.Value:yyyy-MM-dd}.{(item.Ownership.Owner is { Value.Length: > 0 } owner ? $" The owner is {owner.Value}." : "")}", "Look at it again, and give the day of the next review.");
    }
}
