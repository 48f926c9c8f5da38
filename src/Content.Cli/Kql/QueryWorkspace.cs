using Content.Azure.Arm;
using Content.Azure.Query;
using Content.Cli.Commands;
using Content.Cli.Deploy;
using Content.Model;

namespace Content.Cli.Kql;

/// <summary>The workspace of an environment, for queries.</summary>
/// <param name="Client">Runs them.</param>
/// <param name="Target">The workspace.</param>
internal sealed record QueryWorkspace(LogAnalyticsClient Client, WorkspaceTarget Target)
{
    /// <summary>Finds a workspace and logs in.</summary>
    /// <param name="root">Folder of the configuration that has the environment.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The workspace; null when the environment is wrong, which has been written to the error stream.</returns>
    /// <exception cref="CommandException">There is no such environment, or it cannot be reached.</exception>
    public static async Task<QueryWorkspace?> ConnectAsync(string root, string environment, CancellationToken cancellationToken)
    {
        var repository = ContentRepository.Load(root, cancellationToken: cancellationToken);
        var (target, diagnostics) = WorkspaceTarget.Create(ContentRunner.InEnvironment(repository, environment).Environment!);
        if (target is null)
        {
            new DeployOutput(Console.Out, Console.Error).Diagnostics(diagnostics);
            return null;
        }

        try
        {
            return new QueryWorkspace(await LogAnalyticsClient.ConnectAsync(target, cancellationToken: cancellationToken).ConfigureAwait(false), target);
        }
        catch (ArmException exception)
        {
            throw new CommandException(ExitCodes.Environment, exception.Message);
        }
    }
}
