using Content.Analysis;
using Content.Testing.Sweep;

namespace Content.Testing.Tests;

public sealed class ScheduleSweepTests
{
    private const string Mapping = "entityMappings:\n  - entityType: Account\n    fieldMappings:\n      - identifier: FullName\n        columnName: UserPrincipalName\neventGroupingSettings:\n  aggregationKind: AlertPerResult\n";
    private const string Plain = "SigninLogs | where ResultType != '0' | project TimeGenerated, UserPrincipalName";

    private static string Schedule(string frequency, string period) => $"queryFrequency: {frequency}\nqueryPeriod: {period}\ntriggerOperator: gt\ntriggerThreshold: 0\n";

    private static SweepCase Sweep(string query, string schedule, string rows, string kind = "Scheduled", string more = Mapping, SweepOptions? options = null, string configuration = "")
    {
        var repository = new TestRepository().Add("sentinel-content.yaml", "version: 1\ncontent: [detections]\n" + configuration).Add(TestRepository.RulePath, TestRepository.Rule(query, more, kind, schedule))
            .Add("detections/rules/R.tests.yaml", $"cases:\n  - name: a\n    now: 2026-03-02T12:00:00Z\n    tables: {{SigninLogs: [{rows}]}}\n    expect: {{rowsInclude: []}}\n").Load();
        Assert.Empty(repository.Diagnostics);
        return Assert.Single(ScheduleSweep.Run(ContentValidator.Validate(repository), options, TestContext.Current.CancellationToken).Cases);
    }

    private const string One = "{TimeGenerated: t-20m, UserPrincipalName: mia, ResultType: '1'}";

    [Fact]
    public void Windows_that_follow_one_another_are_clean_without_delay()
    {
        var result = Sweep(Plain, Schedule("1h", "1h"), One);
        Assert.Empty(result.Findings);
        Assert.Equal((SweepGrid.Offsets, null), (result.Points, result.Skipped));
    }

    [Fact]
    public void A_delay_that_the_windows_do_not_take_up_is_missed()
    {
        var result = Sweep(Plain, Schedule("1h", "1h"), One, options: new SweepOptions { FurtherDelays = [TimeSpan.FromMinutes(30)] });
        var finding = Assert.Single(result.Findings);
        Assert.Equal((SweepFault.Missed, "Account(FullName=mia)", TimeSpan.FromMinutes(30)), (finding.Fault, finding.Subject, finding.Point.Delay));
        Assert.InRange(finding.Points, 1, SweepGrid.Offsets - 1);
        Assert.Empty(finding.Runs);
    }

    [Fact]
    public void Overlapping_windows_double_what_nothing_bounds()
    {
        var finding = Assert.Single(Sweep(Plain, Schedule("1h", "3h"), One).Findings);
        Assert.Equal(SweepFault.Doubled, finding.Fault);
        Assert.True(finding.Runs.Length > 1);
    }

    [Fact]
    public void A_bound_on_the_event_time_alerts_once_and_misses_what_comes_late()
    {
        var finding = Assert.Single(Sweep("SigninLogs | where ResultType != '0' and TimeGenerated > ago(1h) | project TimeGenerated, UserPrincipalName", Schedule("1h", "3h"), One).Findings);
        Assert.Equal((SweepFault.Missed, TimeSpan.FromHours(2)), (finding.Fault, finding.Point.Delay));
    }

    [Fact]
    public void A_bound_on_the_time_of_ingestion_is_clean_by_the_clock_of_execution()
    {
        const string Query = "SigninLogs | where ResultType != '0' and ingestion_time() > ago(1h) | project TimeGenerated, UserPrincipalName";
        Assert.Empty(Sweep(Query, Schedule("1h", "3h"), One, more: Mapping, configuration: "simulation: {clock: executed}\n").Findings);
    }

    [Fact]
    public void An_NRT_rule_is_clean_whatever_the_delay()
    {
        var result = Sweep(Plain, "", "{TimeGenerated: t-20s, UserPrincipalName: mia, ResultType: '1'}", "NRT", options: new SweepOptions { FurtherDelays = [TimeSpan.FromHours(2)] });
        Assert.Empty(result.Findings);
        Assert.Equal(2 * SweepGrid.Offsets, result.Points);
    }

