using System.Diagnostics;

namespace Content.Cli.Tests.Workbooks;

public sealed class PicturesCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new TemporaryFolder()
        .Add("sentinel-content.yaml", "version: 1\ncontent: [workbooks, parsers]\n")
        .Add("parsers/Failures.yaml", "id: 2b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f\nFunction:\n  Title: Failures\n  Version: '1.0.0'\nFunctionName: Failures\nFunctionAlias: Failures\nFunctionQuery: |\n  print User = 'ann'\n")
        .Add("workbooks/tabs/workbook.yaml", """
            id: 0f8fad5b-d9cb-469f-a165-70867728950e
            name: Two <tabs>
            file: tabs.workbook
            """)
        .Add("workbooks/tabs/tabs.workbook", """
            {"version": "Notebook/1.0", "items": [
              {"type": 11, "name": "l", "content": {"style": "tabs", "links": [
                {"linkTarget": "parameter", "cellValue": "Tab", "subTarget": "a", "linkLabel": "Who & when"}, {"linkTarget": "parameter", "cellValue": "Tab", "subTarget": "b", "linkLabel": "Wrong"}]}},
              {"type": 3, "name": "q", "content": {"query": "Failures", "title": "Users"}, "conditionalVisibility": {"parameterName": "Tab", "comparison": "isEqualTo", "value": "a"}},
              {"type": 3, "name": "r", "content": {"query": "print toint('x') | where tostring(print_0) == '' | project X = 1 / 0, Y = Nope", "title": "Broken | here"}, "conditionalVisibility": {"parameterName": "Tab", "comparison": "isEqualTo", "value": "b"}}]}
            """)
        .Add("workbooks/plain/workbook.yaml", "id: 1f8fad5b-d9cb-469f-a165-70867728950e\nname: Plain\nfile: plain.workbook\n")
        .Add("workbooks/plain/plain.workbook", """{"version": "Notebook/1.0", "items": [{"type": 1, "name": "t", "content": {"json": "Hello"}}]}""");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_tab_is_a_page_and_the_summary_says_what_it_shows()
    {
        var run = Tool.Run(_folder.Path, "workbook", "pictures", "--out", "out", "--format", "markdown");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("## Workbooks\n\n### Plain\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n### Two &lt;tabs&gt;\n\n| Tab | Files | Shown | Not shown |\n|---|---|---|---|\n| Who &amp; when | `tabs/who-when.html`", run.Output, StringComparison.Ordinal);
        Assert.Contains(" | 1 of 1 |  |\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(" | 0 of 1 | **error** Broken \\| here: ", run.Output, StringComparison.Ordinal);
        Assert.Contains(">ann<", File.ReadAllText(Path.Combine(_folder.Path, "out", "tabs", "who-when.html")), StringComparison.Ordinal);
        Assert.Contains("Nope", File.ReadAllText(Path.Combine(_folder.Path, "out", "tabs", "wrong.html")), StringComparison.Ordinal);
        Assert.Contains("Hello", File.ReadAllText(Path.Combine(_folder.Path, "out", "plain", "workbook.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_looks_different_from_the_base_is_drawn()
    {
        Git("init", "-q");
        Git("add", ".");
        Git("commit", "-q", "-m", "base");
        var same = Tool.Run(_folder.Path, "workbook", "pictures", "--base", "HEAD", "--out", "out");
        Assert.Equal((0, "No workbook changed.\n", ""), (same.ExitCode, same.Output, same.Error));
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "out")));

        _folder.Add("workbooks/plain/plain.workbook", """{"version": "Notebook/1.0", "items": [{"type": 1, "name": "t", "content": {"json": "Goodbye"}}]}""");
        var one = Tool.Run(_folder.Path, "workbook", "pictures", "--base", "HEAD", "--out", "out");
        Assert.Equal(0, one.ExitCode);
        Assert.Equal("out/plain/workbook.html", one.Lines[0]);
        Assert.DoesNotContain("tabs", one.Output, StringComparison.Ordinal);

        var parser = Path.Combine(_folder.Path, "parsers", "Failures.yaml");
        File.WriteAllText(parser, File.ReadAllText(parser).Replace("ann", "bob", StringComparison.Ordinal));
        Assert.Contains("out/tabs/who-when.html", Tool.Run(_folder.Path, "workbook", "pictures", "--base", "HEAD", "--out", "out").Lines);
        Assert.Equal(2, Tool.Run(_folder.Path, "workbook", "pictures", "--base", "nope", "--out", "out").ExitCode);
    }

    private void Git(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", .. arguments]) { WorkingDirectory = _folder.Path })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
