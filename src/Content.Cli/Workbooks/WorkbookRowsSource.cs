using Content.Cli.Commands;
using Content.Cli.Kql;
using Content.Diagnostics;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;
using Content.Testing.Fixtures;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Evaluation.Generation;

namespace Content.Cli.Workbooks;

/// <summary>Rows that a workbook is shown on.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Source">What they are, in a few words for people.</param>
internal sealed record OpenedRows(IWorkbookData Data, string Source)
{
    /// <summary>What they are, and until when.</summary>
    public string Description => $"{Source}, as of {TimeRanges.Readable(Data.Now)} UTC";
}

/// <summary>Puts together where a workbook gets its rows: files, the repository's sample telemetry, generated ones.</summary>
internal static class WorkbookRowsSource
{
    // Without any data the clock is some moment that is the same tomorrow.
    private static readonly DateTime FixedNow = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>The rows of a workbook, here or in a workspace.</summary>
    /// <param name="input">The workbook.</param>
    /// <param name="path">Where it lies; the environments are those of the repository around it.</param>
    /// <param name="request">Where rows come from.</param>
    /// <param name="warnings">Takes what is wrong with the data.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The rows; null when the environment is wrong, which has been written to the error stream.</returns>
    public static async Task<OpenedRows?> OpenAsync(WorkbookInput input, string path, RowsRequest request, Action<string> warnings, CancellationToken cancellationToken)
    {
        if (request.Workspace is null)
            return Open(input, request, warnings, cancellationToken);
        return (await WorkspaceRows.ConnectAsync(WorkbookInput.RootOf(path) ?? RootFolder.Find(null), request, cancellationToken).ConfigureAwait(false))?.Open(input.Recorded);
    }

    /// <summary>The rows of a workbook on this machine.</summary>
    /// <param name="input">The workbook.</param>
    /// <param name="request">Where rows come from; not a workspace.</param>
    /// <param name="warnings">Takes what is wrong with the data.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static OpenedRows Open(WorkbookInput input, RowsRequest request, Action<string> warnings, CancellationToken cancellationToken)
    {
        var (data, now, generate) = request;
        string description;
        DateTimeOffset? given = now is null ? null : KqlRun.ReadNow(now);
        var schema = input.Schema;
        ITableSource tables;
        DateTime last;
        if (data.Length > 0)
        {
            var files = DataFiles.Read([.. data.SelectMany(DataFiles.Expand)]);
            schema = DataFiles.Describe(schema, files);
            var loaded = DataFiles.Load(files, schema, null, new KqlLimits(), cancellationToken);
            last = files.Keys.Select(name => schema.FindTable(name) is { } table ? LatestOf(loaded.FindTable(new TableRequest(name, table.Row, []))) : DateTime.MinValue).DefaultIfEmpty().Max();
            if (input.Repository is { } repository)
            {
                foreach (var watchlist in repository.Watchlists.Where(watchlist => !files.ContainsKey($"{WorkspaceFunction.WatchlistReader}(\"{watchlist.Alias.Value}\")")))
                    loaded.AddWatchlist(watchlist.Alias.Value, WatchlistTables.Shipped(watchlist, given?.UtcDateTime ?? last));
            }

            (tables, description) = (loaded, "Rows of files");
        }
        else if (input.Repository is { } content && SampleTelemetry.Of(content, cancellationToken) is { } sample)
        {
            foreach (var finding in sample.Diagnostics.Where(finding => finding.Severity == DiagnosticSeverity.Error))
                warnings(finding.ToString());
            (tables, last, description) = (sample.Tables, sample.Now, "Sample telemetry of the test cases");
        }
        else
            (tables, last, description) = (new TableSet { MissingTablesAreEmpty = true }, FixedNow, "No rows");

        var options = new ExecutionOptions { Now = given ?? new DateTimeOffset(last == DateTime.MinValue ? FixedNow : last, TimeSpan.Zero) };
        var local = new LocalWorkbookData(schema, tables, input.Recorded, options);
        return generate ? new OpenedRows(new GeneratedWorkbookData(local, schema, options), description + ", made ones where there are none") : new OpenedRows(local, description);
    }

    private static DateTime LatestOf(ColumnarTable? table)
    {
        var latest = 0L;
        var column = table?.Row.IndexOf("TimeGenerated") ?? -1;
        foreach (var chunk in column >= 0 ? table!.Chunks : [])
        {
            if (chunk.Columns[column] is not FixedVector<long> times)
                continue;
            for (var i = 0; i < chunk.Length; i++)
            {
                if (!times.IsNull(i))
                    latest = Math.Max(latest, times[i]);
            }
        }

        return new DateTime(latest, DateTimeKind.Utc);
    }
}
