using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Content.Catalog;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Azure.Stub.Service;

/// <summary>The query API of Log Analytics, answered by the local engine on tables that a test puts there.</summary>
public sealed class QueryService
{
    /// <summary>Id of the workspace, by which queries name it.</summary>
    public const string WorkspaceId = "99999999-8888-4777-8666-555555555555";

    /// <summary>What the workspace has.</summary>
    public ISchema Schema { get; set; } = SentinelSchema.Instance;

    /// <summary>The rows.</summary>
    public ITableSource Data { get; set; } = new TableSet { MissingTablesAreEmpty = true };

    /// <summary>The clock of the workspace.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Rows of an answer at most; with more it is only some of them, and says so.</summary>
    public int MaxRows { get; set; } = 500_000;

    internal StubResponse Handle(StubRequest request)
    {
        if (request.Method != "POST")
            return StubResponse.Error(405, "MethodNotAllowed", $"{request.Method} is not supported here.");
        if (request.Path != $"/v1/workspaces/{WorkspaceId}/query")
            return StubResponse.Error(404, "PathNotFoundError", "The requested path does not exist");
        if (JsonNode.Parse(request.Body) is not JsonObject body || Json.Text(body["query"]) is not { Length: > 0 } text)
            return StubResponse.Error(400, "BadArgumentError", "The request had some invalid properties");
        var query = Compilation.Bind(text, Schema);
        if (query.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error) is { } error)
            return Refused("SemanticError", "A semantic error occurred.", error.Message);
        // "set query_now" is how the service itself runs a rule again for a time that is past.
        var clock = query.Syntax.Statements.OfType<SetOptionSyntax>().Where(option => option.Name.Text == "query_now").Select(option => Moment(option.Value)).FirstOrDefault() ?? Now;
        if (Window(Json.Text(body["timespan"])) is not var (from, to))
            return StubResponse.Error(400, "BadArgumentError", "The request had some invalid properties: timespan");
        var data = new TimespanTables(Data, from, to);
        var result = QueryEngine.Execute(query.Body, data, new ExecutionOptions { Now = clock });
        var withStatistics = request.Prefer?.Contains("include-statistics=true", StringComparison.Ordinal) ?? false;
        return result.Error is { } failure ? Refused("EngineError", "The query failed.", failure.Message)
            : new StubResponse(200) { Text = Answer(result, withStatistics ? data.RowsRead : null), TextType = "application/json; charset=utf-8" };
    }

    private static DateTimeOffset? Moment(ExpressionSyntax? value) => value is LiteralSyntax { Value: DateTime time } ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;

    // PT1H, START/END or START/PT1H; null when it is none of them.
    private (DateTime From, DateTime To)? Window(string? text)
    {
        if (text is null)
            return (DateTime.MinValue, DateTime.MaxValue);
        var parts = text.Split('/');
        if (parts.Length == 1)
            return Duration(text) is { } back ? (Now.UtcDateTime - back, Now.UtcDateTime) : null;
        if (parts.Length != 2 || Instant(parts[0]) is not { } from)
            return null;
        return Duration(parts[1]) is { } length ? (from, from + length) : Instant(parts[1]) is { } to ? (from, to) : null;
    }

    private static DateTime? Instant(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static TimeSpan? Duration(string text)
    {
        try
        {
            return text.StartsWith('P') ? XmlConvert.ToTimeSpan(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static StubResponse Refused(string code, string message, string inner) => new(400, new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = "The request had some invalid properties",
            ["code"] = "BadArgumentError",
            ["innererror"] = new JsonObject { ["code"] = code, ["message"] = message, ["innererror"] = new JsonObject { ["code"] = "SEM0100", ["message"] = inner } },
        },
    });

    private string Answer(QueryResult result, long? rowsRead)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartArray("tables");
            foreach (var (name, table) in result.Tables)
                Write(json, name, table);
            json.WriteEndArray();
            if (result.RowCount > MaxRows)
            {
                json.WritePropertyName("error");
                json.WriteRawValue("""{"code": "PartialError", "message": "There were some errors when processing your query.", "details": [{"code": "EngineError", "message": "The results of this query exceed the set limit of rows."}]}""");
            }

            if (rowsRead is { } rows)
            {
                json.WritePropertyName("statistics");
                WriteStatistics(json, result.RowCount, rows);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    // The same for every query but for the rows: what they cost here says nothing.
    private static void WriteStatistics(Utf8JsonWriter json, long rows, long read) => new JsonObject
    {
        ["query"] = new JsonObject
        {
            ["executionTime"] = 0.25,
            ["resourceUsage"] = new JsonObject
            {
                ["cpu"] = new JsonObject { ["user"] = "00:00:00.0800000", ["kernel"] = "00:00:00.0200000", ["totalCpu"] = "00:00:00.1000000" },
                ["memory"] = new JsonObject { ["peakPerNode"] = 1_048_576 },
            },
            ["inputDatasetStatistics"] = new JsonObject
            {
                ["extents"] = new JsonObject { ["total"] = 1, ["scanned"] = 1 },
                ["rows"] = new JsonObject { ["total"] = read, ["scanned"] = read },
            },
            ["datasetStatistics"] = new JsonArray(new JsonObject { ["tableRowCount"] = rows, ["tableSize"] = 100 }),
        },
    }.WriteTo(json);

    private void Write(Utf8JsonWriter json, string name, ColumnarTable table)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartArray("columns");
        foreach (var column in table.Row.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        var left = MaxRows;
        foreach (var chunk in table.Chunks)
        {
            for (var row = 0; row < chunk.Length && left-- > 0; row++)
            {
                json.WriteStartArray();
                foreach (var column in chunk.Columns)
                    Write(json, column!, row);
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A dynamic goes out as the text of its JSON.
    internal static void Write(Utf8JsonWriter json, Vector column, int row)
    {
        if (column is not DynamicVector dynamics || column.IsNull(row))
        {
            ResultText.WriteCell(json, column, row);
            return;
        }

        using var text = new MemoryStream();
        using (var inner = new Utf8JsonWriter(text))
            ResultText.WriteDynamic(inner, dynamics[row]);
        json.WriteStringValue(text.ToArray());
    }
}
