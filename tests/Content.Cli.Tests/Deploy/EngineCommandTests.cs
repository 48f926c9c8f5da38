using Content.Azure.Stub.Service;

namespace Content.Cli.Tests.Deploy;

/// <summary>Tests whose queries run on a simulated workspace or cluster.</summary>
public sealed class EngineCommandTests : WorkspaceCommandTests
{
    private const string Cases = """
        cases:
        - name: from nowhere
          now: 2026-03-02T12:00:00Z
          tables:
            SigninLogs:
              - {TimeGenerated: t-10m, UserPrincipalName: mia, Location: ''}
              - {TimeGenerated: t-20m, UserPrincipalName: tom, Location: CH}
          expect:
            alerts: 1
            rows:
              - {UserPrincipalName: mia}
        - name: silence
          now: 2026-03-02T12:00:00Z
          tables:
            SigninLogs:
              - {TimeGenerated: t-20m, UserPrincipalName: tom, Location: CH}
          expect: {alerts: 0}

        """;

    [Theory]
    [InlineData("workspace", "Workspace law confirms 2 of 2 verdicts.")]
    [InlineData("adx", "Database Lab on 127.0.0.1 confirms 2 of 2 verdicts.")]
    public void Another_engine_confirms_the_verdicts_with_nothing_but_the_rows_of_the_cases(string engine, string summary)
    {
        Prepare();
        var run = Run("test", "--engine", engine, "-e", "local");
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(summary, run.Output);
        var sent = Service.Requests.Where(request => request.Path.EndsWith("/query", StringComparison.Ordinal)).ToList();
        Assert.Contains(sent, request => request.Body.Contains("mia", StringComparison.Ordinal) && request.Body.Contains("let SigninLogs = datatable(", StringComparison.Ordinal));
    }

    [Fact]
    public void A_contradiction_fails_and_shows_both_sides()
    {
        Prepare();
        Service.Add(new Fault(request => request.Body.Contains("tom", StringComparison.Ordinal) && !request.Body.Contains("mia", StringComparison.Ordinal), new StubResponse(200)
        {
            Text = """{"tables": [{"name": "PrimaryResult", "columns": [{"name": "UserPrincipalName", "type": "string"}], "rows": [["zoe"]]}]}""", TextType = "application/json",
        }));
        var run = Run("test", "--engine", "workspace", "-e", "local");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The local engine says: passed", run.Output);
        Assert.Contains("gave 0 rows locally and 1 row there.", run.Output);
        Assert.Contains("only there: UserPrincipalName=zoe", run.Output);
        Assert.Contains("Workspace law confirms 1 of 2 verdicts, contradicts 1.", run.Output);
        var json = Run("test", "--engine", "workspace", "-e", "local", "--format", "json");
        Assert.Contains("\"engine\": \"Workspace law\"", json.Output);
        Assert.Contains("\"confirmed\": 2", json.Output);
    }

    [Fact]
    public void A_case_that_the_service_does_not_answer_is_undecided_never_passed()
    {
        Prepare();
        Service.Add(new Fault(request => request.Path == "/v2/rest/query" && request.Body.Contains("mia", StringComparison.Ordinal), new StubResponse(200) { Text = "<html/>" }));
        var run = Run("test", "--engine", "adx");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("UNDEC", run.Output);
        Assert.Contains("1 passed, 1 inconclusive", run.Output);
        Assert.Contains("confirms 1 of 2 verdicts, could not be asked about 1.", run.Output);
    }

    [Fact]
    public void What_is_not_configured_or_cannot_be_used_is_said_before_any_case_runs()
    {
        Prepare();
        Refused(2, "--engine workspace runs in the workspace of an environment.", "test", "--engine", "workspace");
        Refused(2, "--mutate is done by the local engine alone.", "test", "--engine", "adx", "--mutate");
        Service.Add(new Fault(request => request.Path.EndsWith("/query", StringComparison.Ordinal), StubResponse.Error(403, "Forbidden", "Principal is not authorized."), Times: 5));
        Refused(3, "Database Lab on 127.0.0.1 runs no queries: 403 Forbidden: Principal is not authorized.", "test", "--engine", "adx");
        Configure("credential: none");
        Refused(2, "names no database of Data Explorer", "test", "--engine", "adx");
    }

    [Fact]
    public void A_single_query_runs_in_a_database_too()
    {
        var run = Run("kql", "run", "--cluster", Host.Address.ToString(), "--database", "Lab", "--format", "csv", "print X = 1, Y = 'a'");
        Assert.Equal((0, "X,Y\n1,a\n", ""), run);
        var wrong = Run("kql", "run", "--cluster", Host.Address.ToString(), "--database", "Lab", "print X = 1 | where Z > 1");
        Assert.Equal(1, wrong.ExitCode);
        Assert.StartsWith("query:1:21: error: 400 General_BadRequest", wrong.Error);
        Assert.Equal(2, Run("kql", "run", "--cluster", Host.Address.ToString(), "print 1").ExitCode);
        Assert.Equal(2, Run("kql", "run", "--cluster", "http://192.0.2.1", "--database", "Lab", "print 1").ExitCode);
    }

    private void Refused(int exitCode, string message, params string[] arguments)
    {
        var run = Run(arguments);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    private void Prepare()
    {
        Write("content/Rule.tests.yaml", Cases);
        Write("sentinel-content.yaml", Read("sentinel-content.yaml") + $"\ndataExplorer: {{cluster: \"{Host.Address.GetLeftPart(UriPartial.Authority)}\", database: Lab, credential: none}}\n");
    }
}
