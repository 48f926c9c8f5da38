using Content.Kql;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Backtesting;
using Content.Testing.Simulation;

namespace Content.Testing.Tests.Backtesting;

public sealed class BacktestResultTests
{
    private const string More = """
        entityMappings:
          - entityType: Account
            fieldMappings: [{identifier: FullName, columnName: UserPrincipalName}]
        customDetails: {City: Location}
        eventGroupingSettings: {aggregationKind: AlertPerResult}

        """;

    private static readonly DateTime Until = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Runs_of_the_days_give_alerts_a_day_and_what_repeats()
    {
        var result = Run("SigninLogs | project TimeGenerated, UserPrincipalName, Location", 2, ("ann", "Rome", 0.5), ("ann", "Rome", 5.5), ("bob", "Oslo", 30.5), ("ann", "Oslo", 47.5), ("old", "Rome", 60));
        Assert.Equal((48, new DateTime(2026, 2, 28, 13, 0, 0, DateTimeKind.Utc)), (result.Scenario.Runs.Length, result.Span.From));
        Assert.Equal("2026-02-28 11 1, 2026-03-01 24 1, 2026-03-02 13 2", string.Join(", ", result.Days.Select(day => $"{day.Day:yyyy-MM-dd} {day.Runs} {day.Alerts}")));
        Assert.Equal((2.0, 2), (result.AlertsPerDay, result.EntityCount));
        Assert.Equal("Account FullName=ann 3", string.Join(", ", result.NoisiestEntities(10).Select(value => $"{value.Kind} {value.Value} {value.Alerts}")));
        Assert.Equal("City Oslo 2, City Rome 2", string.Join(", ", result.NoisiestDetails(10).Select(value => $"{value.Kind} {value.Value} {value.Alerts}")));
        Assert.Equal("City Oslo 2", string.Join(", ", result.NoisiestDetails(1).Select(value => $"{value.Kind} {value.Value} {value.Alerts}")));
    }

    [Fact]
    public void Versions_are_compared_by_what_they_alert_on()
    {
        (string, string, double)[] events = [("ann", "Rome", 0.5), ("ann", "Rome", 5.5), ("bob", "Oslo", 30.5), ("cat", "Rome", 31.5)];
        var old = Run("SigninLogs | where Location == 'Rome' | project TimeGenerated, UserPrincipalName, Location", 2, events);
        var now = Run("SigninLogs | where UserPrincipalName != 'cat' | project TimeGenerated, UserPrincipalName, Location", 2, events);
        var comparison = AlertComparison.Of(old, now);
        Assert.Equal((2, "bob", "cat"), (comparison.Kept, string.Join(", ", comparison.Gained.Select(alert => alert.Entities[0].Find("FullName"))), string.Join(", ", comparison.Lost.Select(alert => alert.Entities[0].Find("FullName")))));
        var same = AlertComparison.Of(now, now);
        Assert.Equal((3, 0, 0), (same.Kept, same.Gained.Length, same.Lost.Length));
    }

    [Fact]
    public void An_alert_of_another_schedule_is_the_same_as_far_as_an_interval_away()
    {
        (string, string, double)[] events = [("ann", "Rome", 10.5)];
        const string Query = "SigninLogs | project TimeGenerated, UserPrincipalName, Location";
        var hourly = Run(Query, 2, events);
        var rarer = Run(Query, 2, "queryFrequency: 4h\nqueryPeriod: 4h\ntriggerOperator: gt\ntriggerThreshold: 0\n", events);
        var comparison = AlertComparison.Of(hourly, rarer);
        Assert.Equal((1, 0, 0), (comparison.Kept, comparison.Gained.Length, comparison.Lost.Length));
        // The same again ten hours later is another one.
        var later = Run(Query, 2, ("ann", "Rome", 0.5));
        Assert.Equal((0, 1, 1), AlertComparison.Of(hourly, later) is var far ? (far.Kept, far.Gained.Length, far.Lost.Length) : default);
    }

    private static BacktestResult Run(string query, int days, params (string User, string City, double HoursAgo)[] events) => Run(query, days, "queryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\n", events);

    private static BacktestResult Run(string query, int days, string schedule, params (string User, string City, double HoursAgo)[] events)
    {
        var repository = new TestRepository().Add(TestRepository.RulePath, TestRepository.Rule(query, More, schedule: schedule)).Load();
        var rule = repository.Rules.Single();
        var signins = repository.Schema.FindTable("SigninLogs")!.Row;
        var row = new RowType([signins.Find("TimeGenerated")!, signins.Find("UserPrincipalName")!, signins.Find("Location")!]);
        var table = ColumnarTable.FromRows(row, [.. events.Select(item => new object?[] { Until.AddHours(-item.HoursAgo), item.User, item.City })]);
        var data = TelemetryReading.Of(new Dictionary<string, ColumnarTable> { ["SigninLogs"] = table }, repository, Until);
        var span = BacktestResult.SpanOf(rule, Until, days);
        return new BacktestResult(rule, span, Simulator.Run(new ScenarioPlan { Rules = [new SimulatedRule(rule, Compilation.Bind(rule.Query.Value, repository.Schema))], Span = span }, data, TestContext.Current.CancellationToken));
    }
}
