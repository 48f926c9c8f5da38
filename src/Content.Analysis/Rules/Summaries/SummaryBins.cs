using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A summary rule looks at bins of 20, 30, 60, 120, 180, 360, 720 or 1,440 minutes and waits at most 1,440 minutes for late events; its first bin starts on a whole hour.</summary>
internal sealed class SummaryBins() : AnalysisRule("RULE068", DiagnosticSeverity.Error, "A summary rule has a bin size, delay or start that Log Analytics does not take.")
{
    private const int LongestDelay = 1_440;
    private static readonly long[] Sizes = [20, 30, 60, 120, 180, 360, 720, 1_440];

    /// <inheritdoc/>
    public override void Analyze(SummaryRule rule, FindingList findings)
    {
        if (rule.BinSize is { } size && !Sizes.Contains(size.Value))
            findings.Add(size, $"A bin of {size.Value} minutes is not possible.", $"One of: {string.Join(", ", Sizes)}.");
        if (rule.BinDelay is { } delay && delay.Value is < 0 or > LongestDelay)
            findings.Add(delay, $"A delay of {delay.Value} minutes is not possible.", $"0 to {LongestDelay} minutes.");
        if (rule.BinStartTime is { } start && start.Value.TimeOfDay.Ticks % TimeSpan.TicksPerHour != 0)
            findings.Add(start, "The first bin does not start on a whole hour.", "Write a time such as 2027-01-01T06:00:00Z.");
    }
}
