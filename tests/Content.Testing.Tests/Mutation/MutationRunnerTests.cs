using Content.Analysis;
using Content.Testing.Mutation;

namespace Content.Testing.Tests.Mutation;

public sealed class MutationRunnerTests
{
    private const string Query = "SigninLogs\n| where ResultType != \"0\"\n| summarize TimeGenerated = max(TimeGenerated), Failures = count() by UserPrincipalName\n| where Failures >= 2";

    private const string Cases = """
        cases:
          - name: two failures
            now: 2026-03-02T12:00:00Z
            tables:
              SigninLogs:
                - {TimeGenerated: t-10m, UserPrincipalName: mia, ResultType: '50126'}
                - {TimeGenerated: t-20m, UserPrincipalName: mia, ResultType: '50126'}
            expect:
              rows:
                - {UserPrincipalName: mia, Failures: 2, TimeGenerated: t-10m}
          - name: one failure
            now: 2026-03-02T12:00:00Z
            tables:
              SigninLogs:
                - {TimeGenerated: t-10m, UserPrincipalName: mia, ResultType: '50126'}
            expect:
              alerts: 0

        """;

    private static RuleMutationResult Run(string query = Query, string cases = Cases, string more = "", MutationOptions? options = null)
    {
        var repository = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(query, more)).Add("detections/rules/R.tests.yaml", cases).Load();
        Assert.Empty(repository.Diagnostics);
        return MutationRunner.Run(ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken), options, TestContext.Current.CancellationToken).Rules.Single();
    }

    private static MutantResult Find(RuleMutationResult result, string id, string becomes) =>
        result.Mutants.Single(mutant => mutant.Mutant.Operator.Id == id && string.Join('\n', mutant.Mutant.Becomes) == becomes);

    [Fact]
    public void A_mutant_that_a_case_notices_is_killed_by_it()
    {
        var result = Run();
        Assert.Equal("two failures", Find(result, "move-boundary", "| where Failures > 2").KilledBy?.Name.Value);
        Assert.Equal("one failure", Find(result, "move-threshold", "| where Failures >= 1").KilledBy?.Name.Value);
    }

    [Fact]
    public void A_mutant_that_no_case_notices_survives_with_its_place_and_diff()
    {
        var result = Run().Of(MutantOutcome.Survived).Single(mutant => mutant.Mutant.Was is ["| where ResultType != \"0\""] && mutant.Mutant.Becomes.IsEmpty);
        Assert.Equal((TestRepository.RulePath, 15, 3), (result.Mutant.Source.Path, result.Mutant.Position.Line, result.Mutant.Position.Column));
        Assert.Equal(["- | where ResultType != \"0\""], result.Mutant.Diff);
    }

    [Fact]
    public void An_equivalent_mutant_leaves_the_count()
    {
        var result = Run();
        Assert.Equal(MutantOutcome.Equivalent, Find(result, "widen-match", "| where ResultType !~ \"0\"").Outcome);
        Assert.Equal(result.Mutants.Length - result.Score.Equivalent, result.Score.Counted);
        Assert.Equal(Math.Floor(result.Score.Killed * 1000.0 / result.Score.Counted) / 10, result.Score.Percent);
    }

    [Fact]
    public void A_mutant_that_does_not_bind_is_not_counted()
    {
        // Without its key the result has no UserPrincipalName.
        var result = Run(Query + "\n| project TimeGenerated, UserPrincipalName");
        Assert.True(result.Refused > 0);
        Assert.DoesNotContain(result.Mutants, mutant => mutant.Mutant.Operator.Id == "drop-key");
    }

    [Fact]
    public void What_the_rule_makes_of_the_result_is_mutated_too()
    {
        const string More = "entityMappings:\n- entityType: Account\n  fieldMappings:\n  - {identifier: Name, columnName: UserPrincipalName}\ncustomDetails: {Count: Failures}\n"
            + "alertDetailsOverride: {alertDisplayNameFormat: 'Failures of {{UserPrincipalName}}'}\neventGroupingSettings: {aggregationKind: AlertPerResult}\n";
        var result = Run(more: More);
        Assert.Equal(["move-window", "move-trigger", "drop-entity", "drop-detail", "drop-override", "swap-grouping"], result.Mutants.Where(mutant => mutant.Mutant.Rule is not null).Select(mutant => mutant.Mutant.Operator.Id));
        Assert.Equal(MutantOutcome.Survived, result.Mutants.Single(mutant => mutant.Mutant.Operator.Id == "drop-detail").Outcome);
        var noticed = Run(more: More, cases: Cases.Replace("      rows:\n", "      alerts:\n        - {title: Failures of mia, customDetails: {Count: '2'}, entities: [{type: Account, Name: mia}]}\n      rows:\n", StringComparison.Ordinal));
        Assert.All(noticed.Mutants.Where(mutant => mutant.Mutant.Operator.Id is "drop-entity" or "drop-detail" or "drop-override"), mutant => Assert.Equal(MutantOutcome.Killed, mutant.Outcome));
    }

    [Fact]
    public void An_explained_survivor_still_counts_and_an_explanation_of_nothing_is_stale()
    {
        var plain = Run();
        var result = Run(cases: Cases + """
            survivors:
              - operator: drop-predicate
                was: '|  where ResultType'
                reason: Both cases are about failures.
              - operator: move-boundary
                was: '| where Failures >= 2'
                becomes: '| where Failures > 2'
                reason: A test notices this one.

            """);
        var explained = result.Mutants.Single(mutant => mutant.Explanation is not null);
        Assert.Equal(("drop-predicate", "Both cases are about failures."), (explained.Mutant.Operator.Id, explained.Explanation!.Reason.Value));
        Assert.Equal(plain.Score, result.Score);
        Assert.Equal("move-boundary", Assert.Single(result.Stale).Operator.Value);
    }

    [Fact]
    public void Cases_that_do_not_pass_and_those_over_a_whole_fleet_are_left_out()
    {
        var failing = Run(cases: Cases.Replace("alerts: 0", "alerts: 7", StringComparison.Ordinal));
        Assert.Equal(("one failure", 1), (Assert.Single(failing.LeftOut).Case.Name.Value, failing.CaseCount));
        var large = Run(options: new MutationOptions { FleetRows = 1 });
        Assert.Equal("two failures", Assert.Single(large.LeftOut).Case.Name.Value);
        var none = Run(options: new MutationOptions { FleetRows = 0 });
        Assert.Equal(("no case passes", 0), (none.Reason, none.Mutants.Length));
    }

    [Fact]
    public void A_rule_over_a_parser_is_mutated_and_the_parser_stays_as_it_is()
    {
        const string Parser = "id: 2f4e6962-cda4-4aef-8d02-32518bb88144\nFunction: {Title: Failures, Version: '1.0.0', LastUpdated: '2026-11-22'}\nCategory: Microsoft Sentinel Parser\nFunctionName: Failures\nFunctionAlias: Failures\n"
            + "FunctionQuery: |\n  SigninLogs\n  | where ResultType != \"0\"\n";
        var repository = new TestRepository().Add("detections/parsers/Failures.yaml", Parser).Add("detections/rules/R.tests.yaml", Cases)
            .Add(TestRepository.RulePath, TestRepository.Rule(Query.Replace("SigninLogs\n| where ResultType != \"0\"", "Failures", StringComparison.Ordinal))).Load();
        Assert.Empty(repository.Diagnostics);
        var result = MutationRunner.Run(ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken), null, TestContext.Current.CancellationToken).Rules.Single();
        var plain = Run();
        Assert.Equal(plain.Mutants.Where(mutant => !mutant.Mutant.Summary.Contains("ResultType", StringComparison.Ordinal)).Select(Line), result.Mutants.Select(Line));

        static string Line(MutantResult mutant) => $"{mutant.Mutant.Operator.Id} {mutant.Mutant.Summary} {mutant.Outcome} {mutant.KilledBy?.Name.Value}";
    }

    [Fact]
    public void Results_do_not_depend_on_threads()
    {
        var one = Run(options: new MutationOptions { Parallelism = 1 });
        var many = Run(options: new MutationOptions { Parallelism = 8 });
        Assert.Equal(one.Mutants.Select(Line), many.Mutants.Select(Line));

        static string Line(MutantResult result) => $"{result.Mutant.Position} {result.Mutant.Operator.Id} {result.Mutant.Summary} {result.Outcome} {result.KilledBy?.Name.Value}";
    }

    [Fact]
    public void A_place_in_a_folded_query_is_that_of_the_file()
    {
        var rule = TestRepository.Rule("SigninLogs\n| where ResultType != \"0\"").Replace("query: |\n", "query: >-\n", StringComparison.Ordinal);
        var repository = new TestRepository().Add(TestRepository.RulePath, rule).Add("detections/rules/R.tests.yaml", "cases:\n- {name: a, now: 2026-03-02T12:00:00Z, expect: {alerts: 0}}\n").Load();
        var result = MutationRunner.Run(ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken), null, TestContext.Current.CancellationToken);
        var mutant = result.Rules.Single().Mutants.Single(item => item.Mutant.Operator.Id == "negate-predicate").Mutant;
        Assert.Equal((15, 22), (mutant.Position.Line, mutant.Position.Column));
    }
}
