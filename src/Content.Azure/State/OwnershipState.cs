using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Resources;

namespace Content.Azure.State;

/// <summary>What is on record about a resource that the tool deployed or is about to.</summary>
/// <param name="Key">The resource.</param>
/// <param name="Path">The file it came from.</param>
/// <param name="Applied">Hash of its managed properties as last deployed; null when it never was, as far as is known.</param>
/// <param name="Intended">Hash of what an apply set out to write and has not reported done; null when none is open.</param>
public sealed record OwnedEntry(ResourceKey Key, string Path, string? Applied, string? Intended)
{
    /// <summary>Hashes of its single properties as last deployed; null when they are not known.</summary>
    public string? Fields { get; init; }

    /// <summary>
    /// True when the live resource is the tool's. An intention alone proves it only for what was intended: between planning
    /// and a killed apply somebody else may have made the resource.
    /// </summary>
    public bool Owns(LiveResource live) => Applied is not null || Intended == live.Hash;
}

/// <summary>
/// The record of what the tool deployed, kept in the workspace itself: saved searches that hold it as a KQL query, so that it shows
/// itself when it is run in Logs. Every machine sees the same record, and a second apply at the same time fails on its etag.
/// </summary>
public sealed class OwnershipState
{
    private const string NamePrefix = "sentinel-content-state-default-";
    private const string QueryStart = "// Written by sentinel-content: what it deployed to this workspace. Do not edit or delete.\nprint State = dynamic(";
    private const int EntriesPerPart = 200;
    private const int Version = 1;

    private readonly ImmutableArray<Part> _parts;

    private OwnershipState(ImmutableArray<Part> parts, ImmutableSortedDictionary<ResourceKey, OwnedEntry> entries)
    {
        _parts = parts;
        Entries = entries;
    }

    /// <summary>The record of a workspace that the tool never wrote to.</summary>
    public static OwnershipState Empty { get; } = new([], ImmutableSortedDictionary<ResourceKey, OwnedEntry>.Empty);

    /// <summary>What is on record.</summary>
    public ImmutableSortedDictionary<ResourceKey, OwnedEntry> Entries { get; }

    /// <summary>True when a saved search of this name holds a part of the record.</summary>
    public static bool IsPart(string savedSearch) => savedSearch.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the record.</summary>
    /// <param name="savedSearches">All saved searches of the workspace.</param>
    /// <exception cref="ArmException">A part was changed by somebody else and cannot be read.</exception>
    public static OwnershipState Read(IEnumerable<ArmResource> savedSearches)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var entries = ImmutableSortedDictionary.CreateBuilder<ResourceKey, OwnedEntry>();
        foreach (var search in savedSearches)
        {
            var name = JsonText.Text(search.Body["name"]) ?? "";
            if (!IsPart(name) || !int.TryParse(name.AsSpan(NamePrefix.Length), out var number))
                continue;
            var query = JsonText.Text(search.Body["properties"]?["query"]) ?? "";
            try
            {
                var start = query.IndexOf("dynamic(", StringComparison.Ordinal) + "dynamic(".Length;
                var json = JsonNode.Parse(query[start..query.LastIndexOf(')')])!;
                if (json["version"]!.GetValue<int>() != Version)
                    throw new ArmException(200, "BadState", $"The saved search '{name}' was written by another version of sentinel-content. Use a newer build.");
                foreach (var node in json["entries"]!.AsArray())
                {
                    var kind = ResourceKinds.FromWord(JsonText.Text(node!["kind"])) ?? throw new FormatException();
                    var entry = new OwnedEntry(new ResourceKey(kind, JsonText.Text(node["name"])!), JsonText.Text(node["path"]) ?? "", JsonText.Text(node["applied"]), JsonText.Text(node["intended"])) { Fields = JsonText.Text(node["fields"]) };
                    entries[entry.Key] = entry;
                }
            }
            catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or NullReferenceException or ArgumentException)
            {
                throw new ArmException(200, "BadState", $"The saved search '{name}', in which sentinel-content records what it deployed, cannot be read; somebody changed it. Restore it, or delete it and run apply --adopt.", exception);
            }

