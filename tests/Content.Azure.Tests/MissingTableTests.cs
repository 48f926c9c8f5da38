using Content.Azure.Applying;
using Content.Azure.Planning;
using Content.Azure.Tests.Support;
using Content.Kql;
using Content.Model;

namespace Content.Azure.Tests;

/// <summary>Rules in workspaces that do not have all tables: what a fuzzy union guards is no obstacle to saving them.</summary>
public sealed class MissingTableTests
{
    [Fact]
    public async Task The_shipped_rules_are_deployed_and_enabled_where_no_product_is_connected()
    {
        var repository = ContentRepository.Load(RepositoryFolder.Path, cancellationToken: TestContext.Current.CancellationToken);
        var own = repository.Tables.Select(table => table.Name.Value).ToHashSet(StringComparer.Ordinal);
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.UnknownNames.UnionWith(repository.Rules.SelectMany(rule => Compilation.Bind(rule.Query.Value, repository.Schema).Tables).Select(table => table.Name).Where(name => !own.Contains(name)));
        Assert.True(deployment.Service.UnknownNames.Count > 15);
        var report = await deployment.ApplyAsync(await deployment.PlanAsync(repository));
        Assert.Equal([], report.Outcomes.Where(outcome => outcome.Result != ApplyResult.Deployed).Select(outcome => $"{outcome.Item.Key}: {outcome.Message}"));
        Assert.Equal(repository.Rules.Length, deployment.Service.Stored("alertRules").Count);
        Assert.All(deployment.Service.Stored("alertRules").Values, rule => Assert.True(rule["properties"]!["enabled"]!.GetValue<bool>()));
    }

    [Theory]
    [InlineData("union isfuzzy=true AppState_CL, (datatable(TimeGenerated: datetime) [])", true)]
    [InlineData("union isfuzzy=true (Vendor_CL | project AppId = Name), AppState_CL | where AppId == 'x'", true)]
    [InlineData("union isfuzzy=true (Vendor_CL | summarize by AppId = Name), (datatable(AppId: string) []) | join kind=inner AppState_CL on AppId", true)]
    [InlineData("union AppState_CL, (Vendor_CL | project AppId = Name)", false)]
    [InlineData("union isfuzzy=true Vendor_CL", false)]
    [InlineData("AppState_CL | lookup kind=leftouter (Vendor_CL | project AppId = Name) on AppId", false)]
    [InlineData("AppState_CL | where AppId in ((Vendor_CL | project Name))", false)]
    [InlineData("Known", false)]
    [InlineData("union isfuzzy=true Known, AppState_CL", true)]
    public async Task A_missing_table_is_an_obstacle_outside_of_a_fuzzy_union_only(string query, bool isSaved)
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.UnknownNames.Add("Vendor_CL");
        var pack = new Pack().Replace("Now.yaml", "query: AppState_CL | where AppId == \"x\"", "query: |\n  " + query).Add("content/parsers/Known.yaml", """
            id: 0e3c8a52-6d1f-4b7a-9c2e-5f8d1b3a7c64
            Function: {Title: Known apps, Version: '1.0.0', LastUpdated: '2026-01-01'}
            Category: Microsoft Sentinel Parser
            FunctionName: Known
            FunctionAlias: Known
            FunctionQuery: Vendor_CL | project AppId = Name
            """).Add("content/tables/Vendor_CL.yaml", """
            table: Vendor_CL
            columns:
              - {name: TimeGenerated, type: datetime}
              - {name: Name, type: string}
            """);
        var report = await deployment.ApplyAsync(await deployment.PlanAsync(pack));
        var outcome = report.Outcomes.First(outcome => outcome.Item.Key.Name == Pack.NrtId);
        Assert.Equal(isSaved ? ApplyResult.Deployed : ApplyResult.Failed, outcome.Result);
        if (!isSaved)
            Assert.Contains("'Vendor_CL'", outcome.Message, StringComparison.Ordinal);
    }
}
