using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Kql.Engine;

namespace Content.Azure.Query;

/// <summary>
/// Turns an answer of Data Explorer into a result: an array of frames (Azure Data Explorer documentation, "Query V2 HTTP response"), or an
/// object with tables (its "Query/management HTTP response"). What went wrong after the service had begun to answer is an error: rows may be missing.
/// </summary>
internal static class KustoAnswer
{
    private const string PrimaryKind = "PrimaryResult";

    /// <summary>The primary tables of an answer, in order.</summary>
    /// <exception cref="ArmException">It is no answer of the service.</exception>
    public static QueryResult Read(JsonNode answer, CancellationToken cancellationToken) => answer switch
    {
        JsonArray frames => ReadFrames(frames, cancellationToken),
        JsonObject { } body when body["Tables"] is JsonArray tables => ReadTables(body, tables, cancellationToken),
        _ => throw NoAnswer("neither frames nor tables"),
    };

    private static QueryResult ReadFrames(JsonArray frames, CancellationToken cancellationToken)
    {
        var primary = new List<PartialTable>();
        var byId = new Dictionary<string, PartialTable>(StringComparer.Ordinal);
        JsonObject? end = null;
        foreach (var frame in frames.OfType<JsonObject>())
        {
            var id = frame["TableId"]?.ToJsonString() ?? "";
            switch (JsonText.Text(frame["FrameType"]))
            {
                case "DataTable" or "TableHeader":
                    if (JsonText.Text(frame["TableKind"]) != PrimaryKind)
                        break;
                    primary.Add(byId[id] = new PartialTable(JsonText.Text(frame["TableName"]), frame["Columns"] as JsonArray));
                    byId[id].Add(frame["Rows"] as JsonArray, replaces: false);
                    break;
                case "TableFragment":
                    byId.GetValueOrDefault(id)?.Add(frame["Rows"] as JsonArray, JsonText.Text(frame["TableFragmentType"]) == "DataReplace");
                    break;
                case "DataSetCompletion":
                    end = frame;
                    break;
            }
        }

        if (end is null)
            throw NoAnswer("frames without an end");
        var errors = (end["OneApiErrors"] as JsonArray ?? []).Concat(primary.SelectMany(table => table.Errors)).ToList();
        if (errors.Count > 0)
            return QueryResult.Of(PartialFailure(errors[0]));
        if (end["Cancelled"] is JsonValue cancelled && cancelled.TryGetValue<bool>(out var wasCancelled) && wasCancelled)
            return QueryResult.Of(new QueryError(QueryErrorKind.LimitExceeded, "The service cancelled the query.", "time"));
        if (end["HasErrors"] is JsonValue failed && failed.TryGetValue<bool>(out var hasErrors) && hasErrors)
            return QueryResult.Of(new QueryError(QueryErrorKind.Failed, "The service gave only some of the rows, and does not say why."));
        return Result(primary, cancellationToken);
    }

    // The last of several tables says what the others are; the one before, whether all went well.
    private static QueryResult ReadTables(JsonObject body, JsonArray tables, CancellationToken cancellationToken)
    {
        var all = tables.OfType<JsonObject>().Select(table =>
        {
            var read = new PartialTable(JsonText.Text(table["TableName"]), table["Columns"] as JsonArray);
            read.Add(table["Rows"] as JsonArray, replaces: false);
            return read;
        }).ToList();
        var errors = (body["Exceptions"] as JsonArray ?? []).Concat(all.SelectMany(table => table.Errors)).ToList();
        if (errors.Count > 0)
            return QueryResult.Of(PartialFailure(errors[0]));
        if (all.Count < 3)
            return Result(all, cancellationToken);
        var contents = all[^1];
        var (ordinal, kind) = (contents.IndexOf("Ordinal"), contents.IndexOf("Kind"));
        if (ordinal < 0 || kind < 0)
            throw NoAnswer("tables without contents");
        var primary = new List<PartialTable>();
        foreach (var row in contents.Rows)
        {
            if (row[ordinal] is not JsonValue at || !at.TryGetValue<int>(out var number) || number < 0 || number >= all.Count)
                continue;
            switch (JsonText.Text(row[kind]))
            {
                case "QueryResult":
                    primary.Add(all[number]);
                    break;
                case "QueryStatus" when StatusFailure(all[number]) is { } failure:
                    return QueryResult.Of(failure);
            }
        }

        return Result(primary, cancellationToken);
    }

