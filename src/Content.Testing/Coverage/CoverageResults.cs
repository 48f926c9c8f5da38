using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;

namespace Content.Testing.Coverage;

/// <summary>What of a query is looked at.</summary>
public enum CoverageKind : byte
{
    /// <summary>A condition: rows for which it holds, and rows for which it does not.</summary>
    Predicate,
    /// <summary>The branches of an <c>iff</c> or <c>case</c>.</summary>
    Branch,
    /// <summary>A <c>let</c> with rows, or a function.</summary>
    Let,
    /// <summary>The inputs of a <c>union</c>.</summary>
    Union,
    /// <summary>The sides of a <c>join</c> or <c>lookup</c>.</summary>
    Join,
}

/// <summary>Something that rows can do at a point.</summary>
/// <param name="Name">Such as <c>true</c>, or the text of a branch.</param>
/// <param name="Cases">Number of cases in which some row did it.</param>
public sealed record CoverageOutcome(string Name, int Cases)
{
    /// <summary>Whether some case did.</summary>
    public bool IsCovered => Cases > 0;
}

/// <summary>A place of a query that can go more than one way.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Source">The rule's file.</param>
/// <param name="Span">The place in it.</param>
/// <param name="Text">The text of the place on one line, cut where it is long.</param>
/// <param name="Outcomes">The ways.</param>
public sealed record CoveragePoint(CoverageKind Kind, SourceText Source, TextSpan Span, string Text, ImmutableArray<CoverageOutcome> Outcomes)
{
    /// <summary>Why it could not be measured; null when it was. Such a point does not count.</summary>
    public string? Unmeasured { get; init; }

    /// <summary>Line and column.</summary>
    public LinePosition Position => Source.GetPosition(Span.Start);

    /// <summary>Whether every way was gone.</summary>
    public bool IsCovered => Unmeasured is null && Outcomes.All(outcome => outcome.IsCovered);
}

/// <summary>How many of some ways were gone.</summary>
/// <param name="Covered">Those that were.</param>
/// <param name="Total">All.</param>
public readonly record struct CoverageScore(int Covered, int Total)
{
    /// <summary>The share in percent, rounded down to a tenth; 100 without any.</summary>
    public double Percent => Total == 0 ? 100 : Math.Floor(Covered * 1000.0 / Total) / 10;

    /// <summary>The score of some points.</summary>
    public static CoverageScore Of(IEnumerable<CoveragePoint> points)
    {
        var outcomes = points.Where(point => point.Unmeasured is null).SelectMany(point => point.Outcomes).ToList();
        return new CoverageScore(outcomes.Count(outcome => outcome.IsCovered), outcomes.Count);
    }
}

/// <summary>What the tests of a rule exercised.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Points">The points of its query, in order.</param>
/// <param name="Cases">Number of cases that ran.</param>
public sealed record RuleCoverage(AnalyticsRule Rule, ImmutableArray<CoveragePoint> Points, int Cases)
{
    /// <summary>Why there are no points; null when there are.</summary>
    public string? Reason { get; init; }

    /// <summary>The share of outcomes that some case showed.</summary>
    public CoverageScore Score => CoverageScore.Of(Points);
}

/// <summary>What tests exercised.</summary>
/// <param name="Rules">Results in order of the rules' paths.</param>
public sealed record CoverageResult(ImmutableArray<RuleCoverage> Rules)
{
    /// <summary>The share over all rules.</summary>
    public CoverageScore Score => CoverageScore.Of(Rules.SelectMany(rule => rule.Points));
}
