using System.Text;
using Content.Diagnostics;
using Content.Model;
using Content.Model.Json;
using Content.Workbooks.Authoring;

namespace Content.Workbooks.Tests;

public sealed class UnpackTests
{
    private const string Small = """
        {
          "version": "Notebook/1.0",
          "items": [
            {
              "type": 3,
              "content": {
                "query": "T\n| where A == \"é\" //\\ {P}\n| where Nope",
                "size": 0.50,
                "unknown": [null, true, {}, [], "true", "1.0", "", " x", "a: b", "\u0001\u2028😀", "- y"]
              },
              "name": "a query"
            }
          ],
          "$file": {"$object": "kept", "": 1e5}
        }
        """;

    [Theory]
    [InlineData(Small)]
    [InlineData("""{"version": "Notebook/1.0", "items": [{"type": 1, "name": "..", "content": {"json": "line\r\n\r\nanother"}}, {"type": 1, "name": "t", "content": {"json": "ends\n\n"}}, {"type": 1, "name": "t", "content": {"json": "mixed\r\nends\n"}}]}""")]
    [InlineData("""{"version": "Notebook/1.0", "items": []}""")]
    public void What_was_unpacked_packs_to_the_same_JSON(string json)
    {
        var canonical = Canonical(json);
        Assert.Equal(canonical, Pack(WorkbookUnpacker.Unpack(new SourceText(json, "x.json"), "x")).Json!.Content);
        Assert.Equal(canonical, Canonical(canonical));
    }

    [Theory]
    [InlineData("{\"version\":\"Notebook/1.0\",\"items\":[]}")]
    [InlineData("{}")]
    [InlineData("{\n    \"version\": \"\\u00e9\",\n    \"items\": []\n}\n")]
    [InlineData("{\r\n  \"version\": \"é\",\r\n  \"items\": []\r\n}")]
    public void The_layout_of_the_JSON_is_kept(string json) => Assert.Equal(json, Pack(WorkbookUnpacker.Unpack(new SourceText(json, "x.json"), "x")).Json!.Content);

