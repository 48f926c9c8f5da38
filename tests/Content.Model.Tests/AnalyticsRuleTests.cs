using Content.Diagnostics;

namespace Content.Model.Tests;

public sealed class AnalyticsRuleTests
{
    private const string Full = """
        id: 0f8fad5b-d9cb-469f-a165-70867728950e
        name: Pinning failures
        description: |
          'Says what it finds.'
        severity: Medium
        status: Available
        requiredDataConnectors:
          - connectorId: CommonSecurityLog
            dataTypes: [CommonSecurityLog]
        queryFrequency: 1h
        queryPeriod: PT2H
        triggerOperator: gt
        triggerThreshold: 0
        tactics: [CommandAndControl]
        relevantTechniques:
          - T1521.003
        query: |
          CommonSecurityLog
          | where DeviceVendor == "x"
        entityMappings:
          - entityType: Host
            fieldMappings:
              - identifier: HostName
                columnName: DeviceName
        customDetails:
          Failures: FailureCount
        alertDetailsOverride:
          alertDisplayNameFormat: "{{FailureCount}} failures"
          alertDynamicProperties:
            - alertProperty: AlertLink
              value: Link
        eventGroupingSettings:
          aggregationKind: AlertPerResult
        incidentConfiguration:
          createIncident: true
          groupingConfiguration:
            enabled: true
            reopenClosedIncident: false
            lookbackDuration: 5h
            matchingMethod: Selected
            groupByEntities: [Host]
        suppressionEnabled: false
        suppressionDuration: 05:00:00
        version: 1.0.0
        kind: Scheduled
        tags:
          - mobile
          - Schema: ASimWebSession
        enabled: true
        attack: {strategy: DET0646, analytic: AN1725, technique: T1521.003, dataComponents: [DC0085], logSources: ["NSM:Inspection"]}
        """;

    [Fact]
    public void Every_field_is_read()
    {
        var repository = MemoryFiles.Load("rules/a.yaml", Full);
        Assert.Empty(repository.Diagnostics);
        var rule = Assert.Single(repository.Rules);
        Assert.Equal("rules/a.yaml", rule.Path);
        Assert.Equal("rules", rule.Folder);
        Assert.Equal(RuleKind.Scheduled, rule.Kind.Value);
        Assert.Equal("Says what it finds.", rule.DescriptionText);
        Assert.Equal(AlertSeverity.Medium, rule.Severity!.Value);
        Assert.Equal(TimeSpan.FromHours(1), rule.QueryFrequency!.Value);
        Assert.Equal(TimeSpan.FromHours(2), rule.QueryPeriod!.Value);
        Assert.Equal("PT2H", rule.QueryPeriod.Text);
        Assert.Equal(TriggerOperator.GreaterThan, rule.TriggerOperator!.Value);
        Assert.Equal(0, rule.TriggerThreshold!.Value);
        Assert.Equal("CommonSecurityLog", rule.RequiredDataConnectors.Single().DataTypes.Single().Value);
        Assert.Equal(["CommandAndControl"], rule.Tactics.Select(tactic => tactic.Value));
        Assert.Equal("DeviceName", rule.EntityMappings.Single().FieldMappings.Single().ColumnName.Value);
        Assert.Equal("FailureCount", rule.CustomDetails.Single().ColumnName.Value);
        Assert.Equal("{{FailureCount}} failures", rule.AlertDetailsOverride!.AlertDisplayNameFormat!.Value);
        Assert.Equal("Link", rule.AlertDetailsOverride.AlertDynamicProperties.Single().Value.Value);
        Assert.Equal(EventGrouping.AlertPerResult, rule.EventGrouping!.Value);
        Assert.Equal(MatchingMethod.Selected, rule.IncidentConfiguration!.Grouping!.MatchingMethod!.Value);
        Assert.Equal(TimeSpan.FromHours(5), rule.IncidentConfiguration.Grouping.LookbackDuration!.Value);
        Assert.Equal(TimeSpan.FromHours(5), rule.SuppressionDuration!.Value);
        Assert.Equal([(null, "mobile"), ("Schema", "ASimWebSession")], rule.Tags.Select(tag => (tag.Key?.Value, tag.Value.Value)));
        Assert.True(rule.Enabled!.Value);
        Assert.Equal("AN1725", rule.Attack!.Analytic!.Value);
        Assert.Equal("NSM:Inspection", rule.Attack.LogSources.Single().Value);
        Assert.Same(rule, repository.FindRule("rules/a.yaml"));
    }

    [Theory]
    [InlineData("gt", TriggerOperator.GreaterThan)]
    [InlineData("LT", TriggerOperator.LessThan)]
    [InlineData("Equal", TriggerOperator.Equal)]
    [InlineData("NotEqual", TriggerOperator.NotEqual)]
    public void Trigger_operators_have_two_spellings(string text, TriggerOperator expected) =>
        Assert.Equal(expected, Load(Full.Replace("triggerOperator: gt", "triggerOperator: " + text, StringComparison.Ordinal)).Rules.Single().TriggerOperator!.Value);

