using System.Text.Json.Nodes;
using Content.Azure.Drift;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;
using Content.Model;

namespace Content.Azure.Tests;

/// <summary>Every kind of resource: its body, its way to the workspace and back, and each of its fields.</summary>
public sealed class AllKindsTests
{
    // Not kept by the service, or nothing that content can be told by.
    private static readonly string[] Unmanaged =
    [
        "etag", "location", "properties.rawContent", "properties.contentType", "properties.numberOfLinesToSkip", "properties.source", "properties.sourceType",
        "properties.ruleType", "properties.schema.name",
    ];

    // Fields that a plan shows under a shorter name than the service's.
    private static readonly Dictionary<string, string> Shown = new()
    {
        ["aggregationKind"] = "eventGrouping", ["createIncident"] = "incidents.create", ["groupingConfiguration"] = "incidents", ["isEnabled"] = "enabled", ["serializedData"] = "content",
        ["source"] = "source", ["support"] = "support", ["columnName"] = "entityMappings",
    };

    [Fact]
    public async Task All_kinds_are_deployed_and_planned_as_unchanged()
    {
        await using var deployment = await Deployment.StartAsync();
        var plan = await deployment.PlanAsync(WholePack.Create());
        Assert.Equal(ResourceKinds.All, plan.Items.Select(item => item.Key.Kind).Distinct());
        Assert.All(plan.Items, item => Assert.Equal(PlanAction.Create, item.Action));
        await deployment.DeployAsync(WholePack.Create());
        var second = await deployment.PlanAsync(WholePack.Create());
        Assert.False(second.HasDifferences, second.Text());
        Assert.DoesNotContain(second.Items, item => item.Drifted);
    }

    [Fact]
    public async Task Bodies_are_of_the_resource_types_of_Microsoft()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(WholePack.Create());
        // A second write of each carries what an update carries.
        foreach (var (collection, field) in (ReadOnlySpan<(string, string)>)[("alertRules", "displayName"), ("watchlists", "displayName"), ("savedSearches", "displayName"), ("workbooks", "displayName"), ("automationRules", "displayName"), ("summaryLogs", "description"), ("metadata", "version")])
        {
            foreach (var name in deployment.Service.Stored(collection).Keys.Where(name => !name.StartsWith("sentinel-content-state", StringComparison.Ordinal)))
                deployment.Service.Edit($"{collection}/{name}", resource => resource["properties"]![field] = "edited");
        }

        await deployment.DeployAsync(WholePack.Create());
        var types = new ResourceTypes();
        var checkedTypes = new HashSet<string>();
        foreach (var request in deployment.Service.Requests.Where(request => request.Method == "PUT"))
        {
            var type = TypeOf(request.Path);
            checkedTypes.Add(type);
            Assert.Equal([], types.Check(type, request.Query["api-version"], JsonNode.Parse(request.Body)!.AsObject()).Select(finding => $"{request.Path}: {finding}"));
        }

