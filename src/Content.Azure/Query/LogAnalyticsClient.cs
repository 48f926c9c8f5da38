using System.Text.Json.Nodes;
using Azure.Core;
using Content.Azure.Arm;
using Content.Kql.Engine;

namespace Content.Azure.Query;

/// <summary>The query API of Log Analytics (Azure Monitor documentation, "Azure Monitor Log Analytics API").</summary>
public sealed class LogAnalyticsClient
{
    // The service's own limit is ten minutes; the answer may take a while longer.
    private const int MaxWaitSeconds = 600;
    private const int DefaultWaitSeconds = 180;

    // Azure Monitor documentation, "Azure Monitor service limits", "User query throttling"; more would wait there and be refused in the end.
    private const int QueriesPerWindow = 200;
    private const double WindowSeconds = 30;

    /// <summary>Queries that the service runs at a time for one user.</summary>
    internal const int UserConcurrency = 5;

    private readonly QueryGate _gate;
    private readonly ServiceTransport _transport;
    private readonly Uri _endpoint;
    private readonly string _workspace;

    private LogAnalyticsClient(ServiceTransport transport, Uri endpoint, string workspace)
    {
        _transport = transport;
        _endpoint = endpoint;
        _workspace = workspace;
        _gate = new QueryGate(UserConcurrency, endpoint.IsLoopback ? null : new RequestAllowance(QueriesPerWindow, QueriesPerWindow / WindowSeconds, TimeProvider.System));
    }

    /// <summary>Finds a workspace and makes a client for its queries.</summary>
    /// <param name="target">The workspace.</param>
    /// <param name="settings">Patience; null means the usual.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">A token would travel unencrypted, or an endpoint elsewhere would be used without one.</exception>
    /// <exception cref="ArmException">The workspace cannot be found or reached.</exception>
    public static async Task<LogAnalyticsClient> ConnectAsync(WorkspaceTarget target, ArmClientSettings? settings = null, CancellationToken cancellationToken = default)
    {
        settings ??= new ArmClientSettings();
        // Queries name the workspace by a GUID of its own.
        var workspace = await new ArmClient(target, settings).GetAsync(target.WorkspaceId, ApiVersions.Workspaces, cancellationToken).ConfigureAwait(false)
            ?? throw new ArmException(404, "ResourceNotFound", $"There is no workspace {target.WorkspaceId}, or no right to see it.");
        var id = JsonText.Text(workspace.Body["properties"]?["customerId"])
            ?? throw new ArmException(200, "BadAnswer", $"The service does not say the id of the workspace {target.WorkspaceId}.");
        var credential = Credentials.Create(target, target.LogAnalytics);
        // The wait that a request asks for is longer than that for one of the resource manager.
        var patient = settings with { NetworkTimeout = settings.NetworkTimeout + TimeSpan.FromSeconds(MaxWaitSeconds) };
        var transport = new ServiceTransport(target.LogAnalytics, patient, Credentials.Policies(credential, target.LogAnalyticsAudience));
        return new LogAnalyticsClient(transport, target.LogAnalytics, id);
    }

    /// <summary>Runs a query.</summary>
    /// <param name="query">KQL text.</param>
    /// <param name="timespan">Time that the rows are of, such as <c>P1D</c> or <c>START/END</c>; null for all.</param>
    /// <param name="maxTime">Time that the service may take, up to ten minutes; null for its three minutes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The rows. What the service says against the query, or that it gave only some of the rows, is an error in the result.</returns>
    /// <exception cref="ArmException">The service cannot be reached, or does not let the query in.</exception>
    public async Task<QueryResult> QueryAsync(string query, string? timespan, TimeSpan? maxTime, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(query, timespan, maxTime, "", cancellationToken).ConfigureAwait(false);
        return Refusal(answer, query) ?? QueryAnswer.Read(answer.Json(), cancellationToken);
    }

    /// <summary>The same, with what the query cost.</summary>
    /// <param name="query">KQL text.</param>
    /// <param name="timespan">Time that the rows are of, such as <c>P1D</c> or <c>START/END</c>; null for all.</param>
    /// <param name="maxTime">Time that the service may take, up to ten minutes; null for its three minutes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArmException">The service cannot be reached, or does not let the query in.</exception>
    public async Task<(QueryResult Result, QueryCost Cost)> QueryWithCostAsync(string query, string? timespan, TimeSpan? maxTime, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(query, timespan, maxTime, ", include-statistics=true", cancellationToken).ConfigureAwait(false);
        if (Refusal(answer, query) is { } refusal)
            return (refusal, new QueryCost(1, TimeSpan.Zero, TimeSpan.Zero, 0, 0) { Untold = 1 });
        var body = answer.Json();
        return (QueryAnswer.Read(body, cancellationToken), QueryCost.Read(body));
    }

    private Task<ServiceAnswer> SendAsync(string query, string? timespan, TimeSpan? maxTime, string preferences, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["query"] = query };
        if (timespan is not null)
            body["timespan"] = timespan;
        var seconds = maxTime is { } time ? (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, MaxWaitSeconds) : DefaultWaitSeconds;
        var address = new Uri(_endpoint, $"/v1/workspaces/{Uri.EscapeDataString(_workspace)}/query");
        return _gate.RunAsync(() => _transport.SendAsync(RequestMethod.Post, address, body, [("Prefer", $"wait={seconds}{preferences}")], cancellationToken), cancellationToken);
    }

    // What the service says against the query; null for an answer.
    private static QueryResult? Refusal(ServiceAnswer answer, string query) => answer.IsSuccess ? null : QueryResult.Of(QueryRefusal.Read(answer, query));
}
