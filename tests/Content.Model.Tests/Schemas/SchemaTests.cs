using System.Text.Json;
using Content.Model.Schemas;
using Content.Model.Yaml;
using Content.Diagnostics;
using Json.Schema;

namespace Content.Model.Tests.Schemas;

/// <summary>The published JSON Schemas: current, accepting what is right and refusing what is not.</summary>
public sealed class SchemaTests(ITestOutputHelper output)
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };

    [Fact]
    public void The_published_schemas_are_current()
    {
        var folder = Path.Combine(RepositoryFolder.Path, "schemas");
        var wanted = ContentSchema.All.ToDictionary(schema => schema.FileName, schema => schema.ToText());
        wanted.Add(ContentSchema.ReferenceFileName, ContentSchema.ReferenceText());
        Assert.Equal(wanted.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var (name, text) in wanted)
            Assert.True(File.ReadAllText(Path.Combine(folder, name)) == text, $"schemas/{name} is not current: run 'sentinel-content schema write schemas'.");
    }

    [Fact]
    public void Every_schema_is_one_of_draft_2020_12()
    {
        foreach (var schema in ContentSchema.All)
        {
            var json = schema.ToJson();
            Assert.Equal("https://json-schema.org/draft/2020-12/schema", json["$schema"]!.GetValue<string>());
            var result = MetaSchemas.Draft202012.Evaluate(Element(json.ToJsonString()), Options);
            Assert.True(result.IsValid, schema.Name);
        }
    }

    [Fact]
    public void Every_shipped_file_is_valid()
    {
        var repository = ContentRepository.Load(RepositoryFolder.Path);
        Assert.True(repository.Items.Length > 40, $"{repository.Items.Length} items");
        AllValid(repository);
        var configuration = YamlDocument.Parse(repository.Configuration.Source!);
        Assert.Empty(Errors(ContentSchema.Find("sentinel-content")!, configuration.Root!));
    }

    [Fact]
    public void Every_shipped_file_names_its_schema_in_its_first_line()
    {
        var repository = ContentRepository.Load(RepositoryFolder.Path);
        Assert.All(repository.Items, item => Assert.StartsWith(
            $"# yaml-language-server: $schema={string.Concat(Enumerable.Repeat("../", item.Folder.Split('/').Length))}schemas/{ContentSchema.Of(item).FileName}\n", item.Source.Content, StringComparison.Ordinal));
        Assert.StartsWith("# yaml-language-server: $schema=schemas/sentinel-content.schema.json\n", repository.Configuration.Source!.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rules")]
    [InlineData("hunting")]
    [InlineData("parsers")]
    public void Every_file_of_the_Azure_Sentinel_repository_is_valid(string folder)
    {
        var root = ReferenceFolder.Find("corpus", folder);
        Assert.SkipWhen(root is null, "There is no corpus beside this repository.");
        var repository = ContentRepository.Load(root!);
        Assert.Equal(Directory.EnumerateFiles(root!, "*.yaml", SearchOption.AllDirectories).Count(), repository.Items.Length);
        AllValid(repository);
    }

    public static TheoryData<string, string, string> Breaks => new()
    {
        // schema, what is replaced, what stands there instead
        { "analytics-rule", "severity: Medium", "severity: Midium" },
        { "analytics-rule", "severity: Medium", "Severity: Midium" },
        { "analytics-rule", "query: T", "qurey: T" },
        { "analytics-rule", "queryPeriod: 1h\n", "" },
        { "analytics-rule", "queryPeriod: 1h", "queryPeriod: 1 hour" },
        { "analytics-rule", "queryPeriod: 1h", "queryPeriod:" },
        { "analytics-rule", "id: 0f8f", "id: xf8f" },
        { "analytics-rule", "triggerThreshold: 0", "triggerThreshold: 10001" },
        { "analytics-rule", "triggerThreshold: 0", "triggerThreshold: many" },
        { "analytics-rule", "triggerOperator: gt", "triggerOperator: more" },
        { "analytics-rule", "tactics: [Impact]", "tactics: Impact" },
        { "analytics-rule", "entityType: Host", "entitytype: Host" },
        { "analytics-rule", "entityType: Host", "entityType: Hots" },
        { "analytics-rule", "tactics: [Impact]", "tactics: [Imapct]" },
        { "analytics-rule", "columnName: A", "columnName: A B" },
        { "analytics-rule", "Detail: A", "A detail that is much too long: A" },
        { "analytics-rule", "kind: Scheduled", "kind: Sheduled" },
        { "analytics-rule", "createIncident: true", "createIncident: perhaps" },
        { "analytics-rule", "enabled: true", "enable: true" },
        { "hunting-query", "query: T", "queries: T" },
        { "hunting-query", "name: n", "name: [n]" },
        { "hunting-query", "relevantTechniques: [T1071]", "relevantTechniques: [1071]" },
        { "parser", "ParserQuery: T", "ParserQury: T" },
        { "parser", "Type: string", "Typ: string" },
        { "parser", "References: []", "Refs: []" },
        { "watchlist", "alias: Apps", "alias: A" },
        { "watchlist", "source: a.csv\n", "" },
        { "watchlist", "defaultDuration: P1D", "defaultDuration: a day" },
        { "custom-table", "type: datetime", "type: date" },
        { "custom-table", "plan: Analytics", "plan: Archive" },
        { "custom-table", "retentionInDays: 90", "retentionInDays: 9000" },
        { "automation-rule", "order: 10", "order: 0" },
        { "automation-rule", "order: 10", "order: 1001" },
        { "automation-rule", "operator: Contains", "operator: Has" },
        { "automation-rule", "propertyName: IncidentTitle, ", "" },
        { "automation-rule", "operator: And", "operator: Xor" },
        { "automation-rule", "title: Ask", "titel: Ask" },
        { "automation-rule", "actionType: AddIncidentTask", "actionType: RunPlaybook" },
        { "automation-rule", "triggersWhen: Created", "triggersWhen: Closed" },
        { "summary-rule", "binSize: 60", "binSize: 61" },
        { "summary-rule", "destinationTable: S_CL", "destinationTable: S" },
        { "service-rule", "productFilter: Azure Security Center\n", "" },
        { "service-rule", "severitiesFilter: [High]", "severitiesFilter: [Highest]" },
        { "workbook", "file: workbook.json\n", "" },
        { "workbook", "id: 0f8f", "id: zf8f" },
        { "tests", "now: 2026-03-02T12:00:00Z", "now: noon" },
        { "tests", "alerts: 1", "alert: 1" },
        { "tests", "alerts: 1", "alerts: -1" },
        { "tests", "  - name: c", "  - nam: c" },
        { "tests", "{type: Host, HostName: a}", "{HostName: a}" },
        { "sentinel-content", "version: 1", "version: 2" },
        { "sentinel-content", "    workspace: w\n", "" },
        { "sentinel-content", "cloud: public", "cloud: private" },
    };

    [Fact]
    public void The_examples_of_the_next_test_are_valid()
    {
        Assert.Equal(ContentSchema.All.Select(schema => schema.Name).Order(StringComparer.Ordinal), Examples.ByKind.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, text) in Examples.ByKind)
            Assert.Empty(Errors(ContentSchema.Find(name)!, Parse(text)));
    }

    /// <summary>Editors and the formatter follow the declarations of every kind, told by path and keys as reading tells it.</summary>
    [Fact]
    public void Keys_and_layout_of_every_kind_are_known()
    {
        foreach (var (name, text) in Examples.ByKind)
        {
            var path = name switch { "sentinel-content" => RepositoryConfiguration.FileName, "workbook" => "w/workbook.yaml", "tests" => "r/R.tests.yaml", _ => "r/R.yaml" };
            var root = (YamlMapping)Parse(text);
            Assert.True(DeclaredKeys.Of(path, root)?.Find(root.Entries[0].Key.Value) is not null, name);
            if (name != "sentinel-content")
                Assert.True(ContentLayout.Of(path, root) is { Mappings.Length: > 0 }, name);
        }
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public void A_broken_file_is_not_valid(string name, string original, string broken)
    {
        Assert.Contains(original, Examples.ByKind[name], StringComparison.Ordinal);
        Assert.NotEmpty(Errors(ContentSchema.Find(name)!, Parse(Examples.ByKind[name].Replace(original, broken, StringComparison.Ordinal))));
    }

    [Fact]
    public void The_reference_has_every_key_of_a_rule()
    {
        var text = ContentSchema.ReferenceText();
        foreach (var key in new[] { "`incidentConfiguration.groupingConfiguration.lookbackDuration`", "`entityMappings[].fieldMappings[].identifier`", "`triggeringLogic.conditions[].conditionType`", "`cases[].expect.alerts`" })
            Assert.Contains(key, text, StringComparison.Ordinal);
    }

    private void AllValid(ContentRepository repository)
    {
        var compiled = ContentSchema.All.ToDictionary(schema => schema.Name, schema => JsonSchema.FromText(schema.ToText()));
        var invalid = 0;
        foreach (var item in repository.Items)
        {
            foreach (var error in Errors(compiled[ContentSchema.Of(item).Name], item.Node))
            {
                invalid++;
                output.WriteLine($"{item.Path}: {error}");
            }
        }

        Assert.Equal(0, invalid);
    }

    private static YamlNode Parse(string text)
    {
        var document = YamlDocument.Parse(new SourceText(text));
        Assert.Empty(document.Diagnostics);
        return document.Root!;
    }

    private static List<string> Errors(ContentSchema schema, YamlNode node) => Errors(JsonSchema.FromText(schema.ToText()), node);

    private static List<string> Errors(JsonSchema schema, YamlNode node)
    {
        var result = schema.Evaluate(Element(YamlJson.ToJson(node)!.ToJsonString()), Options);
        if (result.IsValid)
            return [];
        return [.. (result.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")).DefaultIfEmpty("not valid")];
    }

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
