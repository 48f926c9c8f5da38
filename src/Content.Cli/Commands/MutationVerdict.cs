using System.Globalization;
using Content.Testing.Mutation;

namespace Content.Cli.Commands;

/// <summary>Holds mutation scores against what is asked of them.</summary>
internal static class MutationVerdict
{
    /// <summary>What is too low or no longer true, a sentence each.</summary>
    public static IEnumerable<string> Failures(MutationResult result, MutationRequest request)
    {
        if (request.Threshold is { } threshold && result.Score.Percent < threshold)
            yield return $"The mutation score is {Text(result.Score.Percent)} %, below {Text(threshold)} %.";
        foreach (var rule in result.Rules)
        {
            if (rule.Reason is not null && (request.Threshold is not null || request.RuleThreshold is not null))
                yield return $"{rule.Rule.Name.Value} has no mutation score: {rule.Reason}.";
            else if (request.RuleThreshold is { } least && rule.Score.Percent < least)
                yield return $"The mutation score of {rule.Rule.Name.Value} is {Text(rule.Score.Percent)} %, below {Text(least)} %.";
            if (!rule.Stale.IsEmpty)
                yield return $"{rule.Rule.Name.Value} explains {(rule.Stale.Length == 1 ? "a survivor" : $"{rule.Stale.Length} survivors")} that there {(rule.Stale.Length == 1 ? "is" : "are")} not.";
        }
    }

    /// <summary>A percentage with at most one decimal.</summary>
    public static string Text(double percent) => percent.ToString("0.#", CultureInfo.InvariantCulture);
}