    // Severities of two and less are errors (Azure Data Explorer documentation, "Partial query failures").
    private static QueryError? StatusFailure(PartialTable status)
    {
        var (severity, description) = (status.IndexOf("Severity"), status.IndexOf("StatusDescription"));
        foreach (var row in severity < 0 ? [] : status.Rows)
        {
            if (row[severity] is JsonValue value && value.TryGetValue<int>(out var number) && number <= 2)
                return PartialFailure(description < 0 ? null : row[description]);
        }

        return null;
    }

    private static QueryResult Result(List<PartialTable> primary, CancellationToken cancellationToken)
    {
        if (primary.Count == 0)
            throw NoAnswer("no table");
        var tables = ImmutableArray.CreateBuilder<NamedTable>(primary.Count);
        foreach (var table in primary)
        {
            var columns = table.Columns.Select(column => ((string? Name, string? Type))(JsonText.Text(column["ColumnName"]), JsonText.Text(column["ColumnType"]) ?? TypeOf(JsonText.Text(column["DataType"]))));
            var loaded = AnswerTable.Read(columns, new JsonArray([.. table.Rows.Select(row => row.DeepClone())]), cancellationToken);
            if (loaded.Error is { } failure)
                return QueryResult.Of(failure);
            tables.Add(new NamedTable(table.Name ?? PrimaryKind, loaded.Table));
        }

        return QueryResult.Of(tables.ToImmutable(), 0);
    }

    private static string? TypeOf(string? dotnetType) => dotnetType switch
    {
        "SByte" or "Boolean" => "bool",
        "Int32" => "int",
        "Int64" => "long",
        "Double" => "real",
        "SqlDecimal" => "decimal",
        "DateTime" => "datetime",
        "TimeSpan" => "timespan",
        "Guid" => "guid",
        "Object" => "dynamic",
        _ => "string",
    };

    private static QueryError PartialFailure(JsonNode? error)
    {
        var inner = (error as JsonObject)?["error"] as JsonObject ?? error as JsonObject;
        var text = JsonText.Text(inner?["@message"]) ?? JsonText.Text(inner?["message"]) ?? JsonText.Text(error) ?? "it does not say why";
        var isLimit = JsonText.Text(inner?["code"]) == "LimitsExceeded" || text.Contains("(E_", StringComparison.Ordinal);
        var name = text.Contains("E_QUERY_RESULT_SET_TOO_LARGE", StringComparison.Ordinal) ? "rows" : "bytes";
        return new QueryError(isLimit ? QueryErrorKind.LimitExceeded : QueryErrorKind.Failed, Redaction.Clean($"The service gave only some of the rows: {text}"), isLimit ? name : null);
    }

    private static ArmException NoAnswer(string what) => new(200, "BadAnswer", $"The service answered with {what}, which is no answer of Data Explorer.");

    // Errors stand among the rows, as objects.
    private sealed class PartialTable(string? name, JsonArray? columns)
    {
        public string? Name { get; } = name;
        public IReadOnlyList<JsonObject> Columns { get; } = [.. (columns ?? []).OfType<JsonObject>()];
        public List<JsonArray> Rows { get; } = [];
        public List<JsonNode?> Errors { get; } = [];

        public int IndexOf(string column) => Columns.ToList().FindIndex(item => JsonText.Text(item["ColumnName"]) == column);

        public void Add(JsonArray? rows, bool replaces)
        {
            if (replaces)
                Rows.Clear();
            foreach (var row in rows ?? [])
            {
                if (row is JsonArray values)
                    Rows.Add(values);
                else if (row is JsonObject failure)
                    Errors.AddRange((failure["OneApiErrors"] as JsonArray ?? failure["Exceptions"] as JsonArray)?.ToList() ?? [failure]);
            }
        }
    }
}
