using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;

namespace Content.Testing.Sweep;

/// <summary>What is wrong at points of the grid.</summary>
public enum SweepFault : byte
{
    /// <summary>What alerts in the case does not alert.</summary>
    Missed,
    /// <summary>It alerts more often than in the case.</summary>
    Doubled,
}

/// <summary>A fault of a case, with the first point that shows it.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Subject">What it is about: the entities or details that alerts are grouped by.</param>
/// <param name="Point">The first point of the grid that shows it.</param>
/// <param name="Points">Number of points that show it.</param>
/// <param name="Runs">Scheduled times of the runs that alerted there, in UTC.</param>
public sealed record SweepFinding(SweepFault Fault, string Subject, SweepPoint Point, int Points, ImmutableArray<DateTime> Runs);

/// <summary>What sweeping a case gave.</summary>
/// <param name="Suite">The tests file.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Case">The case.</param>
public sealed record SweepCase(RuleTests Suite, AnalyticsRule Rule, TestCase Case)
{
    /// <summary>Why the case was not swept; null when it was.</summary>
    public string? Skipped { get; init; }
    /// <summary>True when the case raises no alert, so that there is nothing to sweep.</summary>
    public bool IsSilent { get; init; }
    /// <summary>True when the case alerts without telemetry, by watchlists alone: no schedule can miss it.</summary>
    public bool HasNoTelemetry { get; init; }
    /// <summary>True when the case was not swept although it could have shown something.</summary>
    public bool IsLeftOut => Skipped is not null && !IsSilent && !HasNoTelemetry;
    /// <summary>Points that were looked at.</summary>
    public int Points { get; init; }
    /// <summary>Faults; none when the case is clean.</summary>
    public ImmutableArray<SweepFinding> Findings { get; init; } = [];
    /// <summary>Wall time.</summary>
    public TimeSpan Elapsed { get; init; }
}

/// <summary>What a sweep gave.</summary>
/// <param name="Cases">All cases, in order of files and cases.</param>
public sealed record SweepResult(ImmutableArray<SweepCase> Cases)
{
    /// <summary>True when no case was missed or doubled anywhere, and none was left out.</summary>
    public bool IsClean => Cases.All(item => item.Findings.IsEmpty && !item.IsLeftOut);

    /// <summary>Cases that were swept.</summary>
    public IEnumerable<SweepCase> Swept => Cases.Where(item => item.Skipped is null);

    /// <summary>The place of a case's name, for reports.</summary>
    public static Diagnostic PlaceOf(SweepCase item) => item.Case.Name.Report("", DiagnosticSeverity.Error, "");
}
