using Content.Azure.Arm;
using Content.Azure.Query;
using Content.Cli.Commands;
using Content.Diagnostics;
using Content.Kql.Engine;

namespace Content.Cli.Kql;

/// <summary>The command kql run on a workspace or a database of Data Explorer.</summary>
internal static class KqlWorkspaceRun
{
    /// <summary>Runs a query in the workspace of an environment and writes its rows.</summary>
    /// <exception cref="CommandException">There is no such environment, or it cannot be reached.</exception>
    public static async Task<int> ExecuteAsync(KqlRequest request, string environment, string? timespan, TimeSpan? maxTime, CancellationToken cancellationToken)
    {
        Check(request);
        if (await QueryWorkspace.ConnectAsync(RootFolder.Find(null), environment, cancellationToken).ConfigureAwait(false) is not { } workspace)
            return ExitCodes.Usage;
        return await RunAsync(request, query => workspace.Client.QueryAsync(query, timespan, maxTime, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Runs a query in a database of Data Explorer and writes its rows.</summary>
    /// <exception cref="CommandException">The address is none, or cannot be reached.</exception>
    public static Task<int> ExecuteOnClusterAsync(KqlRequest request, string cluster, string database, TimeSpan? maxTime, CancellationToken cancellationToken)
    {
        Check(request);
        if (!Uri.TryCreate(cluster, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || (address.Scheme == "http" && !address.IsLoopback))
            throw new CommandException(ExitCodes.Usage, $"'{cluster}' is no address of a cluster.", "Give one such as https://CLUSTER.REGION.kusto.windows.net.");
        return RunAsync(request, query => new KustoClient(ClusterTarget.Of(address, database)).QueryAsync(query, maxTime, cancellationToken));
    }

    private static void Check(KqlRequest request)
    {
        if (request.Data.Length > 0 || request.Batch is not null || request.Now is not null || request.Schema is not null)
            throw new CommandException(ExitCodes.Usage, "A query that runs elsewhere has its tables, their columns and its clock there.", "Leave out --data, --batch, --now and --schema.");
    }

    private static async Task<int> RunAsync(KqlRequest request, Func<string, Task<QueryResult>> run)
    {
        var query = KqlInput.ReadQuery(request);
        try
        {
            var result = await run(query).ConfigureAwait(false);
            if (result.Error is { } error)
            {
                var place = error.Place is { Function: null } at ? $"{request.File ?? "query"}:{new SourceText(query).GetPosition(at.Offset)}: " : "";
                Console.Error.WriteLine(place + (error.IsInconclusive ? "undecided: " : "error: ") + error.Message);
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
