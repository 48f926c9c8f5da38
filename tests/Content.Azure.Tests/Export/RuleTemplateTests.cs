using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Export;
using Content.Azure.Planning;
using Content.Azure.Tests.Support;
using Content.Diagnostics;
using Content.Model;

namespace Content.Azure.Tests.Export;

/// <summary>Exported templates are those of Microsoft's packager.</summary>
public sealed class RuleTemplateTests(ITestOutputHelper output)
{
    private static readonly string? Corpus = ReferenceFolder.Find("corpus");

    /// <summary>Packages that were built from another version of the rule, with the properties that differ for it (docs/export.md).</summary>
    private static readonly Dictionary<string, string[]> OtherVersions = new()
    {
        ["APIRateLimiting"] = ["query", "severity", "description", "tactics"],
        ["External-User-added-to-Team-and-immediately-uploads-file"] = ["query", "entityMappings"],
        ["FailedLogonAttempts_UnknownUser"] = ["query"],
        ["JiraPrivilegedUserPasswordChanged"] = ["query", "queryPeriod", "tactics"],
        ["MultipleErrorsReportedForSameDNSQueryStaticThresholdBased"] = ["query", "entityMappings", "eventGroupingSettings"],
        ["office_policytampering"] = ["query", "entityMappings"],
        // The file has since got a mapping that the service would refuse, and connectors.
        ["AWS_GuardDuty_template"] = ["entityMappings"],
        ["Semperis_DSP_RBAC_Changes"] = ["requiredDataConnectors"],
    };

    /// <summary>Packages of a time when the packager left techniques out.</summary>
    private static readonly string[] WithoutTechniques =
    [
        "CognniHighRiskBusinessIncidents", "CognniHighRiskLegalIncidents", "CognniMediumRiskHRIncidents", "CognniMediumRiskLegalIncidents", "DCShadow", "DCSync", "LSASSMemory",
        "McAfeeEPOAgentHandlerDown", "McAfeeEPOAttemptUninstallAgent", "McAfeeEPOFirewallDisabled", "McAfeeEPOScanningEngineDisabled", "McAfeeEPOSpamEmail", "McAfeeEPOTaskError",
        "PasswordGuessing", "SailPointIdentityNowAlertsForTriggers", "SailPointIdentityNowEventType", "TrendMicroCASSuspiciousFilename", "TrendMicroCASThreatNotBlocked",
        "UbiquitiUnknownMacJoined", "UserAccountIssues",
    ];

    [Fact]
    public void Templates_of_published_rules_are_those_that_Microsoft_made()
    {
        Assert.SkipWhen(Corpus is null, "The corpus is not at hand.");
        var pairs = Directory.GetFiles(Path.Combine(Corpus!, "arm-pairs"), "*.json").Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(pairs);
        var wrong = new List<string>();
        var used = new HashSet<string>();
        foreach (var file in pairs)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var pair = JsonNode.Parse(File.ReadAllText(file))!;
            var path = pair["yaml"]!.GetValue<string>();
            var exported = Export((path, File.ReadAllText(Path.Combine(Corpus!, path))));
            var resource = (JsonObject)exported.Json["resources"]![0]!;
            var published = (JsonObject)pair["arm"]!;
            var (mine, theirs) = ((JsonObject)Normal(resource["properties"])!, (JsonObject)Normal(published["properties"])!);
            // The packager keeps values behind keys that end in "id" in a variable named after the key.
            foreach (var (key, value) in theirs["customDetails"] is JsonObject details ? details.ToArray() : [])
            {
                if (value!.GetValue<string>() == $"[variables('_{key}')]")
                    theirs["customDetails"]![key] = mine["customDetails"]?[key]?.DeepClone();
            }

            // Some packages have the empty lists of a grouping, some do not.
            if (theirs["incidentConfiguration"]?["groupingConfiguration"] is JsonObject settings)
            {
                foreach (var list in settings.Where(setting => setting.Value is JsonArray { Count: 0 }).Select(setting => setting.Key).ToArray())
                    settings.Remove(list);
            }

            foreach (var property in OtherVersions.GetValueOrDefault(name, []).Concat(WithoutTechniques.Contains(name) ? ["techniques"] : []))
            {
                // An exception that is none any more has to go.
                Assert.False(JsonNode.DeepEquals(mine[property], theirs[property]), $"{name} no longer differs in {property}.");
                mine.Remove(property);
                theirs.Remove(property);
                used.Add(name);
            }

            foreach (var change in JsonDiff.Compare(theirs, mine))
                wrong.Add($"{name} {change.Field}: {PlanText.Value(change.Before)} → {PlanText.Value(change.After)}");
            if (!JsonNode.DeepEquals(mine, theirs) || resource["kind"]!.GetValue<string>() != published["kind"]!.GetValue<string>() || resource["apiVersion"]!.GetValue<string>() != published["apiVersion"]!.GetValue<string>())
                wrong.Add(name);
        }

        output.WriteLine($"{pairs.Count} pairs, {used.Count} with properties that are not compared");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.Equal(OtherVersions.Keys.Concat(WithoutTechniques).Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
        Assert.Equal(pairs.Count, pairs.Select(Path.GetFileName).Distinct().Count());
    }

    [Fact]
    public void Files_are_named_as_those_of_Microsoft()
    {
        Assert.Equal("-Preview-GitHub---User-visibility-Was-changed.json", Export(("rules/(Preview) GitHub - User visibility Was changed.yaml", Rule())).FileName);
        Assert.Equal("UACBypass-1-elevated-COM_x.json", Export(("rules/UACBypass-1-elevated-COM_x.yaml", Rule())).FileName);
    }

