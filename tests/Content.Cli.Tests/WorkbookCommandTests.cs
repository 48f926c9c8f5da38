namespace Content.Cli.Tests;

public sealed class WorkbookCommandTests
{
    private const string Json = "{\n    \"version\": \"Notebook/1.0\",\n    \"items\": [\n        {\n            \"type\": 3,\n            \"content\": {\n                \"query\": \"T\\r\\n| take 1\"\n            },\n            \"name\": \"q\"\n        }\n    ]\n}\n";

    [Fact]
    public void A_workbook_is_unpacked_checked_and_packed_again()
    {
        using var folder = new TemporaryFolder().Add("My book.workbook", "\uFEFF" + Json).Add("sentinel-content.yaml", "version: 1\ncontent: [workbooks]\n");
        var unpacked = Tool.Run(folder.Path, "workbook", "unpack", "My book.workbook", "--out", "workbooks/w");
        Assert.True(unpacked.ExitCode == 0, unpacked.Error);
        Assert.Equal("T\n| take 1\n", File.ReadAllText(Path.Combine(folder.Path, "workbooks", "w", "queries", "q.kql")));
        Assert.Equal(0, Tool.Run(folder.Path, "validate").ExitCode);
        Assert.Equal(0, Tool.Run(folder.Path, "workbook", "pack", "workbooks/w", "--out", "again.workbook").ExitCode);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Path, "My book.workbook")), File.ReadAllBytes(Path.Combine(folder.Path, "again.workbook")));
        Assert.Equal(Json, Tool.Run(folder.Path, "workbook", "pack", "workbooks/w/workbook.yaml").Output.TrimStart('\uFEFF'));
    }

    [Fact]
    public void A_workbook_is_not_written_over_unless_asked_and_then_leaves_no_query_of_before()
    {
        using var folder = new TemporaryFolder().Add("a.json", Json).Add("b.json", Json.Replace("\"q\"", "\"other\"", StringComparison.Ordinal));
        Assert.Equal(0, Tool.Run(folder.Path, "workbook", "unpack", "a.json", "--out", "w").ExitCode);
        var refused = Tool.Run(folder.Path, "workbook", "unpack", "b.json", "--out", "w");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run(folder.Path, "workbook", "unpack", "b.json", "--out", "w", "--force").ExitCode);
        Assert.Equal(["other.kql"], Directory.GetFiles(Path.Combine(folder.Path, "w", "queries")).Select(Path.GetFileName));
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_said_with_its_place()
    {
        using var folder = new TemporaryFolder().Add("bad.json", "{\n \"a\": }").Add("w/workbook.yaml", "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: x\ncontent:\n  items: {$file: nope.kql}\n");
        var unpacked = Tool.Run(folder.Path, "workbook", "unpack", "bad.json");
        Assert.Equal(1, unpacked.ExitCode);
        Assert.Contains("bad.json:2:7: error CONTENT019", unpacked.Error, StringComparison.Ordinal);
        var packed = Tool.Run(folder.Path, "workbook", "pack", "w");
        Assert.Equal((1, ""), (packed.ExitCode, packed.Output));
        Assert.Contains("workbook.yaml:4:", packed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_looks_into_the_queries_of_workbooks_and_suppressions_hold_for_them()
    {
        using var folder = new TemporaryFolder().Add("a.json", Json.Replace("T\\r\\n| take 1", "SigninLogs\\r\\n| where Nope == 1", StringComparison.Ordinal)).Add("sentinel-content.yaml", "version: 1\ncontent: [workbooks]\n");
        Assert.Equal(0, Tool.Run(folder.Path, "workbook", "unpack", "a.json", "--out", "workbooks/w").ExitCode);
        var result = Tool.Run(folder.Path, "validate");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("workbooks/w/queries/q.kql:2:9", result.Output, StringComparison.Ordinal);
        var exported = Tool.Run(folder.Path, "workbook", "validate", "a.json");
        Assert.Equal(1, exported.ExitCode);
        Assert.Contains("a.json:7:49: error KQL142", exported.Output, StringComparison.Ordinal);
        folder.Add("sentinel-content.yaml", "version: 1\ncontent: [workbooks]\nanalysis:\n  suppressions:\n    - {code: KQL142, path: workbooks/w, reason: made for a test}\n");
        Assert.Equal(0, Tool.Run(folder.Path, "validate").ExitCode);
    }
}
