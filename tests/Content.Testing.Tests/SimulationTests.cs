using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Fixtures;
using Content.Testing.Simulation;

namespace Content.Testing.Tests;

public sealed class SimulationTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
    private static readonly RowType Row = new([
        new ColumnSymbol("TimeGenerated", KqlType.DateTime), new ColumnSymbol("User", KqlType.String), new ColumnSymbol("Host", KqlType.String),
        new ColumnSymbol("Count", KqlType.Long), new ColumnSymbol("Level", KqlType.String), new ColumnSymbol("Tags", KqlType.Dynamic),
    ]);

    private const string Query = "print TimeGenerated = now(), User = '', Host = '', Count = 0, Level = '', Tags = dynamic([])";

    private static object?[] Values(int minutesAgo, string user = "mia", string host = "h1", long count = 1, string level = "", object?[]? tags = null) =>
        [Now.AddMinutes(-minutesAgo), user, host, count, level, tags ?? []];

    private static RuleRunResult Judge(string rule, params object?[][] rows)
    {
        var read = TestRepository.ReadRule(rule);
        return RuleRun.Judge(read, QueryResult.Of(ColumnarTable.FromRows(Row, rows)), RunSchedule.RunAt(read, Now, SimulationChoices.Default).Window);
    }

    private static object?[][] Many(int count, Func<int, object?[]> make) => [.. Enumerable.Range(0, count).Select(make)];

    private static string Trigger(string op, int threshold) => $"queryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: {op}\ntriggerThreshold: {threshold}\n";

    [Theory]
    [InlineData("gt", 1, 1, false)]
    [InlineData("gt", 1, 2, true)]
    [InlineData("lt", 1, 0, true)]
    [InlineData("lt", 1, 1, false)]
    [InlineData("eq", 2, 2, true)]
    [InlineData("eq", 2, 3, false)]
    [InlineData("ne", 2, 2, false)]
    [InlineData("ne", 2, 0, true)]
    public void The_trigger_compares_the_number_of_rows(string op, int threshold, int rows, bool triggers)
    {
        var run = Judge(TestRepository.Rule(Query, schedule: Trigger(op, threshold)), Many(rows, i => Values(i)));
        Assert.Equal(triggers, run.Triggered);
        Assert.Equal(triggers ? 1 : 0, run.Alerts.Length);
    }

    [Fact]
    public void One_alert_takes_all_rows_and_their_first_and_last_time()
    {
        var alert = Assert.Single(Judge(TestRepository.Rule(Query), Values(30), Values(50), Values(10)).Alerts);
        Assert.Equal((Now.AddMinutes(-50), Now.AddMinutes(-10)), (alert.StartTime, alert.EndTime));
        Assert.Equal([0, 1, 2], alert.Rows);
        Assert.Equal(("Many failures", "Too many.", AlertSeverity.Medium), (alert.Title, alert.Description, alert.Severity));
        Assert.Equal(["InitialAccess"], alert.Tactics);
    }

    [Theory]
    [InlineData("Scheduled", 150, 150, false)]
    [InlineData("Scheduled", 151, 150, true)]
    [InlineData("Scheduled", 400, 150, true)]
    [InlineData("NRT", 30, 30, false)]
    [InlineData("NRT", 31, 30, true)]
    public void An_alert_a_row_has_a_limit_and_the_last_one_stands_for_the_rest(string kind, int rows, int alerts, bool summarised)
    {
        var rule = TestRepository.Rule(Query, "eventGroupingSettings:\n  aggregationKind: AlertPerResult\n", kind, kind == "NRT" ? "" : Trigger("gt", 0));
        var run = Judge(rule, Many(rows, i => Values(i)));
        Assert.Equal(alerts, run.Alerts.Length);
        Assert.Equal(summarised, run.Alerts[^1].IsSummary);
        Assert.Equal(rows, run.Alerts.Sum(alert => alert.Rows.Length));
        Assert.Equal(summarised ? rows - alerts + 1 : 1, run.Alerts[^1].Rows.Length);
    }

    private const string Override = """
        alertDetailsOverride:
          alertDisplayNameFormat: '{{User}} failed {{Count}} times'
          alertDescriptionFormat: 'On {{Host}}.'
          alertSeverityColumnName: Level
          alertTacticsColumnName: Tags
          alertDynamicProperties:
            - alertProperty: ConfidenceLevel
              value: Level
            - alertProperty: ProductName
              value: Host

        """;

    [Fact]
    public void Overrides_come_from_the_first_row()
    {
        var alert = Assert.Single(Judge(TestRepository.Rule(Query, Override), Values(1, "mia", "h1", 7, "High", ["Execution", "Impact"]), Values(2, "tom", "h2", 9, "Low")).Alerts);
        Assert.Equal(("mia failed 7 times", "On h1.", AlertSeverity.High), (alert.Title, alert.Description, alert.Severity));
        Assert.Equal(["Execution", "Impact"], alert.Tactics);
        Assert.Equal([KeyValuePair.Create("ConfidenceLevel", "High"), KeyValuePair.Create("ProductName", "h1")], alert.Properties);
        Assert.Empty(alert.Notes);
    }

    [Fact]
    public void An_override_without_a_good_value_falls_back_and_says_so()
    {
        var alert = Assert.Single(Judge(TestRepository.Rule(Query, Override), Values(1, "", "h1", 7, "Critical", ["Sorcery"])).Alerts);
        Assert.Equal(("Many failures", "On h1.", AlertSeverity.Medium), (alert.Title, alert.Description, alert.Severity));
        Assert.Equal(["InitialAccess"], alert.Tactics);
        Assert.Equal("ProductName", Assert.Single(alert.Properties).Key);
        Assert.Equal(4, alert.Notes.Length);
    }

    [Fact]
    public void A_title_longer_than_256_bytes_is_not_taken()
    {
        var rule = TestRepository.Rule(Query, Override);
        Assert.Equal("Many failures", Assert.Single(Judge(rule, Values(1, new string('ü', 128), level: "High", tags: ["Impact"])).Alerts).Title);
        Assert.StartsWith("üü", Assert.Single(Judge(rule, Values(1, new string('ü', 100), level: "High", tags: ["Impact"])).Alerts).Title, StringComparison.Ordinal);
    }

    private const string Mappings = """
        entityMappings:
          - entityType: Account
            fieldMappings:
              - identifier: Name
                columnName: User
          - entityType: Host
            fieldMappings:
              - identifier: HostName
                columnName: Host
              - identifier: OSFamily
                columnName: Level
          - entityType: FileHash
            fieldMappings:
              - identifier: Algorithm
                columnName: Level
              - identifier: Value
                columnName: User

        """;

    [Fact]
    public void Entities_are_made_once_and_only_with_what_identifies_them()
    {
        var alert = Assert.Single(Judge(TestRepository.Rule(Query, Mappings), Values(1, "mia", "h1"), Values(2, "mia", "h1"), Values(3, "ADMIN", ""), Values(4, "tom", "h2", 1, "IOS")).Alerts);
        Assert.Equal(
            ["Account(Name=mia)", "Account(Name=tom)", "Host(HostName=h1)", "Host(HostName=h2, OSFamily=IOS)", "FileHash(Algorithm=IOS, Value=tom)"],
            alert.Entities.Select(entity => entity.ToString()));
    }

    [Fact]
    public void An_alert_carries_500_entities_shared_among_the_mappings()
    {
        var alert = Assert.Single(Judge(TestRepository.Rule(Query, Mappings), Many(600, i => Values(1, "u" + i, "h" + i))).Alerts);
        Assert.Equal(166, alert.Entities.Count(entity => entity.Type == "Account"));
        Assert.Equal(166, alert.Entities.Count(entity => entity.Type == "Host"));
        Assert.Contains(alert.Notes, note => note.Contains("166", StringComparison.Ordinal));
    }

    [Fact]
    public void Entities_of_other_alerts_are_taken_over()
    {
        const string Json = """[{"Type":"account","Name":"mia","UPNSuffix":"corp.example"},{"Type":"host","HostName":"h9"},{"Type":"unknown","X":1},{"Type":"ip","Address":"203.0.113.9"}]""";
        var alert = Assert.Single(Judge(TestRepository.Rule(Query, "sentinelEntitiesMappings:\n  - columnName: User\n"), Values(1, Json)).Alerts);
        Assert.Equal(["Account(Name=mia, UPNSuffix=corp.example)", "Host(HostName=h9)", "IP(Address=203.0.113.9)"], alert.Entities.Select(entity => entity.ToString()));
    }

    [Fact]
    public void Custom_details_hold_different_values_fifty_at_most()
    {
        var rule = TestRepository.Rule(Query, "customDetails:\n  Users: User\n  Hosts: Host\n  Levels: Level\n");
        var alert = Assert.Single(Judge(rule, Many(60, i => Values(1, "u" + i, "same"))).Alerts);
        Assert.Equal(["Users", "Hosts"], alert.CustomDetails.Select(detail => detail.Key));
        Assert.Equal(50, alert.CustomDetails[0].Values.Length);
        Assert.Equal(["same"], alert.CustomDetails[1].Values);
    }

    [Fact]
    public void Custom_details_that_do_not_fit_two_kilobytes_are_dropped_whole()
    {
        var rule = TestRepository.Rule(Query, "customDetails:\n  Users: User\n  Hosts: Host\n");
        var alert = Assert.Single(Judge(rule, Values(1, new string('x', 3000), "h1")).Alerts);
        Assert.Equal(["Hosts"], alert.CustomDetails.Select(detail => detail.Key));
        Assert.Contains(alert.Notes, note => note.Contains("Users is dropped", StringComparison.Ordinal));
    }

    [Fact]
    public void A_scheduled_window_has_both_ends_and_an_NRT_minute_goes_by_ingestion()
    {
        var scheduled = RunSchedule.RunAt(TestRepository.ReadRule(TestRepository.Rule(Query)), Now, SimulationChoices.Default).Window;
        Assert.Equal(new TimeWindow(Now.AddHours(-1), Now, false) { Executed = Now.AddMinutes(5) }, scheduled);
        Assert.True(scheduled.Contains(Now, Now) && scheduled.Contains(Now.AddHours(-1), Now) && !scheduled.Contains(Now.AddTicks(1), Now) && !scheduled.Contains(Now.AddHours(-1).AddTicks(-1), Now));
        Assert.True(scheduled.Contains(Now, Now.AddMinutes(5)) && !scheduled.Contains(Now, Now.AddMinutes(5).AddTicks(1)));
        var nrt = RunSchedule.RunAt(TestRepository.ReadRule(TestRepository.Rule(Query, kind: "NRT", schedule: "")), Now, SimulationChoices.Default).Window;
        Assert.Equal(new TimeWindow(Now.AddMinutes(-1), Now, true) { Executed = Now.AddMinutes(2) }, nrt);
        Assert.True(nrt.Contains(Now.AddDays(-1), Now) && !nrt.Contains(Now, Now.AddMinutes(-1)));
    }
}
