using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Content.Azure.Applying;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Azure.Resources;

namespace Content.Azure.State;

/// <summary>Who applies what, for the record.</summary>
/// <param name="Run">Tells this apply from others.</param>
/// <param name="Time">When it began.</param>
/// <param name="Who">Who runs it: the identity that was logged in, or the user of the machine where nobody is.</param>
/// <param name="Commit">The commit that the content is of; null when it is of none.</param>
/// <param name="IsModified">Whether the content differed from the commit.</param>
/// <param name="Tool">Version of the tool.</param>
public sealed record AuditContext(Guid Run, DateTimeOffset Time, string Who, string? Commit, bool IsModified, string Tool);

/// <summary>One apply, as it is on record.</summary>
/// <param name="Context">Who, when, from which commit.</param>
/// <param name="Environment">Name of the environment.</param>
/// <param name="Items">What it set out to write, with what became of it; null while that is not on record.</param>
public sealed record AuditEntry(AuditContext Context, string Environment, ImmutableArray<AuditItem> Items)
{
    /// <summary>True when the end is on record too; an apply that was killed has none.</summary>
    public bool IsFinished { get; init; }
}

/// <summary>A resource that an apply set out to write.</summary>
/// <param name="Action">What was to be done.</param>
/// <param name="Key">The resource.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="Result">What became of it; null while that is not on record.</param>
public sealed record AuditItem(PlanAction Action, ResourceKey Key, string DisplayName, ApplyResult? Result);

/// <summary>
/// The record of all applies, beside that of what is deployed: saved searches that are only ever added to. A part that is full stays as
/// it is, and the next one is begun.
/// </summary>
public sealed class AuditLog
{
    /// <summary>Begin of the names of its parts.</summary>
    public const string NamePrefix = "sentinel-content-state-audit-";

    private const string QueryStart = "// Written by sentinel-content: what it did in this workspace, only ever added to. Do not edit or delete.\nprint Applies = dynamic([\n";
    private const string QueryEnd = "\n])";
    private const int MaxPartLength = 60_000;
    private const int Tries = 5;

    private readonly ImmutableArray<JsonObject> _lines;

    private AuditLog(ImmutableArray<JsonObject> lines) => _lines = lines;

    /// <summary>The applies, the latest one first.</summary>
    public ImmutableArray<AuditEntry> Entries => [.. _lines.GroupBy(line => JsonText.Text(line["run"])).Select(Entry).OrderByDescending(entry => entry.Context.Time)];

    /// <summary>Reads the record.</summary>
    /// <exception cref="ArmException">The workspace cannot be read, or somebody changed the record.</exception>
    public static async Task<AuditLog> ReadAsync(ArmClient client, CancellationToken cancellationToken)
    {
        var lines = ImmutableArray.CreateBuilder<JsonObject>();
        foreach (var part in (await PartsAsync(client, cancellationToken).ConfigureAwait(false)).OrderBy(part => part.Number))
            lines.AddRange(part.Lines);
        return new AuditLog(lines.ToImmutable());
    }

    /// <summary>Adds that an apply begins.</summary>
    /// <exception cref="ArmException">The record cannot be written.</exception>
    public static Task BeginAsync(ArmClient client, AuditContext context, IEnumerable<PlanItem> writes, CancellationToken cancellationToken)
    {
        var line = new JsonObject
        {
            ["run"] = context.Run.ToString(),
            ["event"] = "begin",
            ["time"] = Time(context),
            ["who"] = context.Who,
            ["environment"] = client.Target.Environment,
            ["tool"] = context.Tool,
            ["items"] = new JsonArray([.. writes.Select(item => (JsonNode)new JsonArray(PlanJson.Word(item.Action), item.Key.Kind.Word(), item.Key.Name, item.DisplayName))]),
        };
        if (context.Commit is not null)
            line["commit"] = context.Commit;
        if (context.IsModified)
            line["modified"] = true;
        return AppendAsync(client, line, cancellationToken);
    }

    /// <summary>Adds what became of it.</summary>
    /// <exception cref="ArmException">The record cannot be written.</exception>
    public static Task EndAsync(ArmClient client, AuditContext context, IEnumerable<ApplyOutcome> outcomes, CancellationToken cancellationToken) => AppendAsync(client, new JsonObject
    {
        ["run"] = context.Run.ToString(),
        ["event"] = "end",
        ["results"] = new JsonArray([.. outcomes.Select(outcome => (JsonNode)outcome.Result.ToString().ToLowerInvariant())]),
    }, cancellationToken);

    /// <summary>Applies as JSON.</summary>
    public static string Json(IEnumerable<AuditEntry> entries) => new JsonObject
    {
        ["format"] = "sentinel-content audit",
        ["version"] = 1,
        ["applies"] = new JsonArray([.. entries.Select(entry => (JsonNode)new JsonObject
        {
            ["run"] = entry.Context.Run.ToString(),
            ["time"] = Time(entry.Context),
            ["who"] = entry.Context.Who,
            ["commit"] = entry.Context.Commit,
            ["modified"] = entry.Context.IsModified,
            ["environment"] = entry.Environment,
            ["tool"] = entry.Context.Tool,
            ["finished"] = entry.IsFinished,
            ["items"] = new JsonArray([.. entry.Items.Select(item => (JsonNode)new JsonObject
            {
                ["action"] = PlanJson.Word(item.Action),
                ["kind"] = item.Key.Kind.Word(),
                ["name"] = item.Key.Name,
                ["displayName"] = item.DisplayName,
                ["result"] = item.Result is { } result ? result.ToString().ToLowerInvariant() : null,
            })]),
        })]),
    }.ToJsonString(JsonText.Indented) + "\n";