    [Fact]
    public void Queries_and_texts_get_files_that_say_what_they_are()
    {
        var unpacked = WorkbookUnpacker.Unpack(new SourceText("""
            {"version": "Notebook/1.0", "items": [
              {"type": 12, "name": "g", "content": {"items": [{"type": 3, "name": "Top users", "content": {"query": "T\r\n| take 1"}}, {"type": 3, "name": "top Users", "content": {"query": "U"}}]}},
              {"type": 9, "name": "p", "content": {"parameters": [{"name": "App", "query": "V"}, {"name": "Arm", "query": "{}", "queryType": 12}]}},
              {"type": 1, "name": "../../etc", "content": {"json": "# Title"}}]}
            """), "My workbook");
        Assert.Equal(["workbook.yaml", "queries/Top-users.kql", "queries/top-Users-2.kql", "queries/App.kql", "texts/etc.md"], unpacked.Files.Select(file => file.Path));
        Assert.Equal("T\n| take 1\n", unpacked.Files[1].Text);
        Assert.Contains("query: {$file: queries/Top-users.kql, $lines: crlf}", unpacked.Files[0].Text, StringComparison.Ordinal);
        Assert.Contains("name: My workbook\n", unpacked.Files[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_lead_into_the_file_where_the_text_stands()
    {
        var workbook = Pack(WorkbookUnpacker.Unpack(new SourceText("""{"version": "Notebook/1.0", "items": [{"type": 3, "name": "q", "content": {"query": "T\r\n| where Nope", "title": "a\"b"}}]}"""), "x"));
        var query = Assert.Single(WorkbookDocument.Read(workbook)!.Queries);
        Assert.Equal("T\r\n| where Nope", query.Text);
        var place = query.Node.Map.MapSpan(new TextSpan(11, 4));
        Assert.Equal(("w/queries/q.kql", "Nope"), (query.Node.Source.Path, query.Node.Source.Content.Substring(place.Start, place.Length)));
    }

    [Fact]
    public void A_column_of_a_query_in_JSON_is_a_column_of_the_file_also_inside_of_an_ARM_template()
    {
        const string Inner = """{"version": "Notebook/1.0", "items": [{"type": 3, "name": "q", "content": {"query": "T\n| where a == \"é\" and Nope"}}]}""";
        var outer = "{\"resources\": [{\"type\": \"microsoft.insights/workbooks\", \"name\": \"x\", \"properties\": {\"serializedData\": " + System.Text.Json.JsonSerializer.Serialize(Inner) + "}}]}";
        foreach (var json in new[] { Inner, outer })
        {
            var query = Assert.Single(WorkbookDocument.Read(new SourceText(json, "w.json")).Queries);
            var place = query.Node.Map.MapSpan(new TextSpan(query.Text.IndexOf("Nope", StringComparison.Ordinal), 4));
            Assert.Equal("Nope", json.Substring(place.Start, place.Length));
        }
    }

    [Fact]
    public void An_ARM_template_gives_the_workbook_in_it_with_its_name_and_id()
    {
        var unpacked = WorkbookUnpacker.Unpack(new SourceText("""
            {"$schema": "x", "resources": [{"type": "Microsoft.OperationalInsights/workspaces", "name": "w"}, {"type": "Microsoft.Insights/workbooks", "name": "0f8fad5b-d9cb-469f-a165-70867728950e",
              "properties": {"displayName": "Shown", "category": "[parameters('c')]", "serializedData": "{\"version\":\"Notebook/1.0\",\"items\":[]}"}}]}
            """, "x.json"), "x");
        var workbook = Pack(unpacked);
        Assert.Equal(("Shown", "0f8fad5b-d9cb-469f-a165-70867728950e", "{\"version\":\"Notebook/1.0\",\"items\":[]}"), (workbook.Name.Value, workbook.Id!.Value, workbook.Json!.Content));
        Assert.Null(workbook.Category);
    }

    [Theory]
    [InlineData("{\"a\": 1, \"a\": 2}", "WORKBOOK009")]
    [InlineData("[]", "WORKBOOK002")]
    [InlineData("{", "CONTENT019")]
    [InlineData("{\"a\": \"\\ud800\"}", "CONTENT019")]
    public void What_cannot_be_unpacked_without_a_loss_is_refused(string json, string code)
    {
        var unpacked = WorkbookUnpacker.Unpack(new SourceText(json, "x.json"), "x");
        Assert.Empty(unpacked.Files);
        Assert.Equal(code, Assert.Single(unpacked.Diagnostics).Code);
    }

    [Theory]
    [InlineData("content: {items: {$file: nope.kql}}", "CONTENT")]
    [InlineData("content: {items: {$file: ../../nope.kql}}", "CONTENT")]
    [InlineData("content: {items: {$file: [a]}}", "CONTENT")]
    [InlineData("content: {items: {$file: q.kql, other: 1}}", "CONTENT")]
    [InlineData("content: {items: {$file: q.kql, $lines: cr}}", "CONTENT")]
    [InlineData("content: [a]", "CONTENT")]
    [InlineData("file: q.kql\ncontent: {a: 1}", "CONTENT")]
    [InlineData("version: 1.0.0", "CONTENT")]
    public void What_is_wrong_in_a_written_workbook_is_said_at_its_place(string yaml, string code)
    {
        var repository = Load([new("workbook.yaml", "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: x\n" + yaml), new("q.kql", "T\n")]);
        var error = Assert.Single(repository.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.StartsWith(code, error.Code, StringComparison.Ordinal);
        Assert.Equal("w/workbook.yaml", error.Path);
    }

    [Fact]
    public void All_published_workbooks_pack_to_what_they_were()
    {
        var corpus = ReferenceFolder.Find("corpus", "workbooks");
        Assert.SkipWhen(corpus is null, "The corpus is not at hand.");
        var files = Directory.GetFiles(corpus!, "*.json", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var exact = 0;
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var hasMark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
            var text = Encoding.UTF8.GetString(hasMark ? bytes.AsSpan(3) : bytes);
            var workbook = Pack(WorkbookUnpacker.Unpack(new SourceText(text, "x.json"), "x", hasMark));
            Assert.Equal(hasMark, workbook.Style.HasByteOrderMark);
            if (workbook.Json!.Content == text)
                exact++;
            else
                Assert.Equal(Canonical(text), workbook.Json!.Content);
        }

        Assert.True(exact * 10 > files.Length * 9, $"{exact} of {files.Length} are the same bytes.");
    }

    private static string Canonical(string json) => JsonStyle.Canonical.Write(JsonElementNode.Parse(new SourceText(json), out _)!);

    private static Workbook Pack(UnpackedWorkbook unpacked)
    {
        Assert.Empty(unpacked.Diagnostics);
        var repository = Load(unpacked.Files);
        Assert.Equal([], repository.Diagnostics.Select(diagnostic => diagnostic.ToString()));
        return Assert.Single(repository.Workbooks);
    }

    private static ContentRepository Load(IEnumerable<UnpackedFile> files) =>
        ContentRepository.Load(new MemoryFiles([("sentinel-content.yaml", "version: 1\ncontent: [w]"), .. files.Select(file => ("w/" + file.Path, file.Text))]));
}
