using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A rule runs every 5 minutes to 14 days and looks back 5 minutes to 14 days (Microsoft Sentinel service limits).</summary>
internal sealed class ScheduleRange() : AnalysisRule("RULE003", DiagnosticSeverity.Error, "queryFrequency or queryPeriod lies outside of 5 minutes to 14 days.")
{

    private static readonly TimeSpan Least = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Most = TimeSpan.FromDays(14);

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule.Kind.Value != RuleKind.Scheduled)
            return;
        Check(context.Rule.QueryFrequency, "queryFrequency");
        Check(context.Rule.QueryPeriod, "queryPeriod");

        void Check(Located<TimeSpan>? duration, string key)
        {
            if (duration is not null && (duration.Value < Least || duration.Value > Most))
                context.Findings.Add(duration, $"'{key}' is {Texts.Duration(duration.Value)}; Sentinel takes 5 minutes to 14 days.");
        }
    }
}