    private static string Time(AuditContext context) => context.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async Task AppendAsync(ArmClient client, JsonObject line, CancellationToken cancellationToken)
    {
        var text = line.ToJsonString(JsonText.Compact);
        for (var tries = 1; ; tries++)
        {
            var parts = await PartsAsync(client, cancellationToken).ConfigureAwait(false);
            // A write whose answer got lost is there already.
            if (parts.Any(part => part.Text.Contains(text, StringComparison.Ordinal)))
                return;
            var last = parts.MaxBy(part => part.Number);
            var isFull = last is not null && last.Text.Length + text.Length > MaxPartLength;
            var number = last is null ? 0 : isFull ? last.Number + 1 : last.Number;
            var query = last is null || isFull ? QueryStart + text + QueryEnd : last.Text[..^QueryEnd.Length] + ",\n" + text + QueryEnd;
            try
            {
                await SavedSearchHandler.PutAsync(client, NamePrefix + number.ToString("D4", CultureInfo.InvariantCulture), Body(number, query), last is null || isFull ? null : last.ETag ?? "*", cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ArmException exception) when (exception.Status is 409 or 412 && tries < Tries)
            {
                // Another apply has added to it; so it is read again.
            }
        }
    }

    private static async Task<List<Part>> PartsAsync(ArmClient client, CancellationToken cancellationToken)
    {
        var parts = new List<Part>();
        await foreach (var search in client.ListAsync(client.Target.WorkspaceId + "/savedSearches", ApiVersions.SavedSearches, cancellationToken).ConfigureAwait(false))
        {
            var name = JsonText.Text(search.Body["name"]) ?? "";
            if (!name.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase) || !int.TryParse(name.AsSpan(NamePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                continue;
            var query = JsonText.Text(search.Body["properties"]?["query"]) ?? "";
            try
            {
                if (!query.StartsWith(QueryStart, StringComparison.Ordinal) || !query.EndsWith(QueryEnd, StringComparison.Ordinal))
                    throw new FormatException();
                var lines = JsonNode.Parse("[" + query[QueryStart.Length..^QueryEnd.Length] + "]")!.AsArray().Select(node => node!.AsObject()).ToArray();
                parts.Add(new Part(number, search.ETag, query, lines));
            }
            catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or NullReferenceException)
            {
                throw new ArmException(200, "BadState", $"The saved search '{name}', in which sentinel-content records its applies, cannot be read; somebody changed it. Restore it, or delete it and lose what it says.", exception);
            }
        }

        return parts;
    }

    private static AuditEntry Entry(IEnumerable<JsonObject> lines)
    {
        var begin = lines.FirstOrDefault(line => JsonText.Text(line["event"]) == "begin") ?? [];
        var end = lines.FirstOrDefault(line => JsonText.Text(line["event"]) == "end");
        var results = (end?["results"] as JsonArray ?? []).Select(result => Enum.TryParse<ApplyResult>(JsonText.Text(result), ignoreCase: true, out var word) ? word : default(ApplyResult?)).ToArray();
        var items = (begin["items"] as JsonArray ?? []).OfType<JsonArray>().Where(item => item.Count == 4).Select((item, i) => new AuditItem(
            Enum.TryParse<PlanAction>(JsonText.Text(item[0]), ignoreCase: true, out var action) ? action : PlanAction.Update,
            new ResourceKey(ResourceKinds.FromWord(JsonText.Text(item[1])) ?? ResourceKind.Metadata, JsonText.Text(item[2]) ?? ""),
            JsonText.Text(item[3]) ?? "",
            i < results.Length ? results[i] : null));
        var context = new AuditContext(
            Guid.TryParse(JsonText.Text(begin["run"]), out var run) ? run : Guid.Empty,
            DateTimeOffset.TryParse(JsonText.Text(begin["time"]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default,
            JsonText.Text(begin["who"]) ?? "", JsonText.Text(begin["commit"]), Normal.Flag(begin["modified"], absent: false), JsonText.Text(begin["tool"]) ?? "");
        return new AuditEntry(context, JsonText.Text(begin["environment"]) ?? "", [.. items]) { IsFinished = end is not null };
    }

    private static JsonObject Body(int number, string text) => new()
    {
        ["properties"] = new JsonObject
        {
            ["category"] = "sentinel-content",
            ["displayName"] = $"Applies of sentinel-content, part {number}",
            ["query"] = text,
            ["version"] = 2,
            ["tags"] = new JsonArray(new JsonObject { ["name"] = "managedBy", ["value"] = "sentinel-content" }),
        },
    };

    private sealed record Part(int Number, string? ETag, string Text, JsonObject[] Lines);
}
