using Content.Diagnostics;

namespace Content.Model.Tests;

/// <summary>Kinds of content beside analytics rules.</summary>
public sealed class ContentKindTests
{
    private const string Automation = """
        id: 0f8fad5b-d9cb-469f-a165-70867728950e
        displayName: Triage of pinning alerts
        order: 10
        triggeringLogic:
          isEnabled: true
          triggersOn: Incidents
          triggersWhen: Created
          expirationTimeUtc: 2027-01-01T00:00:00Z
          conditions:
            - conditionType: Property
              conditionProperties: {propertyName: IncidentTitle, operator: Contains, propertyValues: [pinning]}
            - conditionType: Boolean
              conditionProperties:
                operator: or
                innerConditions:
                  - conditionType: PropertyChanged
                    conditionProperties: {propertyName: IncidentSeverity, changeType: ChangedTo, operator: Equals, propertyValues: [High]}
                  - conditionType: PropertyArrayChanged
                    conditionProperties: {arrayType: Alerts, changeType: Added}
            - conditionType: PropertyArray
              conditionProperties:
                arrayType: CustomDetails
                arrayConditionType: AnyItem
                itemConditions:
                  - conditionType: Property
                    conditionProperties: {propertyName: IncidentCustomDetailsKey, operator: Equals, propertyValues: [App]}
        actions:
          - order: 1
            actionType: ModifyProperties
            actionConfiguration:
              severity: High
              status: Closed
              classification: BenignPositive
              classificationReason: SuspiciousButExpected
              owner: {email: soc@example.com}
              labels: [{labelName: mobile}]
          - order: 2
            actionType: AddIncidentTask
            actionConfiguration: {title: Ask the owner of the device, description: Call them.}
          - order: 3
            actionType: RunPlaybook
            actionConfiguration: {logicAppResourceId: /subscriptions/0f8fad5b-d9cb-469f-a165-70867728950e/resourceGroups/rg/providers/Microsoft.Logic/workflows/notify}
        """;

    private const string Summary = """
        id: 0f8fad5b-d9cb-469f-a165-70867728950e
        displayName: Refusals by hour
        description: Counts refusals.
        destinationTable: Refusals_CL
        binSize: 60
        query: |
          CommonSecurityLog
          | summarize Count = count() by DeviceVendor
        version: 1.0.0
        """;

