using System.IO.Compression;
using System.Text;
using Content.Testing.Assertions;
using Content.Testing.Fixtures;

namespace Content.Testing.Tests;

public sealed class RunnerTests
{
    private const string Query = "SigninLogs\n| where ResultType != \"0\"\n| summarize TimeGenerated = max(TimeGenerated), Failures = count() by UserPrincipalName\n| where Failures >= 2";

    private const string Rows = "  tables:\n    SigninLogs:\n"
        + "      - {TimeGenerated: t-10m, UserPrincipalName: mia, ResultType: '50126'}\n      - {TimeGenerated: t-20m, UserPrincipalName: mia, ResultType: '50126'}\n"
        + "      - {TimeGenerated: t-30m, UserPrincipalName: tom, ResultType: '50126'}\n      - {TimeGenerated: t-2h, UserPrincipalName: tom, ResultType: '50126'}\n";

    private static string Case(string expect, string rows = Rows) => "- name: a case\n  now: 2026-03-02T12:00:00Z\n" + rows + "  expect:\n" + expect;

    private static CaseResult Run(string expect, string rows = Rows, string query = Query, string more = "") =>
        TestRepository.Run(TestRepository.Rule(query, more), Case(expect, rows));

    [Fact]
    public void Events_outside_of_the_window_are_not_seen()
    {
        var result = Run("    alerts: 1\n    rows:\n      - {UserPrincipalName: mia, Failures: 2, TimeGenerated: t-10m}\n");
        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Equal([new SeenRows("SigninLogs", 3, 4)], result.Seen);
    }

    [Fact]
    public void A_wrong_number_of_alerts_shows_those_that_were_raised()
    {
        var result = Run("    alerts: 0\n");
        var failure = Assert.Single(result.Failures);
        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(("alerts", "0 alerts expected, 1 alert raised."), (failure.Expectation, failure.Message));
        Assert.Equal("Many failures", Assert.Single(failure.Table!.Rows).Cells[0]);
    }

    [Fact]
    public void A_wrong_row_is_shown_beside_the_one_that_comes_nearest()
    {
        var result = Run("    rows:\n      - {UserPrincipalName: mia, Failures: 3}\n");
        var failure = Assert.Single(result.Failures);
        Assert.Equal("1 row expected, 1 row returned: 1 row missing, 1 row not expected.", failure.Message);
        var table = failure.Table!;
        Assert.Equal(["UserPrincipalName", "Failures"], table.Columns);
        Assert.Equal((ComparisonSide.Expected, "mia", "3"), (table.Rows[0].Side, table.Rows[0].Cells[0], table.Rows[0].Cells[1]));
        Assert.Equal((ComparisonSide.Actual, "mia", "2"), (table.Rows[1].Side, table.Rows[1].Cells[0], table.Rows[1].Cells[1]));
        Assert.Equal([false, true], table.Rows[1].Differs);
    }

    [Fact]
    public void A_table_elsewhere_is_given_under_its_full_name()
    {
        const string Elsewhere = "workspace('soc').SigninLogs\n| where ResultType != \"0\"\n| project TimeGenerated, UserPrincipalName";
        const string Given = "  tables:\n    workspace(\"soc\").SigninLogs:\n      - {TimeGenerated: t-10m, UserPrincipalName: mia, ResultType: '50126'}\n";
        Assert.Equal(Verdict.Passed, Run("    rows:\n      - {UserPrincipalName: mia}\n", Given, Elsewhere).Verdict);
        Assert.Equal(Verdict.Inconclusive, Run("    rows: 0\n", Rows, Elsewhere).Verdict);
    }

    [Theory]
    [InlineData("    rows: 1\n", true)]
    [InlineData("    rows: 2\n", false)]
    [InlineData("    rowsInclude:\n      - {UserPrincipalName: mia}\n", true)]
    [InlineData("    rowsInclude:\n      - {UserPrincipalName: tom}\n", false)]
    [InlineData("    rowsExclude:\n      - {UserPrincipalName: tom}\n", true)]
    [InlineData("    rowsExclude:\n      - {Failures: 2}\n", false)]
    [InlineData("    columns: [Failures, TimeGenerated]\n", true)]
    [InlineData("    columns: [Failurs]\n", false)]
    [InlineData("    entities:\n      - {type: Account, FullName: mia}\n", true)]
    [InlineData("    entities:\n      - {type: Account, FullName: tom}\n", false)]
    [InlineData("    alerts:\n      - {title: mia failed, severity: Medium, tactics: [InitialAccess], customDetails: {Failures: 2}}\n", true)]
    [InlineData("    alerts:\n      - {severity: High}\n", false)]
    [InlineData("    alerts:\n      - {customDetails: {Failures: 3}}\n", false)]
    [InlineData("    alerts:\n      - {}\n      - {}\n", false)]
    public void Expectations_hold_or_do_not(string expect, bool holds)
    {
        const string More = "entityMappings:\n  - entityType: Account\n    fieldMappings:\n      - identifier: FullName\n        columnName: UserPrincipalName\n"
            + "customDetails:\n  Failures: Failures\nalertDetailsOverride:\n  alertDisplayNameFormat: '{{UserPrincipalName}} failed'\n";
        Assert.Equal(holds ? Verdict.Passed : Verdict.Failed, (Run(expect, more: More)).Verdict);
    }

