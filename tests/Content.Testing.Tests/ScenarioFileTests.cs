using System.Text.Json.Nodes;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Testing.Tests;

/// <summary>
/// The scenarios of the folder: each cites the fact that it checks and says what a user would see. Keys of a scenario are those of a test
/// case; beside them <c>fact</c>, <c>rule</c> (keys in place of the default rule's), <c>otherRule</c> and <c>automation</c>.
/// </summary>
public sealed class ScenarioFileTests
{
    private static readonly string[] OwnKeys = ["fact", "rule", "otherRule", "automation"];
    private static readonly string[] ScheduleKeys = ["queryFrequency", "queryPeriod", "triggerOperator", "triggerThreshold"];

    private const string DefaultRule = """
        {id: 0b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f, kind: Scheduled, name: Sign-ins, description: All sign-ins., severity: Medium, requiredDataConnectors: [],
         queryFrequency: 1h, queryPeriod: 1h, triggerOperator: gt, triggerThreshold: 0, tactics: [InitialAccess], relevantTechniques: [],
         query: "SigninLogs | project TimeGenerated, User = UserPrincipalName, App = AppDisplayName, Ip = IPAddress, Result = ResultType", version: 1.0.0}
        """;

    // One alert a row with its account and address.
    private const string Accounts = """
        {eventGroupingSettings: {aggregationKind: AlertPerResult}, customDetails: {App: App},
         entityMappings: [{entityType: Account, fieldMappings: [{identifier: FullName, columnName: User}]}, {entityType: IP, fieldMappings: [{identifier: Address, columnName: Ip}]}]}
        """;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Scenarios");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    private static List<JsonObject> Read(string file)
    {
        var document = YamlDocument.Parse(new SourceText(File.ReadAllText(Path.Combine(Folder, file + ".yaml")), file));
        Assert.Empty(document.Diagnostics);
        return [.. Assert.IsType<JsonArray>(YamlJson.ToJson(document.Root!)).Select(item => (JsonObject)item!)];
    }

