using System.Diagnostics;
using System.Text.Json;
using Content.Cli.CrossCheck;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Cli.Kql;

/// <summary>The command kql check.</summary>
internal static class KqlCheck
{
    public static int Execute(KqlRequest request, CancellationToken cancellationToken)
    {
        var stats = new KqlStats();
        var start = Stopwatch.GetTimestamp();
        var schema = KqlInput.ReadSchema(request.Schema);
        stats.LoadMs = KqlStats.Since(start);
        using var crossChecker = StartCrossCheck(request, schema, cancellationToken);
        var code = request.Batch is not null ? CheckBatch(request, schema, crossChecker, stats, cancellationToken) : CheckOne(request, schema, crossChecker, stats, cancellationToken);
        if (request.Stats)
            stats.Write(Console.Error);
        return code;
    }

    private static CrossChecker? StartCrossCheck(KqlRequest request, ISchema schema, CancellationToken cancellationToken)
    {
        if (!request.CrossCheck)
            return null;
        var crossChecker = CrossChecker.Start();
        if (crossChecker.IsSkipped)
            Console.Error.WriteLine($"Cross-check: {crossChecker.Summary}");
        crossChecker.Declare(schema, cancellationToken);
        return crossChecker;
    }

    private static int CheckOne(KqlRequest request, ISchema schema, CrossChecker? crossChecker, KqlStats stats, CancellationToken cancellationToken)
    {
        var text = KqlInput.ReadQuery(request);
        var query = Bind(text, schema, request, stats, cancellationToken);
        var second = crossChecker?.Check(query, cancellationToken);
        if (request.Format == "json")
        {
            using var output = Console.OpenStandardOutput();
            using var json = new Utf8JsonWriter(output, ResultWriter.JsonOptions);
            Write(json, null, query, second);
            json.Flush();
            output.Write("\n"u8);
        }
        else
        {
            KqlText.WriteDiagnostics(query, request.File, Console.Out);
            if (second is { Disagreement: { } disagreement })
                KqlText.WriteDiagnostic(disagreement.ToDiagnostic(query.Source), query.Source, request.File, Console.Out);
            if (!query.HasErrors)
            {
                foreach (var column in query.Row?.Columns ?? [])
                    Console.Out.WriteLine($"{column.Name}: {column.Type.Name}");
                if (query is { Row: null, ScalarType: { } scalar })
                    Console.Out.WriteLine($"print_0: {scalar.Name}");
            }

            if (second is not null)
                Console.Error.WriteLine($"Cross-check: {crossChecker!.Summary}");
        }

        return query.HasErrors ? ExitCodes.Findings : ExitCodes.Success;
    }

    private static int CheckBatch(KqlRequest request, ISchema schema, CrossChecker? crossChecker, KqlStats stats, CancellationToken cancellationToken)
    {
        var entries = KqlInput.ReadBatch(request.Batch!);
        stats.Queries = entries.Count;
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        using var json = new Utf8JsonWriter(output, ResultWriter.JsonOptions);
        var failed = false;
        var times = BindInRounds(entries, schema, request, cancellationToken);
        for (var i = 0; i < entries.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = entries[i];
            if (entry.Query is null)
            {
                WriteBroken(json, entry);
                failed = true;
            }
            else
            {
                var start = Stopwatch.GetTimestamp();
                var query = Compilation.Bind(entry.Query, request.Repeat <= 1 ? schema : new FreshSchema(schema));
                if (request.Stats)
                    stats.AddBind(times[i], KqlStats.Since(start));
                failed |= query.HasErrors;
                Write(json, entry.Id, query, crossChecker?.Check(query, cancellationToken));
            }

            json.Flush();
            json.Reset();
            output.WriteByte((byte)'\n');
        }

        output.Flush();
        if (crossChecker is { IsSkipped: false })
            Console.Error.WriteLine($"Cross-check: {crossChecker.Summary}");
        return failed ? ExitCodes.Findings : ExitCodes.Success;
    }

