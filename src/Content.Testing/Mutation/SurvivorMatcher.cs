using System.Collections.Immutable;
using Content.Model;

namespace Content.Testing.Mutation;

/// <summary>Finds the repository's reasons for survivors.</summary>
internal static class SurvivorMatcher
{
    /// <summary>Survivors with their explanations, and the explanations that belong to none.</summary>
    public static (ImmutableArray<MutantResult> Mutants, ImmutableArray<SurvivorNote> Stale) Explain(ImmutableArray<MutantResult> mutants, List<SurvivorNote> notes)
    {
        if (notes.Count == 0)
            return (mutants, []);
        var used = new HashSet<SurvivorNote>(ReferenceEqualityComparer.Instance);
        var explained = mutants.Select(result =>
        {
            if (result.Outcome != MutantOutcome.Survived || notes.Find(note => Matches(note, result.Mutant)) is not { } note)
                return result;
            used.Add(note);
            return result with { Explanation = note };
        }).ToImmutableArray();
        return (explained, [.. notes.Where(note => !used.Contains(note))]);
    }

    private static bool Matches(SurvivorNote note, Mutant mutant) =>
        note.Operator.Value == mutant.Operator.Id && Begins(mutant.Was, note.Was.Value)
        && (note.Becomes is null ? mutant.Becomes.IsEmpty : Begins(mutant.Becomes, note.Becomes.Value));

    private static bool Begins(ImmutableArray<string> lines, string text) => Words(string.Join(' ', lines)).StartsWith(Words(text), StringComparison.Ordinal);

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