    private static JsonObject Parse(string flow) => (JsonObject)YamlJson.ToJson(YamlDocument.Parse(new SourceText(flow, "flow")).Root!)!;

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_scenario_comes_out_as_it_says(string file)
    {
        var wrong = new List<string>();
        foreach (var scenario in Read(file))
        {
            var result = Assert.Single(Repository(scenario).Run().Cases);
            if (result.Verdict != Verdict.Passed)
            {
                wrong.Add($"{scenario["name"]}: {result.Verdict} {result.Reason} {string.Join(" ", result.Diagnostics)} "
                    + string.Join(" ", result.Failures.Select(failure => $"{failure.Message} {string.Join(" | ", failure.Table?.Rows.Select(row => $"{row.Side}: {string.Join(", ", row.Cells)}") ?? [])}")));
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Every_scenario_cites_its_fact_and_there_are_eighty_or_more()
    {
        var scenarios = Files.SelectMany(file => Read(file.Data)).ToList();
        Assert.All(scenarios, scenario => Assert.True(scenario["fact"]?.GetValue<string>().Length > 20, $"'{scenario["name"]}' cites no fact."));
        Assert.Equal(scenarios.Count, scenarios.Select(scenario => scenario["name"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).Count());
        Assert.True(scenarios.Count >= 80, $"{scenarios.Count} scenarios");
    }

    // A scenario that cannot fail proves nothing. Those about silence, and about alerts for the lack of events, want no rows.
    [Theory]
    [MemberData(nameof(Files))]
    public void Every_scenario_would_notice_a_rule_that_finds_nothing(string file)
    {
        const string Nothing = "{query: 'SigninLogs | where false | project TimeGenerated, User = UserPrincipalName, App = AppDisplayName, Ip = IPAddress, Result = ResultType'}";
        var blind = new List<string>();
        foreach (var scenario in Read(file).Where(scenario => !WantsNothing(scenario)))
        {
            var silent = (JsonObject)scenario.DeepClone();
            silent["rule"] = Merge((JsonObject?)silent["rule"] ?? [], Parse(Nothing));
            if (Assert.Single(Repository(silent).Run().Cases).Verdict == Verdict.Passed)
                blind.Add(scenario["name"]!.GetValue<string>());
        }

        Assert.True(blind.Count == 0, string.Join("\n", blind));
    }

    private static bool WantsNothing(JsonObject scenario)
    {
        var expect = scenario["expect"]!;
        var onlyRuns = expect.AsObject().All(pair => pair.Key == "runs") && !expect.ToJsonString().Contains("\"rows\"", StringComparison.Ordinal);
        return onlyRuns || expect["silence"] is not null || scenario["rule"]?["triggerOperator"]?.GetValue<string>() == "lt";
    }

    private static TestRepository Repository(JsonObject scenario)
    {
        var files = new TestRepository();
        files.Add(TestRepository.RulePath, Rule((JsonObject?)scenario["rule"]).ToJsonString());
        if (scenario["otherRule"] is JsonObject other)
            files.Add("detections/rules/Other.yaml", Merge(Merge(Rule(null), Parse("{id: 1c1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f, name: Other sign-ins}")), other).ToJsonString());
        var number = 0;
        foreach (var rule in (scenario["automation"] as JsonArray ?? []).Select(item => (JsonObject)item!))
            files.Add($"detections/automation/{++number}.yaml", Automation(rule, number).ToJsonString());
        var test = (JsonObject)scenario.DeepClone();
        foreach (var key in OwnKeys)
            test.Remove(key);
        var repository = files.Add("detections/rules/R.tests.yaml", new JsonObject { ["cases"] = new JsonArray(test) }.ToJsonString()).Load();
        Assert.True(repository.Diagnostics.IsEmpty, $"{scenario["name"]}: {string.Join("\n", repository.Diagnostics)}");
        return files;
    }

    private static JsonObject Rule(JsonObject? changes)
    {
        var rule = Parse(DefaultRule);
        if (changes is null)
            return rule;
        if (changes["base"] is not null)
            rule = Merge(rule, Parse(Accounts));
        rule = Merge(rule, changes);
        rule.Remove("base");
        if (rule["kind"]!.GetValue<string>() == "NRT")
        {
            foreach (var key in ScheduleKeys)
                rule.Remove(key);
        }

        return rule;
    }

    private static JsonObject Automation(JsonObject rule, int number)
    {
        var conditions = (rule["when"] as JsonArray ?? []).Select(item => (JsonNode)new JsonObject
        {
            ["conditionType"] = "Property",
            ["conditionProperties"] = new JsonObject { ["propertyName"] = item!["property"]!.DeepClone(), ["operator"] = item["operator"]!.DeepClone(), ["propertyValues"] = item["values"]!.DeepClone() },
        }).Concat((rule["logic"] as JsonArray ?? []).Select(item => item!.DeepClone()));
        var logic = new JsonObject
        {
            ["isEnabled"] = rule["isEnabled"]?.DeepClone() ?? true,
            ["triggersOn"] = rule["triggersOn"]?.DeepClone() ?? "Incidents",
            ["triggersWhen"] = rule["triggersWhen"]?.DeepClone() ?? "Created",
            ["conditions"] = new JsonArray([.. conditions]),
        };
        if (rule["expirationTimeUtc"] is { } end)
            logic["expirationTimeUtc"] = end.DeepClone();
        return new JsonObject
        {
            ["id"] = $"00000000-0000-0000-0000-{number:D12}",
            ["displayName"] = $"Automation {number}",
            ["order"] = rule["order"]?.DeepClone() ?? number,
            ["triggeringLogic"] = logic,
            ["actions"] = rule["actions"]!.DeepClone(),
        };
    }

    private static JsonObject Merge(JsonObject below, JsonObject above)
    {
        var merged = (JsonObject)below.DeepClone();
        foreach (var (key, value) in above)
            merged[key] = value?.DeepClone();
        return merged;
    }
}
