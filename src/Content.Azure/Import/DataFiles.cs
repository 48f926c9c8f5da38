using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Content.Azure.Resources;

namespace Content.Azure.Import;

/// <summary>Tables, watchlists, summary rules and workbooks as content files.</summary>
internal static class DataFiles
{
    /// <summary>The keys of a custom table.</summary>
    public static JsonObject Table(JsonObject comparable, string name)
    {
        var file = new FileBody().Text("table", name).Block("description", Normal.Text(comparable["description"])).Text("plan", comparable["plan"])
            .Value("retentionInDays", comparable["retentionInDays"]).Value("totalRetentionInDays", comparable["totalRetentionInDays"]);
        file.Root["columns"] = new JsonArray([.. comparable["columns"]!.AsObject().Select(column => new FileBody()
            .Text("name", column.Key).Text("type", ColumnType(JsonText.Text(column.Value!["type"]))).Text("description", column.Value["description"]).Root)]);
        return file.Root;
    }

    /// <summary>The keys of a watchlist.</summary>
    /// <param name="comparable">Its managed properties.</param>
    /// <param name="alias">Its alias.</param>
    /// <param name="source">Name of the file with its rows.</param>
    public static JsonObject Watchlist(JsonObject comparable, string alias, string source) => new FileBody()
        .Text("alias", alias).Text("displayName", comparable["displayName"]).Block("description", Normal.Text(comparable["description"])).Text("provider", comparable["provider"])
        .Text("itemsSearchKey", comparable["itemsSearchKey"]).Text("source", source).Duration("defaultDuration", comparable["defaultDuration"]).Tree("labels", comparable["labels"]).Root;

    /// <summary>The rows of a watchlist as CSV.</summary>
    public static string Rows(LiveResource watchlist)
    {
        var key = JsonText.Text(watchlist.Comparable["itemsSearchKey"]) ?? "";
        // A list without rows still has its search key.
        string[] columns = watchlist.Columns.Contains(key) ? [.. watchlist.Columns] : [key, .. watchlist.Columns];
        var text = new StringBuilder();
        text.AppendJoin(',', columns.Select(WatchlistHandler.Quoted)).Append('\n');
        foreach (var row in watchlist.Rows)
            text.AppendJoin(',', columns.Select(column => WatchlistHandler.Quoted(JsonText.Text(row.Values[column]) ?? ""))).Append('\n');
        return text.ToString();
    }

    /// <summary>The keys of a summary rule.</summary>
    public static JsonObject Summary(JsonObject comparable, string name, MetadataPart? metadata)
    {
        var file = new FileBody().Text("id", name).Text("displayName", comparable["displayName"]).Block("description", RuleFile.Description(comparable["description"]));
        file.Root["requiredDataConnectors"] = new JsonArray();
        return file.Text("destinationTable", comparable["destinationTable"]).Block("query", Normal.Text(comparable["query"])).Value("binSize", comparable["binSize"])
            .Value("binDelay", comparable["binDelay"]).Text("binStartTime", comparable["binStartTime"]).Text("version", metadata?.Version).Value("metadata", metadata?.Keys).Root;
    }

    /// <summary>The keys of a workbook's header.</summary>
    /// <param name="comparable">Its managed properties.</param>
    /// <param name="name">Its name.</param>
    /// <param name="file">Name of the file with its JSON.</param>
    /// <param name="metadata">Its version as content; null when it has none.</param>
    public static JsonObject Workbook(JsonObject comparable, string name, string file, MetadataPart? metadata) => new FileBody()
        .Text("id", name).Text("name", comparable["displayName"]).Block("description", Normal.Text(comparable["description"])).Text("category", comparable["category"]).Text("version", metadata?.Version).Text("file", file).Root;

    /// <summary>The JSON of a workbook, laid out for people; null when it is none.</summary>
    public static string? Gallery(JsonObject workbook) => Content(workbook) is { } content ? content.ToJsonString(JsonText.Indented) + "\n" : null;

    /// <summary>The JSON of a workbook; null when it is none.</summary>
    public static JsonObject? Content(JsonObject workbook)
    {
        try
        {
            return JsonNode.Parse(JsonText.Text(workbook["properties"]?["serializedData"]) ?? "") as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode? ColumnType(string? word) => word switch
    {
        "boolean" => "bool",
        "dateTime" => "datetime",
        _ => word,
    };
}
