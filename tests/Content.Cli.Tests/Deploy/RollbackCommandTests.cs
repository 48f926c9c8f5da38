using System.Diagnostics;

namespace Content.Cli.Tests.Deploy;

public sealed class RollbackCommandTests : WorkspaceCommandTests
{
    private const string OtherId = "22222222-2222-4222-8222-222222222222";

    [Fact]
    public void The_content_of_a_revision_is_deployed_and_what_came_since_is_listed_and_stays()
    {
        var first = Commit();
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        Write("content/Rule.yaml", Read("content/Rule.yaml").Replace("severity: Medium", "severity: High", StringComparison.Ordinal));
        Write("content/Other.yaml", Read("content/Rule.yaml").Replace(RuleId, OtherId, StringComparison.Ordinal).Replace("from nowhere", "from elsewhere", StringComparison.Ordinal));
        var second = Commit();
        Assert.Equal(0, Run("apply", "--yes").ExitCode);

        var dry = Run("rollback", first, "--dry-run");
        Assert.Equal(4, dry.ExitCode);
        Assert.Contains("~ severity: High → Medium", dry.Output, StringComparison.Ordinal);
        Assert.Contains("? orphaned analytics rule 'Sign-ins from elsewhere'", dry.Output, StringComparison.Ordinal);
        Assert.Equal("High", Severity());
        Assert.Equal(2, Run("rollback", first).ExitCode);

        var rollback = Run("rollback", first, "--yes");
        Assert.Equal(0, rollback.ExitCode);
        Assert.StartsWith($"Rolling back to {first} ({first[..12]}).\n", rollback.Output, StringComparison.Ordinal);
        Assert.Equal("Medium", Severity());
        Assert.Contains(OtherId, Service.Stored("alertRules").Keys);
        Assert.Contains("severity: High", Read("content/Rule.yaml"), StringComparison.Ordinal);

        var pruned = Run("rollback", first, "--yes", "--prune");
        Assert.Equal(0, pruned.ExitCode);
        Assert.DoesNotContain(OtherId, Service.Stored("alertRules").Keys);

        var audit = Run("audit");
        Assert.Equal(0, audit.ExitCode);
        Assert.Equal(4, audit.Output.Split('\n').Count(line => line.Contains("commit ", StringComparison.Ordinal)));
        Assert.Contains($"commit {first[..12]}  local\n    delete  analytics rule 'Sign-ins from elsewhere' ({OtherId}): deleted\n", audit.Output, StringComparison.Ordinal);
        Assert.Contains($"commit {second[..12]}  local\n    update  analytics rule 'Sign-ins from nowhere' ({RuleId}): deployed\n", audit.Output, StringComparison.Ordinal);
        Assert.EndsWith("4 of 4 applies on record.\n", audit.Output, StringComparison.Ordinal);
        Assert.Contains($"\"commit\": \"{first}\"", Run("audit", "--format", "json", "--max", "1").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revision_that_deployed_elsewhere_or_is_none_is_refused()
    {
        Write("sentinel-content.yaml", Read("sentinel-content.yaml").Replace("workspace: law", "workspace: law-old", StringComparison.Ordinal));
        var old = Commit();
        Write("sentinel-content.yaml", Read("sentinel-content.yaml").Replace("workspace: law-old", "workspace: law", StringComparison.Ordinal));
        Commit();
        var elsewhere = Run("rollback", old, "--yes");
        Assert.Equal(2, elsewhere.ExitCode);
        Assert.Contains("the environment 'local' is another workspace (law-old in rg) than now (law in rg).", elsewhere.Error, StringComparison.Ordinal);
        var none = Run("rollback", "nowhere", "--yes");
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("There is no revision 'nowhere'", none.Error, StringComparison.Ordinal);
        Assert.Empty(Service.Stored("alertRules"));
    }

    [Fact]
    public void Content_of_no_commit_is_on_record_as_such()
    {
        Assert.Equal("No apply is on record.\n", Run("audit").Output);
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        Assert.Contains("(not logged in)  no commit  local\n    create  analytics rule", Run("audit").Output, StringComparison.Ordinal);
    }

    private string Severity() => Service.Stored("alertRules")[RuleId]["properties"]!["severity"]!.GetValue<string>();

    private string Commit()
    {
        Git("init", "-q");
        Git("add", "-A");
        Git("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "-q", "-m", "Change");
        return Git("rev-parse", "HEAD").Trim();
    }

    private string Git(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
