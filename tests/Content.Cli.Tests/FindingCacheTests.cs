namespace Content.Cli.Tests;

public sealed class FindingCacheTests
{
    [Fact]
    public void A_second_run_says_the_same()
    {
        using var content = SampleContent.Create("SigninLogs | where Resulttype == 1");
        var plain = Tool.Run(content.Path, "validate", "--format", "github");
        Assert.Equal(1, plain.ExitCode);
        for (var i = 0; i < 2; i++)
        {
            var cached = Tool.Run(content.Path, "validate", "--format", "github", "--cache", "of findings");
            Assert.Equal((plain.ExitCode, plain.Output), (cached.ExitCode, cached.Output));
        }

        Assert.True(File.Exists(Path.Combine(content.Path, "of findings", "findings.bin")));
        Assert.Single(Directory.GetFiles(Path.Combine(content.Path, "of findings")));
    }

    [Fact]
    public void Tests_run_with_queries_that_are_known()
    {
        using var content = SampleContent.Create();
        Assert.Equal(0, Tool.Run(content.Path, "check", "--cache", "cache").ExitCode);
        var second = Tool.Run(content.Path, "check", "--cache", "cache");
        Assert.Equal(0, second.ExitCode);
        Assert.Contains("passed", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_named()
    {
        using var content = SampleContent.Create();
        content.Add("taken", "");
        var result = Tool.Run(content.Path, "validate", "--cache", "taken");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("The cache folder 'taken' cannot be used", result.Error, StringComparison.Ordinal);
    }
}
