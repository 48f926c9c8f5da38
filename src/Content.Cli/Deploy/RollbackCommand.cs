using System.CommandLine;
using Content.Cli.Revisions;
using Content.Model;

namespace Content.Cli.Deploy;

/// <summary>The command <c>rollback</c>: deploys the content as a revision of git has it.</summary>
internal static class RollbackCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var common = new CommonOptions();
        var revision = new Argument<string>("revision") { Description = "A branch, tag or commit of git." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Does not ask." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only shows the plan; exit code 4 when there is something to change." };
        var command = new Command("rollback", "Deploys the content as a revision of git has it, and leaves the files alone. What was deployed since and is not in the revision stays, and is listed, unless --prune deletes it.") { revision, yes, dryRun };
        common.AddTo(command);
        command.SetAction((result, token) => DeploySession.RunAsync(result, common, (session, cancellation) =>
            RunAsync(session, result.GetValue(revision)!, result.GetValue(yes), result.GetValue(dryRun), cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(DeploySession session, string revision, bool yes, bool dryRun, CancellationToken cancellationToken)
    {
        if (session.Target() is not { } target)
            return ExitCodes.Usage;
        using var files = GitFiles.Open(session.Root, revision);
        var past = ContentRepository.Load(files, cancellationToken: cancellationToken);
        if (past.Configuration.FindEnvironment(target.Environment) is not { } environment)
        {
            session.Output.Error($"{RepositoryConfiguration.FileName} of '{revision}' has no environment '{target.Environment}', so it is not known what was deployed there.");
            return ExitCodes.Usage;
        }

        // The environment of today says where to; one that went elsewhere then had other content.
        if (!Is(environment.Subscription, target.Subscription) || !Is(environment.ResourceGroup, target.ResourceGroup) || !Is(environment.Workspace, target.Workspace))
        {
            session.Output.Error($"In '{revision}' the environment '{target.Environment}' is another workspace ({environment.Workspace?.Value} in {environment.ResourceGroup?.Value}) than now ({target.Workspace} in {target.ResourceGroup}).");
            return ExitCodes.Usage;
        }

        if (!dryRun)
            session.Output.Line($"Rolling back to {revision} ({files.Commit[..12]}).");
        var rolled = session.At(past, files.Commit);
        var code = dryRun ? await rolled.PlanAsync("text", null, cancellationToken).ConfigureAwait(false) : await rolled.ApplyAsync(null, yes, false, cancellationToken).ConfigureAwait(false);
        return code;
    }

    private static bool Is(Located<string>? then, string now) => string.Equals(then?.Value, now, StringComparison.OrdinalIgnoreCase);
}
