using System.Collections.Immutable;

namespace Content.Kql.Engine.SelfContained;

/// <summary>A part of a self-contained query that was copied, letter for letter.</summary>
/// <param name="Start">Offset in the self-contained query.</param>
/// <param name="Length">Number of UTF-16 units.</param>
/// <param name="Function">The workspace function from whose body it is; null for the query itself.</param>
/// <param name="SourceStart">Offset there.</param>
internal readonly record struct CopiedText(int Start, int Length, string? Function, int SourceStart);

/// <summary>A query that carries its tables, watchlists, functions and clock with it, so that it gives the same wherever it runs.</summary>
/// <param name="Text">KQL text.</param>
/// <param name="Copies">What of it was copied, in order.</param>
internal sealed record SelfContainedQuery(string Text, ImmutableArray<CopiedText> Copies)
{
    /// <summary>Where a place was copied from; null when it was not.</summary>
    public QueryPlace? Find(int offset)
    {
        foreach (var copy in Copies)
        {
            if (offset >= copy.Start && offset <= copy.Start + copy.Length)
                return new QueryPlace(copy.Function, copy.SourceStart + offset - copy.Start);
        }

        return null;
    }
}
