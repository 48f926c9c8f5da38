using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A day of review that is nobody's passes unseen.</summary>
internal sealed class ReviewWithoutOwner() : AnalysisRule("RULE086", DiagnosticSeverity.Warning, "A piece of content has a day of review and no owner.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentItem item, FindingList findings)
    {
        if (item.Ownership is { ReviewDate: { } day } ownership && string.IsNullOrWhiteSpace(ownership.Owner?.Value))
            findings.Add(day, "Nobody is named who reviews this.", "Add owner: with a person or team.");
    }
}
