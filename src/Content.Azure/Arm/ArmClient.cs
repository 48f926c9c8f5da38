using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Identity;

namespace Content.Azure.Arm;

/// <summary>A resource as the service has it.</summary>
/// <param name="Body">Its JSON.</param>
/// <param name="ETag">Its etag; null when the service gives none.</param>
public sealed record ArmResource(JsonObject Body, string? ETag);

/// <summary>
/// Azure Resource Manager over an Azure.Core pipeline: authentication, retries that respect <c>Retry-After</c>, pages, long-running
/// operations. Every failure is an <see cref="ArmException"/>.
/// </summary>
public sealed class ArmClient
{
    private readonly ServiceTransport _transport;
    private readonly ArmClientSettings _settings;
    private readonly TokenCredential? _credential;

    /// <summary>Creates a client.</summary>
    /// <param name="target">Where the workspace is.</param>
    /// <param name="settings">Patience; null means the usual.</param>
    /// <exception cref="ArgumentException">A token would travel unencrypted, or an endpoint elsewhere would be used without one.</exception>
    public ArmClient(WorkspaceTarget target, ArmClientSettings? settings = null)
    {
        _credential = Credentials.Create(target, target.ResourceManager);
        Target = target;
        _settings = settings ?? new ArmClientSettings();
        var throttle = new ThrottlePolicy(_settings, target.ResourceManager.IsLoopback);
        _transport = new ServiceTransport(target.ResourceManager, _settings, [throttle, .. Credentials.Policies(_credential, target.ResourceManager)]);
    }

    /// <summary>Where the workspace is.</summary>
    public WorkspaceTarget Target { get; }

    /// <summary>The identity that is logged in, as its token names it; null where no token is asked for.</summary>
    /// <exception cref="ArmException">Nobody is logged in.</exception>
    public async Task<string?> WhoAsync(CancellationToken cancellationToken)
    {
        if (_credential is null)
            return null;
        try
        {
            var token = await _credential.GetTokenAsync(new TokenRequestContext([Credentials.Scope(Target.ResourceManager)]), cancellationToken).ConfigureAwait(false);
            return TokenIdentity.Of(token.Token);
        }
        catch (AuthenticationFailedException exception)
        {
            throw ServiceTransport.NotLoggedIn(Target.ResourceManager, exception);
        }
    }

    /// <summary>Reads a resource; null when there is none.</summary>
    /// <param name="path">Path from the root of the resource manager.</param>
    /// <param name="apiVersion">Version of the contract.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="query">Further query parameters, escaped, without a leading ampersand.</param>
    /// <exception cref="ArmException">The service refused or cannot be reached.</exception>
    public async Task<ArmResource?> GetAsync(string path, string apiVersion, CancellationToken cancellationToken, string? query = null)
    {
        var response = await SendAsync(RequestMethod.Get, Address(path, apiVersion, query), null, null, cancellationToken).ConfigureAwait(false);
        if (response.Status == 404)
        {
            // A missing resource is an answer; a missing subscription, group or workspace is not.
            var error = response.Error();
            return error.IsEnvironment ? throw error : null;
        }

        ThrowUnlessSuccess(response);
        return Resource(response);
    }

