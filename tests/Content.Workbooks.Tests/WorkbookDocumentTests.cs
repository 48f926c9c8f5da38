using Content.Diagnostics;
using Content.Model;

namespace Content.Workbooks.Tests;

public sealed class WorkbookDocumentTests
{
    [Fact]
    public void Items_parameters_and_queries_are_found_at_any_depth()
    {
        var workbook = Read("""
            {"version": "Notebook/1.0", "items": [
              {"type": 1, "content": {"json": "# Ü"}, "name": "title"},
              {"type": 9, "content": {"parameters": [{"name": "TimeRange", "type": 4}, {"name": "App", "type": 2, "query": "T | distinct App", "jsonData": "[]"}]}, "name": "p"},
              {"type": 12, "content": {"version": "NotebookGroup/1.0", "items": [
                {"type": 3, "content": {"query": "T | where App == '{App}'", "timeContextFromParameter": "TimeRange", "queryType": 0}, "name": "inner"}]}, "name": "g"}]}
            """);
        Assert.Empty(workbook.Diagnostics);
        Assert.Equal([WorkbookItemType.Text, WorkbookItemType.Parameters, WorkbookItemType.Group], workbook.Items.Select(item => item.Type));
        Assert.Equal("inner", Assert.Single(workbook.Items[2].Items).Name);
        Assert.Equal(["TimeRange", "App"], workbook.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["App", "inner"], workbook.Queries.Select(query => query.Owner));
        // Behind a character of two bytes, a place is still counted in characters.
        Assert.Equal("\"T | where App == '{App}'\"", workbook.Source.Content.Substring(workbook.Queries[1].Node.Span.Start, workbook.Queries[1].Node.Span.Length));
    }

    [Theory]
    [InlineData("", "WORKBOOK001", 1, 1)]
    [InlineData("{\n \"version\": }", "WORKBOOK001", 2, 13)]
    [InlineData("[]", "WORKBOOK001", 1, 1)]
    [InlineData("{\"items\": []}", "WORKBOOK002", 1, 1)]
    [InlineData("{\"version\": \"Notebook/2.0\", \"items\": []}", "WORKBOOK002", 1, 13)]
    [InlineData("{\"version\": \"Notebook/1.0\"}", "WORKBOOK002", 1, 1)]
    [InlineData("{\"kind\": \"shared\", \"serializedData\": \"{}\"}", "WORKBOOK002", 1, 39)]
    [InlineData("{\"version\": \"Notebook/1.0\", \"items\": [\n{\"type\": 99}]}", "WORKBOOK003", 2, 10)]
    [InlineData("{\"version\": \"Notebook/1.0\", \"items\": [\n{\"type\": 1}]}", "WORKBOOK004", 2, 1)]
    [InlineData("{\"version\": \"Notebook/1.0\", \"items\": [\n{\"type\": 3, \"content\": {\"query\": \" \"}}]}", "WORKBOOK004", 2, 34)]
    [InlineData("{\"version\": \"Notebook/1.0\", \"items\": [\n{\"type\": 9, \"content\": {\"parameters\": [{\"name\": \"1 x\"}]}}]}", "WORKBOOK005", 2, 49)]
    [InlineData("{\"version\": \"Notebook/1.0\", \"items\": [{\"type\": 9, \"content\": {\"parameters\": [{\"name\": \"x\"},\n{\"name\": \"x\"}]}}]}", "WORKBOOK006", 2, 10)]
    [InlineData("{\"version\": \"Notebook/1.0\", \"items\": [\n{\"type\": 3, \"content\": {\"query\": \"T\", \"timeContextFromParameter\": \"Nope\"}}]}", "WORKBOOK007", 2, 67)]
    [InlineData("{\"version\": \"Notebook/1.0\", \"items\": [{\"type\": 9, \"content\": {\"parameters\": [\n{\"name\": \"x\", \"jsonData\": \"[1,\"}]}}]}", "WORKBOOK008", 2, 27)]
    public void What_is_wrong_has_a_code_and_a_place(string text, string code, int line, int column)
    {
        var finding = Assert.Single(Read(text).Diagnostics);
        Assert.Equal((code, line, column), (finding.Code, finding.Start.Line, finding.Start.Column));
    }

    [Fact]
    public void A_misspelt_parameter_is_suggested()
    {
        var workbook = Read("""{"version": "Notebook/1.0", "items": [{"type": 9, "content": {"parameters": [{"name": "TimeRange", "type": 4}]}}, {"type": 3, "content": {"query": "T", "timeContextFromParameter": "TimeRnge"}}]}""");
        Assert.Contains("Did you mean 'TimeRange'?", Assert.Single(workbook.Diagnostics).Message);
    }

    [Fact]
    public void The_shipped_workbooks_have_nothing_wrong()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "workbooks")))
            folder = folder.Parent;
        var workbooks = ContentRepository.Load(folder.FullName, cancellationToken: TestContext.Current.CancellationToken).Workbooks;
        Assert.NotEmpty(workbooks);
        foreach (var shipped in workbooks)
        {
            var workbook = WorkbookDocument.Read(shipped)!;
            Assert.Equal([], workbook.Diagnostics.Select(diagnostic => diagnostic.ToString()));
            Assert.NotEmpty(workbook.Queries);
        }
    }

    [Fact]
    public void Published_workbooks_are_read_without_an_exception_and_nearly_all_without_a_finding()
    {
        var corpus = ReferenceFolder.Find("corpus", "workbooks");
        Assert.SkipWhen(corpus is null, "The corpus is not at hand.");
        var read = Directory.GetFiles(corpus!, "*.json", SearchOption.AllDirectories).Select(file => WorkbookDocument.Read(new SourceText(File.ReadAllText(file).TrimStart('\uFEFF'), Path.GetFileName(file)))).ToArray();
        var wrong = read.Where(workbook => !workbook.Diagnostics.IsEmpty).SelectMany(workbook => workbook.Diagnostics.Select(diagnostic => diagnostic.ToString())).ToArray();
        Assert.True(wrong.Length * 10 < read.Length, $"{read.Length} read\n{string.Join("\n", wrong)}");
    }

    private static WorkbookDocument Read(string text) => WorkbookDocument.Read(new SourceText(text, "workbook.json"));
}
