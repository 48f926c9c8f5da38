using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Content.Azure.Arm;

/// <summary>
/// Requests to one endpoint over an Azure.Core pipeline: authentication, retries that respect <c>Retry-After</c>. Every failure to get an
/// answer is an <see cref="ArmException"/>; what the answer says is for the caller to see.
/// </summary>
internal sealed class ServiceTransport
{
    private readonly HttpPipeline _pipeline;
    private readonly Uri _endpoint;

    /// <param name="endpoint">Scheme, host and port.</param>
    /// <param name="settings">Patience.</param>
    /// <param name="perRetry">Policies that each try goes through.</param>
    public ServiceTransport(Uri endpoint, ArmClientSettings settings, params HttpPipelinePolicy[] perRetry)
    {
        _endpoint = endpoint;
        var options = new PipelineOptions();
        options.Retry.NetworkTimeout = settings.NetworkTimeout;
        options.RetryPolicy = new ArmRetryPolicy(settings);
        options.Diagnostics.ApplicationId = "sentinel-content";
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        _pipeline = HttpPipelineBuilder.Build(options, [], perRetry, new ResponseClassifier());
    }

    /// <summary>Sends a request and reads its answer to the end.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">Where to; on the endpoint.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="headers">Further headers.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArmException">No answer came, or nobody is logged in.</exception>
    public async Task<ServiceAnswer> SendAsync(RequestMethod method, Uri address, JsonObject? body, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(address);
        message.Request.Headers.SetValue("Accept", "application/json");
        foreach (var (name, value) in headers)
            message.Request.Headers.SetValue(name, value);
        if (body is not null)
        {
            message.Request.Headers.SetValue("Content-Type", "application/json");
            message.Request.Content = RequestContent.Create(BinaryData.FromString(body.ToJsonString(JsonText.Compact)));
        }

        try
        {
            await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return ServiceAnswer.Of(message.Response);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (AuthenticationFailedException exception)
        {
            throw NotLoggedIn(_endpoint, exception);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or IOException or HttpRequestException or OperationCanceledException)
        {
            throw new ArmException(0, "Unreachable", $"{_endpoint.GetLeftPart(UriPartial.Authority)} gives no answer: {FirstLine(exception)}", exception);
        }
    }

    /// <summary>The error of somebody who is not logged in.</summary>
    public static ArmException NotLoggedIn(Uri endpoint, AuthenticationFailedException exception) =>
        new(401, "NotLoggedIn", $"No token for {endpoint.Host}. Log in with 'az login', or give the job a workload or managed identity. ({FirstLine(exception)})", exception);

    private static string FirstLine(Exception exception)
    {
        var cause = exception is AggregateException { InnerException: { } inner } ? inner : exception;
        var text = cause.Message.TrimStart();
        return text.IndexOfAny(['\r', '\n']) is var end and > 0 ? text[..end] : text;
    }

    private sealed class PipelineOptions : ClientOptions;
}

/// <summary>The parts of an answer that are looked at; the message that it came in can be given back.</summary>
internal sealed record ServiceAnswer(int Status, string ReasonPhrase, ReadOnlyMemory<byte> Body, string? ETag, string? AsyncOperation, string? Location, TimeSpan? RetryAfter)
{
    /// <summary>Reads an answer.</summary>
    public static ServiceAnswer Of(Response response) => new(
        response.Status, response.ReasonPhrase, response.ContentStream is null ? default : response.Content.ToMemory(),
        Header(response, "ETag"), Header(response, "Azure-AsyncOperation"), Header(response, "Location"),
        int.TryParse(Header(response, "Retry-After"), out var seconds) && seconds >= 0 ? TimeSpan.FromSeconds(seconds) : null);

    /// <summary>True for a status of success.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The error that it tells, with what its details and inner errors say.</summary>
    public ArmException Error()
    {
        JsonObject? error = null;
        try
        {
            error = Body.IsEmpty ? null : JsonNode.Parse(Body.Span) as JsonObject;
        }
        catch (JsonException)
        {
            // A gateway's HTML says no more than its status does.
        }

        error = error?["error"] as JsonObject ?? error;
        var code = JsonText.Text(error?["code"]) ?? Status.ToString();
        var details = (error?["details"] as JsonArray ?? []).Select(detail => JsonText.Text((detail as JsonObject)?["message"]));
        var inner = new List<string?>();
        for (var at = error?["innererror"] as JsonObject; at is not null && inner.Count < 5; at = at["innererror"] as JsonObject)
            inner.Add(JsonText.Text(at["message"]));
        var message = string.Join(" ", details.Concat(inner).Prepend(JsonText.Text(error?["message"])).Where(part => !string.IsNullOrEmpty(part)));
        var reason = message.Length > 0 ? message : ReasonPhrase is { Length: > 0 } phrase ? phrase : "The service refused without a word.";
        return new ArmException(Status, code, $"{Status} {code}: {reason}");
    }

    /// <summary>The body as an object.</summary>
    /// <exception cref="ArmException">It is none.</exception>
    public JsonObject Json() => Parse<JsonObject>("object");

    /// <summary>The body as an object or an array.</summary>
    /// <exception cref="ArmException">It is neither.</exception>
    public JsonNode Node() => Parse<JsonNode>("object or array");

    private T Parse<T>(string what) where T : JsonNode
    {
        try
        {
            if (!Body.IsEmpty && JsonNode.Parse(Body.Span) is T body and not JsonValue)
                return body;
        }
        catch (JsonException)
        {
            // Reported below like any other answer that is of another kind.
        }

        throw new ArmException(Status, "BadAnswer", $"The service answered {Status} with something that is no JSON {what}.");
    }

    private static string? Header(Response response, string name) => response.Headers.TryGetValue(name, out var value) ? value : null;
}