    [Fact]
    public void A_misspelt_column_of_an_expectation_is_named()
    {
        var failure = Assert.Single((Run("    rows:\n      - {Failurs: 2}\n")).Failures);
        Assert.Contains("Did you mean 'Failures'?", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UserPrincipalNam: mia", FixtureCodes.UnknownColumn, "Did you mean 'UserPrincipalName'?")]
    [InlineData("TimeGenerated: yesterday", FixtureCodes.WrongType, "'yesterday' is no datetime")]
    [InlineData("UserPrincipalName: mia", FixtureCodes.NoTime, "no TimeGenerated")]
    public void Wrong_data_are_found_at_their_place_and_never_pass(string cell, string code, string message)
    {
        var result = Run("    alerts: 0\n", $"  tables:\n    SigninLogs:\n      - {{{cell}}}\n");
        Assert.Equal(Verdict.Error, result.Verdict);
        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal((code, 6), (finding.Code, finding.Start.Line));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_does_not_exist_is_named()
    {
        var result = Run("    alerts: 0\n", "  tables:\n    SigninLog:\n      - {TimeGenerated: t}\n");
        Assert.Equal((Verdict.Error, "There is no table 'SigninLog'. Did you mean 'SigninLogs'?"), (result.Verdict, Assert.Single(result.Diagnostics).Message));
    }

    [Theory]
    [InlineData("s.ndjson", "{\"TimeGenerated\":\"t-10m\",\"UserPrincipalName\":\"ana\",\"ResultType\":\"1\"}\r\n\r\n{\"TimeGenerated\":\"2026-03-02T11:50:00Z\",\"UserPrincipalName\":\"ana\",\"ResultType\":\"1\"}\r\n")]
    [InlineData("s.json", "[{\"TimeGenerated\":\"t-10m\",\"UserPrincipalName\":\"ana\",\"ResultType\":\"1\"},\n{\"TimeGenerated\":\"t-9m\",\"UserPrincipalName\":\"ana\",\"ResultType\":\"1\"}]")]
    [InlineData("s.csv", "TimeGenerated,UserPrincipalName,ResultType\r\nt-10m,ana,1\r\nt-9m,ana,1\r\n")]
    [InlineData("s.csv.gz", "TimeGenerated,UserPrincipalName,ResultType\nt-10m,ana,1\nt-9m,ana,1\n")]
    public void Rows_come_from_files_of_every_kind(string name, string content)
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFF" + content);
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
                gzip.Write(bytes);
            bytes = packed.ToArray();
        }

        var run = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(Query)).Add("detections/samples/" + name, bytes)
            .Add("detections/rules/R.tests.yaml", "cases:\n" + Case("    rows:\n      - {UserPrincipalName: ana, Failures: 2}\n", $"  tables:\n    SigninLogs: ../samples/{name}\n")).Run();
        var result = Assert.Single(run.Cases);
        Assert.True(result.Verdict == Verdict.Passed, result.Reason + string.Join(" ", result.Diagnostics) + string.Join(" ", result.Failures.Select(failure => failure.Message)));
    }

