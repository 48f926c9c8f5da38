using System.Diagnostics;
using System.Globalization;
using Content.Catalog;
using Content.Kql;
using Content.Kql.Engine;
using Content.Kql.Engine.Loading;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Cli.Kql;

/// <summary>The command kql run.</summary>
internal static class KqlRun
{
    public static int Execute(KqlRequest request, CancellationToken cancellationToken)
    {
        var stats = new KqlStats();
        var now = ReadNow(request.Now);
        var start = Stopwatch.GetTimestamp();
        var files = DataFiles.Read(request.Data);
        var schema = DataFiles.Describe(KqlInput.ReadSchema(request.Schema), files);
        stats.LoadMs = KqlStats.Since(start);
        var entries = request.Batch is not null ? KqlInput.ReadBatch(request.Batch) : [new BatchEntry("", KqlInput.ReadQuery(request), null)];
        var queries = new BoundQuery?[entries.Count];
        for (var i = 0; i < queries.Length; i++)
        {
            if (entries[i].Query is { } text)
                queries[i] = Bind(text, schema, request, stats);
        }

        start = Stopwatch.GetTimestamp();
        var tables = Load(queries, schema, files, request.Limits, cancellationToken);
        stats.LoadMs += KqlStats.Since(start);
        var options = request.Limits.Apply(new ExecutionOptions { Now = now });
        var code = request.Batch is not null
            ? RunBatch(request, entries, queries, tables, options, stats, cancellationToken)
            : RunOne(request, queries[0]!, tables, options, stats, cancellationToken);
        if (request.Stats)
            stats.Write(Console.Error);
        return code;
    }

    private static int RunOne(KqlRequest request, BoundQuery query, ITableSource tables, ExecutionOptions options, KqlStats stats, CancellationToken cancellationToken)
    {
        KqlText.WriteDiagnostics(query, request.File, Console.Error);
        if (query.HasErrors)
            return ExitCodes.Findings;
        var result = Run(query, tables, options, request, stats, cancellationToken);
        if (result.Error is { } error)
        {
            Console.Error.WriteLine((error.IsInconclusive ? "undecided: " : "error: ") + KqlLimits.Explain(error));
            return ExitCodes.Findings;
        }

        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        ResultWriter.Write(result, request.Format, output);
        return ExitCodes.Success;
    }

    private static int RunBatch(KqlRequest request, List<BatchEntry> entries, BoundQuery?[] queries, ITableSource tables, ExecutionOptions options, KqlStats stats, CancellationToken cancellationToken)
    {
        stats.Queries = entries.Count;
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        var failed = false;
        for (var i = 0; i < entries.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (queries[i] is not { } query)
                Fail(i, entries[i].Error!);
            else if (query.Diagnostics.FirstOrDefault(found => found.Severity == Diagnostics.DiagnosticSeverity.Error) is { } first)
                Fail(i, $"{first.Code}: {first.Message}");
            else
            {
                var result = Run(query, tables, options, request, stats, cancellationToken);
                if (result.Error is { } error)
                    Fail(i, KqlLimits.Explain(error));
                else
                    ResultWriter.WriteBatchResult(output, entries[i].Id, result);
            }
        }

        return failed ? ExitCodes.Findings : ExitCodes.Success;

        void Fail(int entry, string error)
        {
            ResultWriter.WriteBatchError(output, entries[entry].Id, error);
            failed = true;
        }
    }

    private static BoundQuery Bind(string text, ISchema schema, KqlRequest request, KqlStats stats)
    {
        var parse = 0.0;
        if (request.Stats)
        {
            var before = Stopwatch.GetTimestamp();
            Parser.ParseQuery(text, []);
            parse = KqlStats.Since(before);
            stats.ParseMs += parse;
        }

        var start = Stopwatch.GetTimestamp();
        var query = Compilation.Bind(text, schema);
        stats.BindMs += Math.Max(0, KqlStats.Since(start) - parse);
        return query;
    }

    // Each repeat starts from the loaded tables and keeps nothing but the last result.
    private static QueryResult Run(BoundQuery query, ITableSource tables, ExecutionOptions options, KqlRequest request, KqlStats stats, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        QueryResult? result = null;
        for (var i = 0; i < Math.Max(1, request.Repeat); i++)
        {
            result = null;
            if (i > 0)
                GC.Collect();
            var start = Stopwatch.GetTimestamp();
            result = QueryEngine.Execute(query.Body, tables, options, cancellationToken);
            times.Add(KqlStats.Since(start));
            cancellationToken.ThrowIfCancellationRequested();
            if (!result.Success)
                break;
        }

        stats.ExecuteMs += KqlStats.Percentile(times, 0.5);
        stats.Rows += result!.RowCount;
        return result;
    }

    internal static DateTimeOffset ReadNow(string? text)
    {
        if (text is null)
            return TimeProvider.System.GetUtcNow();
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var now))
            throw new CommandException(ExitCodes.Usage, $"'{text}' is no point in time.", "Write ISO 8601 in UTC, such as 2026-03-02T12:00:00Z.");
        return now;
    }

    private static TableSet Load(BoundQuery?[] queries, ISchema schema, Dictionary<string, string> files, KqlLimits limits, CancellationToken cancellationToken)
    {
        // Only columns that some query reads are loaded.
        var columns = new Dictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        foreach (var query in queries)
        {
            if (query is null || query.HasErrors || files.Count == 0)
                continue;
            foreach (var use in QueryEngine.GetTableUse(query.Body))
            {
                if (!columns.TryGetValue(use.QualifiedName, out var set))
                    columns.Add(use.QualifiedName, set = []);
                set.UnionWith(use.Columns);
            }
        }

        return DataFiles.Load(files, schema, columns, limits, cancellationToken);
    }
}
