using Content.Azure.Resources;
using Content.Azure.Tests.Support;

namespace Content.Azure.Tests;

public sealed class TableTests
{
    [Fact]
    public async Task A_new_column_is_added_and_columns_of_others_stay()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        deployment.Service.Edit("tables/AppState_CL", table => table["properties"]!["schema"]!["columns"]!.AsArray().Add(
            new System.Text.Json.Nodes.JsonObject { ["name"] = "TheirColumn", ["type"] = "datetime", ["isHidden"] = false }));
        var changed = new Pack().Replace("AppState_CL.yaml", "{name: Locked, type: bool}", "{name: Locked, type: bool}\n  - {name: Idle, type: long, description: Seconds}");
        Assert.False((await deployment.PlanAsync(new Pack())).HasDifferences);
        var plan = await deployment.PlanAsync(changed);
        Assert.Equal("columns.Idle", Assert.Single(plan.Item(ResourceKind.Table).Changes).Field);
        await deployment.DeployAsync(changed);
        var columns = deployment.Service.Stored("tables")["AppState_CL"]["properties"]!["schema"]!["columns"]!.AsArray().Select(column => column!["name"]!.GetValue<string>());
        Assert.Equal(["TimeGenerated", "AppId", "DeviceName", "Locked", "Idle", "TheirColumn"], columns);
        Assert.False((await deployment.PlanAsync(changed)).HasDifferences);
    }

    [Fact]
    public async Task Another_type_of_a_column_is_a_conflict_that_names_it()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        var plan = await deployment.PlanAsync(new Pack().Replace("AppState_CL.yaml", "{name: Locked, type: bool}", "{name: Locked, type: string}"));
        Assert.Equal("column 'Locked' is boolean in the workspace and string in the file, and the type of a column cannot be changed", plan.Item(ResourceKind.Table).Conflict);
    }
}
