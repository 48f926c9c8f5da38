using System.Diagnostics;

namespace Content.Cli.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("sentinel-content val", "validate")]
    [InlineData("sentinel-content validate --warn", "--warnings-as-errors")]
    [InlineData("sentinel-content kql ch", "check")]
    [InlineData("sentinel-content validate --format sa", "sarif")]
    [InlineData("sentinel-content import --templ", "--templates")]
    public void Bash_completes_what_is_typed(string line, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs bash.");
        var words = line.Split(' ');
        var script = Tool.Run(Path.GetTempPath(), "completion", "bash").Output
            + $"COMP_LINE='{line}'; COMP_POINT={line.Length}; COMP_WORDS=({line}); COMP_CWORD={words.Length - 1}; _sentinel_content; printf '%s\\n' \"${{COMPREPLY[@]}}\"";
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-c", script]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = AppContext.BaseDirectory + Path.PathSeparator + start.Environment["PATH"];
        using var process = Process.Start(start)!;
        Assert.Equal(expected + "\n", process.StandardOutput.ReadToEnd());
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Each_script_asks_the_tool_and_says_where_it_goes(string shell)
    {
        var lines = Tool.Run(Path.GetTempPath(), "completion", shell).Lines;
        Assert.StartsWith($"# sentinel-content completion {shell}: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("[suggest:", StringComparison.Ordinal));
        Assert.Equal(2, Tool.Run(Path.GetTempPath(), "completion", "cmd").ExitCode);
    }
}
