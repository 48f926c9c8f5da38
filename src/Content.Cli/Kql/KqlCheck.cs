using System.Diagnostics;
using System.Text.Json;
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
        var code = request.Batch is not null ? CheckBatch(request, schema, stats, cancellationToken) : CheckOne(request, schema, stats, cancellationToken);
        if (request.Stats)
            stats.Write(Console.Error);
        return code;
    }

    private static int CheckOne(KqlRequest request, ISchema schema, KqlStats stats, CancellationToken cancellationToken)
    {
        var text = KqlInput.ReadQuery(request);
        var query = Bind(text, schema, request, stats, cancellationToken);
        if (request.Format == "json")
        {
            using var output = Console.OpenStandardOutput();
            using var json = new Utf8JsonWriter(output, ResultWriter.JsonOptions);
            Write(json, null, query);
            json.Flush();
            output.Write("\n"u8);
        }
        else if (query.HasErrors)
            KqlText.WriteDiagnostics(query, request.File, Console.Out);
        else
        {
            KqlText.WriteDiagnostics(query, request.File, Console.Out);
            foreach (var (name, type) in ColumnsOf(query))
                Console.Out.WriteLine($"{name}: {type.Name}");
        }

        return query.HasErrors ? ExitCodes.Findings : ExitCodes.Success;
    }

    private static int CheckBatch(KqlRequest request, ISchema schema, KqlStats stats, CancellationToken cancellationToken)
    {
        var entries = KqlInput.ReadBatch(request.Batch!);
        stats.Queries = entries.Count;
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        using var json = new Utf8JsonWriter(output, ResultWriter.JsonOptions);
        var failed = false;
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.Query is null)
            {
                WriteBroken(json, entry);
                failed = true;
            }
            else
            {
                var query = Bind(entry.Query, schema, request, stats, cancellationToken);
                failed |= query.HasErrors;
                Write(json, entry.Id, query);
            }

            json.Flush();
            json.Reset();
            output.WriteByte((byte)'\n');
        }

        return failed ? ExitCodes.Findings : ExitCodes.Success;
    }

    private static BoundQuery Bind(string text, ISchema schema, KqlRequest request, KqlStats stats, CancellationToken cancellationToken)
    {
        var repeats = Math.Max(1, request.Repeat);
        BoundQuery? query = null;
        var parse = new List<double>();
        var both = new List<double>();
        for (var i = 0; i < repeats; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (request.Stats && request.Batch is null)
            {
                var before = Stopwatch.GetTimestamp();
                Parser.ParseQuery(text, []);
                parse.Add(KqlStats.Since(before));
            }

            var start = Stopwatch.GetTimestamp();
            query = Compilation.Bind(text, schema);
            both.Add(KqlStats.Since(start));
        }

        var median = KqlStats.Percentile(both, 0.5);
        stats.BindTimes.Add(median * 1000);
        stats.ParseMs += KqlStats.Percentile(parse, 0.5);
        stats.BindMs += Math.Max(0, median - KqlStats.Percentile(parse, 0.5));
        return query!;
    }

    private static void Write(Utf8JsonWriter json, string? id, BoundQuery query)
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
            json.WriteStartObject();
            json.WriteString("code", diagnostic.Code);
            json.WriteString("message", diagnostic.Message);
            json.WriteNumber("start", diagnostic.Span.Start);
            json.WriteNumber("length", diagnostic.Span.Length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        ResultWriter.WriteColumns(json, ColumnsOf(query));
        json.WriteEndObject();
    }

    private static void WriteBroken(Utf8JsonWriter json, BatchEntry entry)
    {
        json.WriteStartObject();
        json.WritePropertyName("id");
        json.WriteRawValue(entry.Id);
        json.WriteBoolean("ok", false);
        json.WriteStartArray("errors");
        json.WriteStartObject();
        json.WriteString("code", "BATCH001");
        json.WriteString("message", entry.Error);
        json.WriteNumber("start", 0);
        json.WriteNumber("length", 0);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("columns");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static IEnumerable<(string Name, KqlType Type)> ColumnsOf(BoundQuery query) =>
        query.Row is { } row ? row.Columns.Select(column => (column.Name, column.Type)) : query.ScalarType is { } type ? [("print_0", type)] : [];
}
