using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;

namespace Content.Azure.Tests;

public sealed class WatchlistTests
{
    private static readonly string[] Rows = ["com.a|Ann, Team|2027-01-01", "com.b||2027-01-01", "com.c|Cid|", "com.d|Dan|2027-01-01"];

    [Fact]
    public async Task The_file_arrives_row_by_row_with_its_quotes_resolved()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        Assert.Equal(Rows, Stored(deployment.Service));
    }

    [Fact]
    public async Task A_changed_row_replaces_the_old_one_and_a_new_row_is_added()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var changed = new Pack().Replace(".csv", "com.c,Cid,", "com.c,Cid,2028-02-02").Replace(".csv", "com.d,Dan,2027-01-01\n", "com.d,Dan,2027-01-01\ncom.e,Eve,\n");
        var plan = await deployment.PlanAsync(changed);
        Assert.Equal(["com.c: com.c", "(new): com.e"], plan.Item(ResourceKind.Watchlist).Rows.Select(row => $"{row.Before?["AppId"] ?? "(new)"}: {row.After!["AppId"]}"));
        Assert.Contains("~ row ReviewDate: (none) → 2028-02-02", plan.Text());
        await deployment.DeployAsync(changed);
        Assert.Equal(["com.a|Ann, Team|2027-01-01", "com.b||2027-01-01", "com.c|Cid|2028-02-02", "com.d|Dan|2027-01-01", "com.e|Eve|"], Stored(deployment.Service));
        Assert.False((await deployment.PlanAsync(changed)).HasDifferences);
    }

    [Fact]
    public async Task A_row_that_left_the_file_stays_until_its_removal_is_allowed()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var shorter = new Pack().Replace(".csv", "com.b,,2027-01-01\n", "").Replace(".csv", "com.c,Cid,\n", "");
        var kept = await deployment.PlanAsync(shorter);
        Assert.False(kept.HasDifferences);
        Assert.Contains("2 rows of the workspace are not in the file and stay", kept.Text());
        Assert.False((await deployment.PlanAsync(shorter, new PlanOptions { MaxRowDeletes = 1 })).HasDifferences);

        var removing = new PlanOptions { MaxRowDeletes = 2 };
        Assert.Contains("- row {\"AppId\":\"com.b\"", (await deployment.PlanAsync(shorter, removing)).Text());
        await deployment.DeployAsync(shorter, removing);
        Assert.Equal([Rows[0], Rows[3]], Stored(deployment.Service));
        Assert.False((await deployment.PlanAsync(shorter)).HasDifferences);
    }

    [Fact]
    public async Task Equal_rows_of_a_file_are_kept_apart()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var doubled = new Pack().Replace(".csv", "com.d,Dan,2027-01-01\n", "com.d,Dan,2027-01-01\ncom.d,Dan,2027-01-01\n");
        Assert.Single((await deployment.PlanAsync(doubled)).Item(ResourceKind.Watchlist).Rows);
        await deployment.DeployAsync(doubled);
        Assert.Equal(5, Stored(deployment.Service).Length);
        Assert.False((await deployment.PlanAsync(doubled)).HasDifferences);
    }

    [Fact]
    public async Task Another_search_key_is_a_conflict()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var plan = await deployment.PlanAsync(new Pack().Replace("ApprovedApps.yaml", "itemsSearchKey: AppId", "itemsSearchKey: Owner"));
        Assert.Contains("search key of a watchlist cannot be changed", plan.Item(ResourceKind.Watchlist).Conflict);
    }

    private static string[] Stored(ArmStub service) => [.. service.Stored("watchlistItems").Values
        .Select(item => item["properties"]!["itemsKeyValue"]!).Select(row => $"{row["AppId"]}|{row["Owner"]}|{row["ReviewDate"]}").Order(StringComparer.Ordinal)];
}
