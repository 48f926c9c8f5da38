using Content.Testing.Fixtures;
using Content.Testing.Simulation;

namespace Content.Testing.Tests;

/// <summary>What test cases can say beyond one table and one time.</summary>
public sealed class TestLanguageTests
{
    private const string Query = "SigninLogs\n| where ResultType != \"0\"\n| project TimeGenerated, UserPrincipalName, AppDisplayName, ResultType";

    private static TestRepository Repository(string cases, string query = Query, string more = "") =>
        new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(query, more)).Add("detections/rules/R.tests.yaml", "cases:\n" + cases);

    private static CaseResult[] Run(string cases, string query = Query, string more = "")
    {
        var repository = Repository(cases, query, more);
        var findings = repository.Load().Diagnostics;
        Assert.True(findings.IsEmpty, string.Join("\n", findings));
        return [.. repository.Run().Cases];
    }

    private static void Pass(string cases, string query = Query, string more = "") =>
        Assert.All(Run(cases, query, more), result => Assert.True(result.Verdict == Verdict.Passed, $"{result.Case.Name.Value}: {result.Reason} {string.Join(" ", result.Diagnostics)} {string.Join(" ", result.Failures.Select(failure => failure.Message))}"));

    private const string Base = """
        - name: base
          now: 2026-03-02T12:00:00Z
          tables:
            SigninLogs:
              - {TimeGenerated: t-10m, UserPrincipalName: mia, ResultType: '50126'}
              - {TimeGenerated: t-20m, UserPrincipalName: tom, ResultType: '50126'}
          expect: {alerts: 1, rows: 2}

        """;

    [Fact]
    public void A_case_that_extends_another_says_only_what_differs() => Pass(Base + """
        - name: same
          extends: base
        - name: other rows
          extends: base
          tables: {SigninLogs: [{TimeGenerated: t-1m, UserPrincipalName: zoe, ResultType: '1'}]}
          expect: {rows: [{UserPrincipalName: zoe}]}
        - name: one row more
          extends: base
          tables: {SigninLogs: {inherit: true, rows: [{TimeGenerated: t-1m, UserPrincipalName: zoe, ResultType: '1'}]}}
          expect: {rows: [{UserPrincipalName: mia}, {UserPrincipalName: tom}, {UserPrincipalName: zoe}]}
        - name: all good
          extends: base
          tables: {SigninLogs: {inherit: true, set: {ResultType: '0'}}}
          expect: {silence: true}
        - name: an hour later
          extends: one row more
          now: 2026-03-02T13:00:00Z
          tables: {SigninLogs: {inherit: true, set: {TimeGenerated: 2026-03-02T12:00:00Z}}}
          expect: {rows: 3, runs: [{windowStart: 2026-03-02T12:00:00Z}]}
        - name: over time
          extends: base
          from: 2026-03-02T12:00:00Z
          to: t+1h
          expect: {alerts: [{run: t}], runs: 2}

        """);

    [Fact]
    public void A_matrix_runs_a_case_for_each_combination()
    {
        const string Cases = """
            - name: result ${code} of ${user}
              matrix:
                code: ['1', '50126']
                user: [mia, tom]
                since: [30]
              now: 2026-03-02T12:00:00Z
              tables: {SigninLogs: [{TimeGenerated: 't-${since}m', UserPrincipalName: '${user}', ResultType: '${code}'}]}
              expect: {rows: [{UserPrincipalName: '${user}', ResultType: '${code}', TimeGenerated: t-30m}]}

            """;
        Pass(Cases);
        Assert.Equal(
            ["result 1 of mia [code=1, user=mia, since=30]", "result 1 of tom [code=1, user=tom, since=30]", "result 50126 of mia [code=50126, user=mia, since=30]", "result 50126 of tom [code=50126, user=tom, since=30]"],
            Run(Cases).Select(result => result.Case.Name.Value));
    }

    [Fact]
    public void A_value_of_a_matrix_keeps_its_type() => Pass("""
        - name: counts
          matrix: {count: [1, 3]}
          now: 2026-03-02T12:00:00Z
          tables: {SigninLogs: {generate: [{row: {TimeGenerated: t-5m, ResultType: '1'}, count: '${count}'}]}}
          expect: {rows: '${count}'}
        """);

    [Fact]
    public void Generated_rows_follow_one_another() => Pass("""
        - name: generated
          now: 2026-03-02T12:00:00Z
          tables:
            SigninLogs:
              generate:
                - row: {TimeGenerated: t-50m, UserPrincipalName: 'u{n}', ResultType: x}
                  count: 4
                  every: 10m
                  vary: {AppDisplayName: [Mail, Files], ResultType: {from: 100, step: 5}}
          expect:
            rows:
              - {TimeGenerated: t-50m, UserPrincipalName: u1, AppDisplayName: Mail, ResultType: '100'}
              - {TimeGenerated: t-40m, UserPrincipalName: u2, AppDisplayName: Files, ResultType: '105'}
              - {TimeGenerated: t-30m, UserPrincipalName: u3, AppDisplayName: Mail, ResultType: '110'}
              - {TimeGenerated: t-20m, UserPrincipalName: u4, AppDisplayName: Files, ResultType: '115'}

        """);

    [Fact]
    public void A_mistake_in_a_template_is_reported_once()
    {
        var result = Assert.Single(Run("- name: a\n  now: 2026-03-02\n  tables: {SigninLogs: {generate: [{row: {TimeGenerated: t, UserPrincipalNam: x}, count: 50}]}}\n  expect: {alerts: 0}\n"));
        Assert.Equal(Verdict.Error, result.Verdict);
        Assert.Equal(FixtureCodes.UnknownColumn, Assert.Single(result.Diagnostics).Code);
    }

    private const string Parser = "id: 2f8fad5b-d9cb-469f-a165-70867728950e\nFunction:\n  Title: Logons\n  Version: 1.0.0\n  LastUpdated: 2026-01-01\nCategory: Parser\nFunctionName: Logons\nFunctionAlias: Logons\nFunctionQuery: |\n  SigninLogs | project TimeGenerated, User = UserPrincipalName, Code = toint(ResultType)\n";

    [Theory]
    [InlineData("Logons: [{TimeGenerated: t-1m, User: stub, Code: 7}]", "[{User: stub, Code: 7}]")]
    [InlineData("Logons: {query: 'print TimeGenerated = now(), User = \"body\", Code = 9'}", "[{User: body, Code: 9}]")]
    [InlineData("Logons: []", "0")]
    public void A_function_is_replaced_by_rows_or_by_a_body(string stub, string rows)
    {
        var repository = Repository($"- name: a\n  now: 2026-03-02T12:00:00Z\n  functions: {{{stub}}}\n  tables: {{SigninLogs: [{{TimeGenerated: t-1m, UserPrincipalName: real}}]}}\n  expect: {{rows: {rows}}}\n",
            "Logons | where User != '' | project TimeGenerated, User, Code").Add("detections/parsers/Logons.yaml", Parser);
        var result = Assert.Single(repository.Run().Cases);
        Assert.True(result.Verdict == Verdict.Passed, result.Reason + string.Join(" ", result.Diagnostics) + string.Join(" ", result.Failures.Select(failure => failure.Message)));
    }

    [Fact]
    public void A_function_that_does_not_exist_is_named()
    {
        var result = Assert.Single(Repository("- name: a\n  now: 2026-03-02\n  functions: {Logon: [{User: x}]}\n  expect: {alerts: 0}\n").Add("detections/parsers/Logons.yaml", Parser).Run().Cases);
        Assert.Equal((Verdict.Error, FixtureCodes.UnknownFunction), (result.Verdict, Assert.Single(result.Diagnostics).Code));
        Assert.Contains("Did you mean 'Logons'?", result.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_may_fail_for_a_reason_until_it_passes()
    {
        var results = Run(Base.Replace("alerts: 1, rows: 2", "alerts: 0", StringComparison.Ordinal).Replace("- name: base\n", "- name: base\n  fails: the threshold is too low\n", StringComparison.Ordinal)
            + "- name: passes\n  extends: base\n  fails: not any more\n  expect: {alerts: 1}\n");
        Assert.Equal((Verdict.Passed, true, "Fails as expected: the threshold is too low"), (results[0].Verdict, results[0].FailsAsExpected, results[0].Reason));
        Assert.Equal((Verdict.Failed, false), (results[1].Verdict, results[1].FailsAsExpected));
        Assert.Contains("passes now", Assert.Single(results[1].Failures).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rowsInOrder: [{UserPrincipalName: mia}, {UserPrincipalName: tom}]", null)]
    [InlineData("rowsInOrder: [{UserPrincipalName: tom}, {UserPrincipalName: mia}]", "row 1 is another")]
    [InlineData("rowsInOrder: [{UserPrincipalName: mia}]", "row 2 is more")]
    [InlineData("rowsInOrder: [{UserPrincipalName: mia}, {}, {}]", "row 3 is missing")]
    [InlineData("firstRun: t, lastRun: t", null)]
    [InlineData("firstRun: t+1h", "it was the run of 2026-03-02T12:00:00Z")]
    [InlineData("silence: true", "raised 'Many failures'")]
    [InlineData("silence: [{from: t+1m, to: t+9h}]", null)]
    [InlineData("silence: [{from: t-9h, to: t}]", "raised 'Many failures'")]
    [InlineData("runs: 1", null)]
    [InlineData("runs: 2", "2 runs expected, 1 run made")]
    [InlineData("runs: [{rows: 3}]", "Run 1 is another")]
    [InlineData("incidents: [{title: Many failures, severity: Medium, status: New, tactics: [InitialAccess], alerts: 1, created: t+5m}]", null)]
    [InlineData("incidents: 0", "0 incidents expected, 1 incident created")]
    [InlineData("incidents: [{severity: High}]", "1 incident missing")]
    [InlineData("alerts: [{run: t, raised: t+5m, startTime: t-20m, endTime: t-10m, events: 2, rule: R.yaml}]", null)]
    [InlineData("alerts: [{events: 3}]", "1 alert missing")]
    [InlineData("alerts: [{rule: Other}]", "1 alert missing")]
    public void Expectations_hold_or_say_what_is_wrong(string expect, string? message)
    {
        var result = Assert.Single(Run(Base.Replace("expect: {alerts: 1, rows: 2}", $"expect: {{{expect}}}", StringComparison.Ordinal)));
        Assert.Equal(message is null ? Verdict.Passed : Verdict.Failed, result.Verdict);
        if (message is not null)
            Assert.Contains(message, Assert.Single(result.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_analysts_do_to_an_incident_that_is_not_there_fails_the_case()
    {
        var result = Assert.Single(Run(Base.Replace("  expect:", "  analyst: [{at: t+1h, incident: 4, status: Closed}]\n  expect:", StringComparison.Ordinal)));
        Assert.Equal("There is no incident 4 at 2026-03-02T13:00:00Z.", Assert.Single(result.Failures).Message);
    }

    [Fact]
    public void A_span_with_too_many_runs_is_refused()
    {
        var result = Assert.Single(Run("- name: a\n  from: 2020-01-01\n  to: 2026-01-01\n  expect: {silence: true}\n"));
        Assert.Equal(Verdict.Error, result.Verdict);
        Assert.Contains("52609 runs", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expect:\n    snapshot:\n", "expect:\n    snapshot: |\n      alert 1:")]
    [InlineData("expect:\n    snapshot:   # kept\n    alerts: 1\n", "expect:\n    snapshot: |   # kept\n      alert 1:")]
    [InlineData("expect:\n    # before\n    snapshot: old\n    # after\n    alerts: 1\n", "    # before\n    snapshot: |\n      alert 1:")]
    [InlineData("expect:\n    snapshot: |-   # why\n      old 1\n      old 2\n    # after\n    alerts: 1\n", "snapshot: |   # why\n      alert 1:")]
    public void A_snapshot_is_written_in_its_place_and_then_holds(string before, string after)
    {
        var repository = Repository(Base.Replace("expect: {alerts: 1, rows: 2}\n", before, StringComparison.Ordinal) + "# end\n");
        var run = repository.Run();
        Assert.Equal(Verdict.Failed, run.Cases.Single().Verdict);
        var fixes = Analysis.FixApplier.Apply(SnapshotUpdates.Of(run));
        var text = Assert.Single(fixes).Text;
        Assert.Contains(after, text, StringComparison.Ordinal);
        Assert.EndsWith("# end\n", text, StringComparison.Ordinal);
        Assert.Equal(before.Contains("# after", StringComparison.Ordinal), text.Contains("    # after\n    alerts: 1\n", StringComparison.Ordinal));
        Assert.DoesNotContain("old", text, StringComparison.Ordinal);
        var again = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(Query)).Add("detections/rules/R.tests.yaml", text);
        Assert.Empty(again.Load().Diagnostics);
        var second = again.Run();
        Assert.True(second.AllPassed, string.Join(" ", second.Cases.SelectMany(result => result.Failures.Select(failure => failure.Message))));
        Assert.Empty(SnapshotUpdates.Of(second));
    }

    [Fact]
    public void A_snapshot_that_cannot_be_written_says_why()
    {
        var flow = Assert.Single(SnapshotUpdates.Of(Repository(Base.Replace("alerts: 1, rows: 2", "snapshot: old", StringComparison.Ordinal)).Run()));
        Assert.Null(flow.Fix);
        Assert.Contains("as blocks", flow.Message, StringComparison.Ordinal);
        var shared = Assert.Single(SnapshotUpdates.Of(Repository(Base.Replace("expect: {alerts: 1, rows: 2}", "expect:\n    snapshot: old", StringComparison.Ordinal)
            + "- name: more\n  extends: base\n  tables: {SigninLogs: []}\n").Run()));
        Assert.Contains("give each its own", shared.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_do_not_depend_on_order_or_parallelism()
    {
        var cases = Base;
        for (var i = 0; i < 30; i++)
            cases += $"- name: case {i}\n  extends: base\n  from: 2026-03-02T12:00:00Z\n  to: t+{i}h\n  tables: {{SigninLogs: {{generate: [{{row: {{TimeGenerated: t+5m, ResultType: '{i % 3}'}}, count: {i + 1}, every: 40m}}]}}}}\n  expect: {{alerts: 3, incidents: 3}}\n";
        static string Describe(IEnumerable<CaseResult> results) => string.Join("\n", results.OrderBy(result => result.Case.Name.Value, StringComparer.Ordinal).Select(result =>
            $"{result.Case.Name.Value} {result.Verdict} {string.Join(";", result.Failures.Select(failure => failure.Message))} {(result.Scenario is { } scenario ? ScenarioText.Of(scenario, result.Case.Now.Value) : "")}"));
        var one = Describe(Repository(cases).Run(new TestOptions { Parallelism = 1 }).Cases);
        Assert.Equal(one, Describe(Repository(cases).Run(new TestOptions { Parallelism = 8 }).Cases));
        var reversed = string.Concat(cases.Split("- name: ", StringSplitOptions.RemoveEmptyEntries).Reverse().Select(part => "- name: " + part.TrimEnd() + "\n"));
        Assert.Equal(one, Describe(Repository(reversed).Run(new TestOptions { Parallelism = 3 }).Cases));
    }
}
