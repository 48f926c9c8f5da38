using System.Collections.Immutable;
using Content.Model;

namespace Content.Testing;

/// <summary>Picks the cases that a run is about.</summary>
internal static class CaseSelection
{
    /// <summary>The cases that are asked for, in order of the files.</summary>
    /// <param name="repository">The content.</param>
    /// <param name="includes">Says whether a case is used; null for all.</param>
    public static IEnumerable<(RuleTests Suite, TestCase Case)> Of(ContentRepository repository, Func<RuleTests, TestCase, bool>? includes) =>
        repository.TestSuites.SelectMany(suite => suite.Cases.Where(test => includes?.Invoke(suite, test) ?? true).Select(test => (suite, test)));

    /// <summary>The cases that are asked for by their rules, in order of the rules' paths. Cases whose rule is missing are left out.</summary>
    /// <param name="repository">The content.</param>
    /// <param name="includes">Says whether a case is used; null for all.</param>
    public static IEnumerable<(AnalyticsRule Rule, ImmutableArray<(RuleTests Suite, TestCase Case)> Cases)> ByRule(ContentRepository repository, Func<RuleTests, TestCase, bool>? includes) =>
        Of(repository, includes).Where(item => repository.RuleOf(item.Suite) is not null)
            .GroupBy(item => repository.RuleOf(item.Suite)!, ReferenceEqualityComparer.Instance)
            .Select(group => ((AnalyticsRule)group.Key!, group.ToImmutableArray()))
            .OrderBy(pair => pair.Item1.Path, StringComparer.Ordinal);
}
