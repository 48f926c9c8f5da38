using System.CommandLine;
using Content.Cli.Kql;

namespace Content.Cli.Workbooks;

/// <summary>Where the rows of workbooks come from, as the options say.</summary>
/// <param name="Data">Files, folders, or <c>NAME=FILE</c>; empty for the repository's sample telemetry.</param>
/// <param name="Now">The clock; null for that of the data.</param>
/// <param name="Generate">Whether rows are made where there are none.</param>
internal sealed record RowsRequest(string[] Data, string? Now, bool Generate)
{
    /// <summary>The environment in whose workspace queries run; null for rows on this machine.</summary>
    public string? Workspace { get; init; }

    /// <summary>Time that a query in a workspace may take; null for the service's own limit.</summary>
    public TimeSpan? MaxTime { get; init; }
}

/// <summary>The options of all commands that show a workbook, for where its rows come from.</summary>
internal sealed class RowsOptions
{
    private readonly Option<string[]> _data = new("--data")
    {
        Description = "Rows: a folder of files that are named like their tables (SigninLogs.ndjson; NDJSON, JSON, CSV, TSV or Parquet, plain or gzip), such a file, or NAME=FILE as of 'kql run'. May be repeated. Default: the telemetry of the repository's test cases.",
        HelpName = "path",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _now = new("--now") { Description = "The end of time ranges, ISO 8601 in UTC. Default: the latest TimeGenerated of --data, or the time of the test cases.", HelpName = "time" };

    private readonly Option<bool> _generate = new("--generate") { Description = "Makes rows where a query finds none: of the tables that it reads, with the values that it compares with. The same rows every time." };

    private readonly Option<string?> _workspace = new("--workspace") { Description = "Runs log queries in the workspace of this environment of sentinel-content.yaml instead, on its tables and functions and by its clock.", HelpName = "NAME" };

    private readonly Option<string?> _timeout = new("--timeout") { Description = "With --workspace: time that each query may take, up to 10m. Default: the service's three minutes.", HelpName = "duration" };

    /// <summary>Gives them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_now);
        command.Options.Add(_generate);
        command.Options.Add(_workspace);
        command.Options.Add(_timeout);
    }

    /// <summary>What they say.</summary>
    /// <exception cref="CommandException">They do not go together.</exception>
    public RowsRequest Read(ParseResult result)
    {
        var request = new RowsRequest(result.GetValue(_data) ?? [], result.GetValue(_now), result.GetValue(_generate))
        {
            Workspace = result.GetValue(_workspace),
            MaxTime = KqlLimits.Read(null, null, result.GetValue(_timeout)).Time,
        };
        if (request.Workspace is not null && (request.Data.Length > 0 || request.Now is not null || request.Generate))
            throw new CommandException(ExitCodes.Usage, "A workbook on a workspace has its rows and its clock there.", "Leave out --data, --now and --generate.");
        if (request is { Workspace: null, MaxTime: not null })
            throw new CommandException(ExitCodes.Usage, "'--timeout' is for queries in a workspace.", "Name one with --workspace.");
        return request;
    }
}
