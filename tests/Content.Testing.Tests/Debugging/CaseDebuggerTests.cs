using Content.Analysis;
using Content.Testing.Debugging;

namespace Content.Testing.Tests.Debugging;

public sealed class CaseDebuggerTests
{
    private const string Rows = """
              - {TimeGenerated: t-10m, UserPrincipalName: mia, ResultType: '50126', AppDisplayName: Portal}
              - {TimeGenerated: t-20m, UserPrincipalName: mia, ResultType: '0', AppDisplayName: Portal}
              - {TimeGenerated: t-30m, UserPrincipalName: tom, ResultType: '50126', AppDisplayName: Mail}
              - {TimeGenerated: t-40m, UserPrincipalName: kim, ResultType: '0', AppDisplayName: Mail}
        """;

    private static DebugSession Debug(string query, string when = "now: 2026-03-02T12:00:00Z", string expect = "alerts: 1", Action<TestRepository>? more = null)
    {
        var files = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(query))
            .Add("detections/rules/R.tests.yaml", $"cases:\n- name: a case\n  {when}\n  tables:\n    SigninLogs:\n{Rows}\n  expect: {{{expect}}}\n");
        more?.Invoke(files);
        var repository = files.Load();
        var validation = ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken);
        var suite = repository.TestSuites.Single();
        return CaseDebugger.Run(new CaseRunner(repository, validation.QueryOf), repository, validation.QueryOf(repository.Rules.Single()), suite, suite.Cases.Single(), TestContext.Current.CancellationToken);
    }

    private static string[] Lines(DebugSession session) => [.. session.Steps.Select(step => $"{string.Join("/", step.Inside)}|{step.Text}|{step.RowsBefore}|{step.Table.RowCount}")];

    [Fact]
    public void Each_operator_of_the_pipeline_is_a_step_with_its_rows()
    {
        var session = Debug("SigninLogs\n| where ResultType != \"0\"\n| summarize n = count() by UserPrincipalName\n| where n > 5");
        Assert.Equal(
        [
            "|SigninLogs||4", "|where ResultType != \"0\"|4|2", "|summarize n = count() by UserPrincipalName|2|2", "|where n > 5|2|0",
        ], Lines(session));
        Assert.Equal(["mia", "tom"], session.Steps[2].Sample(5).Select(row => row[0]));
        Assert.Equal(Verdict.Failed, session.Result.Verdict);
        Assert.Equal(4, Assert.Single(session.Lost).Number);
        Assert.Equal(("detections/rules/R.yaml", 17, 5), (session.Steps[3].Place!.Path, session.Steps[3].Place!.Position.Line, session.Steps[3].Place!.Position.Column));
    }

    [Fact]
    public void Each_predicate_of_a_conjunction_says_what_it_drops()
    {
        var session = Debug("SigninLogs\n| where ResultType != \"0\" and (AppDisplayName == \"Portal\" and UserPrincipalName startswith \"m\")");
        Assert.Equal(
        [
            new PredicateLoss("ResultType != \"0\"", 2, 1), new PredicateLoss("AppDisplayName == \"Portal\"", 2, 0), new PredicateLoss("UserPrincipalName startswith \"m\"", 2, 0),
        ], session.Steps[1].Predicates);
        Assert.Empty(session.Lost);
    }

    [Fact]
    public void Parsers_are_stepped_into_and_named_with_places_in_their_own_file()
    {
        var session = Debug("let Limit = 1;\nFailures\n| summarize n = count()\n| where n > Limit", more: files => files.Add("detections/parsers/F.yaml", """
            id: 5c6b6b3e-7b0f-4e51-9d0c-0d3f2a1b4c5d
            Function:
              Title: Failures
              Version: 1.0.0
              LastUpdated: 2026-01-01
            Category: Microsoft Sentinel Parser
            FunctionName: Failures
            FunctionAlias: Failures
            FunctionQuery: |
              let Known = dynamic(["0"]);
              SigninLogs
              | where ResultType !in (Known)
            """));
        Assert.Equal(
        [
            "|Limit||0", "Failures|Known||0", "Failures|SigninLogs||4", "Failures|where ResultType !in (Known)|4|2", "|Failures|2|2", "|summarize n = count()|2|1", "|where n > Limit|1|1",
        ], Lines(session));
        Assert.Equal(1L, session.Steps[0].Value);
        Assert.Equal(("detections/parsers/F.yaml", 12), (session.Steps[3].Place!.Path, session.Steps[3].Place!.Position.Line));
        Assert.Equal("detections/rules/R.yaml", session.Steps[4].Place!.Path);
    }

    [Fact]
    public void The_parts_of_joins_and_unions_are_steps_and_the_loss_is_followed_into_them()
    {
        var session = Debug("let Apps = SigninLogs | where AppDisplayName == \"Nowhere\" | distinct UserPrincipalName;\nunion (SigninLogs | where UserPrincipalName == \"mia\"), (SigninLogs | take 0)\n| join kind=inner Apps on UserPrincipalName");
        var join = session.Steps[^1];
        Assert.Equal(new JoinMatches(2, 0, 0), join.Join);
        Assert.Contains("union input 2|take 0|4|0", Lines(session));
        Assert.Contains("right side of join|Apps|0|0", Lines(session));

        // The join finds nothing since its right side has nothing since the where of the let lost it; the empty input of the union is not to blame.
        Assert.Equal(["where AppDisplayName == \"Nowhere\"", join.Text], session.Lost.Select(step => step.Text));
    }

    [Fact]
    public void The_functions_of_a_query_are_stepped_into_with_their_arguments()
    {
        var session = Debug("let Of = (T:(UserPrincipalName:string), who:string) { T | where UserPrincipalName == who };\nOf(SigninLogs, \"mia\")\n| count");
        Assert.Equal(["Of/let T|SigninLogs||4", "Of|who||0", "Of|T|4|4", "Of|where UserPrincipalName == who|4|2", "|Of(SigninLogs, \"mia\")|2|2", "|count|2|1"], Lines(session));
    }

    [Fact]
    public void Columns_that_only_the_data_gives_can_be_stepped_through()
    {
        var session = Debug("SigninLogs\n| project Bag = bag_pack(\"Who\", UserPrincipalName)\n| evaluate bag_unpack(Bag)\n| where Who == \"mia\"");
        Assert.Equal(["|evaluate bag_unpack(Bag)|4|4", "|where Who == \"mia\"|4|2"], Lines(session)[2..]);
    }

    [Fact]
    public void Of_several_runs_the_one_that_alerts_is_shown()
    {
        var session = Debug("SigninLogs\n| where UserPrincipalName == \"kim\"", "from: 2026-03-02T12:00:00Z\n  to: t+3h");
        Assert.Equal(new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc), session.Run!.Plan.Scheduled);
        Assert.Equal(4, session.Seen.Single().Seen);
    }

    [Fact]
    public void A_case_that_cannot_run_has_no_steps_and_says_why()
    {
        var session = Debug("SigninLogs\n| where Nothing == 1");
        Assert.Empty(session.Steps);
        Assert.Null(session.Queries);
        Assert.Contains("has errors", session.Result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_cannot_run_is_named_and_the_steps_before_it_stand()
    {
        var session = Debug("SigninLogs\n| where UserPrincipalName == \"mia\"\n| reduce by AppDisplayName");
        Assert.Equal(2, session.Steps[1].Table.RowCount);
        Assert.Contains("reduce", session.Steps[2].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Queries_see_the_tables_of_the_case_and_of_the_steps()
    {
        var queries = Debug("SigninLogs\n| where ResultType != \"0\"").Queries!;
        Assert.Equal([4L], queries.Run("SigninLogs | count", TestContext.Current.CancellationToken).Result!.Rows.Single());
        Assert.Equal([2L], queries.Run("step2 | count", TestContext.Current.CancellationToken).Result!.Rows.Single());
        var (result, findings) = queries.Run("SigninLogs | where Nope == 1", TestContext.Current.CancellationToken);
        Assert.Null(result);
        Assert.Contains("Nope", Assert.Single(findings).Message, StringComparison.Ordinal);
    }
}