            parts.Add(new Part(number, search.ETag, query));
        }

        return new OwnershipState(parts.ToImmutable(), entries.ToImmutable());
    }

    /// <summary>Writes the record as far as it differs from this one and returns what is then in the workspace.</summary>
    /// <exception cref="ArmException">The workspace refused, or somebody wrote the record in between (<see cref="ArmException.IsEtagMismatch"/>).</exception>
    public async Task<OwnershipState> WriteAsync(ArmClient client, ImmutableSortedDictionary<ResourceKey, OwnedEntry> entries, CancellationToken cancellationToken)
    {
        var count = _parts.Length == 0 ? 1 : _parts.Max(part => part.Number) + 1;
        while (entries.Count > count * EntriesPerPart)
            count *= 2;
        var texts = Enumerable.Range(0, count).Select(_ => new List<OwnedEntry>()).ToArray();
        foreach (var entry in entries.Values)
            texts[PartOf(entry.Key, count)].Add(entry);
        var parts = new List<Part>();
        // New parts first: when entries move to one and the run is killed, they are on record twice rather than not at all.
        for (var number = count - 1; number >= 0; number--)
        {
            var old = _parts.FirstOrDefault(part => part.Number == number);
            var text = Text(texts[number]);
            if (old?.Text == text)
            {
                parts.Add(old);
                continue;
            }

            var written = await WritePartAsync(client, number, text, old, cancellationToken).ConfigureAwait(false);
            parts.Add(new Part(number, written?.ETag, text));
        }

        return new OwnershipState([.. parts], entries);
    }

    private static async Task<ArmResource?> WritePartAsync(ArmClient client, int number, string text, Part? old, CancellationToken cancellationToken)
    {
        var name = NamePrefix + number;
        ArmException? refusal = null;
        try
        {
            await SavedSearchHandler.PutAsync(client, name, Body(number, text), old is null ? null : old.ETag ?? "*", cancellationToken).ConfigureAwait(false);
        }
        catch (ArmException exception) when (exception.Status is 409 or 412)
        {
            refusal = exception;
        }

        // A write whose answer got lost is refused when it is repeated; then the text is there already.
        var written = await client.GetAsync($"{client.Target.WorkspaceId}/savedSearches/{name}", ApiVersions.SavedSearches, cancellationToken).ConfigureAwait(false);
        if (refusal is not null && Normal.Text(written?.Body["properties"]?["query"]) != text)
            throw new ArmException(412, "StateChanged", "Another apply to this workspace is running or has just run (etag of its record changed). Make a new plan.", refusal);
        return written;
    }

    private static int PartOf(ResourceKey key, int count) =>
        (int)(uint.Parse(JsonText.Hash(key.ToString().ToLowerInvariant()).AsSpan(0, 8), System.Globalization.NumberStyles.HexNumber) % (uint)count);

    private static string Text(List<OwnedEntry> entries)
    {
        var lines = entries.Order(Comparer<OwnedEntry>.Create((x, y) => x.Key.CompareTo(y.Key))).Select(entry =>
        {
            var node = new JsonObject { ["kind"] = entry.Key.Kind.Word(), ["name"] = entry.Key.Name, ["path"] = entry.Path };
            if (entry.Applied is not null)
                node["applied"] = entry.Applied;
            if (entry.Fields is not null)
                node["fields"] = entry.Fields;
            if (entry.Intended is not null)
                node["intended"] = entry.Intended;
            return node.ToJsonString(JsonText.Compact);
        });
        return $"{QueryStart}{{\"version\":{Version},\"entries\":[\n{string.Join(",\n", lines)}\n]}})";
    }

    private static JsonObject Body(int number, string text) => new()
    {
        ["properties"] = new JsonObject
        {
            ["category"] = "sentinel-content",
            ["displayName"] = $"State of sentinel-content, part {number}",
            ["query"] = text,
            ["version"] = 2,
            ["tags"] = new JsonArray(new JsonObject { ["name"] = "managedBy", ["value"] = "sentinel-content" }),
        },
    };

    private sealed record Part(int Number, string? ETag, string Text);
}