    [Fact]
    public void A_broken_sample_file_is_found_at_its_line_and_column()
    {
        var run = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(Query)).Add("detections/samples/s.ndjson", "{\"TimeGenerated\":\"t\"}\n{\"TimeGenerated\":\"t\",\"AppDisplayNam\":\"ü\"}\n{\"TimeGenerated\": t}\n")
            .Add("detections/rules/R.tests.yaml", "cases:\n" + Case("    alerts: 0\n", "  tables:\n    SigninLogs: ../samples/s.ndjson\n")).Run();
        var findings = Assert.Single(run.Cases).Diagnostics;
        Assert.Contains(findings, finding => finding.Code == FixtureCodes.UnknownColumn && finding.Path == "detections/samples/s.ndjson" && finding.Start == new Content.Diagnostics.LinePosition(2, 22));
        Assert.Contains(findings, finding => finding.Code == FixtureCodes.BadFile && finding.Start.Line == 3);
    }

    [Fact]
    public void Watchlists_have_their_shipped_rows_unless_a_case_gives_others()
    {
        const string Watchlist = "alias: Friends\ndisplayName: Friends\ndescription: d\nprovider: Custom\nitemsSearchKey: Name\nsource: Friends.csv\n";
        const string WithList = "SigninLogs | where UserPrincipalName !in ((_GetWatchlist('Friends') | project SearchKey)) | project TimeGenerated, UserPrincipalName";
        var files = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(WithList)).Add("detections/watchlists/Friends.yaml", Watchlist).Add("detections/watchlists/Friends.csv", "Name,Why\nmia,boss\n");
        files.Add("detections/rules/R.tests.yaml", "cases:\n" + Case("    rows:\n      - {UserPrincipalName: tom}\n", Rows)
            + Case("    rows:\n      - {UserPrincipalName: mia}\n      - {UserPrincipalName: mia}\n", Rows + "  watchlists:\n    Friends: [{Name: tom}]\n").Replace("a case", "another", StringComparison.Ordinal));
        var run = files.Run();
        Assert.True(run.AllPassed, string.Join("\n", run.Cases.SelectMany(result => result.Failures.Select(failure => failure.Message).Append(result.Reason))));
    }

    [Fact]
    public void An_NRT_rule_sees_the_last_minute_by_ingestion()
    {
        var rule = TestRepository.Rule("SigninLogs | project TimeGenerated, UserPrincipalName", kind: "NRT", schedule: "");
        var result = TestRepository.Run(rule, Case("    rows:\n      - {UserPrincipalName: late}\n      - {UserPrincipalName: fresh}\n",
            "  tables:\n    SigninLogs:\n      - {TimeGenerated: t-30s, UserPrincipalName: fresh}\n      - {TimeGenerated: t-1h, _IngestionTime: t-5s, UserPrincipalName: late}\n      - {TimeGenerated: t-2m, UserPrincipalName: old}\n"));
        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void The_time_of_ingestion_reaches_the_query()
    {
        var result = Run("    rows:\n      - {UserPrincipalName: late}\n",
            "  tables:\n    SigninLogs:\n      - {TimeGenerated: t-50m, UserPrincipalName: early}\n      - {TimeGenerated: t-50m, _IngestionTime: t-5m, UserPrincipalName: late}\n",
            "SigninLogs | where ingestion_time() > ago(10m) | project TimeGenerated, UserPrincipalName");
        Assert.True(result.Verdict == Verdict.Passed, result.Reason + string.Join(" ", result.Failures.Select(failure => failure.Message)));
    }

    [Fact]
    public void A_case_gives_the_data_of_functions_that_look_things_up()
    {
        const string Geo = "SigninLogs | where tostring(geo_info_from_ip_address(IPAddress).country) == 'Sweden' | project TimeGenerated, IPAddress";
        const string Events = "  tables:\n    SigninLogs:\n      - {TimeGenerated: t-5m, IPAddress: 203.0.113.9}\n      - {TimeGenerated: t-5m, IPAddress: 198.51.100.1}\n";
        Assert.Equal(Verdict.Inconclusive, Run("    rows: 0\n", Events, Geo).Verdict);
        var result = Run("    rows:\n      - {IPAddress: 203.0.113.9}\n", Events + "    geo_info_from_ip_address:\n      - {ip_range: 203.0.113.0/24, country: Sweden, city: Lund}\n", Geo);
        Assert.True(result.Verdict == Verdict.Passed, result.Reason + string.Join(" ", result.Diagnostics) + string.Join(" ", result.Failures.Select(failure => failure.Message)));
    }

    [Fact]
    public void What_cannot_be_decided_here_is_inconclusive_and_named()
    {
        var result = Run("    alerts: 0\n", query: "externaldata(TimeGenerated:datetime)['https://example.org/list.csv']");
        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("example.org", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_whose_query_is_wrong_is_in_error()
    {
        var result = Run("    alerts: 0\n", query: "SigninLogs | where Resulttype == 1");
        Assert.Equal(Verdict.Error, result.Verdict);
    }

    [Fact]
    public void Results_do_not_depend_on_how_many_cases_run_at_once()
    {
        var cases = new StringBuilder("cases:\n");
        for (var i = 0; i < 40; i++)
            cases.Append(Case($"    rows: {i % 3}\n").Replace("a case", $"case {i}", StringComparison.Ordinal));
        var files = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(Query)).Add("detections/rules/R.tests.yaml", cases.ToString());
        string Describe(TestRunResult run) => string.Join("\n", run.Cases.Select(result => $"{result.Case.Name.Value} {result.Verdict} {string.Join(";", result.Failures.Select(failure => failure.Message))}"));
        var one = Describe(files.Run(new TestOptions { Parallelism = 1 }));
        Assert.Equal(one, Describe(files.Run(new TestOptions { Parallelism = 8 })));
        Assert.Equal(40, one.Split('\n').Length);
    }

    [Fact]
    public void A_loose_expectation_does_not_take_the_row_of_a_strict_one()
    {
        var result = Run("    rows:\n      - {}\n      - {UserPrincipalName: mia}\n", query: "SigninLogs | where TimeGenerated > ago(25m) | distinct UserPrincipalName | union (print UserPrincipalName = 'zoe')");
        Assert.Equal(Verdict.Passed, result.Verdict);
    }
}
