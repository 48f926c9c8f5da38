using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Kql.Engine;

namespace Content.Azure.Query;

/// <summary>Turns an answer of the query API of Log Analytics into a result.</summary>
internal static class QueryAnswer
{
    /// <summary>The tables of an answer. One that says it is not whole is an error: rows that are missing would not show.</summary>
    /// <exception cref="ArmException">It is no answer of the query API.</exception>
    public static QueryResult Read(JsonObject answer, CancellationToken cancellationToken)
    {
        if (answer["error"] is JsonObject error)
        {
            var inner = error["details"] is JsonArray { Count: > 0 } details ? JsonText.Text(details[0]?["message"]) : null;
            return QueryResult.Of(new QueryError(QueryErrorKind.LimitExceeded, Redaction.Clean($"The service gave only some of the rows: {JsonText.Text(error["message"])} {inner}"), "rows"));
        }

        var tables = ImmutableArray.CreateBuilder<NamedTable>();
        foreach (var table in (answer["tables"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var columns = (table["columns"] as JsonArray ?? []).OfType<JsonObject>().Select(column => (JsonText.Text(column["name"]), JsonText.Text(column["type"])));
            var loaded = AnswerTable.Read(columns, table["rows"] as JsonArray, cancellationToken);
            if (loaded.Error is { } failure)
                return QueryResult.Of(failure);
            tables.Add(new NamedTable(JsonText.Text(table["name"]) ?? "PrimaryResult", loaded.Table));
        }

        return tables.Count == 0 ? throw new ArmException(200, "BadAnswer", "The query API answered without a table.") : QueryResult.Of(tables.ToImmutable(), 0);
    }
}
