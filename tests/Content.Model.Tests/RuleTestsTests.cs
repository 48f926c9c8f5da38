using Content.Diagnostics;

namespace Content.Model.Tests;

public sealed class RuleTestsTests
{
    private const string Rule = "id: 1f8fad5b-d9cb-469f-a165-70867728950e\nkind: NRT\nname: n\ndescription: d\nseverity: Low\ntactics: [Impact]\nversion: 1.0.0\nquery: T\n";

    private const string Full = """
        cases:
          - name: finds it
            description: why
            now: 2026-03-02T12:00:00Z
            tables:
              CommonSecurityLog:
                - {TimeGenerated: t-10m, DeviceVendor: Palo Alto Networks, Port: 443, Ratio: 1.50, Ok: true, None: null, Bag: {a: [1, x]}}
              IntuneDevices: ../samples/intune.ndjson
              Other_CL: {file: ../samples/intune.ndjson, rows: [{A: 1}]}
              Empty_CL: []
            watchlists:
              Apps: [{AppId: com.x}]
            expect:
              alerts:
                - {title: T, description: D, severity: high, tactics: [Impact], entities: [{type: Host, HostName: pixel-8}], customDetails: {Count: 3}}
              rows: 2
              rowsInclude: [{A: 1}]
              rowsExclude: [{A: 2}]
              columns: [A, B]
              entities:
                - {type: Host, HostName: pixel-8}
          - name: silence
            now: 2026-03-02
            expect: {alerts: 0}
        """;

