using System.Collections.Immutable;
using System.Text;

namespace Content.Kql.Engine.SelfContained;

/// <summary>A replacement in a text.</summary>
/// <param name="Start">Offset of the first unit that is replaced.</param>
/// <param name="End">Offset just past the last one; equal to the start to insert.</param>
/// <param name="Text">What stands there instead.</param>
internal readonly record struct Replacement(int Start, int End, string Text);

/// <summary>A self-contained query that is being written.</summary>
internal sealed class QueryPieces
{
    private readonly ImmutableArray<CopiedText>.Builder _copies = ImmutableArray.CreateBuilder<CopiedText>();

    /// <summary>What is written so far.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>Copies the start of a text with replacements.</summary>
    /// <param name="source">The text.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="function">The function whose body it is; null for the query itself.</param>
    /// <param name="replacements">Replacements without overlap, in any order; those at one place in theirs.</param>
    public void Copy(string source, int end, string? function, IEnumerable<Replacement> replacements)
    {
        var at = 0;
        foreach (var replacement in replacements.OrderBy(item => item.Start).ThenBy(item => item.End))
        {
            CopyPart(replacement.Start);
            Text.Append(replacement.Text);
            at = replacement.End;
        }

        CopyPart(end);

        void CopyPart(int to)
        {
            if (to <= at)
                return;
            _copies.Add(new CopiedText(Text.Length, to - at, function, at));
            Text.Append(source, at, to - at);
            at = to;
        }
    }

    /// <summary>What was written.</summary>
    public SelfContainedQuery ToQuery() => new(Text.ToString(), _copies.ToImmutable());
}