    [Theory]
    [InlineData("severity: Medium", "severity: Hihg", "CONTENT011", "Did you mean 'High'?", 5, 11)]
    [InlineData("queryFrequency: 1h", "queryFrequency: 1 hour", "CONTENT009", "is not a duration", 10, 17)]
    [InlineData("id: 0f8f", "id: xx8f", "CONTENT010", "is not a GUID", 1, 5)]
    [InlineData("triggerThreshold: 0", "triggerThreshold: many", "CONTENT008", "must be a whole number, not the text 'many'", 13, 19)]
    [InlineData("triggerThreshold: 0", "triggerThreshold: [0]", "CONTENT008", "not a list", 13, 19)]
    [InlineData("tactics: [CommandAndControl]", "tactics: CommandAndControl", "CONTENT008", "must be a list", 14, 10)]
    [InlineData("customDetails:", "customDetials:", "CONTENT006", "Did you mean 'customDetails'?", 25, 1)]
    [InlineData("  alertDisplayNameFormat", "  alertnameFormat", "CONTENT006", "Did you mean 'alertDisplayNameFormat'?", 28, 3)]
    [InlineData("enabled: true\nattack", "enabled: maybe\nattack", "CONTENT008", "must be true or false", 49, 10)]
    [InlineData("kind: Scheduled", "kind: Sheduled", "CONTENT011", "Did you mean 'Scheduled'?", 45, 7)]
    [InlineData("analytic: AN1725", "analitic: AN1725", "CONTENT006", "Did you mean 'analytic'?", 50, 29)]
    [InlineData("        columnName", "        columname", "CONTENT004", "'columnName' is missing", 23, 9)]
    public void A_mistake_is_reported_where_it_stands(string original, string broken, string code, string message, int line, int column)
    {
        Assert.Contains(original, Full, StringComparison.Ordinal);
        var diagnostics = Load(Full.Replace(original, broken, StringComparison.Ordinal)).Diagnostics;
        var diagnostic = Assert.Single(diagnostics, diagnostic => diagnostic.Code == code);
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(new LinePosition(line, column), diagnostic.Start);
        Assert.Equal("rules/a.yaml", diagnostic.Path);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("name")]
    [InlineData("severity")]
    [InlineData("queryFrequency")]
    [InlineData("queryPeriod")]
    [InlineData("triggerOperator")]
    [InlineData("triggerThreshold")]
    public void A_required_field_that_is_missing_is_named(string key)
    {
        var lines = Full.Split('\n').Where(line => !line.StartsWith(key + ":", StringComparison.Ordinal));
        var repository = Load(string.Join('\n', lines));
        var diagnostic = Assert.Single(repository.Diagnostics);
        Assert.Equal(("CONTENT004", $"'{key}' is missing."), (diagnostic.Code, diagnostic.Message));
        Assert.Single(repository.Rules);
    }

    [Fact]
    public void The_fix_of_a_misspelt_key_edits_just_that_key()
    {
        var source = Full.Replace("customDetails:", "customDetials:", StringComparison.Ordinal);
        var diagnostic = Load(source).Diagnostics.Single();
        var edit = Assert.Single(diagnostic.Fix!.Edits);
        Assert.Equal(Full, source.Remove(edit.Span.Start, edit.Span.Length).Insert(edit.Span.Start, edit.NewText));
    }

    [Fact]
    public void Nrt_needs_no_schedule_and_says_that_one_has_no_effect()
    {
        var repository = Load("id: 0f8fad5b-d9cb-469f-a165-70867728950e\nkind: Nrt\nname: n\ndescription: d\nseverity: Low\ntactics: [Impact]\nversion: 1.0.0\nqueryPeriod: 1d\nquery: T\n");
        Assert.Equal(RuleKind.Nrt, repository.Rules.Single().Kind.Value);
        Assert.Equal("CONTENT014", Assert.Single(repository.Diagnostics).Code);
    }

    [Fact]
    public void Keys_in_another_case_are_read()
    {
        var repository = Load(Full.Replace("dataTypes:", "datatypes:", StringComparison.Ordinal));
        Assert.Equal("CommonSecurityLog", repository.Rules.Single().RequiredDataConnectors.Single().DataTypes.Single().Value);
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(repository.Diagnostics).Severity);
    }

    [Fact]
    public void Keys_without_a_value_count_as_absent() =>
        Assert.Empty(Load(Full.Replace("customDetails:\n  Failures: FailureCount\n", "customDetails:\n", StringComparison.Ordinal)).Diagnostics);

    private static ContentRepository Load(string text) => MemoryFiles.Load("rules/a.yaml", text);
}
