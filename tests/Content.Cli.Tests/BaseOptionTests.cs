using System.ComponentModel;
using System.Diagnostics;

namespace Content.Cli.Tests;

/// <summary>Content against a revision of git, with the real one.</summary>
public sealed class BaseOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = SampleContent.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_changed_query_needs_a_new_version_which_fix_writes()
    {
        Commit();
        var rule = Path.Combine(_folder.Path, "detections", "rules", "Failures.yaml");
        Assert.Equal(0, Tool.Run(_folder.Path, "validate", "--base", "HEAD").ExitCode);
        File.WriteAllText(rule, File.ReadAllText(rule).Replace("Failures >= 2", "Failures >= 3", StringComparison.Ordinal));

        var found = Tool.Run(_folder.Path, "validate", "--base", "HEAD");
        Assert.Equal(1, found.ExitCode);
        Assert.Contains("Failures.yaml:18:10: error REVISION002: query has changed since the base, which asks for 1.1.0 (minor).", found.Output, StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run(_folder.Path, "validate").ExitCode);

        var repaired = Tool.Run(_folder.Path, "validate", "--base", "HEAD", "--fix");
        Assert.Equal(0, repaired.ExitCode);
        Assert.Contains("\r\nversion: 1.1.0\r\n", File.ReadAllText(rule), StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_rule_is_told_and_a_moved_one_is_not()
    {
        Commit();
        var rules = Path.Combine(_folder.Path, "detections", "rules");
        Directory.Move(rules, Path.Combine(_folder.Path, "detections", "moved"));
        Assert.DoesNotContain("REVISION", Tool.Run(_folder.Path, "validate", "--base", "HEAD").Output, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_folder.Path, "detections", "moved"), recursive: true);
        var gone = Tool.Run(_folder.Path, "validate", "--base", "HEAD");
        Assert.Contains("detections/rules/Failures.yaml:1:5: info REVISION006", gone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_compared_is_said_in_one_line()
    {
        var outside = Tool.Run(_folder.Path, "validate", "--base", "main");
        Assert.Equal(3, outside.ExitCode);
        Assert.Contains("not a git repository", outside.Error, StringComparison.Ordinal);
        Commit();
        foreach (var name in new[] { "no-such-branch", "--help", "-p" })
        {
            var unknown = Tool.Run(_folder.Path, "validate", "--base=" + name);
            Assert.Equal(2, unknown.ExitCode);
            Assert.Contains($"There is no revision '{name}'", unknown.Error, StringComparison.Ordinal);
        }
    }

    private void Commit()
    {
        Git("init", "-q");
        Git("config", "core.autocrlf", "false");
        Git("add", ".");
        Git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first");
    }

    private void Git(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder.Path })!;
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        catch (Win32Exception)
        {
            Assert.Skip("git is not installed.");
        }
    }
}
