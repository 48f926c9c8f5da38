using Content.Model;

namespace Content.Cli.Commands;

/// <summary>One test case, chosen by what people type.</summary>
/// <param name="Suite">The tests file.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Test">The case.</param>
internal sealed record ChosenCase(RuleTests Suite, AnalyticsRule Rule, TestCase Test)
{
    /// <summary>Finds the case.</summary>
    /// <param name="repository">The content.</param>
    /// <param name="filter">The rules, or their tests.</param>
    /// <param name="name">Part of the name of the case; in full it means just that case. Null for the only one.</param>
    /// <param name="option">How a case is chosen, for messages: <c>--case</c>.</param>
    /// <exception cref="CommandException">There is none, or several.</exception>
    public static ChosenCase Find(ContentRepository repository, ContentFilter filter, string? name, string option)
    {
        var suites = repository.TestSuites.Where(suite => repository.RuleOf(suite) is { } rule && filter.Matches(suite, rule)).ToList();
        if (suites.Count == 0)
            throw new CommandException(ExitCodes.Usage, filter.IsEmpty ? "No rule has tests." : $"No rule with tests matches '{filter.Text}'.", "Give the file of a rule that has a tests file, or a part of its name.");
        var cases = suites.SelectMany(suite => suite.Cases.Select(test => new ChosenCase(suite, repository.RuleOf(suite)!, test)))
            .Where(item => name is null || item.Test.Name.Value.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (cases.Count > 1 && cases.Where(item => string.Equals(item.Test.Name.Value, name, StringComparison.OrdinalIgnoreCase)).ToList() is [var exact])
            cases = [exact];
        var whose = filter.IsEmpty ? "" : " of that rule";
        return cases switch
        {
            [var only] => only,
            [] => throw new CommandException(ExitCodes.Usage, $"No test case{whose} has '{name}' in its name.", "The cases are: " + Names(suites.SelectMany(suite => suite.Cases))),
            _ when cases.Select(item => item.Rule).Distinct<AnalyticsRule>(ReferenceEqualityComparer.Instance).Skip(1).Any() =>
                throw new CommandException(ExitCodes.Usage, name is null ? "Several rules have test cases." : $"Cases of several rules have '{name}' in their names.", "Give a file too: " + string.Join("; ", cases.Select(item => $"{item.Rule.FileName}: {item.Test.Name.Value}").Take(12))),
            _ => throw new CommandException(ExitCodes.Usage, name is null ? "The rule has several test cases." : $"Several test cases have '{name}' in their names.", $"Choose one with {option}: " + Names(cases.Select(item => item.Test))),
        };
    }

    private static string Names(IEnumerable<TestCase> cases) => string.Join("; ", cases.Select(test => test.Name.Value).Take(12));
}
