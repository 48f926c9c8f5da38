using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Model;
using Content.Model.Csv;

namespace Content.Azure.Resources;

/// <summary>
/// Watchlists. The service takes the whole file once, when the list is made; sending it again would add to the list and never change or
/// remove a row. So later changes go row by row.
/// </summary>
internal sealed class WatchlistHandler : ResourceHandler
{
    // What the portal and published solutions write for rows that do not expire; a file says nothing then.
    private const string Forever = "P1000Y";

    public static WatchlistHandler Instance { get; } = new();

    public override IReadOnlyList<ResourceKind> Kinds { get; } = [ResourceKind.Watchlist];

    public override async Task<IReadOnlyList<LiveResource>> ReadAsync(ReadContext context, ResourceKind kind, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var wanted = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var lists = new List<ArmResource>();
        await foreach (var list in context.Client.ListAsync(context.Client.Target.SentinelId + "/watchlists", ApiVersions.Watchlists, cancellationToken).ConfigureAwait(false))
        {
            if ((context.ReadsAll || wanted.Contains(NameOf(list.Body))) && !Normal.Flag(PropertiesOf(list.Body)["isDeleted"], absent: false))
                lists.Add(list);
        }

        // A list never carries its rows, and while its file is being taken in it has only some of them.
        var read = await ForEachAsync(lists, async (found, token) =>
        {
            if (await context.Client.SettleAsync(found, PathOf(context.Client, NameOf(found.Body)), ApiVersions.Watchlists, token, mayFail: true).ConfigureAwait(false) is not { } list)
                return null;
            var rows = new List<LiveRow>();
            var columns = new List<string>();
            await foreach (var item in context.Client.ListAsync(PathOf(context.Client, NameOf(list.Body)) + "/watchlistItems", ApiVersions.Watchlists, token).ConfigureAwait(false))
            {
                if (Normal.Flag(PropertiesOf(item.Body)["isDeleted"], absent: false))
                    continue;
                var values = PropertiesOf(item.Body)["itemsKeyValue"] as JsonObject ?? [];
                rows.Add(new LiveRow(NameOf(item.Body), Row(values)));
                columns.AddRange(values.Select(pair => pair.Key).Where(column => !columns.Contains(column)));
            }

            rows.Sort((x, y) => string.CompareOrdinal(RowText(x.Values), RowText(y.Values)) is var order and not 0 ? order : string.CompareOrdinal(x.ItemId, y.ItemId));
            var comparable = Header(list.Body);
            comparable["items"] = new JsonArray([.. rows.Select(row => row.Values.DeepClone())]);
            return new LiveResource(new ResourceKey(kind, NameOf(list.Body)), list.ETag, comparable, list.Body) { Rows = [.. rows], Columns = [.. columns] };
        }, cancellationToken).ConfigureAwait(false);
        return [.. read.OfType<LiveResource>()];
    }

    public override MergedResource Merge(DesiredResource desired, LiveResource live, PlanOptions options)
    {
        var (wantedKey, foundKey) = (JsonText.Text(desired.Comparable["itemsSearchKey"]), JsonText.Text(live.Comparable["itemsSearchKey"]));
        var rows = WatchlistRows.Compare(desired, live, wantedKey ?? "", options.MaxRowDeletes);
        var comparable = (JsonObject)desired.Comparable.DeepClone();
        comparable["items"] = new JsonArray([.. desired.Comparable["items"]!.AsArray().OfType<JsonObject>().Concat(rows.Kept)
            .OrderBy(RowText, StringComparer.Ordinal).Select(row => row.DeepClone())]);
        // Without the file: the rows follow one by one.
        var body = (JsonObject)desired.Body.DeepClone();
        foreach (var key in (ReadOnlySpan<string>)["rawContent", "contentType", "numberOfLinesToSkip"])
            body["properties"]!.AsObject().Remove(key);
        return new MergedResource(body, comparable)
        {
            Rows = rows.Changes,
            Notes = rows.Kept.IsEmpty ? [] : [$"{rows.Kept.Length} row{(rows.Kept.Length == 1 ? "" : "s")} of the workspace {(rows.Kept.Length == 1 ? "is" : "are")} not in the file and stay{(rows.Kept.Length == 1 ? "s" : "")}: {string.Join("; ", rows.Kept.Take(3).Select(RowText))}{(rows.Kept.Length > 3 ? "; …" : "")}. Add --max-row-deletes to remove rows."],
            Obstacle = wantedKey == foundKey ? null : $"its search key is '{foundKey}' in the workspace and '{wantedKey}' in the file, and the search key of a watchlist cannot be changed",
        };
    }

