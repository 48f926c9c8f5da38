using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A rule that looks back two days or more runs at most once an hour; Sentinel refuses a shorter frequency.</summary>
internal sealed class LongPeriodFrequency() : AnalysisRule("RULE005", DiagnosticSeverity.Error, "queryPeriod is 2 days or more and queryFrequency under 1 hour.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule is { QueryPeriod: { } period, QueryFrequency: { } frequency, Kind.Value: RuleKind.Scheduled }
            && period.Value >= TimeSpan.FromDays(2) && frequency.Value < TimeSpan.FromHours(1))
            context.Findings.Add(frequency, $"A rule that looks back {Texts.Duration(period.Value)} may run every hour at most, not every {Texts.Duration(frequency.Value)}.", "Set queryFrequency to 1h or more, or queryPeriod under 2 days.");
    }
}