        Assert.Equal(8, checkedTypes.Count);
    }

    [Fact]
    public async Task Each_field_that_somebody_changes_shows_as_drift_by_name()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(WholePack.Create());
        var repository = WholePack.Create().Load();
        var count = 0;
        foreach (var request in deployment.Service.Requests.Where(request => request.Method == "PUT" && !request.Path.Contains("sentinel-content-state", StringComparison.Ordinal)))
        {
            var segments = request.Path.Split('/');
            var (collection, name) = (segments[^2], segments[^1]);
            foreach (var path in Leaves(JsonNode.Parse(request.Body)!, "").Where(path => !Unmanaged.Contains(path)))
            {
                var original = (JsonObject)deployment.Service.Stored(collection)[name].DeepClone();
                // The format of a workbook's content is no content; a watchlist's rows are resources of their own.
                if (path == "kind" || At(original, path) is not { } old || (collection == "workbooks" && path == "properties.version"))
                    continue;
                Assert.True(deployment.Service.Edit($"{collection}/{name}", resource => Replace(resource, path, Other(old))));
                var plan = await deployment.PlanAsync(repository);
                var item = plan.Items.Single(item => string.Equals(item.Key.Name, name, StringComparison.OrdinalIgnoreCase));
                Assert.True(item.Action is PlanAction.Update or PlanAction.Conflicting, $"{request.Path} {path}: {item.Action}");
                Assert.True(item.Drifted || item.Action == PlanAction.Conflicting, $"{request.Path} {path}: no drift");
                Assert.True(item.Changes.Any(change => Names(path).Any(part => change.Field.Contains(part, StringComparison.OrdinalIgnoreCase))), $"{request.Path} {path}: {string.Join(", ", item.Changes.Select(change => change.Field))}");
                var drift = Assert.Single(await DriftAsync(deployment, repository));
                Assert.Equal(name, drift.Key.Name, ignoreCase: true);
                Assert.True(drift.Changes.All(change => change.IsKnown), $"{request.Path} {path}: what was deployed is not known");
                Assert.True(drift.Changes.Any(change => Names(path).Any(part => change.Field.Contains(part, StringComparison.OrdinalIgnoreCase))), $"{request.Path} {path}: {string.Join(", ", drift.Changes.Select(change => change.Field))}");
                Assert.True(deployment.Service.Edit($"{collection}/{name}", resource =>
                {
                    resource.Clear();
                    foreach (var (key, value) in original)
                        resource[key] = value?.DeepClone();
                }));
                count++;
            }
        }

        Assert.True(count > 120, count.ToString());
        Assert.False((await deployment.PlanAsync(repository)).HasDifferences);
        Assert.Empty(await DriftAsync(deployment, repository));
    }

    private static async Task<IEnumerable<DriftItem>> DriftAsync(Deployment deployment, ContentRepository repository) =>
        (await DriftDetector.DetectAsync(DesiredStateBuilder.Build(repository, deployment.Target), deployment.Client, [], DateOnly.MinValue, TestContext.Current.CancellationToken)).Items;

    [Fact]
    public async Task Fusion_keeps_the_sources_that_the_file_says_nothing_about()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(WholePack.Create());
        deployment.Service.Edit("alertRules/BuiltInFusion", rule => rule["properties"]!["sourceSettings"]![0]!["enabled"] = false);
        Assert.False((await deployment.PlanAsync(WholePack.Create())).Items.Single(item => item.Key.Name == "BuiltInFusion").Writes);
    }

    [Fact]
    public async Task An_automation_rule_waits_for_the_rule_that_it_names()
    {
        await using var deployment = await Deployment.StartAsync();
        var item = (await deployment.PlanAsync(WholePack.Create())).Item(ResourceKind.AutomationRule);
        Assert.Contains(item.DependsOn, key => key.Name == Pack.RuleId);
        Assert.Contains($"{deployment.Target.SentinelId}/alertRules/{Pack.RuleId}", item.Body!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_come_after_the_functions_that_they_call()
    {
        await using var deployment = await Deployment.StartAsync();
        // By name the caller would come first.
        await deployment.DeployAsync(new Pack().Add("content/parsers/Caller.yaml", """
            id: 01010101-0101-4101-8101-010101010101
            Function: {Title: Caller, Version: '1.0.0', LastUpdated: '2026-01-01'}
            Category: Microsoft Sentinel Parser
            FunctionName: Caller
            FunctionAlias: Caller
            FunctionQuery: Approved() | take 1
            """));
        var writes = deployment.Service.Requests.Where(request => request.IsWrite).Select(request => request.Path.Split('/')[^1]).ToList();
        Assert.True(writes.IndexOf(Pack.FunctionId) < writes.IndexOf("01010101-0101-4101-8101-010101010101"));
    }

    private static string TypeOf(string path)
    {
        var segments = path.Split('/');
        var provider = Array.LastIndexOf(segments, "providers");
        return segments[provider + 1] + "/" + string.Join('/', segments.Skip(provider + 2).Where((_, i) => i % 2 == 0));
    }

    private static IEnumerable<string> Leaves(JsonNode node, string path) => node switch
    {
        JsonObject map => map.SelectMany(pair => pair.Value is null ? [] : Leaves(pair.Value, path.Length == 0 ? pair.Key : $"{path}.{pair.Key}")),
        JsonArray list => list.SelectMany((item, i) => item is null ? [] : Leaves(item, $"{path}[{i}]")),
        _ => [path],
    };

    private static IEnumerable<string> Names(string path) => path.Split('.', '[').Where(part => part != "properties" && !part.EndsWith(']')).SelectMany(part => Shown.TryGetValue(part, out var name) ? [part, name] : new[] { part });

    private static JsonNode? At(JsonNode? node, string path) =>
        Steps(path).Aggregate(node, (at, step) => step is int index ? (at as JsonArray)?.ElementAtOrDefault(index) : (at as JsonObject)?[(string)step]);

    private static void Replace(JsonObject resource, string path, JsonNode value)
    {
        var steps = Steps(path).ToArray();
        JsonNode? at = resource;
        foreach (var step in steps[..^1])
            at = step is int index ? at![index] : at![(string)step];
        if (steps[^1] is int last)
            at![last] = value;
        else
            at![(string)steps[^1]] = value;
    }

    private static IEnumerable<object> Steps(string path)
    {
        foreach (var part in path.Split('.'))
        {
            var names = part.Split('[');
            yield return names[0];
            foreach (var index in names.Skip(1))
                yield return int.Parse(index.TrimEnd(']'));
        }
    }

    private static JsonNode Other(JsonNode value)
    {
        var single = value.AsValue();
        if (single.TryGetValue<bool>(out var flag))
            return !flag;
        if (single.TryGetValue<long>(out var number))
            return number + 1;
        var text = single.GetValue<string>();
        if (text.StartsWith('P') && text.Length < 8 && text.Any(char.IsDigit))
            return "P9D";
        if (text.StartsWith("{\"", StringComparison.Ordinal))
            return text.Replace("| count", "| take 7", StringComparison.Ordinal);
        return DateTime.TryParse(text, out _) ? "2031-01-01T00:00:00Z" : text + "x";
    }
}
