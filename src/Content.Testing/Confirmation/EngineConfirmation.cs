using System.Collections.Immutable;

namespace Content.Testing.Confirmation;

/// <summary>What the local engine says to a case that another engine decided.</summary>
/// <param name="Local">What the case comes to locally.</param>
/// <param name="Differences">Runs of the other engine whose rows are others than the local ones.</param>
public sealed record EngineConfirmation(CaseResult Local, ImmutableArray<RunDifference> Differences)
{
    /// <summary>Whether both came to the same verdict, by the same rows.</summary>
    /// <param name="verdict">That of the other engine.</param>
    public bool Confirms(Verdict verdict) => Differences.IsEmpty && Local.Verdict == verdict;

    /// <summary>Whether both came to a verdict, and it is not the same.</summary>
    /// <param name="verdict">That of the other engine.</param>
    public bool Contradicts(Verdict verdict) => verdict != Verdict.Inconclusive && Local.Verdict != Verdict.Inconclusive && Local.Verdict != verdict;
}
