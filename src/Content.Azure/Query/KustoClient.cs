using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Core;
using Content.Azure.Arm;
using Content.Kql.Engine;

namespace Content.Azure.Query;

/// <summary>Queries on a database of Azure Data Explorer (its documentation, "Query/management HTTP request").</summary>
public sealed class KustoClient
{
    private static readonly TimeSpan DefaultTime = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(1);

    /// <summary>Queries at a time. The smallest cluster grants ten times its cores (Azure Data Explorer documentation, "Query limits"); other users share that.</summary>
    internal const int ConcurrentQueries = 8;

    private readonly QueryGate _gate = new(ConcurrentQueries, null);
    private readonly ServiceTransport _transport;
    private readonly ClusterTarget _target;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="target">The database.</param>
    /// <param name="settings">Patience; null means the usual.</param>
    /// <exception cref="ArgumentException">A token would travel unencrypted, or an endpoint elsewhere would be used without one.</exception>
    public KustoClient(ClusterTarget target, ArmClientSettings? settings = null)
    {
        settings ??= new ArmClientSettings();
        _target = target;
        var credential = Credentials.Create(target.Login, target.Cluster);
        // The wait that a query asks for is longer than that for a request to the resource manager.
        _transport = new ServiceTransport(target.Cluster, settings with { NetworkTimeout = settings.NetworkTimeout + LongestTime }, Credentials.Policies(credential, target.Cluster));
    }

    /// <summary>Runs a query; it can change nothing.</summary>
    /// <param name="query">KQL text.</param>
    /// <param name="maxTime">Time that the service may take, up to an hour; null for its four minutes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The rows. What the service says against the query, or that it gave only some of the rows, is an error in the result.</returns>
    /// <exception cref="ArmException">The service cannot be reached, or does not let the query in.</exception>
    public async Task<QueryResult> QueryAsync(string query, TimeSpan? maxTime, CancellationToken cancellationToken)
    {
        var time = maxTime is not { } given ? DefaultTime : given < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : given > LongestTime ? LongestTime : given;
        var body = new JsonObject
        {
            ["db"] = _target.Database,
            ["csl"] = query,
            ["properties"] = new JsonObject
            {
                ["Options"] = new JsonObject { ["servertimeout"] = time.ToString("hh':'mm':'ss", CultureInfo.InvariantCulture), ["request_readonly"] = true },
            },
        };
        var answer = await _gate.RunAsync(() => _transport.SendAsync(
            RequestMethod.Post, new Uri(_target.Cluster, "/v2/rest/query"), body, [("x-ms-app", "sentinel-content"), ("x-ms-readonly", "true")], cancellationToken), cancellationToken).ConfigureAwait(false);
        return answer.IsSuccess ? KustoAnswer.Read(answer.Node(), cancellationToken) : QueryResult.Of(QueryRefusal.Read(answer, query));
    }
}
