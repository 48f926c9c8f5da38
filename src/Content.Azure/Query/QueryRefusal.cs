using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Content.Azure.Arm;
using Content.Kql.Engine;

namespace Content.Azure.Query;

/// <summary>Turns an answer of a query API that is no success into the error of a query.</summary>
internal static partial class QueryRefusal
{
    /// <summary>The error of a query.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="query">The text that was sent.</param>
    /// <exception cref="ArmException">The service cannot be used at all: no right, no such workspace, broken.</exception>
    public static QueryError Read(ServiceAnswer answer, string query)
    {
        var error = answer.Error();
        return answer.Status switch
        {
            400 => new QueryError(QueryErrorKind.Failed, error.Message) { Place = Offset(answer, query) is { } offset ? new QueryPlace(null, offset) : null },
            413 => new QueryError(QueryErrorKind.Unsupported, error.Message, "query size"),
            // Waiting was in vain: nothing is known of the query.
            429 => new QueryError(QueryErrorKind.MissingData, error.Message, "service"),
            504 => new QueryError(QueryErrorKind.LimitExceeded, error.Message, "time"),
            _ => throw error,
        };
    }

    // The innermost error says it as numbers, or in its message.
    private static int? Offset(ServiceAnswer answer, string query)
    {
        JsonObject? at;
        try
        {
            at = JsonNode.Parse(answer.Body.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }

        (int Line, int Column, string? Token)? found = null;
        at = at?["error"] as JsonObject;
        for (var depth = 0; at is not null && depth < 8; depth++)
        {
            if (Number(at["line"] ?? at["@line"]) is { } line && Number(at["pos"] ?? at["@pos"]) is { } position)
                found = (line, position, JsonText.Text(at["token"] ?? at["@token"]));
            else if (InMessage().Match((JsonText.Text(at["@message"]) ?? JsonText.Text(at["message"])) ?? "") is { Success: true } match)
                found ??= (int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["column"].ValueSpan, CultureInfo.InvariantCulture), null);
            at = (at["innererror"] ?? at["innerError"]) as JsonObject;
        }

        return found is var (row, column, token) ? Offset(query, row, column, token) : null;
    }

    // Lines count from one, places in a line from nought; where the token is not there, from one.
    private static int? Offset(string query, int line, int column, string? token)
    {
        var start = 0;
        for (var i = 1; i < line; i++)
        {
            var end = query.IndexOf('\n', start);
            if (end < 0)
                return null;
            start = end + 1;
        }

        var offset = start + column;
        if (offset > query.Length)
            return null;
        return token is { Length: > 0 } && column > 0 && !IsAt(offset) && IsAt(offset - 1) ? offset - 1 : offset;

        bool IsAt(int place) => string.CompareOrdinal(query, place, token, 0, token!.Length) == 0;
    }

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) && number >= 0 ? number : null;

    [GeneratedRegex(@"\[(?:line:position=)?(?<line>\d{1,7})[:,](?<column>\d{1,7})\]", RegexOptions.CultureInvariant)]
    private static partial Regex InMessage();
}
