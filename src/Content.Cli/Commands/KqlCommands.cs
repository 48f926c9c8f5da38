using System.CommandLine;
using Content.Cli.Kql;

namespace Content.Cli.Commands;

/// <summary>The commands kql run and kql check.</summary>
internal static class KqlCommands
{
    public static Command Create() => new("kql", "Binds and runs single queries, without any content repository.") { CreateRun(), CreateCheck() };

    private static Command CreateRun()
    {
        var common = new CommonOptions("table", "json", "ndjson", "csv");
        var data = new Option<string[]>("--data")
        {
            Description = "Rows of a table: NDJSON, JSON array, CSV, TSV or Parquet, plain or gzip. Columns are those of the schema, or what the file shows. NAME may also be cluster(\"c\").database(\"d\").T, workspace(\"w\").T, externaldata(\"address\"), _GetWatchlist(\"alias\"), or geo_info_from_ip_address. May be repeated.", HelpName = "NAME=FILE", DefaultValueFactory = _ => [],
        };
        var now = new Option<string?>("--now") { Description = "What now() is, ISO 8601 in UTC. Default: the time of the call.", HelpName = "time" };
        var rows = new Option<long?>("--max-rows") { Description = "Rows that a result may have. Default: 10 million.", HelpName = "count" };
        var memory = new Option<string?>("--max-memory") { Description = "Memory that the loaded columns may hold, and that each query may hold beside them. Default: 4GB each.", HelpName = "size" };
        var timeout = new Option<string?>("--timeout") { Description = "Time that loading may take, and that each query may take. Default: none.", HelpName = "duration" };
        var workspace = new Option<string?>("--workspace") { Description = "Runs the query in the workspace of this environment of sentinel-content.yaml instead, on its tables and by its clock.", HelpName = "NAME" };
        var timespan = new Option<string?>("--timespan") { Description = "With --workspace: the time that rows are of, such as P1D or START/END in ISO 8601. Default: all.", HelpName = "time" };
        var cluster = new Option<string?>("--cluster") { Description = "Runs the query in a database of this cluster of Azure Data Explorer instead, on its tables and by its clock.", HelpName = "URI" };
        var database = new Option<string?>("--database") { Description = "With --cluster: the database.", HelpName = "NAME" };
        var command = new Command("run", "Runs a query over data files, in a workspace, or in Azure Data Explorer.")
        {
            common.Query, common.File, common.Batch, data, common.Schema, now, common.Format, common.Stats, common.Repeat, rows, memory, timeout, workspace, timespan, cluster, database,
        };
        command.SetAction((result, cancellationToken) =>
        {
            var request = common.Read(result, result.GetValue(data) ?? [], result.GetValue(now));
            // Nothing of Azure is loaded for a query over files.
            if (result.GetValue(workspace) is { } environment)
                return KqlWorkspaceRun.ExecuteAsync(request, environment, result.GetValue(timespan), KqlLimits.Read(null, null, result.GetValue(timeout)).Time, cancellationToken);
            var (address, name) = (result.GetValue(cluster), result.GetValue(database));
            if (address is null != name is null)
                throw new CommandException(ExitCodes.Usage, "--cluster and --database go together.");
            if (address is not null)
                return KqlWorkspaceRun.ExecuteOnClusterAsync(request, address, name!, KqlLimits.Read(null, null, result.GetValue(timeout)).Time, cancellationToken);
            return Task.FromResult(KqlRun.Execute(request with { Limits = KqlLimits.Read(result.GetValue(rows), result.GetValue(memory), result.GetValue(timeout)) }, cancellationToken));
        });
        return command;
    }

    private static Command CreateCheck()
    {
        var common = new CommonOptions("table", "json");
        var crossCheck = CrossCheckOption.Create();
        var command = new Command("check", "Says what is wrong with a query, and which columns it returns, without running it.") { common.Query, common.File, common.Batch, common.Schema, common.Format, common.Stats, common.Repeat, crossCheck };
        command.SetAction((result, cancellationToken) =>
            Task.FromResult(KqlCheck.Execute(common.Read(result, [], null) with { CrossCheck = result.GetValue(crossCheck) }, cancellationToken)));
        return command;
    }

    private sealed class CommonOptions
    {
        public CommonOptions(params string[] formats)
        {
            Format = new Option<string>("--format") { Description = "How the outcome is written.", DefaultValueFactory = _ => formats[0] };
            Format.AcceptOnlyFromAmong(formats);
        }

        public Argument<string?> Query { get; } = new("query") { Description = "The query. Without it and without -f: standard input.", Arity = ArgumentArity.ZeroOrOne };

        public Option<string?> File { get; } = new("--file", "-f") { Description = "A file with the query.", HelpName = "file" };

        public Option<string?> Batch { get; } = new("--batch") { Description = "A file with one {\"id\", \"query\"} a line (- for standard input); one JSON object a line comes out.", HelpName = "file" };

        public Option<string?> Schema { get; } = new("--schema") { Description = "A file {\"table\": {\"column\": \"type\"}} in place of the built-in tables.", HelpName = "file" };

        public Option<string> Format { get; }

        public Option<bool> Stats { get; } = new("--stats") { Description = "One line of JSON with times and memory on standard error." };

        public Option<int> Repeat { get; } = new("--repeat") { Description = "Repeat so many times and report medians.", HelpName = "count", DefaultValueFactory = _ => 1 };

        public KqlRequest Read(ParseResult result, string[] data, string? now) => new(
            result.GetValue(Query), result.GetValue(File), result.GetValue(Batch), data, result.GetValue(Schema), now,
            result.GetValue(Format) ?? "table", result.GetValue(Stats), result.GetValue(Repeat));
    }
}
