using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Content.Catalog;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Azure.Stub.Service;

/// <summary>The query API of Data Explorer, answered by the local engine on tables that a test puts there.</summary>
public sealed class KustoService
{
    /// <summary>The only database.</summary>
    public const string Database = "Lab";

    /// <summary>What the database has.</summary>
    public ISchema Schema { get; set; } = EmptySchema.Instance;

    /// <summary>The rows.</summary>
    public ITableSource Data { get; set; } = EmptyTableSource.Instance;

    /// <summary>The clock of the cluster.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Rows of an answer at most; with more the query fails after its first rows.</summary>
    public int MaxRows { get; set; } = 500_000;

    /// <summary>Longest body of a request in bytes.</summary>
    public int MaxBodyBytes { get; set; } = 4 << 20;

    /// <summary>Whether answers come in the form of the first version, whatever the address.</summary>
    public bool AnswersInFirstVersion { get; set; }

    internal StubResponse Handle(StubRequest request)
    {
        if (request.Method != "POST" || request.Path != "/v2/rest/query")
            return Refused(404, "General_NotFound", "The requested resource was not found.", null, null);
        if (Encoding.UTF8.GetByteCount(request.Body) > MaxBodyBytes)
            return Refused(413, "PayloadTooLarge", "Request payload exceeded limits.", null, null);
        if (JsonNode.Parse(request.Body) is not JsonObject body || Json.Text(body["csl"]) is not { Length: > 0 } text)
            return Refused(400, "General_BadRequest", "Request is invalid and cannot be executed.", null, null);
        if (Json.Text(body["db"]) != Database)
            return Refused(400, "BadRequest_EntityNotFound", $"Database '{Json.Text(body["db"])}' could not be found.", null, null);
        var query = Compilation.Bind(text, Schema);
        if (query.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error) is { } error)
        {
            var before = text.AsSpan(0, error.Span.Start);
            return Refused(400, "General_BadRequest", "Request is invalid and cannot be executed.", error.Message, $"[line:position={before.Count('\n') + 1}:{error.Span.Start - before.LastIndexOf('\n') - 1}]");
        }

        var result = QueryEngine.Execute(query.Body, Data, new ExecutionOptions { Now = Now });
        if (result.Error is { } failure)
            return Refused(400, "General_BadRequest", "Request is invalid and cannot be executed.", failure.Message, null);
        return new StubResponse(200) { Text = AnswersInFirstVersion ? FirstVersion(result) : Frames(result), TextType = "application/json; charset=utf-8" };
    }

    private static StubResponse Refused(int status, string code, string message, string? inner, string? place)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message, ["@type"] = "Kusto.Data.Exceptions.KustoBadRequestException", ["@permanent"] = true };
        if (inner is not null)
            error["innererror"] = new JsonObject { ["code"] = "SEM0100", ["message"] = inner, ["@type"] = "Kusto.Data.Exceptions.SemanticException", ["@message"] = $"Semantic error: SEM0100: {inner} {place}".TrimEnd(), ["@errorCode"] = "SEM0100" };
        return new StubResponse(status, new JsonObject { ["error"] = error });
    }

    private string Frames(QueryResult result)
    {
        var isCut = result.RowCount > MaxRows;
        return Write(json =>
        {
            json.WriteStartArray();
            json.WriteRawValue("""{"FrameType": "DataSetHeader", "IsProgressive": false, "Version": "v2.0"}""");
            json.WriteRawValue("""{"FrameType": "DataTable", "TableId": 0, "TableKind": "QueryProperties", "TableName": "@ExtendedProperties", "Columns": [{"ColumnName": "TableId", "ColumnType": "int"}, {"ColumnName": "Key", "ColumnType": "string"}, {"ColumnName": "Value", "ColumnType": "dynamic"}], "Rows": [[1, "Visualization", "{\"Visualization\":null}"]]}""");
            var id = 1;
            foreach (var (name, table) in result.Tables)
            {
                json.WriteStartObject();
                json.WriteString("FrameType", "DataTable");
                json.WriteNumber("TableId", id++);
                json.WriteString("TableKind", "PrimaryResult");
                json.WriteString("TableName", name);
                WriteTable(json, table, withDotnetTypes: false, isCut ? """{"OneApiErrors": [{"error": {"code": "LimitsExceeded", "message": "Request is invalid and cannot be executed.", "@message": "Query execution has exceeded the allowed limits (80DA0003): Query result set has exceeded the internal record count limit (E_QUERY_RESULT_SET_TOO_LARGE)."}}]}""" : null);
                json.WriteEndObject();
            }

            json.WriteRawValue("""{"FrameType": "DataTable", "TableId": 9, "TableKind": "QueryCompletionInformation", "TableName": "QueryCompletionInformation", "Columns": [{"ColumnName": "LevelName", "ColumnType": "string"}], "Rows": [["Info"]]}""");
            json.WriteRawValue($$"""{"FrameType": "DataSetCompletion", "HasErrors": {{(isCut ? "true" : "false")}}, "Cancelled": false}""");
            json.WriteEndArray();
        });
    }

    private string FirstVersion(QueryResult result) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("Tables");
        json.WriteStartObject();
        json.WriteString("TableName", "Table_0");
        WriteTable(json, result.Table, withDotnetTypes: true, null);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
            write(json);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private void WriteTable(Utf8JsonWriter json, ColumnarTable table, bool withDotnetTypes, string? end)
    {
        json.WriteStartArray("Columns");
        foreach (var column in table.Row.Columns)
        {
            json.WriteStartObject();
            json.WriteString("ColumnName", column.Name);
            if (withDotnetTypes)
                json.WriteString("DataType", column.Type.Kind == TypeKind.Bool ? "SByte" : column.Type.Kind.ToString());
            json.WriteString("ColumnType", column.Type.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("Rows");
        var left = MaxRows;
        foreach (var chunk in table.Chunks)
        {
            for (var row = 0; row < chunk.Length && left-- > 0; row++)
            {
                json.WriteStartArray();
                for (var i = 0; i < chunk.Columns.Count; i++)
                {
                    var column = chunk.Columns[i]!;
                    if (withDotnetTypes && column.Kind == TypeKind.Bool && !column.IsNull(row))
                        json.WriteNumberValue((bool)column.GetValue(row)! ? 1 : 0);
                    else
                        QueryService.Write(json, column, row);
                }

                json.WriteEndArray();
            }
        }

        if (end is not null)
            json.WriteRawValue(end);
        json.WriteEndArray();
    }
}
