using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;

namespace Content.Testing.Mutation;

/// <summary>A rule that differs from the original in one place.</summary>
/// <param name="Operator">What made it.</param>
/// <param name="Source">The rule's file.</param>
/// <param name="Span">The changed place in it.</param>
/// <param name="Was">The lines of the place as they are, without their common indentation.</param>
/// <param name="Becomes">The lines in their place; none when they are left out.</param>
public sealed record Mutant(MutationOperator Operator, SourceText Source, TextSpan Span, ImmutableArray<string> Was, ImmutableArray<string> Becomes)
{
    /// <summary>The mutant's query; null when the query is the original one.</summary>
    public string? Query { get; init; }

    /// <summary>The mutant's rule; null when only the query differs.</summary>
    public AnalyticsRule? Rule { get; init; }

    /// <summary>Line and column of the change.</summary>
    public LinePosition Position => Source.GetPosition(Span.Start);

    /// <summary>The change as lines of a diff.</summary>
    public IEnumerable<string> Diff => Was.Select(line => "- " + line).Concat(Becomes.Select(line => "+ " + line));

    /// <summary>The change on one line.</summary>
    public string Summary => $"{string.Join(' ', Was.Select(line => line.Trim()))} => {(Becomes.IsEmpty ? "(left out)" : string.Join(' ', Becomes.Select(line => line.Trim())))}";
}

/// <summary>What became of a mutant.</summary>
public enum MutantOutcome : byte
{
    /// <summary>A test case failed: the tests notice.</summary>
    Killed,
    /// <summary>Every case still passes.</summary>
    Survived,
    /// <summary>Proved to mean the same as the original; not counted.</summary>
    Equivalent,
}

/// <summary>A mutant and what became of it.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record MutantResult(Mutant Mutant, MutantOutcome Outcome)
{
    /// <summary>The case that noticed; null when none did.</summary>
    public TestCase? KilledBy { get; init; }

    /// <summary>The repository's reason for a survivor; null when there is none.</summary>
    public SurvivorNote? Explanation { get; init; }

    /// <summary>Cases that could not be decided with the mutant, for want of something that the local engine cannot run.</summary>
    public int Undecided { get; init; }
}

/// <summary>A case that mutants are not tried on.</summary>
/// <param name="Case">The case.</param>
/// <param name="Reason">Why.</param>
public sealed record LeftOutCase(TestCase Case, string Reason);

/// <summary>Mutants of a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Mutants">All that bind, in order of the file.</param>
public sealed record RuleMutationResult(AnalyticsRule Rule, ImmutableArray<MutantResult> Mutants)
{
    /// <summary>Number of cases that mutants were tried on.</summary>
    public int CaseCount { get; init; }

    /// <summary>Cases that were not used.</summary>
    public ImmutableArray<LeftOutCase> LeftOut { get; init; } = [];

    /// <summary>Changes that gave a query which Kusto refuses; not counted.</summary>
    public int Refused { get; init; }

    /// <summary>Explanations that belong to no survivor.</summary>
    public ImmutableArray<SurvivorNote> Stale { get; init; } = [];

    /// <summary>What in the query the proofs of equivalence know nothing of, so that none is tried; null when there is nothing.</summary>
    public string? Unprovable { get; init; }

    /// <summary>Why the rule has no mutants; null when it has.</summary>
    public string? Reason { get; init; }

    /// <summary>Wall time spent on its mutants, summed over threads.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Mutants of an outcome.</summary>
    public IEnumerable<MutantResult> Of(MutantOutcome outcome) => Mutants.Where(result => result.Outcome == outcome);

    /// <summary>The count.</summary>
    public MutationScore Score => MutationScore.Of(Mutants);
}

/// <summary>How many mutants the tests noticed.</summary>
/// <param name="Killed">Noticed.</param>
/// <param name="Survived">Not noticed, explained or not.</param>
/// <param name="Equivalent">Proved equivalent, not counted.</param>
public readonly record struct MutationScore(int Killed, int Survived, int Equivalent)
{
    /// <summary>Mutants that count.</summary>
    public int Counted => Killed + Survived;

    /// <summary>Percentage of the counted mutants that was noticed, rounded down to a tenth; 100 without any.</summary>
    public double Percent => Counted == 0 ? 100 : Math.Floor(Killed * 1000.0 / Counted) / 10;

    /// <summary>The score of some mutants.</summary>
    public static MutationScore Of(IEnumerable<MutantResult> mutants)
    {
        int killed = 0, survived = 0, equivalent = 0;
        foreach (var mutant in mutants)
        {
            if (mutant.Outcome == MutantOutcome.Killed)
                killed++;
            else if (mutant.Outcome == MutantOutcome.Survived)
                survived++;
            else
                equivalent++;
        }

        return new MutationScore(killed, survived, equivalent);
    }
}

/// <summary>What mutation testing gave.</summary>
/// <param name="Rules">Results in order of the rules' paths.</param>
public sealed record MutationResult(ImmutableArray<RuleMutationResult> Rules)
{
    /// <summary>The count over all rules.</summary>
    public MutationScore Score => MutationScore.Of(Rules.SelectMany(rule => rule.Mutants));

    /// <summary>Wall time.</summary>
    public TimeSpan Elapsed { get; init; }
}
