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
        var files = ReadData(request.Data);
        var schema = WithFiles(KqlInput.ReadSchema(request.Schema), files);
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

    // Functions that look things up in a fixture of their own name.
    private static readonly HashSet<string> FixtureFunctions = new(StringComparer.Ordinal) { "geo_info_from_ip_address", "parse_user_agent" };

    private static DateTimeOffset ReadNow(string? text)
    {
        if (text is null)
            return TimeProvider.System.GetUtcNow();
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var now))
            throw new CommandException(ExitCodes.Usage, $"'{text}' is no point in time.", "Write ISO 8601 in UTC, such as 2026-03-02T12:00:00Z.");
        return now;
    }

    private static Dictionary<string, string> ReadData(string[] data)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in data)
        {
            var split = EndOfName(item);
            if (split <= 0 || split == item.Length - 1)
                throw new CommandException(ExitCodes.Usage, $"'--data {item}' is not of the form NAME=FILE.");
            var (name, path) = (item[..split].Replace('\'', '"'), item[(split + 1)..]);
            if (!File.Exists(path))
                throw new CommandException(ExitCodes.Usage, $"There is no file '{path}' for the table {name}.");
            if (!files.TryAdd(name, path))
                throw new CommandException(ExitCodes.Usage, $"The table {name} is given twice.");
        }

        return files;
    }

    // The first '=' outside of quotes: an address in externaldata("…") may have some too.
    private static int EndOfName(string item)
    {
        var quote = '\0';
        for (var i = 0; i < item.Length; i++)
        {
            if (quote != '\0')
                quote = item[i] == quote ? '\0' : quote;
            else if (item[i] is '"' or '\'')
                quote = item[i];
            else if (item[i] == '=')
                return i;
        }

        return -1;
    }

    // The text in externaldata("…") or _GetWatchlist("…"); null for another name.
    private static string? ArgumentOf(string function, string name)
    {
        var prefix = function + "(\"";
        return name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith("\")", StringComparison.Ordinal) ? name[prefix.Length..^2] : null;
    }

    // cluster("…").database("…").T and its relatives: their columns are what the file shows.
    private static bool IsElsewhere(string name) => name.Contains('(', StringComparison.Ordinal);

    // A table that the schema does not know has the columns that its file shows.
    private static ISchema WithFiles(ISchema schema, Dictionary<string, string> files)
    {
        var inferred = files.Where(file => !IsElsewhere(file.Key) && schema.FindTable(file.Key) is null).Select(file => new TableSymbol(file.Key, Infer(file.Value))).ToList();
        return inferred.Count == 0 ? schema : new OverlaySchema(schema, inferred);
    }

    private static RowType Infer(string path)
    {
        var row = DataLoader.InferRow(path, out var error);
        return error is null ? row : throw new CommandException(ExitCodes.Environment, error.Message);
    }

    // Only columns that some query reads are loaded.
    private static TableSet Load(BoundQuery?[] queries, ISchema schema, Dictionary<string, string> files, KqlLimits limits, CancellationToken cancellationToken)
    {
        var tables = new TableSet();
        if (files.Count == 0)
            return tables;
        var columns = new Dictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        foreach (var query in queries)
        {
            if (query is null || query.HasErrors)
                continue;
            foreach (var use in QueryEngine.GetTableUse(query.Body))
            {
                if (!columns.TryGetValue(use.QualifiedName, out var set))
                    columns.Add(use.QualifiedName, set = []);
                set.UnionWith(use.Columns);
            }
        }

        // One clock for all files: people wait for the whole.
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limits.Time is { } time)
            clock.CancelAfter(time);
        foreach (var (name, path) in files)
        {
            LoadOptions load;
            if (IsElsewhere(name))
                load = new LoadOptions(Infer(path));
            else if (FixtureFunctions.Contains(name))
                load = new LoadOptions(schema.FindTable(name)!.Row);
            else if (columns.TryGetValue(name, out var used))
                load = new LoadOptions(schema.FindTable(name)!.Row) { Columns = [.. used] };
            else
                continue;
            var loaded = LoadFile(path, limits.Apply(load), limits, clock.Token, cancellationToken);
            foreach (var problem in loaded.Problems.Take(10))
                Console.Error.WriteLine("warning: " + problem);
            if (loaded.ProblemCount > 10)
                Console.Error.WriteLine($"warning: {path}: {loaded.ProblemCount - 10} more cells or lines could not be read.");
            if (!loaded.UnknownColumns.IsEmpty)
                Console.Error.WriteLine($"warning: {path}: {name} has no columns {string.Join(", ", loaded.UnknownColumns.Take(10))}; they are left out.");
            if (ArgumentOf("externaldata", name) is { } address)
                tables.AddExternalData(address, loaded.Table);
            else if (ArgumentOf("_GetWatchlist", name) is { } alias)
                tables.AddWatchlist(alias, loaded.Table);
            else if (FixtureFunctions.Contains(name))
                tables.AddFunction(name, loaded.Table);
            else
                tables.AddTable(name, loaded.Table);
        }

        return tables;
    }

    private static LoadResult LoadFile(string path, LoadOptions options, KqlLimits limits, CancellationToken clock, CancellationToken cancellationToken)
    {
        try
        {
            var loaded = DataLoader.LoadFile(path, options, clock);
            if (loaded.Error is { } error)
                throw new CommandException(error.Kind == QueryErrorKind.LimitExceeded ? ExitCodes.Findings : ExitCodes.Environment, error.Message, KqlLimits.Help(error.Name));
            return loaded;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ExitCodes.Findings, $"Loading '{path}' was not done after {limits.Time!.Value.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)} s.", KqlLimits.Help("time"));
        }
    }
}
