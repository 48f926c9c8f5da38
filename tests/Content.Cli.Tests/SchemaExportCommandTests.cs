using System.Text.Json.Nodes;
using Content.Model.Schemas;

namespace Content.Cli.Tests;

public sealed class SchemaExportCommandTests
{
    private const string Rule =
        "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: n\ndescription: d\nseverity: Low\nqueryFrequency: 1h\nqueryPeriod: 24h\ntriggerOperator: gt\ntriggerThreshold: 0\ntactics: [Impact]\nquery: T\nversion: 1.0.0\nkind: Scheduled\n";

    [Fact]
    public void Schemas_are_listed_shown_and_written()
    {
        using var folder = new TemporaryFolder();
        var list = Tool.Run(folder.Path, "schema", "list");
        Assert.Equal((0, ContentSchema.All.Length), (list.ExitCode, list.Lines.Length));
        var shown = Tool.Run(folder.Path, "schema", "show", "watchlist");
        Assert.Equal("Watchlist", JsonNode.Parse(shown.Output)!["title"]!.GetValue<string>());
        Assert.Equal(0, Tool.Run(folder.Path, "schema", "write", "made/schemas").ExitCode);
        var files = Directory.EnumerateFiles(Path.Combine(folder.Path, "made", "schemas")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(ContentSchema.All.Select(schema => schema.FileName).Append("README.md").Order(StringComparer.Ordinal), files);
        Assert.Equal(shown.Output, File.ReadAllText(Path.Combine(folder.Path, "made", "schemas", "watchlist.schema.json")));
    }

    [Fact]
    public void A_schema_that_does_not_exist_is_wrong_usage()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(folder.Path, "schema", "show", "watchlists");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Did you mean 'watchlist'?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_is_printed_as_a_template()
    {
        using var folder = new TemporaryFolder().Add("a rule.yaml", Rule);
        var result = Tool.Run(folder.Path, "export", "arm", "a rule.yaml");
        Assert.True(result.ExitCode == 0, result.Error);
        var resource = JsonNode.Parse(result.Output)!["resources"]!.AsArray().Single()!;
        Assert.Equal(("Scheduled", "PT24H"), (resource["kind"]!.GetValue<string>(), resource["properties"]!["queryPeriod"]!.GetValue<string>()));
    }

    [Fact]
    public void Rules_of_a_folder_are_written_one_file_each()
    {
        using var folder = new TemporaryFolder().Add("in/one/a rule.yaml", Rule).Add("in/two/a rule.yaml", Rule.Replace("0f8f", "1f8f", StringComparison.Ordinal)).Add("in/b.yaml", Rule.Replace("0f8f", "2f8f", StringComparison.Ordinal));
        var result = Tool.Run(folder.Path, "export", "arm", "in", "--out", "out");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.StartsWith("3 of 3 rules written", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["a-rule-0f8fad5b-d9cb-469f-a165-70867728950e.json", "a-rule-1f8fad5b-d9cb-469f-a165-70867728950e.json", "b.json"],
            Directory.EnumerateFiles(Path.Combine(folder.Path, "out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_cannot_be_exported_is_said()
    {
        using var folder = new TemporaryFolder().Add("bad.yaml", Rule.Replace("severity: Low\n", "", StringComparison.Ordinal)).Add("none.yaml", "alias: Apps\nitemsSearchKey: A\nsource: a.csv\n").Add("a.csv", "A\n1\n");
        var bad = Tool.Run(folder.Path, "export", "arm", "bad.yaml");
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("'severity' is missing", bad.Error, StringComparison.Ordinal);
        Assert.Equal(2, Tool.Run(folder.Path, "export", "arm", "none.yaml").ExitCode);
        Assert.Equal(2, Tool.Run(folder.Path, "export", "arm", "nowhere").ExitCode);
    }
}
