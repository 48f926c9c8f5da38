using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Rows can be queried for 4 to 730 days and are kept for up to 12 years, 4,383 days, in all, which is not less; -1 takes the workspace's own (Azure Monitor: "Manage data retention").</summary>
internal sealed class TableRetention() : AnalysisRule("RULE074", DiagnosticSeverity.Error, "The retention of a table is out of range.")
{
    private const int Least = 4;
    private const int LongestQueried = 730;
    private const int LongestKept = 4_383;

    /// <inheritdoc/>
    public override void Analyze(CustomTable table, FindingList findings)
    {
        Check(table.RetentionInDays, LongestQueried);
        Check(table.TotalRetentionInDays, LongestKept);
        if (table is { RetentionInDays: { } queried, TotalRetentionInDays: { Value: > 0 } total } && total.Value < queried.Value)
            findings.Add(total, $"Rows are kept for {total.Value} days in all and can be queried for {queried.Value}.", "Keep them at least as long as they can be queried.");

        void Check(Located<long>? days, int most)
        {
            if (days is not null && days.Value != -1 && (days.Value < Least || days.Value > most))
                findings.Add(days, $"{days.Value:N0} days are not possible.", $"{Least} to {most:N0} days, or -1 for the workspace's own.");
        }
    }
}