    /// <summary>Reads all resources of a list, following <c>nextLink</c> on the same host only.</summary>
    /// <exception cref="ArmException">The service refused, cannot be reached, or its pages lead elsewhere or in a circle.</exception>
    public async IAsyncEnumerable<ArmResource> ListAsync(string path, string apiVersion, [EnumeratorCancellation] CancellationToken cancellationToken, string? query = null)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var next = Address(path, apiVersion, query); next is not null;)
        {
            if (!seen.Add(next.AbsoluteUri))
                throw new ArmException(200, "BadAnswer", $"The pages of {path} lead in a circle.");
            var response = await SendAsync(RequestMethod.Get, next, null, null, cancellationToken).ConfigureAwait(false);
            ThrowUnlessSuccess(response);
            var body = response.Json();
            foreach (var node in body["value"] as JsonArray ?? [])
            {
                if (node is JsonObject item)
                    yield return new ArmResource((JsonObject)item.DeepClone(), TextOf(item["etag"]));
            }

            next = TextOf(body["nextLink"]) is { Length: > 0 } link ? SameHost(link) : null;
        }
    }

    /// <summary>Writes a resource and waits until the service has done so.</summary>
    /// <param name="path">Path from the root of the resource manager.</param>
    /// <param name="apiVersion">Version of the contract.</param>
    /// <param name="body">The resource.</param>
    /// <param name="etag">Etag that the resource must still have; null when it must not be compared.</param>
    /// <param name="cancellationToken">Stops waiting; what the service has accepted goes on there.</param>
    /// <param name="query">Further query parameters, escaped, without a leading ampersand.</param>
    /// <exception cref="ArmException">The service refused, failed or cannot be reached.</exception>
    public async Task PutAsync(string path, string apiVersion, JsonObject body, string? etag, CancellationToken cancellationToken, string? query = null)
    {
        var response = await SendAsync(RequestMethod.Put, Address(path, apiVersion, query), body, etag, cancellationToken).ConfigureAwait(false);
        ThrowUnlessSuccess(response);
        await FinishAsync(response, path, apiVersion, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a resource and waits until it is gone; none there is fine.</summary>
    /// <param name="path">Path from the root of the resource manager.</param>
    /// <param name="apiVersion">Version of the contract.</param>
    /// <param name="etag">Etag that the resource must still have; null when it must not be compared.</param>
    /// <param name="cancellationToken">Stops waiting; what the service has accepted goes on there.</param>
    /// <exception cref="ArmException">The service refused, failed or cannot be reached.</exception>
    public async Task DeleteAsync(string path, string apiVersion, string? etag, CancellationToken cancellationToken)
    {
        var response = await SendAsync(RequestMethod.Delete, Address(path, apiVersion, null), null, etag, cancellationToken).ConfigureAwait(false);
        if (response.Status == 404)
            return;
        ThrowUnlessSuccess(response);
        if (OperationAddress(response) is { } operation)
            await PollAsync(operation, cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishAsync(ServiceAnswer response, string path, string apiVersion, CancellationToken cancellationToken)
    {
        if (OperationAddress(response) is { } operation)
        {
            await PollAsync(operation, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Tables and watchlists may also say so in the resource alone.
        if (!response.Body.IsEmpty)
            await SettleAsync(new ArmResource(response.Json(), null), path, apiVersion, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the service has finished what it is doing with a resource.</summary>
    /// <param name="resource">The resource as last seen.</param>
    /// <param name="path">Its path.</param>
    /// <param name="apiVersion">Version of the contract.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="mayFail">Whether a resource that the service failed to write is an answer rather than an error.</param>
    /// <returns>The resource as it then is; null when it is gone.</returns>
    /// <exception cref="ArmException">The service failed, did not finish in time or cannot be reached.</exception>
    public async Task<ArmResource?> SettleAsync(ArmResource? resource, string path, string apiVersion, CancellationToken cancellationToken, bool mayFail = false)
    {
        for (var polls = 0; IsRunning(StateOf(resource)); polls++)
        {
            if (polls >= _settings.MaxPolls)
                throw new ArmException(0, "OperationFailed", $"The service did not finish writing {path} in time; it is '{StateOf(resource)}'.");
            await Task.Delay(_settings.PollInterval, cancellationToken).ConfigureAwait(false);
            resource = await GetAsync(path, apiVersion, cancellationToken).ConfigureAwait(false);
        }

        return !mayFail && StateOf(resource) is ("Failed" or "Canceled")
            ? throw new ArmException(0, "OperationFailed", $"The service accepted {path} and then reported '{StateOf(resource)}'.")
            : resource;

        static string? StateOf(ArmResource? resource) => TextOf(resource?.Body["properties"]?["provisioningState"]);
    }

    // Azure-AsyncOperation before Location, as the resource manager's guidelines for clients have it.
    private (Uri Address, bool HasStatus, TimeSpan? Delay)? OperationAddress(ServiceAnswer response)
    {
        if (!string.IsNullOrEmpty(response.AsyncOperation))
            return (SameHost(response.AsyncOperation), true, response.RetryAfter);
        if (response.Status == 202 && !string.IsNullOrEmpty(response.Location))
            return (SameHost(response.Location), false, response.RetryAfter);
        return null;
    }

    private async Task PollAsync((Uri Address, bool HasStatus, TimeSpan? Delay) operation, CancellationToken cancellationToken)
    {
        var delay = operation.Delay;
        for (var polls = 0; polls < _settings.MaxPolls; polls++)
        {
            await Task.Delay(delay ?? _settings.PollInterval, cancellationToken).ConfigureAwait(false);
            var response = await SendAsync(RequestMethod.Get, operation.Address, null, null, cancellationToken).ConfigureAwait(false);
            ThrowUnlessSuccess(response);
            delay = response.RetryAfter;
            if (!operation.HasStatus)
            {
                if (response.Status != 202)
                    return;
                continue;
            }

            var body = response.Json();
            switch (TextOf(body["status"]))
            {
                case "Succeeded":
                    return;
                case "Failed" or "Canceled":
                    var error = body["error"];
                    throw new ArmException(response.Status, TextOf(error?["code"]) ?? "OperationFailed", TextOf(error?["message"]) ?? $"The operation ended as '{TextOf(body["status"])}'.");
            }
        }

        throw new ArmException(0, "OperationFailed", "A long-running operation did not end in time.");
    }

    private Task<ServiceAnswer> SendAsync(RequestMethod method, Uri address, JsonObject? body, string? etag, CancellationToken cancellationToken) =>
        _transport.SendAsync(method, address, body, etag is null ? [] : [("If-Match", etag)], cancellationToken);

    private Uri Address(string path, string apiVersion, string? query) =>
        new(Target.ResourceManager, $"{path}?api-version={apiVersion}{(query is null ? "" : "&" + query)}");

    // The token goes with the request: an address from an answer must not lead it anywhere else.
    private Uri SameHost(string address) =>
        Uri.TryCreate(Target.ResourceManager, address, out var uri) && uri.Scheme == Target.ResourceManager.Scheme && uri.Authority == Target.ResourceManager.Authority
            ? uri
            : throw new ArmException(200, "BadAnswer", $"The service refers to another host than {Target.ResourceManager.Authority}; it is not followed.");

    private static void ThrowUnlessSuccess(ServiceAnswer response)
    {
        if (!response.IsSuccess)
            throw response.Error();
    }

    private static ArmResource Resource(ServiceAnswer response)
    {
        var body = response.Json();
        return new ArmResource(body, TextOf(body["etag"]) ?? response.ETag);
    }

    private static bool IsRunning(string? state) => state is "InProgress" or "Updating" or "Uploading" or "New" or "Accepted" or "Creating";

    private static string? TextOf(JsonNode? node) => JsonText.Text(node);
}
