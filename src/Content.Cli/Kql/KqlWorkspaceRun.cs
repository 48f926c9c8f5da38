using Content.Azure.Arm;
using Content.Cli.Commands;

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
        if (await QueryWorkspace.ConnectAsync(RootFolder.Find(null), environment, cancellationToken).ConfigureAwait(false) is not { } workspace)
            return ExitCodes.Usage;
        try
        {
            var result = await workspace.Client.QueryAsync(query, timespan, maxTime, cancellationToken).ConfigureAwait(false);
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
