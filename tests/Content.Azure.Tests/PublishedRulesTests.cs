using System.Text;
using System.Text.Json.Nodes;
using Content.Azure.Applying;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;
using Content.Model;

namespace Content.Azure.Tests;

/// <summary>Rules of the Azure-Sentinel repository with the ARM resources that Microsoft made of them.</summary>
public sealed class PublishedRulesTests
{
    private static readonly string? Corpus = ReferenceFolder.Find("corpus");

    [Fact]
    public async Task Published_rules_deploy_and_plan_as_unchanged()
    {
        var (repository, _) = Load();
        await using var deployment = await Deployment.StartAsync(new ArmStub { MobileTechniques = new HashSet<string>() });
        var desired = DesiredStateBuilder.Build(repository, deployment.Target);
        var first = await Planner.PlanAsync(desired, deployment.Client, new PlanOptions(), TestContext.Current.CancellationToken);
        Assert.True(first.Count(PlanAction.Create) > 250, $"{first.Count(PlanAction.Create)}: {string.Join("\n", desired.Diagnostics)}");
        var report = await deployment.ApplyAsync(first);
        var failed = report.Outcomes.Where(outcome => outcome.Result != ApplyResult.Deployed).Select(outcome => $"{outcome.Item.Path}: {outcome.Message}");
        var second = await Planner.PlanAsync(desired, deployment.Client, new PlanOptions(), TestContext.Current.CancellationToken);
        Assert.Equal([], failed);
        Assert.False(second.HasDifferences, second.Text());
    }

    [Fact]
    public void Bodies_say_what_the_published_resources_say()
    {
        var (repository, pairs) = Load();
        var differences = new List<string>();
        var compared = 0;
        foreach (var rule in DesiredStateBuilder.Build(repository, new("x", new Uri("http://127.0.0.1"), "s", "r", "w", CredentialKind.None)).Resources)
        {
            var arm = pairs[rule.Path];
            var published = RuleHandler.Comparable(arm);
            // Where the query is another one, the file is newer than the package.
            if (published["query"]!.GetValue<string>() != rule.Comparable["query"]!.GetValue<string>())
                continue;
            // Packages are switched off, have their own texts and a fixed suppression, and hold expressions of the template language.
            var changes = JsonDiff.Compare(published, rule.Comparable)
                .Where(change => change.Field is not ("enabled" or "description" or "suppressionDuration" or "techniques" or "subTechniques") && !PlanText.Value(change.Before).StartsWith("[variables(", StringComparison.Ordinal));
            compared++;
            differences.AddRange(changes.Select(change => $"{rule.Path} {change.Field}: {PlanText.Value(change.Before)} → {PlanText.Value(change.After)}"));
        }

        Assert.True(compared > 150, compared.ToString());
        Assert.True(differences.Count * 10 < compared, $"{differences.Count} of {compared}\n{string.Join("\n", differences.Take(60))}");
    }

    internal static (ContentRepository Repository, Dictionary<string, JsonObject> Pairs) Load()
    {
        Assert.SkipWhen(Corpus is null, "The corpus is not at hand.");
        var files = new List<(string, string)> { ("sentinel-content.yaml", "version: 1\ncontent: [rules]\n") };
        var pairs = new Dictionary<string, JsonObject>();
        var ids = new HashSet<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(Corpus!, "arm-pairs"), "*.json").Order(StringComparer.Ordinal))
        {
            var pair = JsonNode.Parse(File.ReadAllText(file))!;
            var path = pair["yaml"]!.GetValue<string>();
            var full = Path.Combine(Corpus!, path);
            if (!File.Exists(full))
                continue;
            var text = File.ReadAllText(full, Encoding.UTF8);
            if (pairs.TryAdd(path, pair["arm"]!.AsObject()) && ids.Add(text.Split('\n').FirstOrDefault(line => line.StartsWith("id:", StringComparison.Ordinal)) ?? path))
                files.Add((path, text));
        }

        return (ContentRepository.Load(new MemoryFiles([.. files])), pairs);
    }
}