    // All repeats but the last, in rounds over the whole batch: each query is measured among the others, and by code that all of them
    // made warm.
    private static double[][] BindInRounds(List<BatchEntry> entries, ISchema schema, KqlRequest request, CancellationToken cancellationToken)
    {
        var rounds = Math.Max(0, request.Repeat - 1);
        var times = new double[entries.Count][];
        for (var i = 0; i < times.Length; i++)
            times[i] = new double[rounds];
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < times.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (entries[i].Query is not { } text)
                    continue;
                var start = Stopwatch.GetTimestamp();
                Compilation.Bind(text, new FreshSchema(schema));
                times[i][round] = KqlStats.Since(start);
            }
        }

        return times;
    }

    private static BoundQuery Bind(string text, ISchema schema, KqlRequest request, KqlStats stats, CancellationToken cancellationToken)
    {
        if (!request.Stats && request.Repeat <= 1)
            return Compilation.Bind(text, schema);
        var repeats = Math.Max(1, request.Repeat);
        BoundQuery? query = null;
        var parse = new List<double>();
        var both = new List<double>();
        for (var i = 0; i < repeats; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var before = Stopwatch.GetTimestamp();
            Parser.ParseQuery(text, []);
            parse.Add(KqlStats.Since(before));
            var start = Stopwatch.GetTimestamp();
            query = Compilation.Bind(text, repeats == 1 ? schema : new FreshSchema(schema));
            both.Add(KqlStats.Since(start));
        }

        var median = KqlStats.Percentile(both, 0.5);
        stats.BindTimes.Add(median * 1000);
        stats.ParseMs += KqlStats.Percentile(parse, 0.5);
        stats.BindMs += Math.Max(0, median - KqlStats.Percentile(parse, 0.5));
        return query!;
    }

    private static void Write(Utf8JsonWriter json, string? id, BoundQuery query, (JudgeOpinion Opinion, Disagreement? Disagreement)? second)
    {
        json.WriteStartObject();
        if (id is not null)
        {
            json.WritePropertyName("id");
            json.WriteRawValue(id);
        }

        json.WriteBoolean("ok", !query.HasErrors);
        json.WriteStartArray("errors");
        foreach (var diagnostic in query.Diagnostics)
        {
            if (diagnostic.Severity != DiagnosticSeverity.Error)
                continue;
            WriteError(json, diagnostic.Code, diagnostic.Message, diagnostic.Span.Start, diagnostic.Span.Length);
        }

        json.WriteEndArray();
        json.WriteStartArray("columns");
        foreach (var column in query.Row?.Columns ?? [])
            WriteColumn(json, column.Name, column.Type);
        if (query is { Row: null, ScalarType: { } scalarType })
            WriteColumn(json, "print_0", scalarType);
        json.WriteEndArray();
        if (second is { Opinion: var opinion, Disagreement: var disagreement })
            WriteCrossCheck(json, opinion, disagreement);
        json.WriteEndObject();
    }

    private static void WriteCrossCheck(Utf8JsonWriter json, JudgeOpinion opinion, Disagreement? disagreement)
    {
        json.WriteStartObject("crossCheck");
        json.WriteBoolean("agrees", disagreement is null);
        if (disagreement is not null)
        {
            json.WriteString("code", disagreement.Code);
            json.WriteString("message", disagreement.Message);
            json.WriteNumber("start", disagreement.Span.Start);
            json.WriteNumber("length", disagreement.Span.Length);
        }

        if (opinion.Failure is null)
        {
            json.WriteBoolean("ok", opinion.IsAccepted);
            json.WriteStartArray("errors");
            foreach (var error in opinion.Errors)
                WriteError(json, error.Code, error.Message, error.Start, error.Length);
            json.WriteEndArray();
            json.WriteStartArray("columns");
            foreach (var (name, type) in opinion.Columns ?? (opinion.ScalarType is { } scalar ? [new JudgeColumn("print_0", scalar)] : []))
            {
                json.WriteStartArray();
                json.WriteStringValue(name);
                json.WriteStringValue(type);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, string code, string? message, int start, int length)
    {
        json.WriteStartObject();
        json.WriteString("code", code);
        json.WriteString("message", message);
        json.WriteNumber("start", start);
        json.WriteNumber("length", length);
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, string name, KqlType type)
    {
        json.WriteStartArray();
        json.WriteStringValue(name);
        json.WriteStringValue(type.Name);
        json.WriteEndArray();
    }

    private static void WriteBroken(Utf8JsonWriter json, BatchEntry entry)
    {
        json.WriteStartObject();
        json.WritePropertyName("id");
        json.WriteRawValue(entry.Id);
        json.WriteBoolean("ok", false);
        json.WriteStartArray("errors");
        WriteError(json, "BATCH001", entry.Error, 0, 0);
        json.WriteEndArray();
        json.WriteStartArray("columns");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // What binding keeps for later queries it keeps by schema: with another one each repeat starts anew.
    private sealed class FreshSchema(ISchema schema) : ISchema
    {
        public IReadOnlyList<string> TableNames => schema.TableNames;

        public IReadOnlyList<string> FunctionNames => schema.FunctionNames;

        public TableSymbol? FindTable(string name) => schema.FindTable(name);

        public WorkspaceFunction? FindFunction(string name) => schema.FindFunction(name);

        public RowType? FindWatchlist(string alias) => schema.FindWatchlist(alias);
    }
}
