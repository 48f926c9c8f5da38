using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Model;

namespace Content.Azure.Resources;

/// <summary>Saved searches: functions and hunting queries.</summary>
internal sealed partial class SavedSearchHandler : ResourceHandler
{
    /// <summary>The category that Sentinel lists under Hunting.</summary>
    public const string HuntingCategory = "Hunting Queries";

    private static readonly HashSet<string> ManagedTags = ["description", "tactics", "techniques"];

    // Tags that hold lists: where the portal writes blanks after its commas is no difference.
    private static readonly HashSet<string> ListTags = ["tactics", "techniques"];

    private const string FunctionCategory = "Microsoft Sentinel Parser";

    // Version of the query language; the service fills it in.
    private const int LanguageVersion = 2;

    public static SavedSearchHandler Instance { get; } = new();

    public override IReadOnlyList<ResourceKind> Kinds { get; } = [ResourceKind.Function, ResourceKind.HuntingQuery];

    public override Task<IReadOnlyList<LiveResource>> ReadAsync(ReadContext context, ResourceKind kind, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var wanted = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = new List<LiveResource>();
        foreach (var search in context.SavedSearches)
        {
            var name = NameOf(search.Body);
            var isFunction = Normal.Text(PropertiesOf(search.Body)["functionAlias"]).Length > 0;
            var isHunting = !isFunction && string.Equals(Normal.Text(PropertiesOf(search.Body)["category"]), HuntingCategory, StringComparison.OrdinalIgnoreCase);
            // One with our name counts whatever somebody made of it, so that the difference shows.
            if (wanted.Contains(name) || (kind == ResourceKind.Function ? isFunction : isHunting))
                found.Add(new LiveResource(new ResourceKey(kind, name), search.ETag, Comparable(search.Body), context.Kept(search.Body)));
        }

        return Task.FromResult<IReadOnlyList<LiveResource>>(found);
    }

    // The portal notes on a hunting query who made it and when; whatever tags no file can say stay.
    public override MergedResource Merge(DesiredResource desired, LiveResource live, PlanOptions options)
    {
        var kept = live.Comparable["tags"]!.AsObject().Where(tag => !ManagedTags.Contains(tag.Key)).ToArray();
        if (kept.Length == 0)
            return base.Merge(desired, live, options);
        var body = (JsonObject)desired.Body.DeepClone();
        var comparable = (JsonObject)desired.Comparable.DeepClone();
        var tags = body["properties"]!["tags"] as JsonArray;
        if (tags is null)
            body["properties"]!["tags"] = tags = [];
        foreach (var (name, value) in kept)
        {
            tags.Add((JsonNode)Tag(name, JsonText.Text(value) ?? ""));
            comparable["tags"]![name] = value?.DeepClone();
        }

        return new MergedResource(body, comparable);
    }

    public override Task WriteAsync(ArmClient client, PlanItem item, LiveResource? live, CancellationToken cancellationToken) =>
        PutAsync(client, item.Key.Name, item.Body!, live is null ? null : live.ETag ?? "*", cancellationToken);

    /// <summary>Writes a saved search. Replacing one takes its etag, in the body and as a condition.</summary>
    public static Task PutAsync(ArmClient client, string name, JsonObject body, string? etag, CancellationToken cancellationToken) =>
        client.PutAsync(PathOf(client, name), ApiVersions.SavedSearches, WithETag(body, etag), etag, cancellationToken);

    public override Task DeleteAsync(ArmClient client, LiveResource live, CancellationToken cancellationToken) =>
        client.DeleteAsync(PathOf(client, live.Key.Name), ApiVersions.SavedSearches, live.ETag, cancellationToken);

    /// <summary>The managed properties of a saved search.</summary>
    public static JsonObject Comparable(JsonObject search)
    {
        var from = PropertiesOf(search);
        var tags = (from["tags"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(tag => (Name: Normal.Text(tag["name"]), Value: Normal.Text(tag["value"])))
            .Select(tag => ListTags.Contains(tag.Name) ? (tag.Name, Value: string.Join(',', tag.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))) : tag)
            .Where(tag => tag.Name.Length > 0)
            .OrderBy(tag => tag.Name, StringComparer.Ordinal)
            .DistinctBy(tag => tag.Name);
        return new JsonObject
        {
            ["category"] = Normal.Text(from["category"]),
            ["displayName"] = Normal.Text(from["displayName"]),
            ["query"] = Normal.Text(from["query"]),
            ["functionAlias"] = Normal.Text(from["functionAlias"]),
            ["functionParameters"] = Normal.Parameters(from["functionParameters"]),
            ["version"] = Normal.Number(from["version"]) ?? LanguageVersion,
            ["tags"] = new JsonObject(tags.Select(tag => KeyValuePair.Create(tag.Name, (JsonNode?)tag.Value))),
        };
    }

    /// <summary>
    /// Name of the saved search of a parser: its id when that is a GUID, or in the short format any name that a resource can have, else
    /// one that follows from the alias.
    /// </summary>
    public static string NameOf(ParserFunction parser)
    {
        if (Guid.TryParse(parser.Id?.Value, out var id))
            return id.ToString();
        return parser is { Format: ParserFormat.Community, Id.Value: var name } && ResourceName().IsMatch(name) ? name : NameGuid.Create("function/" + parser.Alias.Value).ToString();
    }

    /// <summary>The body of a function.</summary>
    public static JsonObject Body(ParserFunction parser)
    {
        var properties = new JsonObject
        {
            ["category"] = parser.Category?.Value ?? FunctionCategory,
            ["displayName"] = parser.Title?.Value ?? parser.Name?.Value ?? parser.Alias.Value,
            ["query"] = Normal.Text(parser.Query.Value),
            ["functionAlias"] = parser.Alias.Value,
            ["version"] = LanguageVersion,
        };
        if (!parser.Parameters.IsEmpty)
            properties["functionParameters"] = string.Join(", ", parser.Parameters.Select(parameter => Parameter(parameter.Symbol)));
        if (parser.Description is { } description)
            properties["tags"] = new JsonArray(Tag("description", Normal.Text(description.Value)));
        return new JsonObject { ["properties"] = properties };
    }

    /// <summary>The body of a hunting query.</summary>
    public static JsonObject Body(HuntingQuery hunting)
    {
        var tags = new List<JsonNode>();
        Add("description", hunting.DescriptionText);
        Add("tactics", Join(hunting.Tactics));
        Add("techniques", Join(hunting.RelevantTechniques));
        return new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["category"] = HuntingCategory,
                ["displayName"] = hunting.Name.Value,
                ["query"] = Normal.Text(hunting.Query.Value),
                ["version"] = LanguageVersion,
                ["tags"] = new JsonArray([.. tags]),
            },
        };

        void Add(string name, string value)
        {
            if (value.Length > 0)
                tags.Add(Tag(name, value));
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9 ._|()-]{0,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ResourceName();

    private static string PathOf(ArmClient client, string name) => $"{client.Target.WorkspaceId}/savedSearches/{Uri.EscapeDataString(name)}";

    private static string Join(ImmutableArray<Located<string>> values) => string.Join(",", values.Select(value => value.Value));

    private static JsonObject Tag(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static string Parameter(Kql.Symbols.WorkspaceFunctionParameter parameter)
    {
        var type = parameter.Type?.Name
            ?? (parameter.Row is { Columns.IsEmpty: false } row ? $"({string.Join(", ", row.Columns.Select(column => $"{column.Name}:{column.Type.Name}"))})" : "(*)");
        return parameter.DefaultValue is { } value ? $"{parameter.Name}:{type}={value}" : $"{parameter.Name}:{type}";
    }
}
