using System.Text.Json.Nodes;

namespace Content.Azure.Stub.Service;

/// <summary>A request as the simulated service sees it.</summary>
/// <param name="Method">GET, PUT or DELETE.</param>
/// <param name="Path">Path without query, unescaped.</param>
/// <param name="Query">Query parameters; names without regard to case.</param>
/// <param name="IfMatch">The <c>If-Match</c> header; null when there is none.</param>
/// <param name="Authorization">The <c>Authorization</c> header; null when there is none.</param>
/// <param name="Body">The body; empty when there is none.</param>
public sealed record StubRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, string? IfMatch, string? Authorization, string Body)
{
    /// <summary>The <c>Prefer</c> header; null when there is none.</summary>
    public string? Prefer { get; init; }

    /// <summary>True for a request that changes something.</summary>
    public bool IsWrite => Method is not "GET";
}

/// <summary>An answer.</summary>
/// <param name="Status">HTTP status; 0 cuts the connection.</param>
/// <param name="Body">JSON; null for none.</param>
public sealed record StubResponse(int Status, JsonNode? Body = null)
{
    /// <summary>Headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A body that is no JSON, instead of <see cref="Body"/>.</summary>
    public string? Text { get; init; }

    /// <summary>Type of <see cref="Text"/>.</summary>
    public string TextType { get; init; } = "text/html";

    /// <summary>Time until the answer begins.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Time between two bytes of the body; zero sends it at once.</summary>
    public TimeSpan ByteDelay { get; init; }

    /// <summary>True when the connection is cut in the middle of the body.</summary>
    public bool IsCut { get; init; }

    /// <summary>An error in the shape of the resource manager.</summary>
    public static StubResponse Error(int status, string code, string message) =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    /// <summary>The same answer with a header.</summary>
    public StubResponse With(string header, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [header] = value } };
}

/// <summary>Something that goes wrong on purpose.</summary>
/// <param name="Matches">Requests that it happens to.</param>
/// <param name="Response">The answer instead of the real one.</param>
/// <param name="Times">How often it happens.</param>
public sealed record Fault(Func<StubRequest, bool> Matches, StubResponse Response, int Times = 1)
{
    /// <summary>True when the request takes effect before the answer is replaced: an answer that gets lost on the way.</summary>
    public bool AfterTheFact { get; init; }

    /// <summary>Spoils the real answer instead of replacing it, such as by slowing it down.</summary>
    public Func<StubResponse, StubResponse>? Spoil { get; init; }
}
