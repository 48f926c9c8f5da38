using Content.Cli.Kql;
using Content.Diagnostics;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Testing.Fixtures;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Evaluation.Generation;

namespace Content.Cli.Workbooks;

/// <summary>Puts together where a workbook gets its rows: files, the repository's sample telemetry, generated ones.</summary>
internal static class WorkbookRowsSource
{
    private static readonly string[] Extensions = [".ndjson", ".jsonl", ".json", ".csv", ".tsv", ".parquet"];

    // Without any data the clock is some moment that is the same tomorrow.
    private static readonly DateTime FixedNow = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>The data of a workbook.</summary>
    /// <param name="input">The workbook.</param>
    /// <param name="data">Files, folders, or <c>NAME=FILE</c>; empty for the repository's sample telemetry.</param>
    /// <param name="now">The clock; null for the latest time in the data.</param>
    /// <param name="generate">Whether rows are made where there are none.</param>
    /// <param name="warnings">Takes what is wrong with the data.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static IWorkbookData Create(WorkbookInput input, string[] data, string? now, bool generate, Action<string> warnings, CancellationToken cancellationToken)
    {
        DateTimeOffset? given = now is null ? null : KqlRun.ReadNow(now);
        var schema = input.Schema;
        ITableSource tables;
        DateTime last;
        if (data.Length > 0)
        {
            var files = DataFiles.Read([.. data.SelectMany(Expand)]);
            schema = DataFiles.Describe(schema, files);
            var loaded = DataFiles.Load(files, schema, null, new KqlLimits(), cancellationToken);
            last = files.Keys.Select(name => schema.FindTable(name) is { } table ? LatestOf(loaded.FindTable(new TableRequest(name, table.Row, []))) : DateTime.MinValue).DefaultIfEmpty().Max();
            if (input.Repository is { } repository)
            {
                foreach (var watchlist in repository.Watchlists.Where(watchlist => !files.ContainsKey($"_GetWatchlist(\"{watchlist.Alias.Value}\")")))
                    loaded.AddWatchlist(watchlist.Alias.Value, WatchlistTables.Shipped(watchlist, given?.UtcDateTime ?? last));
            }

            tables = loaded;
        }
        else if (input.Repository is { } content && SampleTelemetry.Of(content, cancellationToken) is { } sample)
        {
            foreach (var finding in sample.Diagnostics.Where(finding => finding.Severity == DiagnosticSeverity.Error))
                warnings(finding.ToString());
            (tables, last) = (sample.Tables, sample.Now);
        }
        else
            (tables, last) = (new TableSet { MissingTablesAreEmpty = true }, FixedNow);

        var options = new ExecutionOptions { Now = given ?? new DateTimeOffset(last == DateTime.MinValue ? FixedNow : last, TimeSpan.Zero) };
        var local = new LocalWorkbookData(schema, tables, input.Recorded, options);
        return generate ? new GeneratedWorkbookData(local, schema, options) : local;
    }

    // A folder is its data files, a file the table of its name: SigninLogs.ndjson.gz.
    private static IEnumerable<string> Expand(string item)
    {
        if (Directory.Exists(item))
            return Directory.GetFiles(item).Where(IsData).Order(StringComparer.Ordinal).Select(Named);
        return [File.Exists(item) ? Named(item) : item];
    }

    private static string Named(string path)
    {
        var name = Path.GetFileName(path);
        return name[..(name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? dot : name.Length)] + "=" + path;
    }

    private static bool IsData(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Extensions.Any(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
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
