namespace Content.Cli.Tests;

public sealed class FormatCommandTests
{
    private const string Before = "\uFEFFid: 0f8fad5b-d9cb-469f-a165-70867728950e\r\nname: N\r\ndescription: D\r\nquery: |\r\n  T | where a==1\r\n  | take 5\r\n";

    private static TemporaryFolder Repository()
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "sentinel-content.yaml"), "version: 1\ncontent: [hunting]\n");
        Directory.CreateDirectory(Path.Combine(folder.Path, "hunting"));
        File.WriteAllText(Path.Combine(folder.Path, "hunting", "Q.yaml"), Before);
        return folder;
    }

    [Fact]
    public void Files_are_written_once_and_keep_mark_and_line_ends()
    {
        using var folder = Repository();
        var file = Path.Combine(folder.Path, "hunting", "Q.yaml");
        var first = Tool.Run(folder.Path, "fmt");
        Assert.Equal((0, "formatted hunting/Q.yaml\n", "1 files, 1 changed.\n"), (first.ExitCode, first.Output, first.Error));
        var bytes = File.ReadAllBytes(file);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.EndsWith("query: |\r\n  T\r\n  | where a == 1\r\n  | take 5\r\n", File.ReadAllText(file), StringComparison.Ordinal);
        var second = Tool.Run(folder.Path, "fmt");
        Assert.Equal((0, ""), (second.ExitCode, second.Output));
        Assert.Equal(bytes, File.ReadAllBytes(file));
    }

    [Fact]
    public void Check_and_diff_write_nothing()
    {
        using var folder = Repository();
        var file = Path.Combine(folder.Path, "hunting", "Q.yaml");
        var bytes = File.ReadAllBytes(file);
        var check = Tool.Run(folder.Path, "fmt", "--check");
        Assert.Equal((1, "would change hunting/Q.yaml\n"), (check.ExitCode, check.Output));
        var diff = Tool.Run(folder.Path, "fmt", "hunting", "--diff");
        Assert.Equal(0, diff.ExitCode);
        Assert.Contains("-  T | where a==1\n", diff.Output, StringComparison.Ordinal);
        Assert.Contains("+  T\n+  | where a == 1\n", diff.Output, StringComparison.Ordinal);
        Assert.Equal(1, Tool.Run(folder.Path, "fmt", "--diff", "--check").ExitCode);
        Assert.Equal(2, Tool.Run(folder.Path, "fmt", "nothing-like-it").ExitCode);
        Assert.Equal(bytes, File.ReadAllBytes(file));
    }
}
