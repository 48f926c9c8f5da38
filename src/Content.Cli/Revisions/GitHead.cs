namespace Content.Cli.Revisions;

/// <summary>The commit that a folder is of.</summary>
/// <param name="Commit">Its hash.</param>
/// <param name="IsModified">Whether files below the folder differ from it.</param>
internal sealed record GitHead(string Commit, bool IsModified)
{
    /// <summary>The commit of a folder; null when it is in no working tree of git, or there is no git.</summary>
    public static GitHead? Of(string root)
    {
        try
        {
            var commit = GitFiles.Run(root, "rev-parse", "--verify", "--quiet", "HEAD");
            if (commit.ExitCode != 0)
                return null;
            var status = GitFiles.Run(root, "status", "--porcelain", "--", ".");
            return new GitHead(commit.Output.Trim(), status.ExitCode != 0 || status.Output.Length > 0);
        }
        catch (CommandException)
        {
            return null;
        }
    }
}
