using Content.Analysis;
using Content.Model;
using Content.Testing.Generation;

namespace Content.Testing.Tests.Generation;

public sealed class FixtureGeneratorTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    private static (GeneratedFixture Fixture, GenerationRequest Request) Generate(string query, string schedule = "queryFrequency: 1h\nqueryPeriod: 1d\ntriggerOperator: gt\ntriggerThreshold: 0\n", string kind = "Scheduled")
    {
        var repository = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(query, kind: kind, schedule: schedule)).Load();
        var validation = ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken);
        var rule = repository.Rules.Single();
        var request = new GenerationRequest(validation.QueryOf(rule)!, rule, Now);
        Assert.False(request.Query.HasErrors, string.Join("; ", request.Query.Diagnostics));
        return (FixtureGenerator.Run(repository, request, TestContext.Current.CancellationToken), request);
    }

    // What is written is a tests file that passes.
    private static TestRunResult RunWritten(string query, string schedule, string kind, GeneratedFixture fixture, GenerationRequest request) =>
        new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(query, kind: kind, schedule: schedule)).Add("detections/rules/R.tests.yaml", FixtureYaml.Write(fixture, request, null)).Run();

    public static TheoryData<string, int> Queries => new()
    {
        { "SigninLogs\n| where ResultType != \"0\" and AppDisplayName has \"Portal\"", 2 },
        { "SigninLogs\n| where UserPrincipalName endswith \"@corp.example\" and UserPrincipalName startswith \"adm\" and IPAddress !in (\"10.0.0.1\", \"198.51.100.1\")", 3 },
        { "SigninLogs\n| where ResultType in (\"50126\", \"50053\")\n| summarize Failures = count() by UserPrincipalName, bin(TimeGenerated, 1h)\n| where Failures between (5 .. 9)", 2 },
        { "SigninLogs\n| summarize Addresses = dcount(IPAddress), Apps = make_set(AppDisplayName) by UserPrincipalName\n| where Addresses > 3 and array_length(Apps) >= 2", 2 },
        { "SigninLogs\n| where ResultType == \"0\"\n| project UserPrincipalName, SigninTime = TimeGenerated\n| join kind=inner (AuditLogs | where OperationName =~ \"Add user\" | extend Who = tostring(InitiatedBy.user.userPrincipalName) | project Who, AuditTime = TimeGenerated) on $left.UserPrincipalName == $right.Who\n| where AuditTime between (SigninTime .. 10m)", 4 },
        { "union isfuzzy=true (SigninLogs | where ResultType == \"1\" | project U = UserPrincipalName), (AuditLogs | where Result == \"failure\" | project U = Identity)\n| where isnotempty(U)", 2 },
        { "AuditLogs\n| mv-expand Target = TargetResources\n| where tostring(Target.displayName) has_any (\"Finance\", \"Payroll\")\n| extend Kind = iff(Category == \"RoleManagement\", \"role\", \"other\")\n| where Kind == \"role\"", 2 },
        { "Syslog\n| where SyslogMessage matches regex @\"Failed password for (root|admin) from \\d{1,3}\\.\\d+\"\n| parse SyslogMessage with * \"port \" Port:int \" \" *\n| where Port > 1024", 2 },
        { "SigninLogs\n| where TimeGenerated > ago(1h) and strlen(UserAgent) > 200\n| extend Host = tostring(split(UserPrincipalName, \"@\")[1])\n| where Host == \"corp.example\"", 3 },
        { "let Known = datatable(App:string)[\"Portal\", \"Mail\"];\nSigninLogs\n| where AppDisplayName in (Known)\n| where case(ResultType == \"0\", \"ok\", ResultType startswith \"5\", \"bad\", \"other\") == \"bad\"", 2 },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public void Rows_are_found_that_alert_and_rows_that_just_miss(string query, int nearMisses)
    {
        const string Schedule = "queryFrequency: 1h\nqueryPeriod: 1d\ntriggerOperator: gt\ntriggerThreshold: 0\n";
        var (fixture, request) = Generate(query);
        Assert.Null(fixture.Failure);
        Assert.True(fixture.Hit!.Alerts > 0);
        Assert.True(nearMisses <= fixture.NearMisses.Length, $"{fixture.NearMisses.Length}: {string.Join("; ", fixture.NearMisses.Select(miss => miss.Breaks))}; not broken: {string.Join("; ", fixture.NotBroken)}");
        Assert.All(fixture.NearMisses, miss => Assert.Equal(0, miss.Alerts));
        var run = RunWritten(query, Schedule, "Scheduled", fixture, request);
        Assert.Equal(1 + fixture.NearMisses.Length, run.Cases.Count());
        Assert.All(run.Cases, result => Assert.True(result.Verdict == Verdict.Passed, $"{result.Case.Name.Value}: {result.Verdict} {result.Reason} {string.Join("; ", result.Diagnostics)}"));
    }

    [Fact]
    public void A_count_is_missed_by_one()
    {
        var (fixture, _) = Generate("SigninLogs\n| summarize Failures = count() by UserPrincipalName\n| where Failures > 5");
        Assert.Equal(6, fixture.Hit!.Tables.Single().Rows.Length);
        var miss = Assert.Single(fixture.NearMisses);
        Assert.Equal(("Failures > 5", 5), (miss.Breaks, miss.Tables.Single().Rows.Length));
    }

    [Fact]
    public void The_threshold_of_the_trigger_is_met()
    {
        const string Schedule = "queryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 3\n";
        var (fixture, request) = Generate("SigninLogs\n| where ResultType != \"0\"\n| summarize count() by UserPrincipalName", Schedule);
        Assert.Equal(4, fixture.Hit!.Tables.Single().Rows.Select(row => row[^1]).Distinct().Count());
        Assert.All(RunWritten("SigninLogs\n| where ResultType != \"0\"\n| summarize count() by UserPrincipalName", Schedule, "Scheduled", fixture, request).Cases, result => Assert.Equal(Verdict.Passed, result.Verdict));
    }

    [Fact]
    public void Rows_of_a_near_real_time_rule_lie_in_its_minute()
    {
        var (fixture, request) = Generate("SigninLogs\n| where ResultType == \"50126\"", "", "NRT");
        Assert.Equal(1, fixture.Hit!.Alerts);
        Assert.All(RunWritten("SigninLogs\n| where ResultType == \"50126\"", "", "NRT", fixture, request).Cases, result => Assert.Equal(Verdict.Passed, result.Verdict));
    }

    [Theory]
    [InlineData("SigninLogs\n| where ResultType == \"0\" and ResultType == \"1\"", "ResultType == \"1\"")]
    [InlineData("SigninLogs\n| where 1 == 2", "1 == 2")]
    public void What_contradicts_itself_is_named(string query, string what)
    {
        var (fixture, _) = Generate(query);
        Assert.Null(fixture.Hit);
        Assert.Contains(what, fixture.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_solved_is_named()
    {
        var (fixture, _) = Generate("SigninLogs\n| where hash_sha256(UserPrincipalName) == \"00\"");
        Assert.Null(fixture.Hit);
        Assert.Contains(fixture.Unsolved, text => text.Contains("hash_sha256", StringComparison.Ordinal));
        Assert.NotNull(fixture.Draft);
    }
}
