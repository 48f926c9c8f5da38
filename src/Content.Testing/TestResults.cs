using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;
using Content.Testing.Assertions;
using Content.Testing.Confirmation;
using Content.Testing.Simulation;

namespace Content.Testing;

/// <summary>How much of a table a run saw.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Seen">Rows in the window.</param>
/// <param name="Total">Rows that the case gives.</param>
public sealed record SeenRows(string Table, long Seen, long Total);

/// <summary>What a test case gave.</summary>
/// <param name="Suite">The tests file.</param>
/// <param name="Rule">The rule; null when it is missing or broken.</param>
/// <param name="Case">The case.</param>
/// <param name="Verdict">The outcome.</param>
public sealed record CaseResult(RuleTests Suite, AnalyticsRule? Rule, TestCase Case, Verdict Verdict)
{
    /// <summary>Expectations that do not hold.</summary>
    public ImmutableArray<ExpectationFailure> Failures { get; init; } = [];

    /// <summary>Why the case is inconclusive or in error; null for the other verdicts.</summary>
    public string? Reason { get; init; }

    /// <summary>What is wrong with the case's data.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>True when the case failed as it says it would, which makes it pass.</summary>
    public bool FailsAsExpected { get; init; }

    /// <summary>All that was simulated; null when it did not come to it.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>The last run of the rule that took place; null when it did not come to one.</summary>
    public RuleRunResult? Run { get; init; }

    /// <summary>How much of each table the run saw.</summary>
    public ImmutableArray<SeenRows> Seen { get; init; } = [];

    /// <summary>What the local engine says to it; null when it was the one that was asked.</summary>
    public EngineConfirmation? Confirmation { get; init; }

    /// <summary>Wall time of the case, data included.</summary>
    public TimeSpan Elapsed { get; init; }
}

/// <summary>What the cases of a tests file gave.</summary>
/// <param name="Suite">The tests file.</param>
/// <param name="Rule">The rule; null when it is missing or broken.</param>
/// <param name="Cases">Results in order of the file.</param>
public sealed record SuiteResult(RuleTests Suite, AnalyticsRule? Rule, ImmutableArray<CaseResult> Cases)
{
    /// <summary>Time of all cases together.</summary>
    public TimeSpan Elapsed => new(Cases.Sum(result => result.Elapsed.Ticks));

    /// <summary>The worst outcome of its cases: error, failed, inconclusive, passed.</summary>
    public Verdict Verdict => Cases.Any(result => result.Verdict == Verdict.Error) ? Verdict.Error
        : Cases.Any(result => result.Verdict == Verdict.Failed) ? Verdict.Failed
        : Cases.Any(result => result.Verdict == Verdict.Inconclusive) ? Verdict.Inconclusive : Verdict.Passed;
}

/// <summary>What a test run gave.</summary>
/// <param name="Suites">Results in order of the files' paths.</param>
/// <param name="Untested">Rules that no case is about.</param>
public sealed record TestRunResult(ImmutableArray<SuiteResult> Suites, ImmutableArray<AnalyticsRule> Untested)
{
    /// <summary>All cases, in order.</summary>
    public IEnumerable<CaseResult> Cases => Suites.SelectMany(suite => suite.Cases);

    /// <summary>Number of cases with a verdict.</summary>
    public int Count(Verdict verdict) => Cases.Count(result => result.Verdict == verdict);

    /// <summary>Cases to which another engine and the local one have different verdicts.</summary>
    public IEnumerable<CaseResult> Contradicted => Cases.Where(result => result.Confirmation?.Contradicts(result.Verdict) == true);

    /// <summary>True when every case passed.</summary>
    public bool AllPassed => Cases.All(result => result.Verdict == Verdict.Passed);
}
