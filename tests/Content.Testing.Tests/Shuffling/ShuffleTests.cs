using Content.Analysis;
using Content.Testing.Shuffling;

namespace Content.Testing.Tests.Shuffling;

public sealed class ShuffleTests
{
    private static ShuffleResult Run(string query, string expect)
    {
        var cases = "cases:\n- name: a case\n  now: 2026-03-02T12:00:00Z\n  tables:\n    SigninLogs:\n"
            + "      - {TimeGenerated: t-10m, UserPrincipalName: mia, ResultType: '1'}\n      - {TimeGenerated: t-10m, UserPrincipalName: tom, ResultType: '2'}\n      - {TimeGenerated: t-30m, UserPrincipalName: kim, ResultType: '3'}\n  expect: " + expect + "\n";
        var repository = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(query)).Add("detections/rules/R.tests.yaml", cases).Load();
        return ShuffleRunner.Run(ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken), cancellationToken: TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("SigninLogs\n| take 1")]
    [InlineData("SigninLogs\n| summarize arg_max(TimeGenerated, *) by TenantId")]
    [InlineData("SigninLogs\n| serialize\n| extend Before = prev(UserPrincipalName)\n| where Before == \"\"")]
    public void A_rule_that_depends_on_an_order_it_does_not_ask_for_is_found(string query)
    {
        var flaky = Assert.Single(Run(query, "{rows: [{UserPrincipalName: mia}]}").Flaky);
        Assert.Equal(("a case", Verdict.Failed), (flaky.Result.Case.Name.Value, flaky.Result.Verdict));
        Assert.InRange(flaky.Order, 1, ShuffleRunner.OrderCount);
    }

    [Theory]
    [InlineData("SigninLogs\n| sort by UserPrincipalName asc\n| take 1", "{rows: [{UserPrincipalName: kim}]}")]
    [InlineData("SigninLogs\n| where ResultType != \"3\"", "{rows: [{UserPrincipalName: mia}, {UserPrincipalName: tom}]}")]
    public void A_rule_that_says_what_it_needs_is_not(string query, string expect)
    {
        var result = Run(query, expect);
        Assert.Empty(result.Flaky);
        Assert.Equal(1, result.Cases);
    }

    [Fact]
    public void Only_cases_that_pass_as_they_are_are_shuffled() => Assert.Equal(0, Run("SigninLogs\n| take 1", "{rows: 3}").Cases);
}
