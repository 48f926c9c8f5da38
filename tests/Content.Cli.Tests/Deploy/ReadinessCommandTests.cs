using System.Text.Json.Nodes;
using Content.Azure.Stub.Service;
using Content.Catalog;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Cli.Tests.Deploy;

public sealed class ReadinessCommandTests : WorkspaceCommandTests
{
    [Fact]
    public void A_workspace_with_all_that_rules_need_is_ready_and_one_without_is_not()
    {
        var signins = SentinelSchema.Instance.FindTable("SigninLogs")!.Row;
        Service.MicrosoftTables["SigninLogs"] = ("Analytics", signins);
        var row = new RowType([signins.Find("TimeGenerated")!, signins.Find("Location")!]);
        Service.Queries.Data = new TableSet { MissingTablesAreEmpty = true }.AddTable("SigninLogs", ColumnarTable.FromRows(row, [[new DateTime(2026, 3, 2, 11, 0, 0, DateTimeKind.Utc), "DE"], [new DateTime(2026, 3, 1, 11, 0, 0, DateTimeKind.Utc), ""]]));
        var ready = Run("readiness", "--env", "local", "--days", "2");
        Assert.Equal((0, ""), (ready.ExitCode, ready.Error));
        Assert.Contains("  ready    Sign-ins from nowhere\n", ready.Output, StringComparison.Ordinal);
        Assert.Contains("  live     SigninLogs: 1 rows a day, last row 2026-03-02T11:00:00Z\n             columns: Location 50% empty\n", ready.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 rule: 1 ready.\n", ready.Output, StringComparison.Ordinal);

        Service.Queries.Data = new TableSet { MissingTablesAreEmpty = true };
        var blind = Run("readiness", "nowhere", "--format", "json");
        Assert.Equal((1, ""), (blind.ExitCode, blind.Error));
        Assert.Equal("blind", JsonNode.Parse(blind.Output)!["rules"]![0]!["state"]!.GetValue<string>());
    }

    [Fact]
    public void Wrong_usage_and_a_workspace_that_does_not_let_in_are_one_line()
    {
        Assert.Equal((2, "", "error: --days goes from 1 to 90."), (Run("readiness", "--days", "0") is var days ? days.ExitCode : 0, days.Output, days.Error.Split('\n')[0]));
        Assert.Equal(2, Run("readiness", "NoSuchRule").ExitCode);
        Service.Add(new Fault(request => request.Path.EndsWith("/tables", StringComparison.Ordinal), StubResponse.Error(403, "AuthorizationFailed", "No role.")));
        var refused = Run("readiness");
        Assert.Equal((3, "", "error: 403 AuthorizationFailed: No role.\n"), (refused.ExitCode, refused.Output, refused.Error));
    }

    [Fact]
    public void A_rule_that_cannot_be_read_is_not_ready()
    {
        Write("content/Rule.yaml", Read("content/Rule.yaml").Replace("Location", "Locatoin", StringComparison.Ordinal));
        var run = Run("readiness");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("content/Rule.yaml: the query has errors, so it is not known what it needs. 'validate' shows them.\n", run.Error);
    }
}
