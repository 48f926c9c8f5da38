using Content.Testing.Watching;

namespace Content.Testing.Tests.Watching;

public sealed class WatchedTestsTests
{
    private static string Tests(string rows) => $"cases:\n- name: a case\n  now: 2026-03-02T12:00:00Z\n  tables:\n    SigninLogs: ../samples/{rows}.ndjson\n  expect: {{alerts: 1}}\n";

    private static readonly string Failures = """
        id: 5c6b6b3e-7b0f-4e51-9d0c-0d3f2a1b4c5d
        Function:
          Title: Failures
          Version: 1.0.0
          LastUpdated: 2026-01-01
        Category: Microsoft Sentinel Parser
        FunctionName: Failures
        FunctionAlias: Failures
        FunctionQuery: |
          SigninLogs | where ResultType != "0"
        """;

    // Rule A calls a parser, B reads a watchlist, C neither.
    private static TestRepository Files() => new TestRepository()
        .Add("detections/rules/A.yaml", TestRepository.Rule("Failures"))
        .Add("detections/rules/B.yaml", TestRepository.Rule("SigninLogs\n| where UserPrincipalName in ((_GetWatchlist('People') | project SearchKey))"))
        .Add("detections/rules/C.yaml", TestRepository.Rule("SigninLogs"))
        .Add("detections/rules/A.tests.yaml", Tests("one"))
        .Add("detections/rules/B.tests.yaml", Tests("one"))
        .Add("detections/rules/C.tests.yaml", Tests("two"))
        .Add("detections/parsers/Failures.yaml", Failures)
        .Add("detections/watchlists/People.yaml", "alias: People\ndisplayName: People\nitemsSearchKey: Name\nsource: People.csv\n")
        .Add("detections/watchlists/People.csv", "Name\nmia\n")
        .Add("detections/samples/one.ndjson", "{\"TimeGenerated\":\"t-10m\",\"UserPrincipalName\":\"mia\",\"ResultType\":\"50126\"}\n")
        .Add("detections/samples/two.ndjson", "{\"TimeGenerated\":\"t-10m\",\"UserPrincipalName\":\"mia\",\"ResultType\":\"0\"}\n");

    private static string[] Touched(WatchRound round) => [.. round.Tests.Cases.Select(result => $"{Path.GetFileNameWithoutExtension(result.Suite.RulePath)} {result.Verdict}")];

    private static WatchRound Apply(WatchedTests tests, bool structure, params string[] paths) => tests.Apply(paths, structure, TestContext.Current.CancellationToken);

    private static (TestRepository Files, WatchedTests Tests) Open()
    {
        var files = Files();
        var tests = WatchedTests.Open(files.Files, new WatchOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(["A Passed", "B Passed", "C Passed"], Touched(tests.RunAll(TestContext.Current.CancellationToken)));
        return (files, tests);
    }

    [Fact]
    public void A_rule_or_its_tests_run_its_own_cases()
    {
        var (files, tests) = Open();
        files.Add("detections/rules/C.yaml", TestRepository.Rule("SigninLogs\n| where ResultType != \"0\""));
        var round = Apply(tests, false, "detections/rules/C.yaml");
        Assert.Equal(["C Failed"], Touched(round));
        Assert.Equal([Verdict.Passed, Verdict.Passed, Verdict.Failed], round.All.Select(result => result.Verdict));
        files.Add("detections/rules/C.tests.yaml", Tests("two").Replace("alerts: 1", "alerts: 0", StringComparison.Ordinal));
        Assert.Equal(["C Passed"], Touched(Apply(tests, false, "detections/rules/C.tests.yaml")));
    }

    [Fact]
    public void A_parser_a_watchlist_or_rows_run_the_cases_of_the_rules_that_use_them()
    {
        var (files, tests) = Open();
        files.Add("detections/parsers/Failures.yaml", Failures.Replace("!= \"0\"", "== \"0\"", StringComparison.Ordinal));
        Assert.Equal(["A Failed"], Touched(Apply(tests, false, "detections/parsers/Failures.yaml")));
        files.Add("detections/watchlists/People.csv", "Name\ntom\n");
        Assert.Equal(["B Failed"], Touched(Apply(tests, false, "detections/watchlists/People.csv")));
        files.Add("detections/samples/one.ndjson", "{\"TimeGenerated\":\"t-10m\",\"UserPrincipalName\":\"tom\",\"ResultType\":\"0\"}\n");
        Assert.Equal(["A Passed", "B Passed"], Touched(Apply(tests, false, "detections/samples/one.ndjson")));
        Assert.Empty(Touched(Apply(tests, false, "detections/samples/three.ndjson")));
    }

    [Fact]
    public void Content_that_cannot_be_read_is_a_finding_and_the_watch_goes_on()
    {
        var (files, tests) = Open();
        files.Add("detections/rules/C.yaml", "id: [\n");
        var broken = Apply(tests, false, "detections/rules/C.yaml");
        Assert.Contains(broken.Validation.Diagnostics, found => found.Path == "detections/rules/C.yaml" && found.Severity == Content.Diagnostics.DiagnosticSeverity.Error);
        Assert.Equal(["C Error"], Touched(broken));
        files.Add("detections/rules/C.yaml", TestRepository.Rule("SigninLogs"));
        Assert.Equal(["C Passed"], Touched(Apply(tests, false, "detections/rules/C.yaml")));

        // Of tests that cannot be read nothing is known, until they can be again.
        files.Add("detections/rules/C.tests.yaml", "cases: {");
        Assert.Equal(2, Apply(tests, false, "detections/rules/C.tests.yaml").All.Length);
        files.Add("detections/rules/C.tests.yaml", Tests("two"));
        Assert.Equal(["C Passed"], Touched(Apply(tests, false, "detections/rules/C.tests.yaml")));
    }

    [Fact]
    public void Files_that_are_made_or_deleted_touch_who_needs_them()
    {
        var (files, tests) = Open();
        files.Remove("detections/parsers/Failures.yaml");
        Assert.Equal(["A Error"], Touched(Apply(tests, true, "detections/parsers/Failures.yaml")));
        files.Add("detections/parsers/Failures.yaml", Failures);
        Assert.Equal(["A Passed"], Touched(Apply(tests, true, "detections/parsers/Failures.yaml")));
        files.Add("detections/rules/D.yaml", TestRepository.Rule("SigninLogs")).Add("detections/rules/D.tests.yaml", Tests("one"));
        Assert.Equal(["D Passed"], Touched(Apply(tests, true, "detections/rules/D.yaml", "detections/rules/D.tests.yaml")));
        files.Remove("detections/rules/D.tests.yaml");
        var round = Apply(tests, true, "detections/rules/D.tests.yaml");
        Assert.Equal((0, 3), (round.Tests.Cases.Count(), round.All.Length));
    }

    [Fact]
    public void The_configuration_touches_everything()
    {
        var (files, tests) = Open();
        files.Add("sentinel-content.yaml", "version: 1\ncontent: [detections]\n# changed\n");
        Assert.Equal(3, Touched(Apply(tests, false, "sentinel-content.yaml")).Length);
    }
}
