using Content.Analysis;
using Content.Testing.Coverage;

namespace Content.Testing.Tests.Coverage;

public sealed class CoverageTests
{
    private const string Row = "        - {TimeGenerated: t-10m, UserPrincipalName: mia, ResultType: '50126', DurationMs: 7}\n";

    private static string Case(string rows, string name = "a") => $"  - name: {name}\n    now: 2026-03-02T12:00:00Z\n    tables:\n      SigninLogs:\n{rows}    expect: {{columns: []}}\n";

    private static RuleCoverage Run(string query, params string[] cases)
    {
        var repository = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(query)).Add("detections/rules/R.tests.yaml", "cases:\n" + string.Concat(cases)).Load();
        var result = CoverageRunner.Run(ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken), cancellationToken: TestContext.Current.CancellationToken).Rules.Single();
        Assert.Null(result.Reason);
        Assert.Equal(cases.Length, result.Cases);
        return result;
    }

    private static string[] Missing(RuleCoverage coverage, CoverageKind kind) =>
        [.. coverage.Points.Where(point => point.Kind == kind).SelectMany(point => point.Outcomes.Where(outcome => !outcome.IsCovered).Select(outcome => $"{point.Text}: {outcome.Name}"))];

    [Fact]
    public void Each_operand_of_a_condition_needs_rows_for_which_it_is_true_and_not_true()
    {
        const string Query = "SigninLogs\n| where ResultType == \"50126\" and (DurationMs > 5 or UserPrincipalName == \"tom\")";
        var one = Run(Query, Case(Row));
        Assert.Equal(["ResultType == \"50126\": false", "DurationMs > 5: false", "UserPrincipalName == \"tom\": true"], Missing(one, CoverageKind.Predicate));
        Assert.Equal((15, 11), (one.Points[0].Position.Line, one.Points[0].Position.Column));
        var two = Run(Query, Case(Row), Case(Row.Replace("mia", "tom", StringComparison.Ordinal).Replace("50126", "0", StringComparison.Ordinal).Replace("DurationMs: 7", "DurationMs: null", StringComparison.Ordinal), "b"));
        Assert.Empty(Missing(two, CoverageKind.Predicate));
        Assert.Equal((6, 6, 100.0), (two.Score.Covered, two.Score.Total, two.Score.Percent));
    }

    [Fact]
    public void Each_branch_needs_a_row_that_takes_it()
    {
        var result = Run("SigninLogs\n| extend Kind = case(DurationMs > 5, \"slow\", ResultType == \"0\", \"good\", \"other\")", Case(Row + Row.Replace("DurationMs: 7", "DurationMs: 1", StringComparison.Ordinal)));
        Assert.Equal(["case(DurationMs > 5, \"slow\", ResultType == \"0\", \"good\", \"other\"): \"good\""], Missing(result, CoverageKind.Branch));
    }

    [Fact]
    public void What_no_row_can_change_does_not_count()
    {
        var result = Run("let Strict = true;\nSigninLogs\n| where iff(Strict, DurationMs > 5, true)\n| where Strict", Case(Row));
        Assert.DoesNotContain(result.Points, point => point.Kind == CoverageKind.Branch);
        Assert.DoesNotContain(result.Points, point => point.Text == "Strict");
    }

    [Fact]
    public void Let_statements_and_functions_need_rows()
    {
        const string Query = "let Slow = SigninLogs | where DurationMs > 5;\nlet Never = SigninLogs | where DurationMs > 500;\nlet Twice = (x: long) { x * 2 };\nlet Unused = () { SigninLogs };\n"
            + "union Slow, Never\n| extend D = Twice(DurationMs)";
        var result = Run(Query, Case(Row));
        Assert.Equal(["Never: rows", "Unused: rows"], Missing(result, CoverageKind.Let));
        Assert.Equal(["union Slow, Never: Never"], Missing(result, CoverageKind.Union));
    }

    [Fact]
    public void Conditions_inside_of_a_function_of_a_value_are_seen_over_the_rows_it_is_called_on()
    {
        var result = Run("let Slow = (ms: long) { iff(ms > 5, \"slow\", \"fast\") };\nSigninLogs\n| extend S = Slow(DurationMs)", Case(Row));
        Assert.Equal(["iff(ms > 5, \"slow\", \"fast\"): \"fast\""], Missing(result, CoverageKind.Branch));
    }

    [Fact]
    public void A_join_needs_rows_on_both_sides_a_match_and_a_row_without()
    {
        const string Query = "SigninLogs\n| join kind=inner (SigninLogs | where DurationMs > 5 | project UserPrincipalName) on UserPrincipalName";
        const string What = "join kind=inner (SigninLogs | where DurationMs > 5 | project UserPr...";
        Assert.Equal([What + ": no match"], Missing(Run(Query, Case(Row)), CoverageKind.Join));
        var slow = Row.Replace("DurationMs: 7", "DurationMs: 1", StringComparison.Ordinal);
        Assert.Equal([What + ": right rows", What + ": a match"], Missing(Run(Query, Case(slow)), CoverageKind.Join));
        Assert.Empty(Missing(Run(Query, Case(Row), Case(slow, "b")), CoverageKind.Join));
    }

    [Fact]
    public void A_parser_is_a_source_of_rows_without_points_of_its_own()
    {
        const string Parser = "id: 2f4e6962-cda4-4aef-8d02-32518bb88144\nFunction: {Title: Failures, Version: '1.0.0', LastUpdated: '2026-11-22'}\nCategory: Microsoft Sentinel Parser\nFunctionName: Failures\nFunctionAlias: Failures\n"
            + "FunctionQuery: |\n  SigninLogs\n  | where ResultType != \"0\"\n";
        var repository = new TestRepository().Add("detections/parsers/Failures.yaml", Parser).Add(TestRepository.RulePath, TestRepository.Rule("Failures\n| where DurationMs > 5"))
            .Add("detections/rules/R.tests.yaml", "cases:\n" + Case(Row)).Load();
        var result = CoverageRunner.Run(ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("DurationMs > 5", Assert.Single(result.Rules.Single().Points).Text);
    }
}
