using Content.Azure.Stub.Service;
using Content.Catalog;
using Content.Kql.Symbols;

namespace Content.Cli.Tests.Deploy;

public sealed class SchemaPullCommandTests : WorkspaceCommandTests
{
    [Fact]
    public void Tables_of_the_workspace_are_known_to_validate_once_they_are_pulled()
    {
        var signins = SentinelSchema.Instance.FindTable("SigninLogs")!.Row;
        Service.MicrosoftTables["SigninLogs"] = ("Analytics", signins);
        Service.MicrosoftTables["AuditLogs"] = ("Analytics", new RowType([.. SentinelSchema.Instance.FindTable("AuditLogs")!.Row.Columns, new ColumnSymbol("Brand_New", KqlType.Bool)]));
        Service.MicrosoftTables["Doors_CL"] = ("Analytics", new RowType([new ColumnSymbol("TimeGenerated", KqlType.DateTime), new ColumnSymbol("Door_s", KqlType.String), new ColumnSymbol("Opened_d", KqlType.Real)]));
        Write("content/Rule.yaml", Read("content/Rule.yaml").Replace("SigninLogs | where isempty(Location)", "Doors_CL | where Opened_d > 3 and isnotempty(_ResourceId) | join kind=inner (AuditLogs | where Brand_New) on $left.Door_s == $right.Identity", StringComparison.Ordinal));
        var before = Run("validate");
        Assert.Equal(1, before.ExitCode);
        Assert.Contains("Doors_CL", before.Output, StringComparison.Ordinal);

        var pull = Run("schema", "pull", "--env", "local", "--out", "schemas/local.json");
        Assert.Equal((0, ""), (pull.ExitCode, pull.Error));
        Assert.Equal($"2 tables written to {Path.Combine(Folder, "schemas", "local.json")}; 1 is known as it is.\nAdd 'workspaceSchema: schemas/local.json' to sentinel-content.yaml, so that validate goes by it.\n", pull.Output);
        Assert.StartsWith("{\n  \"AuditLogs\": {\n", Read("schemas/local.json"), StringComparison.Ordinal);
        Assert.Contains("  \"Doors_CL\": {\n    \"Door_s\": \"string\",\n    \"Opened_d\": \"real\",\n", Read("schemas/local.json"), StringComparison.Ordinal);

        Write("sentinel-content.yaml", Read("sentinel-content.yaml") + "workspaceSchema: schemas/local.json\n");
        Assert.DoesNotContain("KQL142", Run("validate").Output, StringComparison.Ordinal);
        var first = Read("schemas/local.json");
        Assert.Equal(0, Run("schema", "pull").ExitCode);
        Assert.Equal(first, Read("schemas/local.json"));

        // With the findings kept, another file is noticed.
        Assert.DoesNotContain("KQL142", Run("validate", "--cache", "cache").Output, StringComparison.Ordinal);
        Write("schemas/local.json", first.Replace("Opened_d", "Shut_d", StringComparison.Ordinal));
        Assert.Contains("Opened_d", Run("validate", "--cache", "cache").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_that_is_missing_or_broken_is_a_finding_at_its_place_and_can_be_pulled_anew()
    {
        Write("sentinel-content.yaml", Read("sentinel-content.yaml") + "workspaceSchema: schemas/local.json\n");
        Assert.Contains("sentinel-content.yaml:12:18: error CONTENT015: There is no file 'schemas/local.json'.", Run("validate").Output, StringComparison.Ordinal);
        Write("schemas/local.json", "{\"Doors_CL\": {\"Door_s\": \"text\"}}");
        Assert.Contains("schemas/local.json:1:25: error SCHEMA001: A column of 'Doors_CL' has no known type", Run("validate").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("schema", "pull").ExitCode);
        Assert.Equal("{}\n", Read("schemas/local.json"));
    }

    [Fact]
    public void A_workspace_that_does_not_let_in_is_one_line_and_leaves_the_file()
    {
        Write("schemas/local.json", "{}");
        Service.Add(new Fault(request => request.Path.EndsWith("/tables", StringComparison.Ordinal), StubResponse.Error(403, "AuthorizationFailed", "No role. Bearer abcdefghijklm")));
        var refused = Run("schema", "pull", "--out", "schemas/local.json");
        Assert.Equal((3, "", "error: 403 AuthorizationFailed: No role. Bearer ***\n"), (refused.ExitCode, refused.Output, refused.Error));
        Assert.Equal("{}", Read("schemas/local.json"));
    }
}
