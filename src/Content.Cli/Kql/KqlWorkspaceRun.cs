using Content.Azure.Arm;
using Content.Azure.Query;
using Content.Cli.Commands;
using Content.Cli.Deploy;
using Content.Diagnostics;
using Content.Kql.Engine;
using Content.Model;

namespace Content.Cli.Kql;

/// <summary>The command kql run on a workspace.</summary>
internal static class KqlWorkspaceRun
{
    /// <summary>Runs a query in the workspace of an environment and writes its rows.</summary>
    /// <exception cref="CommandException">There is no such environment, or it cannot be reached.</exception>
    public static async Task<int> ExecuteAsync(KqlRequest request, string environment, string? timespan, TimeSpan? maxTime, CancellationToken cancellationToken)
    {
        if (request.Data.Length > 0 || request.Batch is not null || request.Now is not null || request.Schema is not null)
            throw new CommandException(ExitCodes.Usage, "A query in a workspace has its tables, their columns and its clock there.", "Leave out --data, --batch, --now and --schema.");
        var query = KqlInput.ReadQuery(request);
        var repository = ContentRepository.Load(RootFolder.Find(null), cancellationToken: cancellationToken);
        var found = ContentRunner.InEnvironment(repository, environment).Environment!;
        var (target, diagnostics) = WorkspaceTarget.Create(found);
        if (target is null)
        {
            new DeployOutput(Console.Out, Console.Error).Diagnostics(diagnostics);
            return ExitCodes.Usage;
        }

        try
        {
            var client = await LogAnalyticsClient.ConnectAsync(target, cancellationToken: cancellationToken).ConfigureAwait(false);
            var result = await client.QueryAsync(query, timespan, maxTime, cancellationToken).ConfigureAwait(false);
            if (result.Error is { } error)
            {
                Console.Error.WriteLine((error.IsInconclusive ? "undecided: " : "error: ") + error.Message);
                return ExitCodes.Findings;
            }

            using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
            ResultWriter.Write(result, request.Format, output);
            return ExitCodes.Success;
        }
        catch (ArmException exception)
        {
            throw new CommandException(ExitCodes.Environment, exception.Message);
        }
    }
}
