using Content.Cli.Workbooks;
using Content.Workbooks.Evaluation;

namespace Content.Cli.Tests.Workbooks;

public sealed class PreviewCommandTests
{
    private const string Book = """
        {"version":"Notebook/1.0","items":[
          {"type":9,"content":{"parameters":[{"name":"Who","type":1,"value":"nobody"}]},"name":"p"},
          {"type":1,"content":{"json":"Hello {Who}"},"name":"t"},
          {"type":3,"content":{"version":"KqlItem/1.0","query":"SigninLogs | where UserPrincipalName == '{Who}' | project UserPrincipalName, ResultType","queryType":0,"title":"Rows"},"name":"q"}]}
        """;

    private const string Rows = """{"TimeGenerated":"2026-03-01T10:00:00Z","UserPrincipalName":"a@b.example","ResultType":"0"}""" + "\n";

    [Fact]
    public void A_workbook_is_drawn_on_files_with_the_values_given()
    {
        using var folder = new TemporaryFolder().Add("My book.workbook", Book).Add("data/SigninLogs.ndjson", Rows);
        var result = Tool.Run(folder.Path, "workbook", "render", "My book.workbook", "--data", "data", "--set", "Who=a@b.example", "--out", "out/page.html");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("out/page.html\n", result.Output);
        var page = File.ReadAllText(Path.Combine(folder.Path, "out", "page.html"));
        Assert.Contains("Hello a@b.example", page, StringComparison.Ordinal);
        Assert.Contains("<td", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_workbook_is_read_again()
    {
        using var folder = new TemporaryFolder().Add("books/a.workbook", Book).Add("books/b.workbook", Book).Add("data/SigninLogs.ndjson", Rows);
        using var source = WorkbookSource.Create(Path.Combine(folder.Path, "books"), new RowsRequest([Path.Combine(folder.Path, "data")], null, false), _ => { });
        Assert.Equal(["a.workbook", "b.workbook"], source.Entries.Select(entry => entry.Name));
        Assert.Null(await source.OpenAsync("c.workbook", CancellationToken.None));
        Assert.Equal("Hello nobody", await TextAsync(source));

        using var end = new CancellationTokenSource();
        var changed = new TaskCompletionSource();
        source.Changed += changed.SetResult;
        var watching = Task.Run(() => source.Watch(end.Token), CancellationToken.None);
        // The watch may begin a moment later: the file is written until it is noticed.
        for (var i = 0; i < 100 && !changed.Task.IsCompleted; i++)
        {
            folder.Add("books/a.workbook", Book.Replace("Hello", "Goodbye" + new string('!', i), StringComparison.Ordinal));
            await Task.WhenAny(changed.Task, Task.Delay(TimeSpan.FromMilliseconds(600), CancellationToken.None));
        }

        Assert.True(changed.Task.IsCompleted);
        await end.CancelAsync();
        await watching;
        Assert.StartsWith("Goodbye", await TextAsync(source), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_that_cannot_be_read_says_why()
    {
        using var folder = new TemporaryFolder().Add("books/a/workbook.yaml", "id: x\n").Add("data/SigninLogs.ndjson", Rows);
        using var source = WorkbookSource.Create(Path.Combine(folder.Path, "books"), new RowsRequest([], null, false), _ => { });
        var opening = await source.OpenAsync(source.Entries[0].Name, CancellationToken.None);
        Assert.Null(opening!.Session);
        Assert.NotEmpty(opening.Problems);
    }

    [Theory]
    [InlineData("workbook", "render", "none.workbook", "--out", "x.html")]
    [InlineData("workbook", "render", "a.workbook")]
    [InlineData("workbook", "serve", "none.workbook")]
    [InlineData("workbook", "serve", "a.workbook", "--port", "70000")]
    public void Wrong_usage_is_told(params string[] args)
    {
        using var folder = new TemporaryFolder().Add("a.workbook", Book);
        Assert.Equal(2, Tool.Run(folder.Path, args).ExitCode);
    }

    private static async Task<string> TextAsync(WorkbookSource source)
    {
        var opening = await source.OpenAsync("a.workbook", CancellationToken.None);
        var items = await opening!.Session!.EvaluateAsync(CancellationToken.None);
        return items.OfType<EvaluatedText>().Single().Markdown;
    }
}
