using Content.Diagnostics;
using Content.Model;
using Content.Testing.Mutation;

namespace Content.Cli.Output;

/// <summary>What mutation testing found as findings, for annotations, SARIF and the Markdown summary.</summary>
internal static class MutationFindings
{
    /// <summary>Code of a mutant that no test notices and nothing explains.</summary>
    public const string Survivor = "MUTANT001";

    /// <summary>Code of an explanation that belongs to no survivor.</summary>
    public const string Stale = "MUTANT002";

    /// <summary>The findings, in order of rules.</summary>
    public static IEnumerable<Diagnostic> Of(MutationResult result)
    {
        foreach (var rule in result.Rules)
        {
            foreach (var survivor in rule.Of(MutantOutcome.Survived).Where(mutant => mutant.Explanation is null))
            {
                yield return new Diagnostic(Survivor, DiagnosticSeverity.Warning, $"No test notices {survivor.Mutant.Operator.Id}: {survivor.Mutant.Summary}", survivor.Mutant.Span)
                {
                    Source = survivor.Mutant.Source,
                };
            }

            foreach (var note in rule.Stale)
                yield return note.Operator.Report(Stale, DiagnosticSeverity.Error, StaleMessage(note));
        }
    }

    /// <summary>What is wrong with an explanation that belongs to no survivor.</summary>
    public static string StaleMessage(SurvivorNote note) => MutationOperators.Find(note.Operator.Value) is null
        ? $"There is no mutation operator '{note.Operator.Value}'."
        : "No surviving mutant is like this: a test notices it, it is proved equivalent, or the rule has changed. Remove or correct the explanation.";
}
