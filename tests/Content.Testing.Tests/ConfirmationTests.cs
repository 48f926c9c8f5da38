using Content.Kql;
using Content.Kql.Engine;
using Content.Kql.Engine.SelfContained;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Testing.Tests;

/// <summary>Cases whose queries run on another engine, which the local one is held against.</summary>
public sealed class ConfirmationTests
{
    private const string Query = "Failed\n| where User != 'nobody'\n| summarize TimeGenerated = max(TimeGenerated), Failures = count() by User";

    private const string Cases = "cases:\n- name: a case\n  now: 2026-03-02T12:00:00Z\n  tables:\n    SigninLogs:\n"
        + "      - {TimeGenerated: t-10m, UserPrincipalName: mia, ResultType: '1'}\n      - {TimeGenerated: t-20m, UserPrincipalName: mia, ResultType: '1'}\n"
        + "      - {TimeGenerated: t-30m, UserPrincipalName: tom, ResultType: '0'}\n  expect:\n    rows:\n      - {User: mia, Failures: 2}\n";

    private const string Parser = "Function:\n  Title: Failed\n  Version: '1.0.0'\n  LastUpdated: '2026-01-01'\nCategory: Microsoft Sentinel Parser\nFunctionName: Failed\nFunctionAlias: Failed\nFunctionQuery: |\n  SigninLogs\n  | where ResultType != '0'\n  | project TimeGenerated, User = UserPrincipalName\n";

    [Fact]
    public void An_engine_that_gives_the_same_rows_in_another_order_confirms()
    {
        var result = Run(request => Execute(request.Text + "\n| order by User asc"));
        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Confirmation!.Confirms(result.Verdict));
        Assert.Equal(Verdict.Passed, result.Confirmation.Local.Verdict);
    }

    [Fact]
    public void The_rows_of_the_other_engine_decide_and_both_are_shown_where_they_differ()
    {
        var run = RunAll(request => Execute(request.Text.Replace("count()", "count() + 1", StringComparison.Ordinal)));
        var result = run.Cases.Single();
        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Verdict.Passed, result.Confirmation!.Local.Verdict);
        Assert.Same(result, Assert.Single(run.Contradicted));
        var difference = Assert.Single(result.Confirmation.Differences);
        Assert.Equal(new DateTime(2026, 3, 2, 12, 0, 0), difference.Now);
        Assert.Equal((2L, 3L), (difference.Local.Rows.Single()[2], difference.Other.Rows.Single()[2]));
        Assert.Equal([0], difference.Comparison!.OnlyFirst);
        Assert.Equal([0], difference.Comparison.OnlySecond);
    }

    [Fact]
    public void Other_rows_with_the_same_verdict_are_no_contradiction_and_no_confirmation()
    {
        var run = RunAll(request => Execute(request.Text + "\n| extend TimeGenerated = TimeGenerated - 1s"));
        var result = run.Cases.Single();
        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.False(result.Confirmation!.Confirms(result.Verdict));
        Assert.Empty(run.Contradicted);
    }

    [Fact]
    public void An_engine_that_cannot_be_asked_leaves_the_case_undecided()
    {
        var run = RunAll(_ => QueryResult.Of(new QueryError(QueryErrorKind.MissingData, "403 Forbidden: No.", "workspace")));
        var result = run.Cases.Single();
        Assert.Equal((Verdict.Inconclusive, "403 Forbidden: No."), (result.Verdict, result.Reason));
        Assert.False(result.Confirmation!.Confirms(result.Verdict));
        Assert.Empty(run.Contradicted);
        Assert.Empty(result.Confirmation.Differences);
    }

    [Theory]
    [InlineData("'nobody'", "detections/rules/R.yaml:15:19: No.")]
    [InlineData("ResultType !=", "detections/parsers/Failed.yaml:10:11: No.")]
    public void What_the_other_engine_finds_wrong_is_shown_where_it_stands_in_the_file(string marker, string reason)
    {
        var result = Run(request => QueryResult.Of(new QueryError(QueryErrorKind.Failed, "No.") { Place = new QueryPlace(null, request.Text.IndexOf(marker, StringComparison.Ordinal)) }));
        Assert.Equal((Verdict.Error, reason), (result.Verdict, result.Reason));
    }

    [Fact]
    public void A_query_whose_data_the_case_does_not_give_is_not_sent()
    {
        var sent = 0;
        var repository = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule("externaldata(a:string)['https://example.org/list.csv']"))
            .Add("detections/rules/R.tests.yaml", "cases:\n- name: a case\n  now: 2026-03-02T12:00:00Z\n  expect: {alerts: 0}\n");
        var result = repository.Run(new TestOptions { Runner = Runner(_ => { sent++; return Execute("print 1"); }) }).Cases.Single();
        Assert.Equal((Verdict.Inconclusive, 0), (result.Verdict, sent));
    }

    [Fact]
    public void What_only_the_other_engine_can_run_is_decided_by_it()
    {
        var repository = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule("SigninLogs | reduce by UserPrincipalName"))
            .Add("detections/rules/R.tests.yaml", "cases:\n- name: a case\n  now: 2026-03-02T12:00:00Z\n  expect: {alerts: 1}\n");
        var result = repository.Run(new TestOptions { Runner = Runner(_ => Execute("print Pattern = '*', Count = 1, Representative = 'mia'")) }).Cases.Single();
        Assert.Equal((Verdict.Passed, Verdict.Inconclusive), (result.Verdict, result.Confirmation!.Local.Verdict));
    }

    private static CaseResult Run(Func<QueryRequest, QueryResult> answer) => RunAll(answer).Cases.Single();

    private static TestRunResult RunAll(Func<QueryRequest, QueryResult> answer) => new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(Query)).Add("detections/parsers/Failed.yaml", Parser)
        .Add("detections/rules/R.tests.yaml", Cases).Run(new TestOptions { Runner = Runner(answer) });

    private static SelfContainedRunner Runner(Func<QueryRequest, QueryResult> answer) => new(new Service(answer), new ServiceLimits("There", 100_000));

    // A place that has nothing but the text that it is sent.
    private static QueryResult Execute(string text)
    {
        var bound = Compilation.Bind(text, EmptySchema.Instance);
        Assert.False(bound.HasErrors, string.Join("; ", bound.Diagnostics.Select(found => found.Message)));
        return QueryEngine.Execute(bound.Body, EmptyTableSource.Instance, new ExecutionOptions { Now = DateTimeOffset.UnixEpoch });
    }

    private sealed class Service(Func<QueryRequest, QueryResult> answer) : IQueryRunner
    {
        public Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
