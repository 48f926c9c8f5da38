using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Content.Kql.Symbols;

namespace Content.Azure.Stub.Service;

/// <summary>
/// A stand-in for the part of Azure Resource Manager that Sentinel content goes through. It refuses what the service refuses, adds
/// what the service adds, and fails when it is told to. Thread-safe; everything is in memory.
/// </summary>
public sealed partial class ArmStub
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Collection> _collections = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Operation> _operations = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(Fault Fault, int Left)> _faults = [];
    private readonly List<StubRequest> _requests = [];
    private long _counter;

    /// <summary>Address that the service is reached at; links in its answers start with it.</summary>
    public string BaseAddress { get; set; } = "http://127.0.0.1";

    /// <summary>Techniques that rules are refused for.</summary>
    public IReadOnlySet<string> MobileTechniques { get; init; } = new HashSet<string> { "T1437", "T1521" };

    /// <summary>Names that no table or function of the workspace has: rules that do not run without one are refused.</summary>
    public ISet<string> UnknownNames { get; } = new HashSet<string>();

    /// <summary>The token buckets that requests are counted by; null lets everything through.</summary>
    public Throttling? Throttling { get; init; }

    /// <summary>Resources in a page of lists that have pages; null means that of each type, which is small.</summary>
    public int? PageSize { get; init; }

    /// <summary>Requests of any kind during which a long-running operation is still running.</summary>
    public int RequestsPerOperation { get; init; } = 2;

    /// <summary>What a long-running operation ends with; null for success.</summary>
    public string? OperationError { get; set; }

    /// <summary>The queries of the workspace.</summary>
    public QueryService Queries { get; } = new();

    /// <summary>Tables of Microsoft in the workspace, with their plan and columns; those that somebody made are stored like other resources.</summary>
    public IDictionary<string, (string Plan, RowType Row)> MicrosoftTables { get; } = new SortedDictionary<string, (string Plan, RowType Row)>(StringComparer.Ordinal);

    /// <summary>Templates of analytics rules that the service itself brings; nobody can write them.</summary>
    public IList<JsonObject> RuleTemplates { get; } = [];

    /// <summary>A cluster of Data Explorer at the same address.</summary>
    public KustoService Kusto { get; } = new();

    /// <summary>Called with each request before it is answered, outside of all locks.</summary>
    public Action<StubRequest>? OnRequest { get; set; }

    /// <summary>The requests so far.</summary>
    public ImmutableArray<StubRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    /// <summary>Makes something go wrong.</summary>
    public void Add(Fault fault)
    {
        lock (_lock)
            _faults.Add((fault, fault.Times));
    }

    /// <summary>Changes a stored resource as somebody in the portal would; its etag changes too.</summary>
    /// <param name="pathEnd">End of the resource's path, such as <c>alertRules/GUID</c>.</param>
    /// <param name="change">The change; null deletes the resource.</param>
    /// <returns>False when there is no such resource.</returns>
    public bool Edit(string pathEnd, Action<JsonObject>? change)
    {
        var slash = pathEnd.LastIndexOf('/');
        lock (_lock)
        {
            foreach (var (path, collection) in _collections)
            {
                if (!path.EndsWith("/" + pathEnd[..slash], StringComparison.OrdinalIgnoreCase) || !collection.Items.TryGetValue(pathEnd[(slash + 1)..], out var item))
                    continue;
                if (change is null)
                    collection.Items.Remove(pathEnd[(slash + 1)..]);
                else
                {
                    change(item);
                    item["etag"] = NextETag();
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>Copies of all stored resources of a type by name.</summary>
    /// <param name="collection">Last segment of the collection's path, such as <c>alertRules</c>.</param>
    public IReadOnlyDictionary<string, JsonObject> Stored(string collection)
    {
        lock (_lock)
        {
            return _collections.Where(pair => pair.Key.EndsWith("/" + collection, StringComparison.OrdinalIgnoreCase)).SelectMany(pair => pair.Value.Items)
                .ToDictionary(pair => pair.Key, pair => (JsonObject)pair.Value.DeepClone(), StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>Answers a request.</summary>
    public StubResponse Handle(StubRequest request)
    {
        OnRequest?.Invoke(request);
        lock (_lock)
        {
            _requests.Add(request);
            Advance();
            var fault = TakeFault(request);
            if (fault is { AfterTheFact: false, Spoil: null })
                return fault.Response;
            var (refusal, header) = Throttling?.Take(request) ?? default;
            var response = refusal ?? Answer(request);
            if (header is var (name, left) && name is not null)
                response = response.With(name, left);
            return fault is null ? response : fault.Spoil is null ? fault.Response : fault.Spoil(response);
        }
    }

    internal string NextETag() => $"\"{Interlocked.Increment(ref _counter):x8}-0000-0d00-0000-000000000000\"";

    internal string NextGuid() => $"{Interlocked.Increment(ref _counter):x8}-5555-4555-8555-555555555555";

    internal string NextTime() => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(Interlocked.Increment(ref _counter)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'");

    /// <summary>Begins something that takes effect after some looks at it; returns where to look.</summary>
    internal string StartOperation(string scope, Action effect)
    {
        var path = $"{scope}/{NextGuid()}";
        _operations[path] = new Operation(effect) { Left = RequestsPerOperation };
        return $"{BaseAddress}{path}?api-version=2025-07-01";
    }

    internal Collection Register(string path, Collection collection) => _collections[path] = collection;

    private Fault? TakeFault(StubRequest request)
    {
        for (var i = 0; i < _faults.Count; i++)
        {
            var (fault, left) = _faults[i];
            if (!fault.Matches(request))
                continue;
            if (left <= 1)
                _faults.RemoveAt(i);
            else
                _faults[i] = (fault, left - 1);
            return fault;
        }

        return null;
    }

    private StubResponse Answer(StubRequest request)
    {
        if (request.Path.StartsWith("/v1/", StringComparison.Ordinal))
            return Queries.Handle(request);
        if (request.Path.StartsWith("/v2/", StringComparison.Ordinal))
            return Kusto.Handle(request);
        if (!request.Query.TryGetValue("api-version", out var version) || string.IsNullOrEmpty(version))
            return StubResponse.Error(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
        if (_operations.TryGetValue(request.Path, out var operation))
            return Poll(operation);
        if (request.Method == "GET" && WorkspacePath().IsMatch(request.Path))
            return new StubResponse(200, new JsonObject { ["id"] = request.Path, ["name"] = request.Path.Split('/')[^1], ["properties"] = new JsonObject { ["customerId"] = QueryService.WorkspaceId, ["provisioningState"] = "Succeeded" } });
        var match = ResourcePath().Match(request.Path);
        if (!match.Success)
            return StubResponse.Error(404, "InvalidResourceType", $"The resource type could not be found at '{request.Path}'.");
        var (parent, type, name) = (match.Groups["parent"].Value, match.Groups["type"].Value, match.Groups["name"].Value);
        var scope = $"{parent}/{type}";
        if (Find(parent, type) is not { } collection)
            return StubResponse.Error(404, "ResourceNotFound", $"The Resource '{parent}' was not found.");
        try
        {
            var call = new CallContext(request, scope, version, this);
            return (request.Method, name.Length > 0) switch
            {
                ("GET", false) => collection.List(call),
                ("GET", true) => collection.Get(call, name),
                ("PUT", true) => collection.Put(call, name, Parse(request.Body)),
                ("DELETE", true) => collection.Delete(call, name),
                _ => StubResponse.Error(405, "MethodNotAllowed", $"{request.Method} is not supported here."),
            };
        }
        catch (RefusedException refused)
        {
            return refused.Response;
        }
    }

    // Operations go on whether somebody looks at them or not.
    private void Advance()
    {
        foreach (var operation in _operations.Values)
        {
            if (operation.Left-- == 0 && OperationError is null)
                operation.Effect();
        }
    }

    private StubResponse Poll(Operation operation)
    {
        if (operation.Left >= 0)
            return new StubResponse(200, new JsonObject { ["status"] = "InProgress" }).With("Retry-After", "0");
        return new StubResponse(200, OperationError is { } error
            ? new JsonObject { ["status"] = "Failed", ["error"] = new JsonObject { ["code"] = "OperationFailed", ["message"] = error } }
            : new JsonObject { ["status"] = "Succeeded" });
    }

    private Collection? Find(string parent, string type)
    {
        if (type.Equals("watchlistItems", StringComparison.OrdinalIgnoreCase))
        {
            var slash = parent.LastIndexOf('/');
            return _collections.GetValueOrDefault(parent[..slash]) is Watchlists lists && lists.Rows(parent[(slash + 1)..]) is { } rows ? Register($"{parent}/{type}", rows) : null;
        }

        var path = $"{parent}/{type}";
        if (_collections.TryGetValue(path, out var known))
            return known;
        Collection? made = type.ToUpperInvariant() switch
        {
            "ALERTRULES" => new AlertRules(),
            "WATCHLISTS" => new Watchlists(),
            "AUTOMATIONRULES" => new AutomationRules(),
            "METADATA" => new Metadata(),
            "SUMMARYLOGS" => new SummaryRules(),
            "SAVEDSEARCHES" => new SavedSearches(),
            "TABLES" => new Tables(),
            "WORKBOOKS" => new Workbooks(),
            "CONTENTPACKAGES" => new ContentPackages(),
            "CONTENTTEMPLATES" => new ContentTemplates(),
            "ALERTRULETEMPLATES" => new AlertRuleTemplates(RuleTemplates),
            _ => null,
        };
        return made is null ? null : Register(path, made);
    }

    private static JsonObject Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw new RefusedException(400, "InvalidRequestContent", "The request content was invalid.");
        }
        catch (JsonException)
        {
            throw new RefusedException(400, "InvalidRequestContent", "The request content was invalid and could not be deserialized.");
        }
    }

    [GeneratedRegex(@"^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.OperationalInsights/workspaces/[^/]+/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WorkspacePath();

    // …/workspaces/W/savedSearches/X, …/Microsoft.SecurityInsights/watchlists/A/watchlistItems/I, …/Microsoft.Insights/workbooks/G
    [GeneratedRegex(@"^(?<parent>/subscriptions/[^/]+/resourceGroups/[^/]+/providers/(?:Microsoft\.OperationalInsights/workspaces/[^/]+(?:/providers/Microsoft\.SecurityInsights(?:/watchlists/[^/]+)?)?|Microsoft\.Insights))/(?<type>savedSearches|tables|summaryLogs|automationRules|metadata|alertRules|alertRuleTemplates|contentPackages|contentTemplates|watchlists|watchlistItems|workbooks)(?:/(?<name>[^/]+))?/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ResourcePath();

    private sealed class Operation(Action effect)
    {
        public Action Effect { get; } = effect;

        public int Left { get; set; }
    }
}