    [Fact]
    public void Every_key_is_read()
    {
        var repository = Load(Full);
        Assert.Empty(repository.Diagnostics);
        var tests = Assert.Single(repository.TestSuites);
        Assert.Same(repository.Rules.Single(), repository.RuleOf(tests));
        Assert.Equal(["finds it", "silence"], tests.Cases.Select(test => test.Name.Value));
        var test = tests.Cases[0];
        Assert.Equal(new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc), test.Now.Value);
        var row = test.Tables[0].Rows.Single();
        Assert.Equal(YamlValueKind.Text, row.Find("TimeGenerated")!.Value.Kind);
        Assert.Equal(443, row.Find("Port")!.Value.Integer);
        Assert.Equal((1.5, "1.50"), (row.Find("Ratio")!.Value.Real, row.Find("Ratio")!.Value.Text));
        Assert.True(row.Find("Ok")!.Value.Boolean);
        Assert.Equal(YamlValueKind.Null, row.Find("None")!.Value.Kind);
        Assert.Equal("{a: [1, x]}", row.Find("Bag")!.Value.ToString());
        Assert.Null(row.Find("port"));
        Assert.Equal("d/samples/intune.ndjson", test.Tables[1].File!.Path);
        Assert.Equal(("d/samples/intune.ndjson", 1), (test.Tables[2].File!.Path, test.Tables[2].Rows.Length));
        Assert.Empty(test.Tables[3].Rows);
        Assert.Equal("Apps", test.Watchlists.Single().Name.Value);
        var alert = test.Expect.Alerts!.Items!.Value.Single();
        Assert.Equal((AlertSeverity.High, "T", 1L), (alert.Severity!.Value, alert.Title!.Value, test.Expect.Alerts.Count));
        Assert.Equal("Host", alert.Entities!.Value.Single().Type.Value);
        Assert.Equal("HostName", alert.Entities!.Value.Single().Properties.Single().Column.Value);
        Assert.Equal(3, alert.CustomDetails!.Value.Single().Value.Integer);
        Assert.Equal((2L, null), (test.Expect.Rows!.Count, test.Expect.Rows.Items));
        Assert.Equal(["A", "B"], test.Expect.Columns!.Value.Select(column => column.Value));
        Assert.Single(test.Expect.RowsInclude!.Value);
        Assert.Single(test.Expect.RowsExclude!.Value);
        Assert.Single(test.Expect.Entities!.Value);
        Assert.Null(tests.Cases[1].Expect.Rows);
        Assert.Equal(0, tests.Cases[1].Expect.Alerts!.Count);
    }

    [Theory]
    [InlineData("now: 2026-03-02T12:00:00Z", "now: yesterday", "CONTENT012", 4, 10)]
    [InlineData("    now: 2026-03-02T12:00:00Z\n", "", "CONTENT004", 2, 5)]
    [InlineData("expect: {alerts: 0}", "expect: {alerts: none}", "CONTENT008", 24, 22)]
    [InlineData("expect: {alerts: 0}", "expect: {alerts: -1}", "CONTENT008", 24, 22)]
    [InlineData("expect: {alerts: 0}", "expect: {}", "CONTENT020", 24, 13)]
    [InlineData("expect: {alerts: 0}", "expect: {allerts: 0}", "CONTENT006", 24, 14)]
    [InlineData("name: silence", "name: finds it", "CONTENT013", 22, 11)]
    [InlineData("IntuneDevices: ../samples/intune.ndjson", "IntuneDevices: ../samples/intun.ndjson", "CONTENT015", 8, 22)]
    [InlineData("IntuneDevices: ../samples/intune.ndjson", "IntuneDevices: ../../../x.ndjson", "CONTENT015", 8, 22)]
    [InlineData("Empty_CL: []", "Empty_CL: [1]", "CONTENT008", 10, 18)]
    [InlineData("severity: high", "severity: highest", "CONTENT011", 15, 48)]
    [InlineData("[{type: Host, HostName", "[{typ: Host, HostName", "CONTENT004", 15, 85)]
    public void A_mistake_is_reported_where_it_stands(string original, string broken, string code, int line, int column)
    {
        Assert.Contains(original, Full, StringComparison.Ordinal);
        var diagnostic = Assert.Single(Load(Full.Replace(original, broken, StringComparison.Ordinal)).Diagnostics);
        Assert.Equal((code, new LinePosition(line, column)), (diagnostic.Code, diagnostic.Start));
    }

    private const string Scenarios = """
        cases:
          - name: base
            from: 2026-03-02T12:00:00Z
            to: t+6h
            simulation: {clock: executed, scheduleDelay: 10m, limits: {rows: 1000, memory: 512MB, time: PT10S}}
            tables:
              SigninLogs: {generate: [{row: {TimeGenerated: t}, count: 3, every: 1m, vary: {A: [1], B: {from: 2}}}]}
            functions: {F: {query: T}}
            analyst: [{at: t+1h, status: Closed}]
            expect:
              runs: 7
              incidents: [{status: Closed, created: t+5m}]
              silence: [{from: t+2h, to: t+3h}]
              firstRun: t
          - name: more
            extends: base
            matrix: {x: [1, 2]}
            tables:
              SigninLogs: {inherit: true, rows: [{A: '${x}'}]}
        """;

    [Fact]
    public void Scenarios_are_read()
    {
        var repository = Load(Scenarios);
        Assert.Empty(repository.Diagnostics);
        var cases = repository.TestSuites.Single().Cases;
        Assert.Equal(["base", "more [x=1]", "more [x=2]"], cases.Select(test => test.Name.Value));
        Assert.Equal(TimeSpan.FromHours(6), cases[0].Span!.To - cases[0].Span!.From);
        Assert.Equal((QueryClock.Executed, TimeSpan.FromMinutes(10)), (cases[2].Simulation!.Clock!.Value, cases[2].Simulation!.ScheduleDelay!.Value));
        Assert.Equal((1000, 512L << 20, TimeSpan.FromSeconds(10)), (cases[2].Simulation!.Limits!.Rows!.Value, cases[2].Simulation!.Limits!.Bytes!.Value, cases[2].Simulation!.Limits!.Time!.Value));
        Assert.Equal(3, cases[1].Tables.Single().Inherited!.Generated.Single().Count);
        Assert.Equal(2, cases[2].Tables.Single().Rows.Single().Find("A")!.Value.Integer);
        Assert.Equal("Closed", cases[2].Expect.Incidents!.Items!.Value.Single().Status!.Value);
        Assert.Equal(new DateTime(2026, 3, 2, 12, 5, 0, DateTimeKind.Utc), cases[0].Expect.Incidents!.Items!.Value.Single().Created!.Value);
    }

    [Theory]
    [InlineData("to: t+6h", "to: t-6h", "CONTENT020", 4, 9)]
    [InlineData("to: t+6h", "to: later", "CONTENT012", 4, 9)]
    [InlineData("    to: t+6h\n", "", "CONTENT004", 3, 11)]
    [InlineData("from: 2026-03-02T12:00:00Z", "now: 2026-03-02T12:00:00Z", "CONTENT014", 4, 9)]
    [InlineData("clock: executed", "clock: broken", "CONTENT011", 5, 25)]
    [InlineData("rows: 1000", "rows: 0", "CONTENT020", 5, 70)]
    [InlineData("memory: 512MB", "memory: much", "CONTENT020", 5, 84)]
    [InlineData("time: PT10S", "time: soon", "CONTENT009", 5, 97)]
    [InlineData("time: PT10S", "time: PT0S", "CONTENT020", 5, 97)]
    [InlineData("count: 3", "count: 0", "CONTENT020", 7, 64)]
    [InlineData("A: [1]", "A: 1", "CONTENT008", 7, 88)]
    [InlineData("at: t+1h", "at: soon", "CONTENT012", 9, 20)]
    [InlineData("status: Closed, created", "status: Shut, created", "CONTENT011", 12, 28)]
    [InlineData("to: t+3h}]", "to: then}]", "CONTENT012", 13, 34)]
    [InlineData("extends: base", "extends: bas", "CONTENT025", 16, 14)]
    [InlineData("'${x}'", "'${y}'", "CONTENT025", 19, 46)]
    [InlineData("{x: [1, 2]}", "{x: 1}", "CONTENT008", 17, 17)]
    [InlineData("  - name: base", "  - name: other", "CONTENT025", 16, 14)]
    public void A_mistake_in_a_scenario_is_reported_where_it_stands(string original, string broken, string code, int line, int column)
    {
        Assert.Contains(original, Scenarios, StringComparison.Ordinal);
        var diagnostic = Assert.Single(Load(Scenarios.Replace(original, broken, StringComparison.Ordinal)).Diagnostics);
        Assert.Equal((code, new LinePosition(line, column)), (diagnostic.Code, diagnostic.Start));
    }

    [Fact]
    public void Cases_that_extend_one_another_in_a_circle_are_refused()
    {
        var diagnostics = Load("cases:\n  - {name: a, extends: b, expect: {alerts: 0}}\n  - {name: b, extends: a, expect: {alerts: 0}}\n").Diagnostics;
        Assert.Equal(["CONTENT025", "CONTENT025"], diagnostics.Select(diagnostic => diagnostic.Code));
    }

    [Fact]
    public void Tests_without_a_rule_are_reported_with_the_rule_that_was_meant()
    {
        var files = new MemoryFiles { ["d/rules/pinning.yaml"] = Rule, ["d/rules/pining.tests.yaml"] = "cases:\n  - {name: a, now: 2026-03-02, expect: {alerts: 0}}\n" };
        var diagnostic = Assert.Single(files.Load().Diagnostics);
        Assert.Equal("CONTENT022", diagnostic.Code);
        Assert.Contains("Did you mean 'd/rules/pinning.yaml'?", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rule_can_be_named()
    {
        var files = new MemoryFiles { ["d/rules/pinning.yaml"] = Rule, ["d/rules/more.tests.yaml"] = "rule: pinning.yaml\ncases:\n  - {name: a, now: 2026-03-02, expect: {alerts: 0}}\n" };
        var repository = files.Load();
        Assert.Empty(repository.Diagnostics);
        Assert.NotNull(repository.RuleOf(repository.TestSuites.Single()));
    }

    private static ContentRepository Load(string tests) => new MemoryFiles
    {
        ["d/rules/r.yaml"] = Rule,
        ["d/rules/r.tests.yaml"] = tests,
        ["d/samples/intune.ndjson"] = "{}\n",
    }.Load();
}