    [Fact]
    public void A_template_is_disabled_and_has_no_suppression_and_no_sub_techniques()
    {
        var exported = Export(("r.yaml", Rule("enabled: true\nsuppressionEnabled: true\nsuppressionDuration: 5h\nrelevantTechniques: [T1071.001, T1078, T1521.003]\nstatus: Preview\n")));
        var properties = Properties(exported);
        Assert.False(properties["enabled"]!.GetValue<bool>());
        Assert.Equal(("PT1H", false, "Available"), (properties["suppressionDuration"]!.GetValue<string>(), properties["suppressionEnabled"]!.GetValue<bool>(), properties["status"]!.GetValue<string>()));
        Assert.Equal("""["T1071","T1078"]""", properties["techniques"]!.ToJsonString());
        Assert.Equal(2, exported.Notes.Length);
        Assert.Contains(exported.Notes, note => note.Contains("T1521.003", StringComparison.Ordinal));
        Assert.Null(properties["version"]);
    }

    [Theory]
    [InlineData("24h", "PT24H")]
    [InlineData("7d", "P7D")]
    [InlineData("30m", "PT30M")]
    [InlineData("01:00:00", "PT1H")]
    [InlineData("p1d", "P1D")]
    public void Durations_are_ISO_8601_in_their_own_unit(string written, string expected) =>
        Assert.Equal(expected, Properties(Export(("r.yaml", Rule().Replace("queryPeriod: 1d", $"queryPeriod: {written}", StringComparison.Ordinal))))["queryPeriod"]!.GetValue<string>());

    [Theory]
    [InlineData("'[Deprecated] - x'", "[Deprecated] - x")]
    [InlineData("'[Deprecated]'", "[[Deprecated]")]
    public void A_name_in_brackets_is_no_expression(string written, string expected) =>
        Assert.Equal(expected, Properties(Export(("r.yaml", Rule().Replace("name: n", $"name: {written}", StringComparison.Ordinal))))["displayName"]!.GetValue<string>());

    [Fact]
    public void Settings_of_incidents_have_their_types_whatever_the_case_and_quotes_of_the_file()
    {
        var properties = Properties(Export(("r.yaml", Rule("incidentConfiguration:\n  CreateIncident: 'true'\n  groupingConfiguration:\n    enabled: true\n    reopenClosedIncident: false\n    lookbackDuration: 5h\n"
            + "    matchingMethod: anyalert\n    groupByEntities: [Host]\n    groupByAlertDetails: []\n"))));
        Assert.Equal("""{"createIncident":true,"groupingConfiguration":{"enabled":true,"reopenClosedIncident":false,"lookbackDuration":"PT5H","matchingMethod":"AnyAlert","groupByEntities":["Host"]}}""",
            properties["incidentConfiguration"]!.ToJsonString());
    }

    [Fact]
    public void An_NRT_rule_has_no_schedule()
    {
        var exported = Export(("r.yaml", Rule().Replace("kind: Scheduled", "kind: nrt", StringComparison.Ordinal)));
        Assert.Equal("NRT", exported.Json["resources"]![0]!["kind"]!.GetValue<string>());
        Assert.DoesNotContain(Properties(exported), property => property.Key is "queryFrequency" or "queryPeriod" or "triggerOperator" or "triggerThreshold");
    }

    [Fact]
    public void A_rule_that_lacks_what_is_required_is_not_exported()
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var rule = Load(("r.yaml", Rule().Replace("severity: Low\n", "", StringComparison.Ordinal)));
        Assert.Null(RuleTemplate.Create(rule, diagnostics));
        Assert.Contains("'severity'", Assert.Single(diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_rules_make_one_template()
    {
        var template = RuleTemplate.Combine([Export(("a.yaml", Rule())), Export(("b.yaml", Rule().Replace("name: n", "name: m", StringComparison.Ordinal)))])!;
        Assert.Equal(["n", "m"], template["resources"]!.AsArray().Select(resource => resource!["properties"]!["displayName"]!.GetValue<string>()));
        Assert.Null(RuleTemplate.Combine([]));
    }

    private static string Rule(string more = "") =>
        "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: n\ndescription: |\n  'Says what. '\nseverity: Low\nqueryFrequency: 1h\nqueryPeriod: 1d\ntriggerOperator: gt\ntriggerThreshold: 0\ntactics: [Impact]\n"
        + "query: |\n  T\nversion: 1.0.0\nkind: Scheduled\n" + more;

    private static JsonObject Properties(ExportedRule exported) => (JsonObject)exported.Json["resources"]![0]!["properties"]!;

    private static AnalyticsRule Load((string Path, string Text) file) => ContentRepository.Load(new MemoryFiles([("sentinel-content.yaml", "version: 1\n"), file])).Rules.Single();

    private static ExportedRule Export((string Path, string Text) file)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var exported = RuleTemplate.Create(Load(file), diagnostics);
        Assert.Empty(diagnostics);
        return exported!;
    }

    // The closed list of docs/export.md. The order of keys says nothing in JSON.
    private static JsonNode? Normal(JsonNode? node, string key = "")
    {
        switch (node)
        {
            case JsonObject map:
                return new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Normal(pair.Value, pair.Key))));
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Normal(item, key))]);
            case JsonValue value when value.TryGetValue<string>(out var text):
                if (text == "[variables('TemplateEmptyArray')]")
                    return new JsonArray();
                return key == "lookbackDuration" && Durations.TryParse(text, out var duration) ? Durations.ToIso8601(duration) : text;
            default:
                return node?.DeepClone();
        }
    }
}