    [Fact]
    public void An_automation_rule_is_read_with_its_conditions_and_actions()
    {
        var repository = MemoryFiles.Load("automation/a.yaml", Automation);
        Assert.Empty(repository.Diagnostics);
        var rule = Assert.Single(repository.AutomationRules);
        Assert.Equal(("Triage of pinning alerts", 10L), (rule.Label, rule.Order!.Value));
        var logic = rule.TriggeringLogic!;
        Assert.Equal((true, AutomationTrigger.Incidents, AutomationTriggerTime.Created), (logic.IsEnabled!.Value, logic.TriggersOn!.Value, logic.TriggersWhen!.Value));
        Assert.Equal(new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc), logic.ExpirationTimeUtc!.Value);
        var title = Assert.IsType<PropertyCondition>(logic.Conditions[0]);
        Assert.Equal(("IncidentTitle", "Contains", "pinning"), (title.PropertyName!.Value, title.Operator!.Value, title.Values.Single().Value));
        var either = Assert.IsType<BooleanCondition>(logic.Conditions[1]);
        Assert.Equal("Or", either.Operator!.Value);
        Assert.Equal("High", Assert.IsType<PropertyChangedCondition>(either.InnerConditions[0]).Values.Single().Value);
        Assert.Equal("Alerts", Assert.IsType<PropertyArrayChangedCondition>(either.InnerConditions[1]).ArrayType!.Value);
        Assert.IsType<PropertyCondition>(Assert.IsType<PropertyArrayCondition>(logic.Conditions[2]).ItemConditions.Single());
        var change = Assert.IsType<ModifyPropertiesAction>(rule.Actions[0]);
        Assert.Equal((AlertSeverity.High, "Closed", "soc@example.com", "mobile"), (change.Severity!.Value, change.Status!.Value, change.Owner!.Email!.Value, change.Labels.Single().Value));
        var task = Assert.IsType<AddIncidentTaskAction>(rule.Actions[1]);
        Assert.Equal(("Ask the owner of the device", 2L), (task.Title!.Value, task.Order!.Value));
        Assert.EndsWith("workflows/notify", Assert.IsType<RunPlaybookAction>(rule.Actions[2]).LogicAppResourceId!.Value, StringComparison.Ordinal);
        Assert.Equal(new LinePosition(39, 34), task.Title.Position);
    }

    [Theory]
    [InlineData("order: 10", "oder: 10", "CONTENT006", "Did you mean 'order'?", 3, 1)]
    [InlineData("triggersOn: Incidents", "triggersOn: Incident", "CONTENT011", "Did you mean 'Incidents'?", 6, 15)]
    [InlineData("operator: Contains", "operator: Contain", "CONTENT011", "Did you mean 'Contains'?", 11, 68)]
    [InlineData("propertyName: IncidentTitle, ", "", "CONTENT004", "'propertyName' is missing", 11, 29)]
    [InlineData("conditionType: PropertyArrayChanged", "conditionType: PropertyArayChanged", "CONTENT011", "Did you mean 'PropertyArrayChanged'?", 18, 28)]
    [InlineData("{title: Ask the owner of the device, ", "{titel: Ask the owner of the device, ", "CONTENT006", "Did you mean 'title'?", 39, 27)]
    [InlineData("  - order: 2", "  - order: second", "CONTENT008", "must be a whole number", 37, 12)]
    [InlineData("expirationTimeUtc: 2027-01-01T00:00:00Z", "expirationTimeUtc: some day", "CONTENT012", "is not a point in time", 8, 22)]
    [InlineData("severity: High\n", "severity: Hgih\n", "CONTENT011", "Did you mean 'High'?", 31, 17)]
    public void A_mistake_in_an_automation_rule_is_reported_where_it_stands(string original, string broken, string code, string message, int line, int column)
    {
        Assert.Contains(original, Automation, StringComparison.Ordinal);
        var diagnostic = Assert.Single(MemoryFiles.Load("a.yaml", Automation.Replace(original, broken, StringComparison.Ordinal)).Diagnostics, diagnostic => diagnostic.Code == code);
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(new LinePosition(line, column), diagnostic.Start);
    }

    [Fact]
    public void Conditions_without_end_are_reported_and_not_followed()
    {
        var nested = "triggeringLogic:\n  conditions:\n";
        var indent = "    ";
        for (var i = 0; i < 40; i++)
        {
            nested += $"{indent}- conditionType: Boolean\n{indent}  conditionProperties:\n{indent}    operator: And\n{indent}    innerConditions:\n";
            indent += "      ";
        }

        var diagnostics = MemoryFiles.Load("a.yaml", nested + indent + "- conditionType: Property\n").Diagnostics;
        Assert.Contains(diagnostics, diagnostic => diagnostic.Code == "YAML007");
    }

    [Fact]
    public void A_summary_rule_is_read()
    {
        var repository = MemoryFiles.Load("summary/s.yaml", Summary);
        Assert.Empty(repository.Diagnostics);
        var rule = Assert.Single(repository.SummaryRules);
        Assert.Equal(("Refusals by hour", "Refusals_CL", 60L), (rule.Label, rule.DestinationTable!.Value, rule.BinSize!.Value));
        Assert.StartsWith("CommonSecurityLog\n|", rule.Query.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("binSize: 60", "binsize: an hour", "CONTENT008", 5, 10)]
    [InlineData("destinationTable: Refusals_CL\n", "", "CONTENT004", 1, 1)]
    [InlineData("version: 1.0.0", "binStartTime: noon", "CONTENT012", 9, 15)]
    public void A_mistake_in_a_summary_rule_is_reported(string original, string broken, string code, int line, int column)
    {
        Assert.Contains(original, Summary, StringComparison.Ordinal);
        var diagnostic = Assert.Single(MemoryFiles.Load("s.yaml", Summary.Replace(original, broken, StringComparison.Ordinal)).Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal((code, new LinePosition(line, column)), (diagnostic.Code, diagnostic.Start));
    }

    [Fact]
    public void Rules_of_the_service_are_read_by_their_kind()
    {
        var files = new MemoryFiles
        {
            ["rules/defender.yaml"] = "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nkind: MicrosoftSecurityIncidentCreation\nname: Defender\nproductFilter: Microsoft Cloud App Security\nseveritiesFilter: [High, medium]\n"
                + "displayNamesExcludeFilter: [Test alert]\n",
            ["rules/fusion.yaml"] = "id: BuiltInFusion\nkind: fusion\nalertRuleTemplateName: f71aba3d-28fb-450b-b192-4e76a83015c8\nenabled: false\nsourceSettings:\n  - {sourceName: Anomalies, enabled: true}\n",
            ["rules/ti.yaml"] = "id: 2f8fad5b-d9cb-469f-a165-70867728950e\nkind: ThreatIntelligence\nname: TI\n",
            ["rules/ml.yaml"] = "id: 3f8fad5b-d9cb-469f-a165-70867728950e\nkind: MLBehaviorAnalytics\nalertRuleTemplateName: 4f8fad5b-d9cb-469f-a165-70867728950e\n",
        };
        var repository = files.Load();
        Assert.Empty(repository.Diagnostics);
        Assert.Empty(repository.Rules);
        Assert.Equal(
            [ServiceRuleKind.MicrosoftSecurityIncidentCreation, ServiceRuleKind.Fusion, ServiceRuleKind.MLBehaviorAnalytics, ServiceRuleKind.ThreatIntelligence],
            repository.ServiceRules.Select(rule => rule.Kind.Value));
        Assert.Equal([AlertSeverity.High, AlertSeverity.Medium], repository.ServiceRules[0].SeveritiesFilter.Select(severity => severity.Value));
        Assert.Equal("Test alert", repository.ServiceRules[0].DisplayNamesExcludeFilter.Single().Value);
        Assert.False(repository.ServiceRules[1].Enabled!.Value);
        Assert.NotNull(repository.ServiceRules[1].SourceSettings);
    }

    [Theory]
    [InlineData("id: BuiltInFusion\nkind: Fusion\n", "'alertRuleTemplateName' is missing")]
    [InlineData("id: x\nkind: MicrosoftSecurityIncidentCreation\nname: n\n", "'productFilter' is missing")]
    [InlineData("id: x\nkind: ThreatIntelligence\n", "'name' is missing")]
    public void A_rule_of_the_service_needs_what_its_kind_needs(string text, string message) =>
        Assert.Contains(message, Assert.Single(MemoryFiles.Load("r.yaml", text).Diagnostics).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_only_points_elsewhere_is_a_redirect()
    {
        var repository = MemoryFiles.Load("Hunting Queries/Syslog/a.yaml", "id: deb432fc-683b-4f8d-976e-d65e2bcf9a4e\nname: Aggregation\ndescription: |\n"
            + "  'As part of content migration, this file is moved to a new location. You can find it here: https://github.com/Azure/Azure-Sentinel/blob/master/x/a.yaml'\n");
        Assert.Empty(repository.Diagnostics);
        Assert.Empty(repository.HuntingQueries);
        var stub = Assert.Single(repository.Redirects);
        Assert.Equal(("Aggregation", "https://github.com/Azure/Azure-Sentinel/blob/master/x/a.yaml"), (stub.Label, stub.Target));
    }

    [Fact]
    public void The_saved_function_format_is_read_with_both_forms_of_parameters()
    {
        var repository = MemoryFiles.Load("p.yaml", "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nFunction: {Title: T, Version: '1.0.0', LastUpdated: '2024-01-31'}\nCategory: Microsoft Sentinel Parser\nFunctionName: F\n"
            + "FunctionAlias: F\nFunctionParams:\n  - {Name: a, Type: string, Default: '', Description: which}\nReferences:\n  - {Title: Page, Link: https://example.com}\nProduct: {Name: Zeek}\nFunctionQuery: |\n  T\n");
        Assert.Empty(repository.Diagnostics);
        var parser = Assert.Single(repository.Parsers);
        Assert.Equal(("2024-01-31", "Zeek", "Page", "''"), (parser.LastUpdated!.Value, parser.Product!.Value, parser.References.Single().Title!.Value, parser.Function.Parameters.Single().DefaultValue));
    }

    [Fact]
    public void A_unifying_parser_names_its_parts()
    {
        var repository = MemoryFiles.Load("p.yaml", "Parser: {Title: t, Version: 0.1.0, LastUpdated: x}\nNormalization: {Schema: Dns, Version: 0.1.7}\nParserName: imDns\nEquivalentBuiltInParser: _Im_Dns\n"
            + "Parsers: [_Im_Dns_Zeek, _Im_Dns_Gcp]\nParserQuery: |\n  union T\n");
        Assert.Empty(repository.Diagnostics);
        var parser = Assert.Single(repository.Parsers);
        Assert.Equal(["_Im_Dns_Zeek", "_Im_Dns_Gcp"], parser.SubParsers.Select(part => part.Value));
        Assert.Equal(("_Im_Dns", "0.1.7"), (parser.EquivalentBuiltIn!.Value, parser.NormalizedSchemaVersion!.Value));
    }

    [Fact]
    public void A_description_of_an_asim_schema_is_recognised()
    {
        var repository = MemoryFiles.Load("schemas/ASimX.yaml", "Schema: {Schema: AuditEvent, Version: 0.1.0, Last Updated: x}\nInclude:\n  - {Name: Dvc, File: entities/ASimDvc.yaml}\n"
            + "Fields:\n  - Name: EventType\n    Type: string\n    Class: Mandatory\n    Logical type: Enumerated\n    List of values: [Set, Read]\n");
        Assert.Empty(repository.Diagnostics);
        var schema = Assert.Single(repository.AsimSchemas);
        Assert.Equal(("AuditEvent", "EventType", "Mandatory"), (schema.Label, schema.Fields.Single().Name.Value, schema.Fields.Single().Class!.Value));
    }

    [Fact]
    public void The_enumerations_of_asim_schemas_are_recognised()
    {
        var repository = MemoryFiles.Load("schemas/ASimEnumerations.yaml", "Enumerations:\n  UserIdType:\n  - Value: SID\n    Description: Windows\n  DomainType:\n  - FQDN\n");
        Assert.Empty(repository.Diagnostics);
        Assert.Empty(Assert.Single(repository.AsimSchemas).Fields);
    }

    [Theory]
    [InlineData("ID: 0f8fad5b-d9cb-469f-a165-70867728950e\nNAME: n\nDescription: d\nQuery: T\n", "CONTENT007", 4)]
    [InlineData("id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: n\nName: m\ndescription: d\nquery: T\n", "YAML003", 1)]
    public void Keys_are_read_in_any_case_and_of_two_spellings_one(string text, string code, int count)
    {
        var repository = MemoryFiles.Load("hunting/a.yaml", text);
        Assert.Equal("n", Assert.Single(repository.HuntingQueries).Name.Value);
        Assert.Equal(count, repository.Diagnostics.Count(diagnostic => diagnostic.Code == code));
        Assert.Equal(count, repository.Diagnostics.Length);
    }

    [Theory]
    [InlineData("1h")]
    [InlineData("PT1H")]
    [InlineData("pt60m")]
    [InlineData("01:00:00")]
    [InlineData("\"60m\"")]
    [InlineData("'1H'")]
    public void A_duration_is_the_same_in_every_spelling(string text) =>
        Assert.Equal(TimeSpan.FromHours(1), MemoryFiles.Load("w.yaml", $"alias: Apps\nitemsSearchKey: A\nsource: a.csv\ndefaultDuration: {text}\n").Watchlists.Single().DefaultDuration!.Value);

    [Fact]
    public void Metadata_that_is_not_indented_is_said_to_be_so()
    {
        var diagnostics = MemoryFiles.Load("r.yaml", "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nkind: NRT\nname: n\ndescription: d\nseverity: Low\ntactics: [Impact]\nversion: 1.0.0\nquery: T\nmetadata:\nauthor:\n  name: x\n").Diagnostics;
        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal(("CONTENT006", 10), (diagnostic.Code, diagnostic.Start.Line));
        Assert.Contains("below 'metadata'", diagnostic.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_is_read()
    {
        var query = MemoryFiles.Load("hunting/q.yaml", "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: n\ndescription: d\nquery: T\nmetadata:\n  source: {kind: Community}\n  author: {name: A}\n  support: {tier: Community}\n"
            + "  categories: {domains: [Identity]}\n").HuntingQueries.Single();
        Assert.Equal(("Community", "A", "Community", "Identity"),
            (query.Metadata!.SourceKind!.Value, query.Metadata.Author!.Value, query.Metadata.SupportTier!.Value, query.Metadata.Domains.Single().Value));
    }
}
