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

    private const string Asking = """
        {"version": "Notebook/1.0", "items": [
          {"type": 9, "name": "p", "content": {"parameters": [{"name": "Time", "type": 4, "value": {"durationMs": 86400000}}, {"name": "App", "type": 2, "multiSelect": true, "quote": "'", "delimiter": ",", "query": "SigninLogs | distinct AppDisplayName", "timeContextFromParameter": "Time", "value": ["value::all"]}]}},
          {"type": 3, "name": "q", "content": {"query": "SigninLogs | where AppDisplayName in ({App}) | summarize Signins = count() by AppDisplayName | order by AppDisplayName asc", "timeContextFromParameter": "Time", "visualization": "piechart", "title": "Of {App}"}},
          {"type": 3, "name": "r", "content": {"query": "resources", "queryType": 1}}]}
        """;

    private const string Signins = """
        {"TimeGenerated": "2026-03-02T10:00:00Z", "AppDisplayName": "mail"}
        {"TimeGenerated": "2026-03-02T11:00:00Z", "AppDisplayName": "files"}
        {"TimeGenerated": "2026-02-20T11:00:00Z", "AppDisplayName": "files"}
        """;

    [Fact]
    public void Evaluate_shows_the_rows_of_data_files_and_what_cannot_be_had()
    {
        using var folder = new TemporaryFolder().Add("a.workbook", Asking).Add("data/SigninLogs.ndjson", Signins);
        var text = Tool.Run(folder.Path, "workbook", "evaluate", "a.workbook", "--data", "data");
        Assert.True(text.ExitCode == 0, text.Error + text.Output);
        Assert.Contains("1 query 'q' [piechart] Of 'mail','files': 2 rows", text.Output.Replace("'files','mail'", "'mail','files'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("2 query 'r' [table] not supported: Not supported offline: Azure Resource Graph", text.Output, StringComparison.Ordinal);
        var json = Tool.Run(folder.Path, "workbook", "evaluate", "a.workbook", "--data", "SigninLogs=data/SigninLogs.ndjson", "--set", "Time=30d", "--set", "App=files", "--format", "json");
        using var parsed = System.Text.Json.JsonDocument.Parse(json.Output);
        Assert.Equal("2026-03-02T11:00:00Z", parsed.RootElement.GetProperty("now").GetString());
        Assert.Equal("[[\"files\",2]]", parsed.RootElement.GetProperty("items")[1].GetProperty("rows").GetRawText());
    }

    [Fact]
    public void Evaluate_uses_recorded_responses_and_the_telemetry_of_the_repository()
    {
        using var folder = new TemporaryFolder().Add("a.workbook", Asking).Add("sentinel-content.yaml", "version: 1\ncontent: [workbooks, detections]\n")
            .Add("detections/r.yaml", "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: Rule\nkind: NRT\nseverity: Low\nquery: SigninLogs | project AppDisplayName\n")
            .Add("detections/r.tests.yaml", "cases:\n  - name: one\n    now: 2026-03-02T12:00:00Z\n    expect: {alerts: 0}\n    tables:\n      SigninLogs:\n        - {TimeGenerated: t-1h, AppDisplayName: chat}\n  - name: two\n    now: 2026-03-01T12:00:00Z\n    expect: {alerts: 0}\n    tables:\n      SigninLogs:\n        - {TimeGenerated: t-1h, AppDisplayName: chat}\n        - {TimeGenerated: t-2h, AppDisplayName: chat}\n");
        Assert.Equal(0, Tool.Run(folder.Path, "workbook", "unpack", "a.workbook", "--out", "workbooks/w").ExitCode);
        folder.Add("workbooks/w/recorded.yaml", "responses:\n  - type: resourceGraph\n    rows: [{id: one}]\n");
        Assert.DoesNotContain("recorded.yaml", Tool.Run(folder.Path, "validate").Output, StringComparison.Ordinal);
        var text = Tool.Run(folder.Path, "workbook", "evaluate", "workbooks/w");
        Assert.True(text.ExitCode == 0, text.Error + text.Output);
        // The row that both cases have, an hour before, is one.
        Assert.Matches("chat +2\n", text.Output);
        Assert.Contains("2 query 'r' [table] 1 row", text.Output, StringComparison.Ordinal);
        folder.Add("workbooks/w/recorded.yaml", "responses:\n  - type: nonsense\n");
        Assert.Contains("recorded.yaml:2:11: error WORKBOOK021", Tool.Run(folder.Path, "workbook", "evaluate", "workbooks/w").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_makes_rows_where_there_are_none()
    {
        using var folder = new TemporaryFolder().Add("a.workbook", Asking);
        Assert.DoesNotContain("mail", Tool.Run(folder.Path, "workbook", "evaluate", "a.workbook").Output, StringComparison.Ordinal);
        var made = Tool.Run(folder.Path, "workbook", "evaluate", "a.workbook", "--generate");
        Assert.True(made.ExitCode == 0, made.Error + made.Output);
        Assert.Contains("1 query 'q' [piechart] Of 'AppDisplayName", made.Output, StringComparison.Ordinal);
        Assert.Contains("AppDisplayName 1", made.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate", "nope", "no file or folder")]
    [InlineData("evaluate", "a.json", "--set", "x", "NAME=VALUE")]
    [InlineData("evaluate", "a.json", "--data", "nope", "NAME=FILE")]
    public void Evaluate_says_what_is_wrong_with_its_arguments(params string[] arguments)
    {
        using var folder = new TemporaryFolder().Add("a.json", Json);
        var result = Tool.Run(folder.Path, ["workbook", .. arguments[..^1]]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(arguments[^1], result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_that_fails_ends_evaluate_with_findings()
    {
        using var folder = new TemporaryFolder().Add("a.json", Json.Replace("T\\r", "SigninLogs | where Nope == 1\\r", StringComparison.Ordinal));
        var result = Tool.Run(folder.Path, "workbook", "evaluate", "a.json");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error: KQL142 at 1:20", result.Output, StringComparison.Ordinal);
    }
}
