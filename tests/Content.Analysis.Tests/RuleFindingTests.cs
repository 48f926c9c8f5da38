using Content.Diagnostics;

namespace Content.Analysis.Tests;

public sealed class RuleFindingTests
{
    [Fact]
    public void A_good_rule_has_no_findings() => Assert.Empty(MemoryRepository.Findings(MemoryRepository.Rule()));

    [Theory]
    [InlineData("queryPeriod: 1d", "queryPeriod: 30d", "RULE003", "30 days")]
    [InlineData("queryFrequency: 1h", "queryFrequency: 1m", "RULE003", "1 minute")]
    [InlineData("queryPeriod: 1d", "queryPeriod: 30m", "RULE004", "never seen")]
    [InlineData("queryFrequency: 1h\nqueryPeriod: 1d", "queryFrequency: 30m\nqueryPeriod: 2d", "RULE005", "every hour at most")]
    [InlineData("triggerThreshold: 0", "triggerThreshold: 10001", "RULE006", "0 to 10,000")]
    [InlineData("triggerOperator: gt\ntriggerThreshold: 0", "triggerOperator: lt\ntriggerThreshold: 0", "RULE006", "never trigger")]
    [InlineData("entityType: Account", "entityType: Acount", "RULE008", "Did you mean 'Account'?")]
    [InlineData("identifier: FullName", "identifier: fullName", "RULE009", "Did you mean 'FullName'?")]
    [InlineData("entityType: Account", "entityType: FileHash", "RULE010", "needs Algorithm and Value")]
    [InlineData("columnName: UserPrincipalName", "columnName: UserPrincipalNam", "RULE011", "Did you mean 'UserPrincipalName'?")]
    [InlineData("  Addresses: Addresses", "  AddressesOfThatOneUser: Addresses", "RULE013", "22 characters")]
    [InlineData("  Addresses: Addresses", "  Addresses: Adresses", "RULE014", "Did you mean 'Addresses'?")]
    [InlineData("{{Addresses}}", "{{ Addresses }}", "RULE015", "without blanks")]
    [InlineData("{{Addresses}}", "{{Adresses}}", "RULE015", "Did you mean 'Addresses'?")]
    [InlineData("{{Addresses}} addresses", "{{Addresses}} {{Severity}} {{TimeGenerated}}", "RULE015", "4 placeholders")]
    [InlineData("alertSeverityColumnName: Severity", "alertSeverityColumnName: Sverity", "RULE016", "Did you mean 'Severity'?")]
    [InlineData("- InitialAccess", "- Initial Access", "RULE022", "Did you mean 'InitialAccess'?")]
    [InlineData("- T1078", "- T9999", "RULE023", "no ATT&CK technique")]
    [InlineData("- T1078", "- T1521.003", "RULE023", "mobile")]
    [InlineData("version: 1.0.0", "version: 1.0.0\nattack: {strategy: DET0646, analytic: AN9999}", "RULE024", "no analytic 'AN9999'")]
    [InlineData("version: 1.0.0", "version: 1.0.0-beta", "RULE025", "1.0.0")]
    [InlineData("version: 1.0.0", "suppressionEnabled: true\nsuppressionDuration: 2d\nversion: 1.0.0", "RULE020", "2 days")]
    public void Each_mistake_is_found_at_its_place(string piece, string replacement, string code, string message)
    {
        var text = MemoryRepository.Rule(piece, replacement);
        var finding = Assert.Single(MemoryRepository.Findings(text), found => found.Code == code);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Error, finding.Severity);
        var expected = text.IndexOf(replacement, StringComparison.Ordinal);
        Assert.InRange(finding.Span.Start, expected, expected + replacement.Length);
    }

    [Fact]
    public void A_misspelt_column_of_the_query_is_found_at_its_line_and_column()
    {
        var finding = Assert.Single(MemoryRepository.Findings(MemoryRepository.Rule("where ResultType ==", "where ResultTyp ==")));
        Assert.StartsWith("KQL", finding.Code, StringComparison.Ordinal);
        Assert.Equal(new LinePosition(17, 11), finding.Start);
        Assert.Equal(new LinePosition(17, 20), finding.End);
        Assert.Contains("ResultType", finding.Message + finding.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ends_of_Windows_and_a_byte_order_mark_do_not_move_the_place()
    {
        var text = MemoryRepository.Rule("where ResultType ==", "where ResultTyp ==").Replace("\n", "\r\n", StringComparison.Ordinal);
        var finding = Assert.Single(MemoryRepository.Findings("\uFEFF" + text));
        Assert.Equal(new LinePosition(17, 11), finding.Start);
    }

    [Fact]
    public void A_placeholder_is_marked_without_its_neighbours()
    {
        var text = MemoryRepository.Rule("{{Addresses}}", "{{Adresses}}");
        var finding = Assert.Single(MemoryRepository.Findings(text), found => found.Code == "RULE015");
        Assert.Equal("Adresses", text.Substring(finding.Span.Start, finding.Span.Length));
    }

    [Fact]
    public void A_result_without_time_is_a_hint()
    {
        var finding = Assert.Single(MemoryRepository.Findings(MemoryRepository.Rule("TimeGenerated = max(TimeGenerated), ", "")));
        Assert.Equal(("RULE021", DiagnosticSeverity.Info), (finding.Code, finding.Severity));
    }

    [Theory]
    [InlineData("union *", "union *")]
    [InlineData("union kind=outer *", "union *")]
    [InlineData("search *", "search *")]
    [InlineData("cluster('x').database('y').T", "cluster()")]
    public void What_analytics_rules_must_not_do_is_found(string query, string named)
    {
        var text = MemoryRepository.Rule("  SigninLogs\n", $"  {query}\n");
        var finding = Assert.Single(MemoryRepository.Findings(text), found => found.Code == "RULE002");
        Assert.Contains(named, finding.Message, StringComparison.Ordinal);
        Assert.Equal(16, finding.Start.Line);
    }

    [Fact]
    public void A_star_in_a_string_or_comment_is_nothing()
    {
        var text = MemoryRepository.Rule("  SigninLogs\n", "  SigninLogs // union *\n  | where UserAgent != \"search *\"\n");
        Assert.Empty(MemoryRepository.Findings(text));
    }

    [Fact]
    public void A_query_longer_than_the_limit_is_marked_where_the_limit_is()
    {
        var text = MemoryRepository.Rule("  SigninLogs\n", "  SigninLogs // " + new string('x', 10_000) + "\n");
        var finding = Assert.Single(MemoryRepository.Findings(text), found => found.Code == "RULE001");
        Assert.Equal(16, finding.Start.Line);
    }

    [Fact]
    public void Grouping_by_something_the_rule_does_not_have_is_found()
    {
        const string Grouping = """
            incidentConfiguration:
              createIncident: true
              groupingConfiguration:
                enabled: true
                reopenClosedIncident: false
                lookbackDuration: 8d
                matchingMethod: Selected
                groupByEntities: [Host]
                groupByAlertDetails: [Displayname]
                groupByCustomDetails: [Adresses]
            version: 1.0.0
            """;
        var findings = MemoryRepository.Findings(MemoryRepository.Rule("version: 1.0.0", Grouping)).Where(found => found.Code == "RULE019").Select(found => found.Message).ToList();
        Assert.Equal(4, findings.Count);
        Assert.Contains(findings, message => message.Contains("8 days", StringComparison.Ordinal));
        Assert.Contains(findings, message => message.Contains("by Host", StringComparison.Ordinal));
        Assert.Contains(findings, message => message.Contains("'DisplayName'", StringComparison.Ordinal));
        Assert.Contains(findings, message => message.Contains("'Addresses'", StringComparison.Ordinal));
    }
}