    public override async Task WriteAsync(ArmClient client, PlanItem item, LiveResource? live, CancellationToken cancellationToken)
    {
        var path = PathOf(client, item.Key.Name);
        if (live is null || item.Changes.Any(change => change.Field != RowField))
            await client.PutAsync(path, ApiVersions.Watchlists, item.Body!, live?.ETag, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(item.Rows, async (row, token) =>
        {
            var rowPath = $"{path}/watchlistItems/{Uri.EscapeDataString(row.ItemId)}";
            if (row.After is null)
                await client.DeleteAsync(rowPath, ApiVersions.Watchlists, null, token).ConfigureAwait(false);
            else
                await client.PutAsync(rowPath, ApiVersions.Watchlists, new JsonObject { ["properties"] = new JsonObject { ["itemsKeyValue"] = row.After.DeepClone() } }, null, token).ConfigureAwait(false);
            return true;
        }, cancellationToken).ConfigureAwait(false);
    }

    public override Task DeleteAsync(ArmClient client, LiveResource live, CancellationToken cancellationToken) =>
        client.DeleteAsync(PathOf(client, live.Key.Name), ApiVersions.Watchlists, live.ETag, cancellationToken);

    /// <summary>The field under which differences of rows are listed.</summary>
    public const string RowField = "items";

    /// <summary>The managed properties of a watchlist made from its file.</summary>
    public static JsonObject Comparable(JsonObject body, CsvDocument data)
    {
        var comparable = Header(body);
        comparable["items"] = new JsonArray([.. Rows(data).Select(Row).OrderBy(RowText, StringComparer.Ordinal)]);
        return comparable;
    }

    /// <summary>The body that makes a watchlist with all its rows.</summary>
    /// <param name="watchlist">The watchlist; its search key and data are present.</param>
    public static JsonObject Body(Watchlist watchlist)
    {
        var properties = new JsonObject
        {
            ["displayName"] = watchlist.DisplayName?.Value ?? watchlist.Alias.Value,
            ["description"] = Normal.Text(watchlist.Description?.Value),
            ["provider"] = watchlist.Provider?.Value ?? "Custom",
            ["source"] = watchlist.File?.Value is { } file ? file[(file.LastIndexOf('/') + 1)..] : watchlist.Alias.Value + ".csv",
            ["sourceType"] = "Local",
            ["itemsSearchKey"] = watchlist.ItemsSearchKey!.Value,
            ["contentType"] = "text/csv",
            ["numberOfLinesToSkip"] = 0,
            ["rawContent"] = Csv(watchlist.Data!),
        };
        if (!watchlist.Labels.IsEmpty)
            properties["labels"] = new JsonArray([.. watchlist.Labels.Select(label => (JsonNode)label.Value)]);
        if (watchlist.DefaultDuration is { } duration)
            properties["defaultDuration"] = Durations.ToIso8601(duration.Value);
        return new JsonObject { ["properties"] = properties };
    }

    /// <summary>Rows of a file with every column, the empty ones too.</summary>
    public static IEnumerable<JsonObject> Rows(CsvDocument data) =>
        data.Rows.Select(row => new JsonObject(data.Headers.Select((header, i) => KeyValuePair.Create(header.Value, (JsonNode?)row.Values[i])).DistinctBy(pair => pair.Key)));

    /// <summary>A row in normal form: texts only, no empty columns, keys in order.</summary>
    public static JsonObject Row(JsonObject? row) => new((row ?? []).Select(pair => KeyValuePair.Create(pair.Key, Cell(pair.Value)))
        .Where(pair => pair.Value.Length > 0).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    /// <summary>The text that rows are ordered and compared by.</summary>
    public static string RowText(JsonObject row) => row.ToJsonString(JsonText.Compact);

    private static string Cell(JsonNode? value) => value is null ? "" : JsonText.Text(value) ?? value.ToJsonString(JsonText.Compact);

    private static JsonObject Header(JsonObject list)
    {
        var from = PropertiesOf(list);
        return new JsonObject
        {
            ["displayName"] = Normal.Text(from["displayName"]),
            ["description"] = Normal.Text(from["description"]),
            ["provider"] = Normal.Text(from["provider"]),
            ["itemsSearchKey"] = Normal.Text(from["itemsSearchKey"]),
            ["labels"] = Normal.Set(from["labels"]),
            ["defaultDuration"] = Normal.Text(from["defaultDuration"]) == Forever ? "" : Normal.Duration(from["defaultDuration"], ""),
        };
    }

    private static string Csv(CsvDocument data)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', data.Headers.Select(header => Quoted(header.Value))).Append('\n');
        foreach (var row in data.Rows)
            text.AppendJoin(',', row.Values.Select(Quoted)).Append('\n');
        return text.ToString();
    }

    /// <summary>A value in a CSV file.</summary>
    public static string Quoted(string value) =>
        value.AsSpan().IndexOfAny("\",\r\n") < 0 && value.AsSpan().Trim().Length == value.Length ? value : "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static string PathOf(ArmClient client, string alias) => $"{client.Target.SentinelId}/watchlists/{Uri.EscapeDataString(alias)}";
}
