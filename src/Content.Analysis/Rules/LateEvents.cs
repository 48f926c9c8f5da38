using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A rule that looks back just as far as the time since its last run misses what arrives later than the five minutes that Sentinel waits. Many tables take longer.</summary>
internal sealed class LateEvents() : AnalysisRule("RULE052", DiagnosticSeverity.Info, "Events that arrive late are never seen.")
{
    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule is { Kind.Value: RuleKind.Scheduled, QueryPeriod: { } period, QueryFrequency: { } frequency } && period.Value == frequency.Value && period.Value < TimeSpan.FromHours(1))
        {
            context.Findings.Add(period, $"Each run looks back just {Texts.Duration(period.Value)}: events that arrive more than five minutes late are never seen.",
                $"Look back further and keep what came in since the last run: where ingestion_time() > ago({frequency.Text}).");
        }
    }
}
