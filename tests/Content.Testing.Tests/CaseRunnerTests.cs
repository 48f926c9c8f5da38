using Content.Analysis;
using Content.Kql;

namespace Content.Testing.Tests;

public sealed class CaseRunnerTests
{
    private const string Tests = """
        cases:
          - name: a failure
            now: 2026-03-02T12:00:00Z
            tables:
              SigninLogs:
                - {TimeGenerated: t-10m, UserPrincipalName: mia, ResultType: '50126'}
            expect:
              alerts: 1

        """;

    [Fact]
    public void A_variant_of_the_query_runs_over_the_same_case_and_leaves_the_repository_alone()
    {
        var repository = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule("SigninLogs\n| where ResultType != \"0\"")).Add("detections/rules/R.tests.yaml", Tests).Load();
        var validation = ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken);
        var runner = new CaseRunner(repository, validation.QueryOf, keepData: true);
        var suite = repository.TestSuites.Single();
        var rule = repository.Rules.Single();
        var variant = Compilation.Bind("SigninLogs\n| where ResultType == \"0\"", repository.Schema);

        var changed = runner.Run(suite, suite.Cases[0], rule, variant, TestContext.Current.CancellationToken);
        var original = runner.Run(suite, suite.Cases[0], TestContext.Current.CancellationToken);

        Assert.Equal((Verdict.Failed, Verdict.Passed), (changed.Verdict, original.Verdict));
        Assert.Equal(0, changed.Run!.Result.RowCount);
        Assert.Same(runner.Load(suite.Cases[0]), runner.Load(suite.Cases[0]));
    }

    [Theory]
    [InlineData("simulation: {limits: {rows: 3}}", "", Verdict.Error, "The result has more than 3 rows. Filter or summarize in the query, or raise simulation.limits.rows.")]
    [InlineData("simulation: {limits: {memory: 1KB}}", "", Verdict.Error, "raise simulation.limits.memory.")]
    [InlineData("simulation: {limits: {rows: 3, memory: 1KB}}", "simulation: {limits: {rows: 5, memory: 1GB}}", Verdict.Passed, null)]
    [InlineData("", "", Verdict.Passed, null)]
    public void A_query_runs_within_the_limits_of_the_configuration_and_of_the_case(string configuration, string ofCase, Verdict verdict, string? reason)
    {
        var tests = Tests.Replace("    expect:", (ofCase.Length == 0 ? "" : "    " + ofCase + "\n") + "    expect:", StringComparison.Ordinal);
        var repository = new TestRepository().Add("sentinel-content.yaml", "version: 1\n" + configuration + "\n")
            .Add(TestRepository.RulePath, TestRepository.Rule("SigninLogs\n| mv-expand Copy = range(1, 5) to typeof(int)\n| sort by Copy")).Add("detections/rules/R.tests.yaml", tests).Load();
        Assert.Empty(repository.Diagnostics);
        var validation = ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken);
        var suite = repository.TestSuites.Single();

        var result = new CaseRunner(repository, validation.QueryOf, keepData: true).Run(suite, suite.Cases[0], TestContext.Current.CancellationToken);

        Assert.Equal(verdict, result.Verdict);
        Assert.EndsWith(reason ?? "", result.Reason ?? "", StringComparison.Ordinal);
    }
}