    [Fact]
    public void A_threshold_over_events_that_two_runs_share_is_missed()
    {
        var result = Sweep("SigninLogs | summarize TimeGenerated = max(TimeGenerated), Count = count() by UserPrincipalName | where Count >= 2", Schedule("1h", "1h"),
            "{TimeGenerated: t-50m, UserPrincipalName: mia}, {TimeGenerated: t-10m, UserPrincipalName: mia}");
        Assert.Equal(SweepFault.Missed, Assert.Single(result.Findings).Fault);
    }

    [Fact]
    public void One_alert_of_rows_that_two_runs_share_is_no_double()
    {
        var result = Sweep(Plain, Schedule("1h", "1h"), "{TimeGenerated: t-50m, UserPrincipalName: mia, ResultType: '1'}, {TimeGenerated: t-10m, UserPrincipalName: tom, ResultType: '1'}",
            more: Mapping.Replace("AlertPerResult", "SingleAlert", StringComparison.Ordinal));
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void Only_what_the_case_itself_sees_takes_part()
    {
        var result = Sweep(Plain, Schedule("1h", "1h"), One + ", {TimeGenerated: t-61m, UserPrincipalName: mia, ResultType: '1'}, {TimeGenerated: t+5m, UserPrincipalName: mia, ResultType: '1'}");
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void A_silent_case_is_not_swept()
    {
        var result = Sweep(Plain, Schedule("1h", "1h"), "{TimeGenerated: t-20m, UserPrincipalName: mia, ResultType: '0'}");
        Assert.True(result.IsSilent);
        Assert.Equal(0, result.Points);
    }

    [Fact]
    public void What_no_run_sees_together_is_no_miss()
    {
        const string Query = "SigninLogs | summarize LastIngested = max(ingestion_time()), TimeGenerated = max(TimeGenerated), Count = count() by UserPrincipalName | where Count >= 2 and LastIngested > ago(1h)";
        var result = Sweep(Query, Schedule("1h", "4h"), "{TimeGenerated: t-3h, UserPrincipalName: mia}, {TimeGenerated: t-30m, UserPrincipalName: mia}", configuration: "simulation: {clock: executed}\n");
        Assert.Empty(result.Findings);
        Assert.Equal(2 * SweepGrid.Offsets, result.Points);
    }

    [Fact]
    public void A_case_without_telemetry_is_nothing_to_sweep()
    {
        var result = Sweep("print TimeGenerated = now(), UserPrincipalName = 'mia'", Schedule("1h", "1h"), "");
        Assert.Equal((true, false, false), (result.HasNoTelemetry, result.IsLeftOut, result.IsSilent));
    }

    [Fact]
    public void Suppression_counts_in_a_sweep()
    {
        var result = Sweep(Plain, Schedule("1h", "3h"), One, more: Mapping + "suppressionEnabled: true\nsuppressionDuration: 3h\n");
        Assert.DoesNotContain(result.Findings, finding => finding.Fault == SweepFault.Doubled);
    }

    [Fact]
    public void Results_do_not_depend_on_parallelism()
    {
        var cases = string.Concat(Enumerable.Range(0, 12).Select(i => $"  - name: case {i}\n    now: 2026-03-02T12:00:00Z\n    tables: {{SigninLogs: [{{TimeGenerated: t-{i * 4 + 1}m, UserPrincipalName: u{i}, ResultType: '1'}}]}}\n    expect: {{alerts: 1}}\n"));
        var validation = ContentValidator.Validate(new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(Plain, Mapping, schedule: Schedule("30m", "2h"))).Add("detections/rules/R.tests.yaml", "cases:\n" + cases).Load());
        string Describe(int threads) => string.Join("\n", ScheduleSweep.Run(validation, new SweepOptions { Parallelism = threads }, TestContext.Current.CancellationToken).Cases
            .Select(item => $"{item.Case.Name.Value} {item.Points} {string.Join(";", item.Findings.Select(finding => $"{finding.Fault} {finding.Subject} {finding.Point} {finding.Points} {string.Join(",", finding.Runs)}"))}"));
        Assert.Equal(Describe(1), Describe(4));
    }
}
